"""Spanish of the reports."""

SENTENCES: dict[str, str] = {
    "There is no trained model to compare.": "No hay ningún modelo entrenado que comparar.",
    (
        "These models were not trained on the same rows, split and folds, so they cannot be ranked: {models}. "
        "Train them with one compare."
    ): (
        "Estos modelos no se entrenaron con las mismas filas, división y pliegues, así que no se pueden "
        "ordenar: {models}. Entrénelos con un solo compare."
    ),
    "Test rows by true class (rows) and predicted class (columns)": (
        "Filas de prueba por clase verdadera (filas) y clase predicha (columnas)"
    ),
    "Platform": "Plataforma",
    "MLflow run": "Ejecución de MLflow",
    "Experiment": "Experimento",
    "Tracking address": "Dirección del seguimiento",
    "Model address": "Dirección del modelo",
    "Prefect flow run": "Ejecución de flujo de Prefect",
    "Study": "Estudio",
    "Snapshot": "Instantánea",
    "Snapshot hash": "Huella de la instantánea",
    "Snapshot taken at": "Instantánea tomada el",
    "Query hash": "Huella de la consulta",
    "Split hash": "Huella de la división",
    "Seed": "Semilla",
    "Git commit": "Commit de Git",
    "Metric": "Métrica",
    "Baseline, 95% interval": "Referencia, intervalo del 95 %",
    "Folds, mean ± sd": "Pliegues, media ± DE",
    "Class": "Clase",
    "Precision": "Precisión",
    "True class": "Clase verdadera",
    "Taken for": "Tomada por",
    "Share of the class": "Parte de la clase",
    "Fold": "Pliegue",
    "Value": "Valor",
    "Mean ± sd": "Media ± DE",
    "For it": "A favor",
    "Against it": "En contra",
    "Term": "Término",
    "Contribution": "Aportación",
    "Character n-grams, all together": "N-gramas de caracteres, todos juntos",
    "All other terms": "Todos los demás términos",
    "What each term gave": "Lo que aportó cada término",
    "One factor for all classes": "Un factor para todas las clases",
    "A factor and a shift for each class": "Un factor y un desplazamiento para cada clase",
    "A sigmoid, a factor and a shift for each class": "Una sigmoide, un factor y un desplazamiento para cada clase",
    "A rising curve for each class": "Una curva creciente para cada clase",
    "Calibration": "Calibración",
    "Log loss on the folds, before → after": "Pérdida logarítmica en los pliegues, antes → después",
    "Power of a class's share in the decision": "Potencia de la proporción de una clase en la decisión",
    "Shift of its score": "Desplazamiento de su puntuación",
    "Bonus in the decision": "Ventaja en la decisión",
    (
        "The class answered is not always the most probable one: each probability is divided by the class's share of "
        "the training rows to the power of {power:g} first, so that rare classes are not passed over. The "
        "probabilities themselves are not changed by it."
    ): (
        "La clase que se responde no siempre es la más probable: antes, cada probabilidad se divide por la proporción "
        "de la clase en las filas de entrenamiento elevada a {power:g}, para no pasar por alto las clases raras. Las "
        "probabilidades en sí no cambian por ello."
    ),
    (
        "The probabilities were corrected on rows that the model was not fitted on, so that they mean what they say; "
        "the class answered is the most probable one."
    ): (
        "Las probabilidades se corrigieron con filas con las que el modelo no se ajustó, para que signifiquen lo que "
        "dicen; se responde la clase más probable."
    ),
    "The models of the blend": "Los modelos de la mezcla",
    "From scores to probabilities and classes": "De las puntuaciones a las probabilidades y las clases",
    "Classes in the decision": "Las clases en la decisión",
    "Weight": "Peso",
    "Mean of the folds": "Media de los pliegues",
    "Merged class: {name}": "Clase fusionada: {name}",
    "Merged classes of fewer than ten notes each": "Clases fusionadas de menos de diez notas cada una",
    "further spellings of fewer than ten notes each: {count}": "otras grafías de menos de diez notas cada una: {count}",
    "classes of fewer than ten notes each: {count}": "clases de menos de diez notas cada una: {count}",
    "What": "Qué",
    "Count": "Cantidad",
    "Stage": "Etapa",
    "Time": "Tiempo",
    "Peak memory": "Memoria máxima",
    "Package": "Paquete",
    "Version": "Versión",
    "Name": "Nombre",
    "Setting": "Ajuste",
    "Spellings": "Grafías",
    "All models are ranked by one metric, {metric}, whichever metric each one searched.": (
        "Todos los modelos se ordenan por una sola métrica, {metric}, sea cual sea la que buscó cada uno."
    ),
    "The rank comes from the folds of the training rows; the sealed test had no say in it.": (
        "El puesto sale de los pliegues de las filas de entrenamiento; la prueba reservada no intervino."
    ),
    "Ranking": "Clasificación",
    "On the sealed test": "En la prueba reservada",
    "Best parameters": "Mejores parámetros",
    "Parameters": "Parámetros",
    "Model comparison": "Comparación de modelos",
    "Classifiers of “{label}”": "Clasificadores de «{label}»",
    "Models on the same rows, split and folds: {count}": "Modelos con las mismas filas, división y pliegues: {count}",
    "{metric} on the folds": "{metric} en los pliegues",
    "Standard deviation over {count} folds: {value}": "Desviación estándar en {count} pliegues: {value}",
    "On the sealed test: {value}": "En la prueba reservada: {value}",
    "First: {model}": "Primero: {model}",
    "Models detectably behind the first: {count}.": "Modelos con una desventaja detectable frente al primero: {count}.",
    "A model without the ranking metric on its folds stands at the end, unranked.": (
        "Un modelo sin la métrica de la clasificación en sus pliegues queda al final, sin puesto."
    ),
    "For the record, not for choosing. A value is comparable along its row only.": (
        "Para que conste, no para elegir. Cada valor solo es comparable con los de su fila."
    ),
    "Leaderboard": "Clasificación",
    "All metrics on the sealed test": "Todas las métricas en la prueba reservada",
    "The data set": "El conjunto de datos",
    "Near-duplicate notes": "Notas casi duplicadas",
    "Clusters of near-duplicates": "Grupos de notas casi duplicadas",
    "Of them with notes of several patients": "De ellos, con notas de varios pacientes",
    "Patients kept together for it": "Pacientes que por ello van juntos",
    "Rows kept together for it": "Filas que por ello van juntas",
    "Near-duplicate notes that may stand on both sides": "Notas casi duplicadas que pueden estar en ambos lados",
    "Measures for the checks": "Medidas para las comprobaciones",
    "{check} is muted in the settings: {reason}": "{check} está silenciada en los ajustes: {reason}",
    "The model never finds these classes: {names}.": "El modelo nunca encuentra estas clases: {names}.",
    "{count_failed} of {count_total} candidates of the search failed.": (
        "Fallaron {count_failed} de {count_total} candidatos de la búsqueda."
    ),
    "The search stopped at its time limit after {count_done} of {count_requested} candidates.": (
        "La búsqueda se detuvo al llegar a su límite de tiempo, tras {count_done} de {count_requested} candidatos."
    ),
    "{percent_dropped} of the rows read were not used. Look at the reasons below.": (
        "No se usó el {percent_dropped} de las filas leídas. Vea los motivos más abajo."
    ),
    (
        "The figures hold for notes like these: same source, same period, same way of writing. They promise "
        "nothing about another hospital or a later year."
    ): (
        "Las cifras valen para notas como estas: misma fuente, mismo periodo, misma manera de escribir. Nada "
        "prometen sobre otro hospital ni sobre un año posterior."
    ),
    "Left out here for its size: {names}. The HTML report has it.": (
        "Aquí se omite por su tamaño: {names}. Está en el informe HTML."
    ),
    "In plain words": "En pocas palabras",
    "Keep in mind": "Conviene tener presente",
    "{measures}: clearly better than always answering the most frequent class.": (
        "{measures}: claramente mejor que responder siempre la clase más frecuente."
    ),
    "{measures}: not clearly better than always answering the most frequent class.": (
        "{measures}: no es claramente mejor que responder siempre la clase más frecuente."
    ),
    "{measures}: no better than always answering the most frequent class.": (
        "{measures}: no es mejor que responder siempre la clase más frecuente."
    ),
    "Notes given their class": "Notas que reciben su clase",
    "It reads the columns {columns} of a note and proposes one of {count} classes of “{label}”.": (
        "Lee las columnas {columns} de una nota y propone una de las {count} clases de «{label}»."
    ),
    "It was tried on {rows} notes of {patients} patients, none of whom it had seen.": (
        "Se probó con {rows} notas de {patients} pacientes, a ninguno de los cuales había visto."
    ),
    "It finds {best} best ({most} of 100 of its notes) and {worst} worst ({least} of 100).": (
        "La clase que mejor reconoce es {best} ({most} de cada 100 de sus notas) y la que peor, {worst} "
        "({least} de cada 100)."
    ),
    "Its most frequent mistake: of {total} notes of {truth}, {count} are taken for {predicted}.": (
        "Su error más frecuente: de {total} notas de {truth}, toma {count} por {predicted}."
    ),
    "It was tried on {rows} notes that it had not seen.": "Se probó con {rows} notas que no había visto.",
    (
        "It was tried on {rows} notes of {patients} patients who first came on or after {boundary}; it had seen none "
        "of them."
    ): (
        "Se probó con {rows} notas de {patients} pacientes que acudieron por primera vez el {boundary} o después; no "
        "había visto a ninguno de ellos."
    ),
    (
        "Patients were divided by their first visit: all notes of those who first came before {moment} are training "
        "rows, also later ones. So this is a trial on new patients, not on a later period alone."
    ): (
        "Los pacientes se dividieron por su primera visita: todas las notas de quienes acudieron por primera vez "
        "antes del {moment} son filas de entrenamiento, también las posteriores. Así que esto es una prueba con "
        "pacientes nuevos, no solo con un periodo posterior."
    ),
    (
        "These patients do not exist: no source was configured, so the model learned from the artificial clinic. Its "
        "figures say nothing about your notes."
    ): (
        "Estos pacientes no existen: no se configuró ninguna fuente, así que el modelo aprendió de la clínica "
        "artificial. Sus cifras no dicen nada de las notas de usted."
    ),
    "95% interval: {interval}": "Intervalo del 95 %: {interval}",
    "Always the most frequent class: {value}": "Siempre la clase más frecuente: {value}",
    "{path} is a report of version {found}; this epicrisis reads versions up to {known}. Update epicrisis.": (
        "{path} es un informe de la versión {found}; este epicrisis lee versiones hasta la {known}. Actualice "
        "epicrisis."
    ),
    "There is no report at {path}.": "No hay ningún informe en {path}.",
    "{path} is not a whole report of epicrisis. Build it again from its run, or restore the file.": (
        "{path} no es un informe completo de epicrisis. Vuelva a crearlo a partir de su ejecución o recupere el "
        "archivo."
    ),
    (
        "The terms that count most for each class and against it. Each is held by at least {count} patients, "
        "so none is one patient's own words. A term counts, it does not explain."
    ): (
        "Los términos que más pesan a favor y en contra de cada clase. Cada uno aparece en al menos {count} "
        "pacientes, así que ninguno son las palabras de uno solo. Que un término pese no explica nada por sí mismo."
    ),
    "Rows and patients": "Filas y pacientes",
    "patients": "pacientes",
    "Performance on the sealed test": "Rendimiento en la prueba reservada",
    "Class by class": "Clase por clase",
    "What is taken for what": "Qué se toma por qué",
    "Search": "Búsqueda",
    "Terms by class": "Términos por clase",
    "Preparation": "Preparación",
    "Record": "Registro",
    "Model report": "Informe del modelo",
    "Classifier of “{label}”": "Clasificador de «{label}»",
    "Every row that was read is accounted for: read = kept + dropped.": (
        "Cada fila leída está contada: leídas = conservadas + descartadas."
    ),
    (
        "The test rows were opened once, after the search. Intervals are the middle 95% of {count} bootstrap "
        "resamples of {unit}. The baseline always answers the most frequent class of the training rows."
    ): (
        "Las filas de prueba se abrieron una sola vez, después de la búsqueda. Los intervalos son el 95 % "
        "central de {count} remuestreos bootstrap de {unit}. La referencia responde siempre la clase más "
        "frecuente de las filas de entrenamiento."
    ),
    (
        "Recall is the share of a class's notes that are found; precision is the share of the notes given to it "
        "that belong to it; F1 is their harmonic mean."
    ): (
        "La sensibilidad es la parte de las notas de una clase que se encuentran; la precisión, la parte de las "
        "notas asignadas a la clase que son de ella; F1 es la media armónica de ambas."
    ),
    (
        "{metric} was searched on the training rows only, with {folds} folds that keep patients together. "
        "Candidates: {candidates}."
    ): (
        "{metric} se buscó solo en las filas de entrenamiento, con {folds} pliegues que no separan las notas de "
        "un mismo paciente. Candidatos: {candidates}."
    ),
    "{metric} was searched on the training rows only, with {folds} folds. Candidates: {candidates}.": (
        "{metric} se buscó solo en las filas de entrenamiento, con {folds} pliegues. Candidatos: {candidates}."
    ),
    (
        "A pruned candidate was given up when its mean over all folds could hardly pass the best one's any more. "
        "Its value, in brackets, is the mean of the folds it had, and has no rank."
    ): (
        "Un candidato se poda cuando su media en todos los pliegues difícilmente podría ya superar la del mejor. "
        "Su valor, entre paréntesis, es la media de los pliegues que llegó a tener, y no entra en la clasificación."
    ),
    "Times of slicing, fitting and scoring are added up over {count} processes.": (
        "Los tiempos de recorte, ajuste y puntuación son la suma de {count} procesos."
    ),
    (
        "Candidate {number} was chosen: the best by “{second}” of those whose “{first}” is within one standard "
        "error ({error}) of the best, {best}. With several objectives nothing is pruned."
    ): (
        "Se eligió el candidato {number}: el mejor en «{second}» de aquellos cuyo «{first}» está a no más de un "
        "error estándar ({error}) del mejor, {best}. Con varios objetivos no se poda nada."
    ),
    "The Pareto front": "El frente de Pareto",
    "Chosen": "Elegido",
    "Yes": "Sí",
    "Milliseconds a note": "Milisegundos por nota",
    "Seconds a fit": "Segundos por ajuste",
    "How the search went": "Cómo fue la búsqueda",
    "Where the search's time went": "En qué se fue el tiempo de la búsqueda",
    "Why it ended": "Por qué acabó",
    "All candidates asked for were tried": "Se probaron todos los candidatos pedidos",
    "Its time was up": "Se le acabó el tiempo",
    "What could still be gained was less than the noise of the folds": (
        "Lo que aún se podía ganar era menos que el ruido de los pliegues"
    ),
    "Candidates tried, of those asked for": "Candidatos probados, de los pedidos",
    "Where candidates came from": "De dónde salieron los candidatos",
    "Folds fitted": "Pliegues ajustados",
    "Folds that pruning saved": "Pliegues que ahorró la poda",
    "Time that pruning saved": "Tiempo que ahorró la poda",
    "Processes": "Procesos",
    "Sampler": "Muestreador",
    "Sampler's arguments": "Argumentos del muestreador",
    "Counting n-grams, in this run": "Recuento de n-gramas, en esta ejecución",
    "Slicing the counts for each fold": "Recorte del recuento para cada pliegue",
    "Fitting": "Ajuste",
    "Scoring": "Puntuación",
    "Bookkeeping, in this run": "Anotaciones, en esta ejecución",
    "Origin": "Origen",
    "Known-good default": "Inicial conocido",
    "Earlier winner": "Ganador anterior",
    "words as they are written": "palabras tal como se escriben",
    "abbreviations written out, numbers by kind, words inside a negation told apart": (
        "abreviaturas desarrolladas, números por su clase, distingue las palabras negadas"
    ),
    "words that begin alike as one": "las palabras que empiezan igual, como una",
    "words inside a negation told apart": "distingue las palabras negadas",
    "a word stands for its inflected forms": "cada palabra vale por todas sus formas",
    "without accents": "sin acentos",
    (
        "The terms are stems, the beginnings of words: one stands for several forms, as “depress” for depressed and "
        "depressive."
    ): (
        "Los términos son raíces, los comienzos de las palabras: cada una vale por varias formas, como «bañ» por baño "
        "y bañarse."
    ),
    (
        "“no … word” is that word inside a negation, as in “niega word”, “sin word” or “denies word”: for the "
        "model it is another term than the word alone."
    ): (
        "«no … palabra» es esa palabra dentro de una negación, como en «niega palabra» o «sin palabra»: para el "
        "modelo es un término distinto de la palabra sola."
    ),
    (
        "“quizá … word” is that word in doubt, as in “probable word”; “antes … word” is of the past, as in "
        "“antecedente de word”; “familia … word” is a relative's, as in “madre con word”. Each is another term."
    ): (
        "«quizá … palabra» es esa palabra puesta en duda, como en «probable palabra»; «antes … palabra» es del pasado, "
        "como en «antecedente de palabra»; «familia … palabra» es de un familiar, como en «madre con palabra». Cada "
        "una es un término distinto."
    ),
    "The table holds the best {count} candidates.": "La tabla contiene los {count} mejores candidatos.",
    "What the model looks at": "En qué se fija el modelo",
    "What is needed to repeat the run, and where it is kept. Secrets are masked.": (
        "Lo necesario para repetir la ejecución y dónde se guarda. Los secretos están enmascarados."
    ),
    "All metrics": "Todas las métricas",
    "Figures of each class": "Cifras de cada clase",
    "The most frequent mistakes": "Los errores más frecuentes",
    "The winner, fold by fold, after calibration and decision": (
        "El ganador, pliegue a pliegue, después de la calibración y la decisión"
    ),
    (
        "Candidates are compared by their values before calibration and decision; the table “fold by fold” holds the "
        "winner's after them, so that the two differ."
    ): (
        "Los candidatos se comparan por sus valores antes de la calibración y la decisión; la tabla «pliegue a "
        "pliegue» tiene los del ganador después de ellas, así que no coinciden."
    ),
    (
        "Chance can only raise the expected calibration error, and raises it more the fewer the notes are. So its "
        "interval is mirrored and may end at the value itself, and its values on the folds and on the test, which "
        "differ in their number of notes, are not to be compared."
    ): (
        "El azar solo puede aumentar el error de calibración esperado, y lo aumenta más cuantas menos notas hay. Por "
        "eso su intervalo está reflejado y puede acabar en el propio valor, y sus valores en los pliegues y en la "
        "prueba, que difieren en el número de notas, no se comparan."
    ),
    (
        "Intervals of these three are Wilson's for shares, widened where one patient's notes are alike; those of ROC "
        "AUC and average precision are from the resamples, and absent where all of these say the same."
    ): (
        "Los intervalos de estas tres son los de Wilson para proporciones, más anchos si las notas de un paciente "
        "se parecen; los del AUC ROC y la precisión media salen de los remuestreos, y faltan si todos dicen lo mismo."
    ),
    "ROC AUC": "AUC ROC",
    "Average precision": "Precisión media",
    "yes": "sí",
    "no": "no",
    "All candidates": "Todos los candidatos",
    "Features of the winner": "Características del ganador",
    "another Unicode composition": "otra composición Unicode",
    "Spellings of the label": "Grafías de la etiqueta",
    "De-identification": "Desidentificación",
    "off: identifiers were left in the texts": "desactivada: los identificadores se dejaron en los textos",
    "Masked: {kind}": "Enmascarado: {kind}",
    "Notes with something masked": "Notas con algo enmascarado",
    "names": "nombres",
    "identity documents": "documentos de identidad",
    "record numbers": "números de historia",
    "telephones": "teléfonos",
    "e-mail addresses": "correos electrónicos",
    "web addresses": "direcciones web",
    "postal addresses": "direcciones postales",
    "dates": "fechas",
    (
        "Identifiers were left in the texts (privacy.deidentify = false): names, documents and telephones that enough "
        "patients share may stand among the terms."
    ): (
        "Los identificadores se dejaron en los textos (privacy.deidentify = false): entre los términos puede haber "
        "nombres, documentos y teléfonos que compartan suficientes pacientes."
    ),
    "Repairs and merged classes": "Reparaciones y clases fusionadas",
    "Identity": "Identidad",
    "Versions": "Versiones",
    "Settings": "Ajustes",
    "Complete": "Completo",
    "Pruned": "Podado",
    "Failed": "Fallido",
    "By patient": "Por paciente",
    "By time": "Por fecha",
    "By row, patients not kept apart": "Por fila, sin separar a los pacientes",
    "complete {complete} · pruned {pruned} · failed {failed} · from an earlier run {resumed}": (
        "completos {complete} · podados {pruned} · fallidos {failed} · de una ejecución anterior {resumed}"
    ),
    "{figures}: no detectable difference": "{figures}: sin diferencia detectable",
    "Parameter": "Parámetro",
    "State": "Estado",
    "Standard deviation": "Desviación estándar",
    "Seconds": "Segundos",
    "Rank": "Puesto",
    "Sealed test, 95% interval": "Prueba reservada, intervalo del 95 %",
    "Fact": "Dato",
    "Source": "Fuente",
    "Period": "Periodo",
    "Dropped: {reason}": "Descartadas: {reason}",
    "Patients": "Pacientes",
    "Classes": "Clases",
    "Split": "División",
    "Training patients": "Pacientes de entrenamiento",
    "Test patients": "Pacientes de prueba",
    "Folds": "Pliegues",
    "Training documents": "Documentos de entrenamiento",
    "Words in a document, on average": "Palabras por documento, de media",
    "Word terms": "Términos de palabras",
    "Character terms": "Términos de caracteres",
    "Terms by section": "Términos por sección",
    "Columns of the encoder": "Columnas del codificador",
    "Categories": "Categorías",
    "Numbers": "Números",
    "Columns of the matrix": "Columnas de la matriz",
    "A term is held by at least this many patients": "Pacientes que como mínimo comparten cada término",
    "Candidates": "Candidatos",
    "Total time": "Tiempo total",
    "{low} to {high}": "{low} a {high}",
    "Waiting for servers": "Espera de los servidores",
    "Artificial clinic": "Clínica artificial",
    "Refit": "Ajuste final",
    "Evaluation": "Evaluación",
    "Tracking": "Seguimiento",
    "Total": "Total",
    "NUL bytes removed": "Bytes NUL eliminados",
    "Notes in another language": "Notas en otro idioma",
    "Damaged encoding repaired": "Codificación dañada, reparada",
    "Loose accents joined": "Acentos sueltos, unidos",
    (
        "For research and decision support. This is not a medical device: it has not been approved for "
        "diagnosis or treatment, and a professional decides."
    ): (
        "Para investigación y apoyo a la decisión. No es un producto sanitario: no está aprobado para el "
        "diagnóstico ni el tratamiento, y quien decide es un profesional."
    ),
    "“{metric}” is a metric of another package; its interval is that of {count} resamples.": (
        "«{metric}» es una métrica de otro paquete; su intervalo es el de {count} remuestreos."
    ),
}
