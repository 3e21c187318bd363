"""Spanish of the topics of a report for those who judge its figures."""

SENTENCES: dict[str, str] = {
    "Confusion matrix of the {count} classes with most mistakes": (
        "Matriz de confusión de las {count} clases con más errores"
    ),
    "{count} other classes": "Otras {count} clases",
    "Importance of the parameters": "Importancia de los parámetros",
    "Share of each parameter in being among the best quarter of the candidates (PED-ANOVA).": (
        "Parte de cada parámetro en estar en el mejor cuarto de los candidatos (PED-ANOVA)."
    ),
    "Importance": "Importancia",
    "Cost": "Coste",
    "What the cleaning found in the label column, and what it repaired in the texts.": (
        "Qué halló la limpieza en la columna de la etiqueta y qué reparó en los textos."
    ),
    (
        "Drawn are {count} of {total} classes, half of them those with the most notes and half those found worst; "
        "the tables have all."
    ): (
        "Se dibujan {count} de {total} clases: la mitad, las de más notas; la otra mitad, las peor reconocidas. Las "
        "tablas las tienen todas."
    ),
    "{middle} ({low} to {high})": "{middle} (de {low} a {high})",
    "Notes of each class, training beside test": "Notas de cada clase, entrenamiento junto a prueba",
    "Who the notes are of": "De quién son las notas",
    "Words a note": "Palabras por nota",
    "withheld": "reservado",
    "Notes of the {count} largest classes, training beside test": (
        "Notas de las {count} clases mayores, entrenamiento junto a prueba"
    ),
    "A bar for the class's share of the training rows and one for its share of the test rows, with the notes.": (
        "Una barra por la parte de la clase en las filas de entrenamiento y otra por su parte en las de prueba, con "
        "las notas."
    ),
    "Balance of the classes": "Equilibrio de las clases",
    (
        "Training rows beside test rows, after the cleaning. Counts of fewer than ten patients are withheld; the "
        "others of that column and side are then rounded to tens."
    ): (
        "Filas de entrenamiento junto a las de prueba, tras la limpieza. Los recuentos de menos de diez pacientes se "
        "reservan; los demás de esa columna y ese lado se redondean entonces a decenas."
    ),
    "Notes": "Notas",
    "Characteristic": "Característica",
    "empty": "vacío",
    "Share of the training rows": "Parte de las filas de entrenamiento",
    "Share of the test rows": "Parte de las filas de prueba",
    "Characteristics": "Características",
    "{name}: median (quartiles)": "{name}: mediana (cuartiles)",
    "Notes of each class": "Notas de cada clase",
    "other values": "otros valores",
    "Telling the classes apart": "Distinguir las clases",
    "ROC curves": "Curvas ROC",
    "A chart for each class: sensitivity by false positive rate. The dotted line is chance.": (
        "Un gráfico por clase: sensibilidad según la tasa de falsos positivos. La línea de puntos es el azar."
    ),
    "Precision-recall curves": "Curvas de precisión y sensibilidad",
    "A chart for each class: precision by recall. The dotted line is the class's share of the notes.": (
        "Un gráfico por clase: precisión según la sensibilidad. La línea de puntos es la parte de la clase en las "
        "notas."
    ),
    "Probabilities of each class": "Probabilidades de cada clase",
    "A chart for each class: the share of its own notes, and of the others, by the probability given to it.": (
        "Un gráfico por clase: la parte de sus notas, y de las demás, según la probabilidad que se le da."
    ),
    "How sure it is": "Qué seguro está",
    "Notes by the probability given to the class": "Notas según la probabilidad dada a la clase",
    (
        "Each class against all others, by its probability. ROC: the share of its notes that are found against the "
        "share of the others taken for it. Precision and recall: how many of those taken for it are its own. A class "
        "that is rare can have a good ROC curve and few right alarms."
    ): (
        "Cada clase contra todas las demás, por su probabilidad. ROC: la parte de sus notas que se halla frente a la "
        "parte de las otras que se toma por ella. Precisión y sensibilidad: cuántas de las tomadas por ella lo son. "
        "Una clase rara puede tener buena curva ROC y pocos avisos acertados."
    ),
    "area {value}": "área {value}",
    "False positive rate": "Tasa de falsos positivos",
    "Sensitivity": "Sensibilidad",
    "Probability of the class": "Probabilidad de la clase",
    "Share of the notes": "Parte de las notas",
    "The further apart the two lines, the better the class is told from the others.": (
        "Cuanto más separadas las dos líneas, mejor se distingue la clase de las demás."
    ),
    "Points of the ROC curves": "Puntos de las curvas ROC",
    "Points of the precision-recall curves": "Puntos de las curvas de precisión y sensibilidad",
    "Sensitivity at {share} false positives": "Sensibilidad con {share} de falsos positivos",
    "Precision at {share} recall": "Precisión con {share} de sensibilidad",
    "own": "propias",
    "others": "otras",
    "Chance": "Azar",
    "Notes of the class": "Notas de la clase",
    "All other notes": "Todas las demás notas",
    (
        "Groups of fewer than ten patients are withheld; the sizes of the others of that column are then rounded "
        "to tens."
    ): (
        "Los grupos de menos de diez pacientes se reservan; los tamaños de los demás de esa columna se redondean "
        "entonces a decenas."
    ),
    (
        "A difference to all other patients is marked only where its interval leaves zero out. These intervals are "
        "widened for their number and for few patients (Bonferroni, Student's t), so that they hold together with "
        "95%: were all groups alike, about one report in twenty would mark any."
    ): (
        "Una diferencia con todos los demás pacientes solo se marca si su intervalo excluye el cero. Estos intervalos "
        "se ensanchan por su número y por los pocos pacientes (Bonferroni, t de Student), de modo que valen todos a la "
        "vez con el 95 %: si todos los grupos fueran iguales, más o menos uno de cada veinte informes marcaría "
        "alguno."
    ),
    (
        "No difference is given (–) where fewer than thirty patients stand on either side, nor of macro-F1: it "
        "falls with the classes that a small group happens to lack."
    ): (
        "No se da diferencia (–) donde hay menos de treinta pacientes a un lado o al otro, ni de la F1 macro: baja con "
        "las clases que a un grupo pequeño casualmente le faltan."
    ),
    "Groups of patients": "Grupos de pacientes",
    "{metric} of each group": "{metric} de cada grupo",
    "A dot with its interval for each group; full where it differs detectably. The line stands at all patients.": (
        "Un punto con su intervalo por grupo, lleno si difiere de forma detectable. La línea está en todos los "
        "pacientes."
    ),
    "No group differs detectably from the others; small groups could hardly be told apart.": (
        "Ningún grupo difiere de forma detectable de los demás; los grupos pequeños apenas podrían distinguirse."
    ),
    "Figures of each group": "Cifras de cada grupo",
    "All patients": "Todos los pacientes",
    "Group": "Grupo",
    "Value, 95% interval": "Valor, intervalo del 95 %",
    "Difference to the others": "Diferencia con los demás",
    "Detectable": "Detectable",
    (
        "Folds that let notes of one patient stand on both sides would have promised {gain} more: that much would be "
        "knowing the patient and not the class."
    ): (
        "Los pliegues que dejan notas de un paciente a ambos lados habrían prometido {gain} más: esa parte sería "
        "conocer al paciente y no la clase."
    ),
    "Learning curve": "Curva de aprendizaje",
    "{metric} by the number of notes it was fitted on, on held-out folds and on its own notes.": (
        "{metric} según el número de notas con que se ajustó, en los pliegues apartados y en sus propias notas."
    ),
    "What more notes would bring": "Qué aportarían más notas",
    "{metric}, by the way of judging": "{metric}, según el modo de medir",
    "Mean of the folds with the smallest and the largest of them; the sealed test with its 95% interval.": (
        "Media de los pliegues con el menor y el mayor; la prueba reservada con su intervalo del 95 %."
    ),
    "What other ways of judging would have said": "Qué habrían dicho otros modos de medir",
    (
        "Folds that let notes of one patient stand on both sides would have promised no more: here the model does not "
        "live from knowing the patients."
    ): (
        "Los pliegues que dejan notas de un paciente a ambos lados no habrían prometido más: aquí el modelo no vive de "
        "conocer a los pacientes."
    ),
    (
        "A line that still rises at its end says that more notes would help; two lines that meet, that another model "
        "or other columns would help more. A bar is one standard deviation of the folds to either side, which is not "
        "an interval of confidence."
    ): (
        "Una línea que aún sube al final dice que ayudarían más notas; dos líneas que se juntan, que ayudaría más otro "
        "modelo u otras columnas. Una barra es una desviación típica de los pliegues a cada lado, que no es un "
        "intervalo de confianza."
    ),
    "Held-out folds, mean ± sd": "Pliegues apartados, media ± de",
    "Its own notes": "Sus propias notas",
    "Folds of the search": "Pliegues de la búsqueda",
    (
        "Nested cross-validation repeats the whole search within each outer fold, so that no fold had a say in what it "
        "judges."
    ): (
        "La validación cruzada anidada repite toda la búsqueda dentro de cada pliegue exterior, para que ningún "
        "pliegue influya en lo que juzga."
    ),
    "Outer fold": "Pliegue exterior",
    "Winner": "Ganador",
    "Points of the learning curve": "Puntos de la curva de aprendizaje",
    "Folds by patient": "Pliegues por paciente",
    "Folds by row": "Pliegues por fila",
    "Nested, the whole search repeated": "Anidada, con toda la búsqueda",
    "Winners of the outer folds": "Ganadores de los pliegues exteriores",
    "Held-out folds": "Pliegues apartados",
    "Reliability of the most probable class": "Fiabilidad de la clase más probable",
    (
        "The share that came true by the probability that was said, in bins of about as many notes, with intervals."
    ): "La parte que se cumplió según la probabilidad dicha, en grupos de parecido número de notas, con intervalos.",
    "Reliability of each class": "Fiabilidad de cada clase",
    "A chart for each class, after the calibration.": "Un gráfico por clase, tras la calibración.",
    "Calibration: what its probabilities are worth": "Calibración: qué valen sus probabilidades",
    "Said": "Dicho",
    "Came true": "Cumplido",
    "error {value}": "error {value}",
    "After it": "Después",
    (
        "On the diagonal a probability means what it says. Below it the model promises too much, above it too little. "
        "The expected calibration error is the mean distance; a slope below 1 means that it is too sure of itself, an "
        "intercept other than 0 that it sees a class too often or too seldom."
    ): (
        "En la diagonal, una probabilidad significa lo que dice. Por debajo, el modelo promete de más; por encima, de "
        "menos. El error de calibración esperado es la distancia media; una pendiente menor que 1 indica que se fía "
        "demasiado de sí, y un término independiente distinto de 0, que ve una clase de más o de menos."
    ),
    "Expected calibration error": "Error de calibración esperado",
    "Slope, 95% interval": "Pendiente, intervalo del 95 %",
    "Intercept, 95% interval": "Término independiente, intervalo del 95 %",
    "Calibration in figures": "La calibración en cifras",
    "Points of the diagrams": "Puntos de los diagramas",
    "Calibration of each class": "Calibración de cada clase",
    "As it says": "Como dice",
    "When": "Cuándo",
    "Before the calibration": "Antes de la calibración",
    "The model in full": "El modelo completo",
    "Specificity": "Especificidad",
    "Positive predictive value": "Valor predictivo positivo",
    "Negative predictive value": "Valor predictivo negativo",
    "Decision curves": "Curvas de decisión",
    "A chart for each class: net benefit by the probability from which on one would act.": (
        "Un gráfico por clase: beneficio neto según la probabilidad a partir de la cual se actuaría."
    ),
    "Is it worth acting on": "Si vale la pena actuar por él",
    "As it answers: alerts and their worth": "Tal como responde: los avisos y su valor",
    "Alerts of 100 notes": "Avisos por 100 notas",
    "When it does not answer": "Cuándo no responde",
    "Accuracy against the share answered": "Exactitud según la parte respondida",
    "Accuracy on the most certain notes, by the share of the notes that is answered.": (
        "Exactitud en las notas más seguras, según la parte de las notas que se responde."
    ),
    "Act from this probability on": "Actuar desde esta probabilidad",
    "Net benefit": "Beneficio neto",
    (
        "Net benefit counts the notes of the class that are acted on, less the others, weighed by how many needless "
        "actions one would accept for a needed one. The model is worth acting on where its line is above both others "
        "(Vickers and Elkin, 2006)."
    ): (
        "El beneficio neto cuenta las notas de la clase por las que se actúa, menos las demás, ponderadas por cuántas "
        "actuaciones innecesarias se aceptarían por una necesaria. Vale la pena actuar por el modelo donde su línea "
        "está por encima de las otras dos (Vickers y Elkin, 2006)."
    ),
    (
        "Each class as an alert: how many of 100 notes are answered as it, how many of its notes are found, and how "
        "many of the alerts are right."
    ): (
        "Cada clase como un aviso: a cuántas de 100 notas se les da, cuántas de sus notas se hallan y cuántos de los "
        "avisos aciertan."
    ),
    (
        "For each note there is a set of classes that was to contain the true one for {wanted} of the notes; on the "
        "sealed test it did for {achieved} (95% interval: {interval})."
    ): (
        "Para cada nota hay un conjunto de clases que debía contener la verdadera en {wanted} de las notas; en la "
        "prueba reservada la contuvo en {achieved} (intervalo del 95 %: {interval})."
    ),
    "A note whose set is one class is answered: {single} of them, with {right} right (95% interval: {interval}).": (
        "Se responde a las notas cuyo conjunto es una sola clase: {single} de ellas, con {right} de aciertos "
        "(intervalo del 95 %: {interval})."
    ),
    ("The promise is not kept for these classes; the whole interval of what was achieved lies below it: {names}."): (
        "La promesa no se cumple en estas clases; todo el intervalo de lo conseguido queda por debajo: {names}."
    ),
    ("On these notes the calibration step made the error larger, not smaller: {after} after it, {before} before."): (
        "En estas notas el paso de calibración hizo mayor el error, no menor: {after} después, {before} antes."
    ),
    (
        "That is promised for the notes of each class by itself, as long as notes are like these; not for another "
        "place or time."
    ): (
        "Eso se promete para las notas de cada clase por separado, mientras las notas sean como estas; no para otro "
        "lugar ni otra época."
    ),
    "Of these there are too few training rows; it holds for them together: {names}.": (
        "De estas hay demasiado pocas filas de entrenamiento; se cumple para todas ellas juntas: {names}."
    ),
    "Accuracy against the share answered, class by class": "Exactitud según la parte respondida, clase por clase",
    "A chart for each class, among the notes that are answered as it.": (
        "Un gráfico por clase, entre las notas a las que se responde con ella."
    ),
    "In the set from this probability on": "En el conjunto desde esta probabilidad",
    "True class in the set, 95% interval": "Clase verdadera en el conjunto, intervalo del 95 %",
    "Of its answers, right": "De sus respuestas, acertadas",
    "Share answered": "Parte respondida",
    "Classes in the set": "Clases en el conjunto",
    "Answered": "Respondidas",
    "Net benefit, model / every note": "Beneficio neto, modelo / todas las notas",
    "From {share} on": "Desde {share}",
    "Operating points": "Puntos de operación",
    "Accuracy by the share answered": "Exactitud según la parte respondida",
    "Notes by the number of classes in their set": "Notas según el número de clases de su conjunto",
    "Each class": "Cada clase",
    "Acting on the model": "Actuar por el modelo",
    "Acting on every note": "Actuar con toda nota",
    "Acting on none": "No actuar con ninguna",
    "The most certain notes": "Las notas más seguras",
    "Share with a set of one class": "Parte con conjunto de una clase",
    "Checks": "Comprobaciones",
    (
        "Each check looks for one kind of harm; its number stays the same from version to version. PROBAST: the "
        "signalling question that it bears upon."
    ): (
        "Cada comprobación busca un tipo de daño; su número no cambia de una versión a otra. PROBAST: la pregunta "
        "guía a la que atañe."
    ),
    "Numbered checks": "Comprobaciones numeradas",
    "Check": "Comprobación",
    "State": "Estado",
    "What it found": "Qué halló",
    "What to do": "Qué hacer",
    "Fires": "Salta",
    "Fires, as a note": "Salta, como nota",
    "Silent": "Callada",
    "Does not apply": "No procede",
    "Muted": "Silenciada",
}
