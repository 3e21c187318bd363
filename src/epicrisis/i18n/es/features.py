"""Spanish of the features."""

SENTENCES: dict[str, str] = {
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
