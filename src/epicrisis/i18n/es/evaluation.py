"""Spanish of the evaluation."""

SENTENCES: dict[str, str] = {
    "no value": "sin valor",
    "all other values": "todos los demás valores",
    'No row has a date, and split.by is "time". Set columns.date, or split.by = "patient".': (
        'Ninguna fila tiene fecha y split.by es "time". Indique columns.date o ponga split.by = "patient".'
    ),
    "The label has one class only ({label!r}): there is nothing to tell apart.": (
        "La etiqueta tiene una sola clase ({label!r}): no hay nada que distinguir."
    ),
    (
        "Class {label!r} has only {patients} patients ({rows} rows) to share among {needed} parts, and each "
        "part needs one. Lower split.folds, read more rows, or raise etl.min_class_rows so that the class is "
        "dropped or merged."
    ): (
        "La clase {label!r} solo tiene {patients} pacientes ({rows} filas) para repartir entre {needed} partes, "
        "y cada parte necesita uno. Reduzca split.folds, lea más filas o suba etl.min_class_rows para que la "
        "clase se descarte o se una a otras."
    ),
    "Accuracy": "Exactitud",
    "Balanced accuracy": "Exactitud equilibrada",
    "Precision (weighted)": "Precisión (ponderada)",
    "Precision (macro)": "Precisión (macro)",
    "Recall (weighted)": "Sensibilidad (ponderada)",
    "Recall (macro)": "Sensibilidad (macro)",
    "F1 (weighted)": "F1 (ponderada)",
    "F1 (macro)": "F1 (macro)",
    "ROC AUC (one-vs-rest)": "AUC ROC (una contra el resto)",
    "Average precision (AUPRC)": "Precisión media (AUPRC)",
    "Log loss": "Pérdida logarítmica (log loss)",
    "Brier score": "Índice de Brier",
    "Scaled Brier score": "Índice de Brier escalado",
    "Expected calibration error": "Error de calibración esperado",
    "Matthews correlation (MCC)": "Correlación de Matthews (MCC)",
    (
        "The metric {name!r} is not known here. Install the package that registers it in the entry-point group "
        "{group!r}."
    ): (
        "La métrica {name!r} no se conoce aquí. Instale el paquete que la registra en el grupo de puntos de entrada "
        "{group!r}."
    ),
    "The metric {name!r} of another package could not be measured on {rows} rows ({reason}).": (
        "La métrica {name!r} de otro paquete no se pudo calcular con {rows} filas ({reason})."
    ),
}
