"""Spanish of the models."""

SENTENCES: dict[str, str] = {
    "Unknown model {name!r}. Known: {known}.": "Modelo desconocido: {name!r}. Conocidos: {known}.",
    "Unknown model {name!r}. Did you mean {near!r}? Known: {known}.": (
        "Modelo desconocido: {name!r}. ¿Quería decir {near!r}? Conocidos: {known}."
    ),
    "The model {model!r} needs the package {package!r}: pip install {extra!r}.": (
        "El modelo {model!r} necesita el paquete {package!r}: pip install {extra!r}."
    ),
}
