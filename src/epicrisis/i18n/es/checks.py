"""Spanish of the checks."""

SENTENCES: dict[str, str] = {
    "Participants and data sources: were appropriate data used?": (
        "Participantes y fuentes de datos: ¿eran adecuados los datos?"
    ),
    "Predictors: are all of them known at the moment when the model is used?": (
        "Predictores: ¿se conocen todos en el momento de usar el modelo?"
    ),
    "Outcome: was it determined without what the model reads?": "Desenlace: ¿se determinó sin lo que lee el modelo?",
    "Analysis: were there enough participants with the outcome?": (
        "Análisis: ¿hubo suficientes participantes con el desenlace?"
    ),
    "Analysis: was the performance evaluated with fitting measures?": (
        "Análisis: ¿se evaluó el rendimiento con medidas adecuadas?"
    ),
    "Analysis: were overfitting and optimism accounted for?": (
        "Análisis: ¿se tuvieron en cuenta el sobreajuste y el optimismo?"
    ),
    "Analysis: is the final model the one that was reported?": "Análisis: ¿es el modelo final el que se describe?",
    "This training did not measure it: it is of an earlier version.": (
        "Este entrenamiento no lo midió: es de una versión anterior."
    ),
    "The searched metric does not exist on these test rows.": (
        "La métrica buscada no existe en estas filas de prueba."
    ),
    "Not better than the most frequent class": "No mejor que la clase más frecuente",
    (
        "Always answering the most frequent class costs nothing and reads no note. A model must be better than that, "
        "by the metric that was searched and in the notes that are given their class."
    ): (
        "Responder siempre la clase más frecuente no cuesta nada ni lee ninguna nota. Un modelo debe ser mejor que "
        "eso, según la métrica buscada y en las notas que reciben su clase."
    ),
    (
        "By {metric_better} the model is clearly better than always answering the most frequent class; by "
        "{metric_other} it is not."
    ): (
        "Según {metric_better}, el modelo es claramente mejor que responder siempre la clase más frecuente; según "
        "{metric_other}, no."
    ),
    (
        "Little is known of these classes; the sealed rows only say that the share found of each lies somewhere "
        "between: {names}."
    ): (
        "De estas clases se sabe poco; las filas selladas solo dicen que la parte hallada de cada una queda entre: "
        "{names}."
    ),
    (
        "The probabilities of single classes are too extreme (calibration slope below 1) or too cautious (above 1): "
        "{names}."
    ): (
        "Las probabilidades de algunas clases son demasiado extremas (pendiente de calibración menor que 1) o "
        "demasiado prudentes (mayor que 1): {names}."
    ),
    (
        "The sets of classes were to hold the true one in {percent_coverage} of the notes of each class; for these "
        "they do so less often: {names}."
    ): (
        "Los conjuntos de clases debían contener la verdadera en {percent_coverage} de las notas de cada clase; en "
        "estas la contienen menos veces: {names}."
    ),
    (
        "Do not use the model. See whether the label can be told from the text at all: read some notes as the"
        " model does."
    ): (
        "No use el modelo. Compruebe si la etiqueta se puede deducir del texto: lea algunas notas como lo "
        "hace el modelo."
    ),
    "A gap between folds and test": "Diferencia entre los pliegues y la prueba",
    (
        "The folds choose the winner, so its score on them is a little too good. Where the sealed rows give "
        "clearly less, the search has fitted its folds, or the sealed rows are of another kind."
    ): (
        "Los pliegues eligen al ganador, así que su resultado en ellos es algo optimista. Si las filas "
        "selladas dan claramente menos, la búsqueda se ha ajustado a sus pliegues o las filas selladas son de"
        " otra clase."
    ),
    "Believe the test. Try fewer candidates or more folds, and compare the notes of the two sides (EP002, EP013).": (
        "Crea a la prueba. Pruebe menos candidatos o más pliegues y compare las notas de ambos lados (EP002, EP013)."
    ),
    "A metric tuned and reported on the same rows": "Métrica ajustada y comunicada con las mismas filas",
    (
        "The best of many candidates owes part of its score to chance. Only rows that took no part in the "
        "choice tell what is left."
    ): (
        "El mejor de muchos candidatos debe parte de su resultado al azar. Solo las filas que no participaron"
        " en la elección dicen lo que queda."
    ),
    "Read more rows or seal a larger share (split.test), so that the metric exists on sealed rows.": (
        "Lea más filas o selle una parte mayor (split.test), para que la métrica exista en las filas selladas."
    ),
    (
        "The model is no better than always answering the most frequent class ({score_model} against "
        "{score_baseline}). Do not use it."
    ): (
        "El modelo no es mejor que responder siempre la clase más frecuente ({score_model} frente a "
        "{score_baseline}). No debe usarse."
    ),
    "The model is not clearly better than always answering the most frequent class: the two intervals overlap.": (
        "El modelo no es claramente mejor que responder siempre la clase más frecuente: los dos intervalos se solapan."
    ),
    (
        "The sealed test gave {score_test} where cross-validation promised {score_promised}, which lies "
        "outside the interval: the search may have fitted its folds."
    ): (
        "La prueba reservada dio {score_test} donde la validación cruzada prometía {score_promised}, que "
        "queda fuera del intervalo: puede que la búsqueda se haya ajustado a sus pliegues."
    ),
    "{metric} does not exist on these test rows, so the searched figure could not be confirmed.": (
        "{metric} no existe en estas filas de prueba, así que la cifra buscada no pudo confirmarse."
    ),
    "{count_rows} sealed rows were training rows too.": (
        "{count_rows} filas selladas eran también filas de entrenamiento."
    ),
    "The best value at the edge of the space": "Mejor valor en el borde del espacio",
    (
        "A winner at the end of a range may be better beyond it. Ends that cannot be passed, such as a share "
        "of 1, are not counted."
    ): (
        "Un ganador en el extremo de un intervalo quizá mejore más allá. No cuentan los extremos que no se "
        "pueden pasar, como una proporción de 1."
    ),
    "The model is usable as it is. A model with a wider range can be registered from a package of your own.": (
        "El modelo se puede usar como está. Un modelo con un intervalo mayor se puede registrar desde un "
        "paquete propio."
    ),
    "This model has no numbers to search.": "Este modelo no tiene números que buscar.",
    "The fit has not converged": "El ajuste no ha convergido",
    "The solver used up its steps before it had come to rest.": (
        "El algoritmo agotó sus pasos antes de estabilizarse."
    ),
    "Train again with another seed and compare. If the figures differ, prefer another model.": (
        "Entrene otra vez con otra semilla y compare. Si las cifras difieren, prefiera otro modelo."
    ),
    "The winner lies at the end of the range of: {names}.": (
        "El ganador está en el extremo del intervalo de: {names}."
    ),
    "The winner's fit stopped before it had converged: its figures hold, but another fit may differ from it.": (
        "El ajuste del ganador se detuvo antes de converger: sus cifras valen, pero otro ajuste puede diferir de él."
    ),
    "A blend has no search of its own.": "Una mezcla no tiene búsqueda propia.",
    "This model has no solver.": "Este modelo no tiene algoritmo de ajuste.",
    "A patient on both sides": "Paciente en ambos lados",
    (
        "Notes of one patient are alike. A model that has learned from some of them is asked about others "
        "that it half knows, and every figure is too good."
    ): (
        "Las notas de un paciente se parecen. A un modelo que aprendió de algunas se le pregunta por otras "
        "que conoce a medias, y todas las cifras salen demasiado buenas."
    ),
    'Name the patient\'s column in columns.patient and set split.by = "patient" or "time".': (
        'Indique la columna del paciente en columns.patient y ponga split.by = "patient" o "time".'
    ),
    "Near-duplicates across the sides": "Casi duplicados entre ambos lados",
    (
        "A note that was copied and hardly changed is known to the model already, also where the copy is "
        "another patient's."
    ): "El modelo ya conoce una nota copiada y apenas cambiada, también si la copia es de otro paciente.",
    (
        "Take the fixed text of templates out in the query. If notes are alike by chance only, raise "
        "etl.near_duplicates."
    ): (
        "Quite en la consulta el texto fijo de las plantillas. Si las notas se parecen solo por azar, suba "
        "etl.near_duplicates."
    ),
    (
        "Rows were divided without regard to patients: notes of one patient may stand on both sides, so every"
        " figure is probably too good."
    ): (
        "Las filas se dividieron sin atender a los pacientes: puede haber notas de un mismo paciente en ambos"
        " lados, así que es probable que todas las cifras sean demasiado buenas."
    ),
    "{count_patients} patients have notes among the training rows and among the sealed ones.": (
        "{count_patients} pacientes tienen notas entre las filas de entrenamiento y entre las selladas."
    ),
    "The intervals resample notes, not patients. Notes of one patient are alike, so the true intervals are wider.": (
        "Los intervalos remuestrean notas, no pacientes. Las notas de un mismo paciente se parecen, así que "
        "los intervalos verdaderos son más anchos."
    ),
    (
        "{count_notes} near-duplicate notes ({count_clusters} clusters) are shared by so many patients that "
        "they could not all be kept on one side of the split. If they are templates, new patients will have "
        "them too; if not, the figures are too good."
    ): (
        "Hay {count_notes} notas casi duplicadas ({count_clusters} grupos) que comparten tantos pacientes que"
        " no se pudieron dejar todas en un mismo lado de la división. Si son plantillas, los pacientes nuevos"
        " también las tendrán; si no, las cifras son demasiado buenas."
    ),
    "{count_notes} of {count_rows} sealed notes have a near-duplicate among the training notes.": (
        "{count_notes} de {count_rows} notas selladas tienen un casi duplicado entre las de entrenamiento."
    ),
    "Near-duplicates were not looked for (etl.near_duplicates = 0).": (
        "No se buscaron casi duplicados (etl.near_duplicates = 0)."
    ),
    "A class of few notes": "Clase con pocas notas",
    "From a few dozen notes a class is learned badly, and its own figures hang on a handful of patients.": (
        "Con unas decenas de notas una clase se aprende mal, y sus cifras dependen de un puñado de pacientes."
    ),
    (
        "Read more rows, join small classes in the query, or raise etl.min_class_rows so that they are "
        "dropped or merged."
    ): ("Lea más filas, una clases pequeñas en la consulta o suba etl.min_class_rows para que se descarten o se unan."),
    "Too few events for a usable interval": "Muy pocos casos para un intervalo útil",
    (
        "How precisely the sealed rows can answer is known before the search from how many patients of each "
        "class they have. A wide interval leaves good and bad models alike."
    ): (
        "La precisión con que pueden responder las filas selladas se sabe antes de buscar, por cuántos "
        "pacientes de cada clase tienen. Con un intervalo ancho no se distinguen los modelos buenos de los "
        "malos."
    ),
    "Read more rows, or seal a larger share of them (split.test).": (
        "Lea más filas o selle una parte mayor (split.test)."
    ),
    "No test row belongs to these classes, so nothing is known of them: {names}.": (
        "Ninguna fila de prueba pertenece a estas clases, así que nada se sabe de ellas: {names}."
    ),
    "Fewer than {count_limit} test rows each, so their figures are rough: {names}.": (
        "Tienen menos de {count_limit} filas de prueba cada una, así que sus cifras son aproximadas: {names}."
    ),
    "Fewer than {count_limit} training rows each: {names}.": (
        "Menos de {count_limit} filas de entrenamiento cada una: {names}."
    ),
    "The test set is small: the 95% interval of {metric} is {score_width} wide, from {score_low} to {score_high}.": (
        "El conjunto de prueba es pequeño: el intervalo del 95 % de {metric} mide {score_width}, de "
        "{score_low} a {score_high}."
    ),
    (
        "The sealed rows have so few patients of these classes that the share found of each can only be told "
        "to within ± {score_limit} or worse: {names}."
    ): (
        "Las filas selladas tienen tan pocos pacientes de estas clases que la proporción hallada de cada una "
        "solo se puede decir con ± {score_limit} o peor: {names}."
    ),
    "There is no interval on these test rows, and no count of events.": (
        "No hay intervalo en estas filas de prueba ni recuento de casos."
    ),
    "The calibration is off": "Calibración desviada",
    (
        "Of the notes that are given a class with 80%, 80 of 100 should have it. Where that fails, thresholds"
        " and decisions made of the probabilities fail too, even if the classes are told well."
    ): (
        "De las notas a las que se da una clase con el 80 %, 80 de 100 deberían tenerla. Si no es así, fallan"
        " también los umbrales y decisiones que salen de las probabilidades, aunque las clases se distingan "
        "bien."
    ),
    "Use the classes, not the probabilities, or train on more rows so that the calibration settles.": (
        "Use las clases y no las probabilidades, o entrene con más filas para que la calibración se asiente."
    ),
    "A gap between groups of patients": "Diferencia entre grupos de pacientes",
    (
        "A good mean can hide a group that is served worse. A gap is told only where its interval excludes "
        "zero, widened for the number of groups that were looked at."
    ): (
        "Una buena media puede ocultar un grupo peor atendido. Solo se avisa de una diferencia si su "
        "intervalo, ensanchado por el número de grupos examinados, excluye el cero."
    ),
    "Do not use the model for the group before somebody has looked at its notes. More notes of the group help most.": (
        "No use el modelo en ese grupo antes de que alguien revise sus notas. Lo que más ayuda son más notas del grupo."
    ),
    "There is no column to group patients by, or every group is too small.": (
        "No hay columna por la que agrupar pacientes, o todos los grupos son demasiado pequeños."
    ),
    "Drift between the training period and the test period": (
        "Cambios entre el periodo de entrenamiento y el de prueba"
    ),
    (
        "Classes, forms and habits of writing change over the years. What was learned from earlier notes then"
        " fits later ones less."
    ): (
        "Las clases, los formularios y los hábitos de escritura cambian con los años. Lo aprendido de notas "
        "anteriores vale entonces menos para las posteriores."
    ),
    "Train on recent notes, test again later, and plan when to train anew.": (
        "Entrene con notas recientes, pruebe de nuevo más adelante y prevea cuándo volver a entrenar."
    ),
    "Predicted probabilities and what came true are {score_ece} apart in the mean (expected calibration error).": (
        "Las probabilidades y lo que ocurrió distan {score_ece} de media (error de calibración esperado)."
    ),
    (
        "The probabilities are too extreme: calibration slope {score_slope}, 95% interval {score_low} to "
        "{score_high}, where 1 is right."
    ): (
        "Las probabilidades son demasiado extremas: pendiente de calibración {score_slope}, intervalo del 95 "
        "% de {score_low} a {score_high}; lo correcto es 1."
    ),
    (
        "The probabilities are too cautious: calibration slope {score_slope}, 95% interval {score_low} to "
        "{score_high}, where 1 is right."
    ): (
        "Las probabilidades son demasiado prudentes: pendiente de calibración {score_slope}, intervalo del 95"
        " % de {score_low} a {score_high}; lo correcto es 1."
    ),
    (
        "For {attribute}: {group}, {metric} differs by {score_gap} from that of all other patients (interval "
        "{score_low} to {score_high})."
    ): (
        "En {attribute}: {group}, {metric} difiere en {score_gap} de la de todos los demás pacientes "
        "(intervalo de {score_low} a {score_high})."
    ),
    (
        "For {attribute}: {group}, {metric} is {score_gap} higher than for all other patients (interval "
        "{score_low} to {score_high})."
    ): (
        "En {attribute}: {group}, {metric} es {score_gap} mayor que en todos los demás pacientes (intervalo "
        "de {score_low} a {score_high})."
    ),
    "The classes' shares differ between training and sealed rows by {percent_classes} in all.": (
        "Las proporciones de las clases difieren en total un {percent_classes} entre las filas de "
        "entrenamiento y las selladas."
    ),
    "A sealed note is {score_ratio} times as long as a training note (medians).": (
        "Una nota sellada es {score_ratio} veces tan larga como una de entrenamiento (medianas)."
    ),
    'Rows were not divided by time (split.by = "time").': (
        'Las filas no se dividieron por tiempo (split.by = "time").'
    ),
    "The label's words or codes in the text": "Palabras o códigos de la etiqueta en el texto",
    (
        "A note that names its own class, or the code of its diagnosis, was perhaps written when the answer "
        "was known. A note that comes without them will be harder."
    ): (
        "Una nota que nombra su propia clase, o el código de su diagnóstico, quizá se escribió cuando ya se "
        "sabía la respuesta. Una nota que llegue sin ellos será más difícil."
    ),
    (
        "Ask whether these words stand in the note before the class is known. If not, leave their column or "
        "section out in the query. The score without them is what to expect of notes that lack them."
    ): (
        "Pregunte si esas palabras están en la nota antes de conocerse la clase. Si no, quite su columna o "
        "apartado en la consulta. El resultado sin ellas es lo que cabe esperar de notas que no las tengan."
    ),
    "A single term that gives the class away": "Un solo término que delata la clase",
    (
        "Where most notes of a class hold one term that hardly any other note holds, the class may be known "
        "from a heading, a form or a doctor's name, and not from the patient."
    ): (
        "Si la mayoría de las notas de una clase tiene un término que casi ninguna otra tiene, quizá la clase"
        " se sabe por un encabezado, un formulario o el nombre de un médico, y no por el paciente."
    ),
    "Look at some notes with the term. If it comes from a form that only this class has, take it out in the query.": (
        "Mire algunas notas con el término. Si viene de un formulario que solo tiene esa clase, quítelo en la consulta."
    ),
    "Terms at the edge of k-anonymity": "Términos al borde del k-anonimato",
    (
        "A term is shown only if enough patients hold it. The fewer they are, the sooner somebody who knows "
        "one of them recognises him."
    ): (
        "Un término solo se muestra si lo tienen suficientes pacientes. Cuantos menos son, antes puede "
        "reconocer a uno quien lo conozca."
    ),
    "Raise privacy.min_patients_per_term before the report leaves the hospital.": (
        "Suba privacy.min_patients_per_term antes de que el informe salga del hospital."
    ),
    "Words of a class's name stand much more often in its own notes: {names}.": (
        "Hay palabras del nombre de una clase que aparecen mucho más en sus propias notas: {names}."
    ),
    "Codes of diagnoses stand in the texts and tell of a class: {names}.": (
        "Hay códigos de diagnóstico en los textos que indican una clase: {names}."
    ),
    (
        "Without these words and codes, {metric} on the folds of the training rows is {score_without} instead"
        " of {score_with}."
    ): (
        "Sin esas palabras y códigos, {metric} en los pliegues de las filas de entrenamiento es "
        "{score_without} en vez de {score_with}."
    ),
    "One term alone tells a class from all others: {names}.": (
        "Un solo término distingue una clase de todas las demás: {names}."
    ),
    (
        "Of the {count_shown} terms that the report shows, {count_edge} are held by fewer than {count_limit} "
        "training patients, the rarest by {count_fewest}."
    ): (
        "De los {count_shown} términos que muestra el informe, {count_edge} los tienen menos de {count_limit}"
        " pacientes de entrenamiento; el más raro, {count_fewest}."
    ),
    (
        "privacy.min_patients_per_term is {count_patients}: the model and its report may hold words of very "
        "few patients."
    ): (
        "privacy.min_patients_per_term es {count_patients}: el modelo y su informe pueden contener palabras "
        "de muy pocos pacientes."
    ),
    "The report shows no terms of this model.": "El informe no muestra términos de este modelo.",
    (
        "One patient has {percent_share} of the sealed notes. The figures say as much of that patient as of the "
        "model, and intervals that draw whole patients can hardly be trusted."
    ): (
        "Un solo paciente tiene el {percent_share} de las notas reservadas. Las cifras dicen tanto de él como "
        "del modelo, y apenas cabe fiarse de intervalos que remuestrean pacientes enteros."
    ),
}
