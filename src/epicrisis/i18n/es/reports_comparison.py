"""Spanish of comparisons: how models are told apart, and which one to take."""

SENTENCES: dict[str, str] = {
    "No detectable difference to the first: {models}.": "Sin diferencia detectable con el primero: {models}.",
    "{model} is {member} alone, because no average was better.": (
        "{model} es {member} sin más, porque ningún promedio fue mejor."
    ),
    "Take {model} ({metric}).": "Elija {model} ({metric}).",
    (
        "Of the models that are not detectably behind the first, those are considered that answer a note in at most "
        "1.5 times the least time; the first of these in rank is taken. A blend that is one model alone is never taken "
        "before that model."
    ): (
        "De los modelos sin una desventaja detectable frente al primero se consideran los que responden a una nota en "
        "1.5 veces el tiempo menor como mucho; se elige el que tiene mejor puesto. Una mezcla que es un solo modelo "
        "nunca se elige antes que ese modelo."
    ),
    "There are no intervals of a bootstrap over patients for this comparison.": (
        "Esta comparación no tiene intervalos de un remuestreo de pacientes."
    ),
    "Choice": "Elegido",
    "First in resamples": "Primero en los remuestreos",
    "Ranks, 95%": "Puestos, 95 %",
    "Nested": "Anidada",
    "Answer, ms a note": "Respuesta, ms por nota",
    "Model, MB": "Modelo, MB",
    (
        "Differences to the first on the training rows that the folds held out; below zero is worse. Their 95% "
        "intervals come from {count} resamples of the patients, the same for every model, and are adjusted for "
        "the number of models: all pairs hold together. They do not show what another sample of training rows "
        "would have changed in the models."
    ): (
        "Diferencias con el primero en las filas de entrenamiento que los pliegues dejaron fuera; bajo cero es peor. "
        "Sus intervalos del 95 % vienen de {count} remuestreos de los pacientes, los mismos para todos los "
        "modelos, y están ajustados por el número de modelos: los de todas las parejas valen a la vez. No muestran lo "
        "que otra muestra de filas de entrenamiento habría cambiado en los modelos."
    ),
}
