"""Spanish of the flows."""

SENTENCES: dict[str, str] = {
    "the first {shown} of {total} rows": "las primeras {shown} filas de {total}",
    "Models compared on the same rows and folds.": "Modelos comparados con las mismas filas y pliegues.",
    "{model} ({metric}) failed: {error}": "{model} ({metric}) falló: {error}",
    "Candidate {number} of {total}: {model}, searched by {metric}.": (
        "Candidato {number} de {total}: {model}, buscado por {metric}."
    ),
    "The alias challenger stays where it was, and not on the choice of this comparison.": (
        "El alias challenger se queda donde estaba, y no en el modelo elegido de esta comparación."
    ),
    "{count} trainings kept from before were sent to MLflow.": (
        "Entrenamientos guardados de antes que se enviaron a MLflow: {count}."
    ),
    "The training goes on; its results are kept in the workspace and sent by a later run.": (
        "El entrenamiento continúa; sus resultados se guardan en el espacio de trabajo y los enviará una "
        "ejecución posterior."
    ),
    "The model and its report are kept in {folder}; the next run that reaches MLflow sends them.": (
        "El modelo y su informe se guardan en {folder}; los enviará la próxima ejecución que alcance MLflow."
    ),
    "Unknown metric {name!r}. Did you mean {near!r}? Known: {known}.": (
        "Métrica desconocida: {name!r}. ¿Quería decir {near!r}? Las conocidas son: {known}."
    ),
    (
        "Unknown metric {name!r}. Known: {known}. If another package has it, install that package here: it registers "
        "the metric in the entry-point group {group!r}."
    ): (
        "Métrica desconocida: {name!r}. Las conocidas son: {known}. Si es de otro paquete, instálelo aquí: la registra "
        "en el grupo de puntos de entrada {group!r}."
    ),
    (
        "Prefect's temporary server did not answer within {seconds} s; its log is {log}. --no-orchestrator runs "
        "without Prefect."
    ): (
        "El servidor temporal de Prefect no respondió en {seconds} s; su registro está en {log}. Con "
        "--no-orchestrator se ejecuta sin Prefect."
    ),
    ("Prefect's temporary server ended while starting; its log is {log}. --no-orchestrator runs without Prefect."): (
        "El servidor temporal de Prefect terminó mientras arrancaba; su registro está en {log}. Con "
        "--no-orchestrator se ejecuta sin Prefect."
    ),
    (
        "Prefect does not answer at {url} (PREFECT_API_URL or the active Prefect profile). Start it, correct "
        "the address, or run without it: --no-orchestrator."
    ): (
        "Prefect no responde en {url} (PREFECT_API_URL o el perfil activo de Prefect). Arránquelo, corrija la "
        "dirección o ejecute sin él: --no-orchestrator."
    ),
    "Waiting for Prefect's server to start ({seconds} s so far).": (
        "Esperando a que arranque el servidor de Prefect (van {seconds} s)."
    ),
    "MLflow's server did not start; its log is {log}.": "El servidor de MLflow no arrancó; su registro está en {log}.",
    "Port {wanted} is in use; {name} gets {port}.": "El puerto {wanted} está ocupado; {name} usa el {port}.",
    (
        "Prefect does not answer at {url} (PREFECT_API_URL or the active Prefect profile). Start it or correct "
        "the address; without one, epicrisis starts a server of its own."
    ): (
        "Prefect no responde en {url} (PREFECT_API_URL o el perfil activo de Prefect). Arránquelo o corrija la "
        "dirección; si no hay ninguna, epicrisis arranca un servidor propio."
    ),
    "Prefect's server did not start; its log is {log}.": (
        "El servidor de Prefect no arrancó; su registro está en {log}."
    ),
    (
        "`epicrisis up` already runs for this workspace (process {pid}): {prefect} and {mlflow}. Use its pages, "
        "or end it first with Ctrl-C."
    ): (
        "`epicrisis up` ya está en marcha para este espacio de trabajo (proceso {pid}): {prefect} y {mlflow}. "
        "Use sus páginas o termínelo antes con Ctrl-C."
    ),
    "`epicrisis up` is just starting or ending for this workspace. Try again.": (
        "`epicrisis up` está arrancando o terminando para este espacio de trabajo. Vuelva a intentarlo."
    ),
    "{name} ended by itself; its log is {log}.": "{name} terminó por sí solo; su registro está en {log}.",
    "Waiting for MLflow's server to start ({seconds} s so far).": (
        "Esperando a que arranque el servidor de MLflow (van {seconds} s)."
    ),
    (
        "The connection to Prefect at {url} was lost. Finished trials are kept: the same command goes on, with "
        "--no-orchestrator also without Prefect."
    ): (
        "Se perdió la conexión con Prefect en {url}. Los candidatos terminados se conservan: la misma orden "
        "continúa, con --no-orchestrator también sin Prefect."
    ),
    ("No source is configured: this run uses the artificial clinic of {notes} notes, whose patients do not exist."): (
        "No hay ninguna fuente configurada: esta ejecución usa la clínica artificial de {notes} notas, cuyos "
        "pacientes no existen."
    ),
    "The file {file} is damaged.": "El archivo {file} está dañado.",
    "Rows, from the source to the split": "Filas, de la fuente a la división",
    "Candidates of the search": "Candidatos de la búsqueda",
    "The winner": "El ganador",
    "Features": "Características",
    "The training in short": "El entrenamiento en resumen",
    "Report": "Informe",
    "Search of {model}": "Búsqueda de {model}",
    "The run in MLflow, while its page is up": "La ejecución en MLflow, mientras su página esté abierta",
    "Files searched: {files}. Now they are compared with the notes.": (
        "Archivos revisados: {files}. Ahora se comparan con las notas."
    ),
    "The terms of the model are counted again in the notes.": (
        "Se vuelven a contar en las notas los términos del modelo."
    ),
    "Prefect at {url} could not be searched ({reason}).": "No se pudo buscar en Prefect, en {url} ({reason}).",
    "Name one note: --row N for a row of the snapshot, or --note-file FILE.": (
        "Indique una nota: --row N para una fila de la instantánea, o --note-file ARCHIVO."
    ),
    "Note of a file": "Nota de un archivo",
    "Row {row} of the snapshot": "Fila {row} de la instantánea",
    "The model of {target} is not on this machine.": "El modelo de {target} no está en esta máquina.",
    "The snapshot of {target} is not in {folder}.": "La instantánea de {target} no está en {folder}.",
    "There is no row {row}: the snapshot has rows 1 to {rows}.": (
        "No existe la fila {row}: la instantánea tiene las filas 1 a {rows}."
    ),
    "The file {file} is neither a text in UTF-8 nor a JSON object of columns.": (
        "El archivo {file} no es un texto en UTF-8 ni un objeto JSON de columnas."
    ),
}
