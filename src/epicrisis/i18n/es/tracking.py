"""Spanish of the tracking."""

SENTENCES: dict[str, str] = {
    "The rows lack the text columns {missing}.": "A las filas les faltan las columnas de texto {missing}.",
    (
        "tracking.uri {uri!r} is a folder, and MLflow no longer keeps runs in folders. Write sqlite:///{uri}.db "
        "for a file, or http://host:port for a server."
    ): (
        "tracking.uri {uri!r} es una carpeta, y MLflow ya no guarda ejecuciones en carpetas. Escriba "
        "sqlite:///{uri}.db para un archivo, o http://servidor:puerto para un servidor."
    ),
    "tracking.uri {uri!r} has a port that is not a number from 0 to 65535.": (
        "tracking.uri {uri!r} tiene un puerto que no es un número de 0 a 65535."
    ),
    (
        "MLflow at {uri} cannot be reached ({reason}). Start that server or correct tracking.uri; empty, it is "
        "a file in the workspace."
    ): (
        "No se puede alcanzar MLflow en {uri} ({reason}). Inicie ese servidor o corrija tracking.uri; si se "
        "deja vacío, es un archivo del espacio de trabajo."
    ),
    "MLflow's database {file} cannot be used ({reason}). Move it away or correct tracking.uri.": (
        "La base de datos de MLflow {file} no se puede usar ({reason}). Muévala a otro lugar o corrija tracking.uri."
    ),
    (
        "The experiment {experiment!r} was deleted in MLflow at {uri}. Restore it there, or set "
        "tracking.experiment to another name."
    ): (
        "El experimento {experiment!r} fue borrado en MLflow en {uri}. Restáurelo allí, o ponga otro nombre en "
        "tracking.experiment."
    ),
    (
        "The experiment {experiment!r} keeps its files in {place}, not in this workspace, which was moved or "
        "copied. Move it back, or set tracking.experiment to a new name."
    ): (
        "El experimento {experiment!r} guarda sus archivos en {place} y no en este espacio de trabajo, que fue "
        "movido o copiado. Devuélvalo a su lugar, o ponga un nombre nuevo en tracking.experiment."
    ),
    "MLflow at {uri} failed: {reason}": "MLflow en {uri} falló: {reason}",
    (
        "MLflow at {uri} refused the login. Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or "
        "MLFLOW_TRACKING_TOKEN, in the environment."
    ): (
        "MLflow en {uri} rechazó el acceso. Defina MLFLOW_TRACKING_USERNAME y MLFLOW_TRACKING_PASSWORD, o "
        "MLFLOW_TRACKING_TOKEN, en el entorno."
    ),
    "The model {file} is damaged ({reason}). Fetch it again, or train again.": (
        "El modelo {file} está dañado ({reason}). Obténgalo de nuevo o vuelva a entrenar."
    ),
    (
        "The model cannot be kept: it holds objects of types that may not be loaded again: {types}. Use another "
        "model, or have its ModelSpec name harmless types in trusted_types."
    ): (
        "El modelo no se puede guardar: contiene objetos de tipos que no se permiten al cargar: {types}. Use "
        "otro modelo, o haga que su ModelSpec nombre los tipos inofensivos en trusted_types."
    ),
    (
        "The model {file} holds types that may not be loaded: {types}. If it was trained with a model of another "
        "package, install that package here: it registers the model in the entry-point group {group!r}. Otherwise the "
        "file was not written by epicrisis or was tampered with."
    ): (
        "El modelo {file} contiene tipos que no se permiten al cargar: {types}. Si se entrenó con un modelo de otro "
        "paquete, instálelo aquí: lo registra en el grupo de puntos de entrada {group!r}. Si no, el archivo no fue "
        "escrito por epicrisis o fue manipulado."
    ),
    "The model {file} cannot be read, or its digest {digest} is missing.": (
        "El modelo {file} no se puede leer, o falta su huella {digest}."
    ),
    "The kept run {run} cannot be sent: {reason}": "La ejecución guardada {run} no se puede enviar: {reason}",
    "tracking.register_as is {name!r}; MLflow does not take / or : in a model's name.": (
        "tracking.register_as es {name!r}; MLflow no admite / ni : en el nombre de un modelo."
    ),
    "The model {file} was tampered with: a decision tree points outside itself.": (
        "El modelo {file} fue manipulado: un árbol de decisión apunta fuera de sí mismo."
    ),
    "MLflow has no model {model!r}. Write models:/name/version or models:/name/alias.": (
        "MLflow no tiene el modelo {model!r}. Escriba models:/nombre/versión o models:/nombre/alias."
    ),
}
