"""Spanish of the reports' pages."""

SENTENCES: dict[str, str] = {
    "Skip to the content": "Saltar al contenido",
    "Open the run in MLflow": "Abrir la ejecución en MLflow",
    "Contents": "Contenido",
}
