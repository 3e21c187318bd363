"""Spanish of the reports' charts."""

SENTENCES: dict[str, str] = {
    "Recall and F1 of each class": "Sensibilidad y F1 de cada clase",
    "Recall and F1 of the {count} classes found worst": "Sensibilidad y F1 de las {count} clases peor reconocidas",
    "Two bars for each class, from the best found to the worst, with its number of test rows.": (
        "Dos barras por clase, de la mejor reconocida a la peor, con su número de filas de prueba."
    ),
    "Recall": "Sensibilidad",
    "{truth} taken for {predicted}: {count} of {total}": "{truth} tomada por {predicted}: {count} de {total}",
    "Confusion matrix": "Matriz de confusión",
    ("Rows are true classes, columns are predicted ones; the stronger the colour, the larger the share of the row."): (
        "Las filas son las clases verdaderas y las columnas, las predichas; cuanto más intenso el color, mayor "
        "la parte de la fila."
    ),
    "Predicted class →": "Clase predicha →",
    "True class ↓": "Clase verdadera ↓",
    "All texts empty": "Todos los textos vacíos",
    "Label empty": "Etiqueta vacía",
    "Patient unknown": "Paciente desconocido",
    "Impossible age": "Edad imposible",
    "Exact duplicate": "Duplicado exacto",
    "Class too rare": "Clase demasiado rara",
    "From the rows read to the sealed test": "De las filas leídas a la prueba reservada",
    ("Rows read, dropped by reason, kept, and divided into training and sealed test. The table has the counts."): (
        "Filas leídas, descartadas según el motivo, conservadas y divididas en entrenamiento y prueba "
        "reservada. La tabla contiene los recuentos."
    ),
    "{count} patients": "{count} pacientes",
    "Sealed test rows": "Filas de la prueba reservada",
    "Rows dropped": "Filas descartadas",
    "No row was dropped": "No se descartó ninguna fila",
    "Search history: {metric} of each candidate": "Historia de la búsqueda: {metric} de cada candidato",
    (
        "A dot for each candidate's cross-validated value, before calibration and decision; the line is the best "
        "so far. The best of all is candidate {number}. A cross off the scale stands at its edge."
    ): (
        "Un punto por el valor de cada candidato en la validación cruzada, antes de la calibración y la decisión; "
        "la línea es el mejor hasta el momento. El mejor de todos es el candidato {number}. Un aspa que se "
        "sale de la escala está en su borde."
    ),
    "Candidate": "Candidato",
    "Best so far": "Mejor hasta el momento",
    "× Pruned, at the mean of its folds, or failed": "× Podado, en la media de sus pliegues, o fallido",
    "Candidate number": "Número de candidato",
    "Metrics on the sealed test, with 95% intervals": "Métricas en la prueba reservada, con intervalos del 95 %",
    "For each metric, the model's value and interval beside those of the baseline. The table has the values.": (
        "De cada métrica, el valor y el intervalo del modelo junto a los de la referencia. La tabla contiene "
        "los valores."
    ),
    "The searched metric on the sealed test, with its 95% interval": (
        "La métrica buscada en la prueba reservada, con su intervalo del 95 %"
    ),
    "The model's value and interval on a scale up to 1, with the baseline's value marked.": (
        "El valor y el intervalo del modelo en una escala hasta 1, con el valor de la referencia marcado."
    ),
    "Always the most frequent class": "Siempre la clase más frecuente",
}
