"""Spanish of the features."""

SENTENCES: dict[str, str] = {
    "Unknown text step {name!r}. Did you mean {near!r}? Known: {known}.": (
        "Paso de texto desconocido: {name!r}. ¿Quería decir {near!r}? Conocidos: {known}."
    ),
    (
        "Unknown text step {name!r}. Known: {known}. If another package has it, install that package here: it "
        "registers the step in the entry-point group {group!r}."
    ): (
        "Paso de texto desconocido: {name!r}. Conocidos: {known}. Si es de otro paquete, instálelo aquí: lo registra "
        "en el grupo de puntos de entrada {group!r}."
    ),
    "The frame lacks the columns {missing}. Found: {found}.": (
        "A la tabla le faltan las columnas {missing}. Encontradas: {found}."
    ),
    (
        "No term is held by {patients} patients, and there is no other column: nothing to learn from. Read more "
        "rows, or lower privacy.min_patients_per_term."
    ): (
        "Ningún término lo tienen {patients} pacientes y no hay otra columna: no hay de qué aprender. Lea más "
        "filas o reduzca privacy.min_patients_per_term."
    ),
}
