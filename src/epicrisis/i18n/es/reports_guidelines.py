"""Spanish of what a run says to the reporting guidelines, of their page and of the model card."""

SENTENCES: dict[str, str] = {
    "Paste this into epicrisis.toml, and fill in what is known. “None” is an answer too.": (
        "Pegue esto en epicrisis.toml y rellene lo que se sepa. «Ninguno» también es una respuesta."
    ),
    "Not known: nobody has said it yet.": "No se sabe: nadie lo ha dicho todavía.",
    "No subgroup of patients was looked at in this run.": "En esta ejecución no se miró ningún subgrupo de pacientes.",
    "How well the classes are told apart, beside always answering the most frequent one.": (
        "Cómo de bien se distinguen las clases, junto a responder siempre la más frecuente."
    ),
    "Whether groups of patients are served alike.": "Si los grupos de pacientes reciben lo mismo.",
    "Whether the probabilities mean what they say, and what happens when the model is not sure.": (
        "Si las probabilidades significan lo que dicen y qué pasa cuando el modelo duda."
    ),
    "Not measured in this run": "No medido en esta ejecución",
    "Groups of fewer than ten patients are not shown.": "No se muestran los grupos de menos de diez pacientes.",
    "The run has no doubt of its own about these figures.": "La ejecución misma no pone en duda estas cifras.",
    "Calibration on the test notes was not looked at in this run.": (
        "En esta ejecución no se miró la calibración en las notas de prueba."
    ),
    "Expected calibration error": "Error de calibración esperado",
    "Sets that hold the true class": "Conjuntos que contienen la clase verdadera",
    "Reported": "Comunicado",
    "Partial": "En parte",
    "Needs a person": "Necesita una persona",
    "Not applicable": "No aplicable",
    "Pass": "Pasa",
    "Fail": "No pasa",
    "Unknown": "No se sabe",
    "PROBAST+AI: quality of the development": "PROBAST+AI: calidad del desarrollo",
    "PROBAST+AI: risk of bias of the evaluation": "PROBAST+AI: riesgo de sesgo de la evaluación",
    (
        "TRIPOD+AI, {total} items: {reported} reported, {partial} partial, {person} need a person, {idle} not "
        "applicable."
    ): (
        "TRIPOD+AI, ítems: {total}. Comunicados: {reported}; en parte: {partial}; para una persona: {person}; no "
        "aplicables: {idle}."
    ),
    (
        "PROBAST+AI, {total} questions: {passed} pass, {failed} fail, {unknown} unknown, {person} need a person, "
        "{idle} not applicable."
    ): (
        "PROBAST+AI, preguntas: {total}. Pasan: {passed}; no pasan: {failed}; no se sabe: {unknown}; para una persona: "
        "{person}; no aplicables: {idle}."
    ),
    (
        "The numbers are those of the statements; what each item asks is shortened in our own words and is not the "
        "official wording. The names of the model card's elements are official."
    ): (
        "Los números son los de las declaraciones; lo que pide cada ítem está abreviado con nuestras palabras y no es "
        "la redacción oficial. Los nombres de los elementos de la ficha del modelo son oficiales."
    ),
    "Ratings of a domain, of applicability and overall are a person's. No answer here says that a risk is low.": (
        "Valorar un dominio, la aplicabilidad y el conjunto toca a una persona. Ninguna respuesta de aquí dice que un "
        "riesgo sea bajo."
    ),
    (
        "This record says what the run shows of each item. It is no certificate: whether a study reports enough, and "
        "whether its risk of bias is low, is for people to judge."
    ): (
        "Este registro dice lo que la ejecución muestra de cada ítem. No es un certificado: si un estudio comunica lo "
        "suficiente y si su riesgo de sesgo es bajo lo juzgan personas."
    ),
    "Item": "Ítem",
    "What it asks": "Lo que pide",
    "Status": "Estado",
    "Evidence": "Evidencia",
    "Missing": "Falta",
    "Question": "Pregunta",
    "Domain": "Dominio",
    "Answer": "Respuesta",
    "Why": "Por qué",
    "Reporting guidelines": "Guías de notificación",
    "What to write": "Qué escribir",
    "Items": "Ítems",
    "What only you know": "Lo que solo usted sabe",
    "What is asked, and what the run shows": "Lo que se pide y lo que la ejecución muestra",
    "Model card": "Ficha del modelo",
    (
        "Write it once under [study] in epicrisis.toml; it is kept for later runs, and completes this one when the "
        "record is written again. The file study.toml, beside this one, is that table to paste."
    ): (
        "Escríbalo una vez en [study] de epicrisis.toml; se conserva para otras ejecuciones y completa esta cuando se "
        "vuelve a escribir el registro. El archivo study.toml, junto a este, es esa tabla para pegar."
    ),
    "Still to be said": "Por decir",
    "{count} notes were read from {source} on {moment} (snapshot {snapshot}).": (
        "Se leyeron {count} notas de {source} el {moment} (instantánea {snapshot})."
    ),
    "Of {read} notes read, {kept} were kept. Left out: {reasons}.": (
        "De {read} notas leídas quedaron {kept}. Se dejaron fuera: {reasons}."
    ),
    "{read} notes read = {kept} kept + {dropped} dropped; kept = {train} for training + {test} for the test.": (
        "{read} notas leídas = {kept} conservadas + {dropped} descartadas; conservadas = {train} de entrenamiento + "
        "{test} de prueba."
    ),
    (
        "Every note goes through the same steps, whatever the patient's group; vocabulary, weights, medians and scales "
        "were learned from {documents} notes, all of them training notes."
    ): (
        "Todas las notas pasan por los mismos pasos, sea cual sea el grupo del paciente; vocabulario, pesos, medianas "
        "y escalas se aprendieron de {documents} notas, todas de entrenamiento."
    ),
    "The outcome is the column “{label}” with {count} classes: {names}.": (
        "El desenlace es la columna «{label}», con {count} clases: {names}."
    ),
    "The model reads {text} as text, {categorical} as categories and {numeric} as numbers.": (
        "El modelo lee {text} como texto, {categorical} como categorías y {numeric} como números."
    ),
    "Notes without text ({texts}) or label ({labels}) were left out.": (
        "Se dejaron fuera las notas sin texto ({texts}) o sin etiqueta ({labels})."
    ),
    "A missing number takes the median of the training notes and a mark.": (
        "Un número ausente toma la mediana de las notas de entrenamiento y una marca."
    ),
    "A missing category is one of the categories, or none where few patients lack it.": (
        "Una categoría ausente es una de las categorías, o ninguna si falta a pocos pacientes."
    ),
    "Share of each class among training notes and test notes: {classes}.": (
        "Parte de cada clase en las notas de entrenamiento y de prueba: {classes}."
    ),
    (
        "{train} notes for training and {test} for the test. The smallest class, “{label}”, has {few_train} and "
        "{few_test} of them."
    ): (
        "{train} notas de entrenamiento y {test} de prueba. La clase menor, «{label}», tiene {few_train} y {few_test} "
        "de ellas."
    ),
    "Described, training notes beside test notes: {columns}.": (
        "Descrito, notas de entrenamiento junto a las de prueba: {columns}."
    ),
    "Development: {train} notes; tuning: the same notes in {folds} folds; evaluation: {test} notes.": (
        "Desarrollo: {train} notas; ajuste: las mismas notas en {folds} pliegues; evaluación: {test} notas."
    ),
    "Notes of each class in development and evaluation: {classes}.": (
        "Notas de cada clase en desarrollo y evaluación: {classes}."
    ),
    (
        "{how}: {percent} of the notes were sealed until the end, the others divided into {folds} folds. Seed {seed}, "
        "hash {hash}."
    ): (
        "{how}: el {percent} de las notas se selló hasta el final y las demás se dividieron en {folds} pliegues. "
        "Semilla {seed}, huella {hash}."
    ),
    "Training and test notes come from one snapshot, one cleaning, one label column and the same columns.": (
        "Las notas de entrenamiento y de prueba salen de una instantánea, una limpieza, una columna de etiqueta y las "
        "mismas columnas."
    ),
    "{train} patients are in training and {test} in the test.": (
        "{train} pacientes están en el entrenamiento y {test} en la prueba."
    ),
    "The notes are of {first} to {last}.": "Las notas son del {first} al {last}.",
    "{count} damaged cells mended": "{count} celdas dañadas reparadas",
    "{count} spellings of {classes} classes joined": "{count} grafías de {classes} clases unidas",
    "{count} exact duplicates dropped": "{count} duplicados exactos descartados",
    "Preparation: {parts}.": "Preparación: {parts}.",
    "Notes kept by class: {classes}.": "Notas conservadas por clase: {classes}.",
    "The query that chose them has the SHA-256 {hash}.": "La consulta que las eligió tiene el SHA-256 {hash}.",
    "identifiers masked in {count} notes": "identificadores enmascarados en {count} notas",
    "{count} near-duplicate notes found": "{count} notas casi duplicadas encontradas",
    "The test notes are of patients who first came on or after {boundary}.": (
        "Las notas de prueba son de pacientes que vinieron por primera vez el {boundary} o después."
    ),
    "none": "ninguno",
    "The run develops a model ({model}) and evaluates it on notes that were sealed until the end.": (
        "La ejecución desarrolla un modelo ({model}) y lo evalúa en notas selladas hasta el final."
    ),
    (
        "{complete} candidates were scored in full and {pruned} given up early ({sampler}); the best by {metric} on "
        "{folds} folds of the training notes was fitted anew on all of them."
    ): (
        "Se evaluaron {complete} candidatos por completo y {pruned} se abandonaron antes ({sampler}); el mejor por "
        "{metric} en {folds} pliegues de las notas de entrenamiento se ajustó de nuevo con todas ellas."
    ),
    "{metric}: {mean} ± {std} on the folds, {test} on the sealed test.": (
        "{metric}: {mean} ± {std} en los pliegues, {test} en la prueba sellada."
    ),
    (
        "Every term of the text columns that at least {patients} patients have could become a predictor; {terms} "
        "terms, {categories} columns of categories and {numbers} of numbers did."
    ): (
        "Todo término de las columnas de texto que tengan al menos {patients} pacientes podía ser predictor; lo fueron "
        "{terms} términos, {categories} columnas de categorías y {numbers} de números."
    ),
    "Texts became {word_terms} columns of words and {char_terms} of letter groups, weighted.": (
        "Los textos se convirtieron en {word_terms} columnas de palabras y {char_terms} de grupos de letras, con pesos."
    ),
    "An encoder adds {count} columns.": "Un codificador añade {count} columnas.",
    "Categories have a column each ({count}).": "Cada categoría tiene una columna ({count}).",
    "Numbers stay continuous and are scaled ({count}).": "Los números siguen continuos y se escalan ({count}).",
    "Calibrated on training notes that the fit had not seen ({kind}): log loss {before} before, {after} after.": (
        "Calibrado con notas de entrenamiento que el ajuste no había visto ({kind}): pérdida logarítmica {before} "
        "antes, {after} después."
    ),
    "The model gives a probability for each class, and a class.": (
        "El modelo da una probabilidad para cada clase, y una clase."
    ),
    "The saved model is the whole pipeline, raw columns in, classes and probabilities out: {uri}": (
        "El modelo guardado es la cadena entera, de columnas crudas a clases y probabilidades: {uri}"
    ),
    "All {count} parameters of the classifier are recorded; the object with its vocabulary and weights is {uri}": (
        "Constan los {count} parámetros del clasificador; el objeto con su vocabulario y sus pesos es {uri}"
    ),
    "The model asks for the columns {columns}; unknown categories and missing numbers are accepted.": (
        "El modelo pide las columnas {columns}; acepta categorías desconocidas y números ausentes."
    ),
    "epicrisis {version} (Apache-2.0) on Python {python}, code at {commit}; {count} packages with their versions.": (
        "epicrisis {version} (Apache-2.0) en Python {python}, código en {commit}; {count} paquetes con sus versiones."
    ),
    "With the whole search repeated in {count} outer folds: {mean} on average.": (
        "Con toda la búsqueda repetida en {count} pliegues externos: {mean} de media."
    ),
    "Rare classes weigh more in the fit (class_weight), since they are few.": (
        "Las clases raras pesan más en el ajuste (class_weight), por ser pocas."
    ),
    "On {count} test notes, with 95% intervals: {figures}.": (
        "En {count} notas de prueba, con intervalos del 95 %: {figures}."
    ),
    "Measured: {metrics}. Intervals by {count} bootstrap resamples of {unit}.": (
        "Medido: {metrics}. Intervalos por {count} remuestreos bootstrap de {unit}."
    ),
    "{metric} is known to within {half} either way: its 95% interval is {interval}.": (
        "{metric} se conoce con un margen de {half} a cada lado: su intervalo del 95 % es {interval}."
    ),
    (
        "Expected calibration error on the test notes: {after} (before the calibration step: {before}); reliability "
        "curves of {count} classes."
    ): (
        "Error de calibración esperado en las notas de prueba: {after} (antes del paso de calibración: {before}); "
        "curvas de fiabilidad de {count} clases."
    ),
    "Net benefit by threshold, for {count} classes.": "Beneficio neto por umbral, de {count} clases.",
    "ROC and precision–recall curves and probabilities of {count} classes.": (
        "Curvas ROC y de precisión y sensibilidad, y probabilidades, de {count} clases."
    ),
    (
        "{count} subgroups by {attributes} have figures of their own, with 95% intervals. Gaps whose interval excludes "
        "zero: {flagged}."
    ): (
        "{count} subgrupos por {attributes} tienen cifras propias, con intervalos del 95 %. Diferencias cuyo intervalo "
        "excluye el cero: {flagged}."
    ),
    "The report says of itself: {limits}": "El informe dice de sí mismo: {limits}",
    (
        "Where the model is not sure it names several classes: the set holds the true class in {achieved} of the test "
        "notes (asked for: {coverage}), and one class alone is named in {single}."
    ): (
        "Cuando duda, el modelo nombra varias clases: el conjunto contiene la verdadera en el {achieved} de las notas "
        "de prueba (se pedía el {coverage}), y nombra una sola clase en el {single}."
    ),
    "discrimination with intervals": "discriminación con intervalos",
    "calibration": "calibración",
    "net benefit": "beneficio neto",
    "No rule is agreed on for models of thousands of terms.": (
        "No hay regla acordada para modelos de miles de términos."
    ),
    "Every class has at least {count} test notes.": "Cada clase tiene al menos {count} notas de prueba.",
    "The test notes were neither resampled nor weighted.": "Las notas de prueba no se remuestrearon ni se ponderaron.",
    "Parameters were tuned on folds of whole patients, and the result was tried on sealed notes.": (
        "Los parámetros se ajustaron en pliegues de pacientes enteros y el resultado se probó en notas selladas."
    ),
    "All figures are of {count} notes that the fit had not seen.": (
        "Todas las cifras son de {count} notas que el ajuste no había visto."
    ),
    "Patients stand on one side only; nothing was learned from test notes.": (
        "Cada paciente está en un solo lado; de las notas de prueba no se aprendió nada."
    ),
    "Near-duplicate notes were kept on one side.": "Las notas casi duplicadas se dejaron en un solo lado.",
    "The whole search was repeated in {count} outer folds.": (
        "Toda la búsqueda se repitió en {count} pliegues externos."
    ),
    "No method against unequal classes was used: no resampling, no class weights, no favouring of rare classes.": (
        "No se usó ningún método contra clases desiguales: ni remuestreo, ni pesos de clase, ni ventaja a las raras."
    ),
    "These patients do not exist: the notes are of the artificial clinic.": (
        "Estos pacientes no existen: las notas son de la clínica artificial."
    ),
    "The run does not show that nothing was learned from test notes.": (
        "La ejecución no muestra que no se aprendiera nada de las notas de prueba."
    ),
    "Classes with fewer than {count} test notes: {names}.": "Clases con menos de {count} notas de prueba: {names}.",
    "Whether they act linearly was not examined.": "No se examinó si actúan de forma lineal.",
    "Notes were divided one by one: a patient may stand on both sides.": (
        "Las notas se dividieron una a una: un paciente puede estar en ambos lados."
    ),
    "Near-duplicate notes of different patients were not looked for.": (
        "No se buscaron notas casi duplicadas de pacientes distintos."
    ),
    "{count} near-duplicate notes may stand on both sides.": (
        "{count} notas casi duplicadas pueden estar en ambos lados."
    ),
    (
        "The figures are of the sealed test, not of resampling. Those of the folds, which chose the parameters, "
        "are not an evaluation."
    ): (
        "Las cifras son de la prueba sellada, no de remuestreo. Las de los pliegues, que eligieron los parámetros, no "
        "son una evaluación."
    ),
    "The run knows nothing of it.": "La ejecución no sabe nada de ello.",
    "Patients were not kept apart: folds and test know them already.": (
        "Los pacientes no se separaron: los pliegues y la prueba ya los conocen."
    ),
    "The run has no test notes.": "La ejecución no tiene notas de prueba.",
    "Not measured: {names}.": "No medido: {names}.",
    "Net benefit was not looked at in this run.": "En esta ejecución no se miró el beneficio neto.",
    "The report has no curves of this run.": "El informe no tiene curvas de esta ejecución.",
    "The figures of this run have no intervals.": "Las cifras de esta ejecución no tienen intervalos.",
    "No search was recorded.": "No consta ninguna búsqueda.",
    "It is not known where the saved model is: the run has not reached MLflow.": (
        "No se sabe dónde está el modelo guardado: la ejecución no ha llegado a MLflow."
    ),
    "The report is of an earlier version, which did not record how a class is chosen.": (
        "El informe es de una versión anterior, que no anotaba cómo se elige la clase."
    ),
    "The run does not know how many notes each class has.": "La ejecución no sabe cuántas notas tiene cada clase.",
    "Doubtful answers were not looked at in this run.": "En esta ejecución no se miraron las respuestas dudosas.",
    "The test notes were opened once, at the end; the model was not changed afterwards.": (
        "Las notas de prueba se abrieron una vez, al final; el modelo no se cambió después."
    ),
}
