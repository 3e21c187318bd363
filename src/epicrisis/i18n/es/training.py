"""Spanish of the training."""

SENTENCES: dict[str, str] = {
    (
        "A worker process was killed, perhaps for lack of memory. Run the same command again with a smaller "
        "search.workers (now {workers}): finished trials are kept."
    ): (
        "Un proceso de trabajo murió, quizá por falta de memoria. Repita la misma orden con un search.workers "
        "menor (ahora {workers}): los candidatos terminados se conservan."
    ),
    "Split and n-gram counts {name} are there already.": (
        "La división y el recuento de n-gramas {name} ya estaban hechos."
    ),
    "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.": (
        "Las características preparadas {folder} están dañadas o faltan. Borre esa carpeta y repita la orden."
    ),
    "Study {name}: {found} of {trials} trials are finished already.": (
        "Estudio {name}: {found} de {trials} candidatos ya estaban terminados."
    ),
    "All {trials} candidates of {model} failed, the last one with: {reason}": (
        "Los {trials} candidatos de {model} fallaron; el último, con: {reason}"
    ),
}
