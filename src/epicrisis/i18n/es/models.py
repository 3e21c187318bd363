"""Spanish of the models."""

SENTENCES: dict[str, str] = {
    (
        "Unknown model {name!r}. Known: {known}. If another package has it, install that package here: it registers "
        "the model in the entry-point group {group!r}."
    ): (
        "Modelo desconocido: {name!r}. Conocidos: {known}. Si es de otro paquete, instálelo aquí: lo registra en el "
        "grupo de puntos de entrada {group!r}."
    ),
    "Unknown model {name!r}. Did you mean {near!r}? Known: {known}.": (
        "Modelo desconocido: {name!r}. ¿Quería decir {near!r}? Conocidos: {known}."
    ),
    "The model {model!r} needs the package {package!r}: pip install {extra!r}.": (
        "El modelo {model!r} necesita el paquete {package!r}: pip install {extra!r}."
    ),
}
