"""Spanish of the reports' pages."""

SENTENCES: dict[str, str] = {
    "Skip to the content": "Saltar al contenido",
    "Open the run in MLflow": "Abrir la ejecución en MLflow",
    "Contents": "Contenido",
    "Explanation of a note": "Explicación de una nota",
    "Class given by the model: {label}.": "Clase que da el modelo: {label}.",
    ("Decision value of {label}: {value}. It is the intercept, {intercept}, plus what each term gives."): (
        "Valor de decisión de {label}: {value}. Es el término independiente, {intercept}, más lo que aporta cada "
        "término."
    ),
    "for the class": "a favor de la clase",
    "against it": "en contra",
    "The stronger the colour, the more it gives. A term counts, it does not explain.": (
        "Cuanto más intenso el color, más aporta. Que un término pese no explica nada por sí mismo."
    ),
    "This page holds a patient's note. It belongs into the workspace and nowhere else.": (
        "Esta página contiene la nota de un paciente. Su sitio es el espacio de trabajo y ningún otro."
    ),
}
