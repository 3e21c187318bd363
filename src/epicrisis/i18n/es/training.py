"""Spanish of the training."""

SENTENCES: dict[str, str] = {
    (
        "The sealed rows have {patients} patients of the rarest class ({label}): the share found of it will be known "
        "to about ± {half_width:.2f}, that of the most frequent one to ± {least:.2f}."
    ): (
        "Las filas selladas tienen {patients} pacientes de la clase más rara ({label}): la proporción hallada de ella "
        "se sabrá con ± {half_width:.2f} aproximadamente; la de la más frecuente, con ± {least:.2f}."
    ),
    (
        "A worker process was killed, perhaps for lack of memory. Run the same command again with a smaller "
        "search.workers (now {workers}): finished folds are kept."
    ): (
        "Un proceso de trabajo murió, quizá por falta de memoria. Repita la misma orden con un search.workers "
        "menor (ahora {workers}): los pliegues terminados se conservan."
    ),
    "TPE, multivariate, at random until 8 trials are finished": (
        "TPE multivariante; al azar mientras hay menos de 8 candidatos terminados"
    ),
    "Split and n-gram counts {name} are there already.": (
        "La división y el recuento de n-gramas {name} ya estaban hechos."
    ),
    "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.": (
        "Las características preparadas {folder} están dañadas o faltan. Borre esa carpeta y repita la orden."
    ),
    (
        "{notes} near-duplicate notes ({clusters} clusters) are shared by so many patients that the split would be "
        "uneven or impossible if all were kept together: they may stand on both sides. If they are templates, take "
        "the fixed text out in the query; if they are alike by chance, raise etl.near_duplicates."
    ): (
        "Hay {notes} notas casi duplicadas ({clusters} grupos) que comparten tantos pacientes que la división sería "
        "desigual o imposible si todas fueran juntas: pueden estar en ambos lados. Si son plantillas, quite el texto "
        "fijo en la consulta; si se parecen por azar, suba etl.near_duplicates."
    ),
    (
        "{problem}\nHere, {units} patients or rows that share near-duplicate notes are counted by group, {joined} "
        "clusters in all. Raise etl.near_duplicates, or set it to 0: copies may then stand on both sides."
    ): (
        "{problem}\nAquí, {units} pacientes o filas con notas casi duplicadas en común se cuentan por grupos ({joined} "
        "en total). Suba etl.near_duplicates, o póngalo en 0: las copias pueden estar entonces en ambos lados."
    ),
    "Study {name}: {found} of {trials} trials are finished already.": (
        "Estudio {name}: {found} de {trials} candidatos ya estaban terminados."
    ),
    (
        "Another run searches here at this moment (study {name}, process {pid} on {host}, since {since}). Wait "
        "for it, or end it; what it has finished is kept."
    ): (
        "Otra ejecución busca aquí en este momento (estudio {name}, proceso {pid} en {host}, desde {since}). "
        "Espere a que acabe o termínela; lo que haya acabado se conserva."
    ),
    (
        "search.timeout ({seconds:g} s) was over before one candidate was scored on all folds. Set it higher, or "
        "0 for no limit; the folds scored so far are kept."
    ): (
        "search.timeout ({seconds:g} s) se agotó antes de puntuar un candidato en todos los pliegues. Súbalo, o "
        "ponga 0 para que no haya límite; los pliegues ya puntuados se conservan."
    ),
    "{count} candidates of {model} in a row failed with the same cause, so the search stops: {reason}": (
        "{count} candidatos seguidos de {model} fallaron por la misma causa, así que la búsqueda se detiene: {reason}"
    ),
    ("{model} has neither predict_proba nor decision_function, and {metric} and the saved model need one of them."): (
        "{model} no tiene ni predict_proba ni decision_function, y {metric} y el modelo guardado necesitan uno de "
        "los dos."
    ),
    (
        "The search would need about {needed:.0f} MiB with {workers} workers, and {there:.0f} MiB may be used. "
        "Set search.workers lower, read fewer rows (source.rows), raise privacy.min_patients_per_term, or raise "
        "search.memory_mb if it is set."
    ): (
        "La búsqueda necesitaría unos {needed:.0f} MiB con {workers} procesos, y se pueden usar {there:.0f} MiB. "
        "Baje search.workers, lea menos filas (source.rows), suba privacy.min_patients_per_term o, si lo ha "
        "fijado, suba search.memory_mb."
    ),
    (
        "Nested cross-validation: the whole search is repeated without each of the {folds} folds in turn, which "
        "takes about {minutes:.1f} minutes."
    ): (
        "Validación cruzada anidada: toda la búsqueda se repite sin cada uno de los {folds} pliegues por turno, lo que "
        "lleva unos {minutes:.1f} minutos."
    ),
    "Outer fold {number} of {folds}: the search without its rows.": (
        "Pliegue externo {number} de {folds}: la búsqueda sin sus filas."
    ),
    "The blend is {model} alone: no other model was trained.": (
        "La mezcla es {model} sin más: no se entrenó ningún otro modelo."
    ),
    "The blend is {model} alone: no average of {names} was better beyond noise.": (
        "La mezcla es {model} sin más: ningún promedio de {names} fue mejor más allá del ruido."
    ),
    "No candidate of {model} could be scored (tried: {trials}). The last one failed: {reason}": (
        "Ningún candidato de {model} se pudo puntuar (probados: {trials}). El último falló: {reason}"
    ),
    "{metric} does not exist on fold {fold}.": "{metric} no existe en el pliegue {fold}.",
    (
        "The decisions of {model} are no sum over terms, so that there is no exact explanation of them. "
        "Linear models have one, logistic_regression for example."
    ): (
        "Las decisiones de {model} no son una suma de términos, así que no tienen una explicación exacta. Los modelos "
        "lineales sí, por ejemplo logistic_regression."
    ),
    "One note is explained at a time, and there are {rows}.": "Se explica una nota cada vez, y hay {rows}.",
    "The model has no class {label!r}. It has: {known}.": "El modelo no tiene la clase {label!r}. Tiene: {known}.",
}
