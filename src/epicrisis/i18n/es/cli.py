"""Spanish of the command line."""

SENTENCES: dict[str, str] = {
    "Interrupted. The same command goes on where it stopped.": "Interrumpido. La misma orden continúa donde se quedó.",
    "Settings that are not the default, and where each comes from; --json lists all:": (
        "Ajustes distintos del valor por defecto, y de dónde viene cada uno; --json los da todos:"
    ),
    "None.": "Ninguno.",
    "Versions: {versions}": "Versiones: {versions}",
    "FAILS": "FALLA",
    "WARNS": "AVISA",
    "source": "fuente",
    "driver": "controlador",
    "host": "servidor",
    "login": "acceso",
    "query": "consulta",
    "columns": "columnas",
    "rows": "filas",
    "workspace": "espacio de trabajo",
    "encoder": "codificador",
    "names": "nombres",
    "Words of names in {path}: {count}.": "Palabras de nombres en {path}: {count}.",
    "MLflow": "MLflow",
    "Prefect": "Prefect",
    "{folder} gives {width} numbers a note; a saved model holds its {size:.0f} MB.": (
        "{folder} da {width} números por nota; un modelo guardado contiene sus {size:.0f} MB."
    ),
    "{folder} can be written; {free} MB are free.": "Se puede escribir en {folder}; quedan {free} MB libres.",
    "{uri} can be used.": "Se puede usar {uri}.",
    "No server is configured: every run starts a temporary one.": (
        "No hay servidor configurado: cada ejecución arranca uno temporal."
    ),
    "{folder} can be written, but only {free} MB are free.": (
        "Se puede escribir en {folder}, pero solo quedan {free} MB libres."
    ),
    "Free space, or set workspace.dir to another disk.": "Libere espacio o cambie workspace.dir a otro disco.",
    "Prefect does not answer at {url}.": "Prefect no responde en {url}.",
    "Start it, correct PREFECT_API_URL or the Prefect profile, or train with --no-orchestrator.": (
        "Arránquelo, corrija PREFECT_API_URL o el perfil de Prefect, o entrene con --no-orchestrator."
    ),
    "{url} answers.": "{url} responde.",
    "No source is configured: a training uses the artificial clinic, whose patients do not exist.": (
        "No hay ninguna fuente configurada: un entrenamiento usa la clínica artificial, cuyos pacientes no existen."
    ),
    "To read your own notes, set source.url, or source.server and source.database.": (
        "Para leer sus propias notas, defina source.url, o source.server y source.database."
    ),
    "Error: {message}": "Error: {message}",
    "The result could not be written ({reason}).": "No se pudo escribir el resultado ({reason}).",
    "Warning: {sentence}": "Aviso: {sentence}",
    "The demonstration has settings of its own: --config does not go with it.": (
        "La demostración tiene sus propios ajustes: no admite --config."
    ),
    "The demonstration is in {folder}: change there first.": (
        "La demostración está en {folder}: entre primero en esa carpeta."
    ),
    "{file} belongs to another project. Give the demonstration a folder of its own: epicrisis demo DIR.": (
        "{file} es de otro proyecto. Dé a la demostración una carpeta propia: epicrisis demo DIR."
    ),
    "The clinic in {path} is there already.": "La clínica de {path} ya estaba hecha.",
    "Ready at {url}: {names}": "Listo en {url}: {names}",
    "Runs start while this command runs. Ctrl-C ends it.": (
        "Las ejecuciones se inician mientras esta orden siga en marcha. Ctrl-C la termina."
    ),
    "--cron takes five fields, as in '0 3 * * 1', not {cron!r}.": (
        "--cron admite cinco campos, como en '0 3 * * 1', no {cron!r}."
    ),
    "Ended.": "Terminado.",
    (
        "No Prefect server runs for this workspace. Start one in another terminal with epicrisis up, or set "
        "PREFECT_API_URL."
    ): (
        "No hay servidor de Prefect para este espacio de trabajo. Arranque uno en otra terminal con epicrisis "
        "up, o defina PREFECT_API_URL."
    ),
    "Making the artificial clinic": "Creando la clínica artificial",
    "Reading": "Lectura",
    "Cleaning": "Limpieza",
    "Counting terms": "Recuento de términos",
    "Searching": "Búsqueda",
    "Fitting the winner": "Ajuste del ganador",
    "Evaluating on the test rows": "Evaluación con las filas de prueba",
    "Writing the report": "Redacción del informe",
    "Recording in MLflow": "Registro en MLflow",
    "{so_far}; best {best}": "{so_far}; mejor {best}",
    "{done} of {total}": "{done} de {total}",
    "[OPTIONS]": "[OPCIONES]",
    "[default: ": "[por defecto: ",
    "Show this message and exit.": "Muestra esta ayuda y termina.",
    "Usage": "Uso",
    "Arguments": "Argumentos",
    "Options": "Opciones",
    "Commands": "Órdenes",
    "What comes next:": "Y ahora:",
    "1. Say in epicrisis.toml where the notes are, and which column is what.": (
        "1. Diga en epicrisis.toml dónde están las notas y qué es cada columna."
    ),
    "2. Adapt sql/historias.sql, if the notes come from a query.": (
        "2. Adapte sql/historias.sql, si las notas vienen de una consulta."
    ),
    "3. Copy .env.example to .env and write the password there.": (
        "3. Copie .env.example como .env y escriba allí la contraseña."
    ),
    "4. Run: epicrisis check, and then: epicrisis train": "4. Ejecute: epicrisis check y después: epicrisis train",
    "Written: {path}": "Escrito: {path}",
    "Model": "Modelo",
    "Searched metric": "Métrica buscada",
    "Cross-validation": "Validación cruzada",
    "Difference to the best": "Diferencia con el mejor",
    "Sealed test": "Prueba reservada",
    "{model}, searched by {metric}, could not be trained: {error}": (
        "No se pudo entrenar {model} buscado por {metric}: {error}"
    ),
    "Ranked by {metric} on the folds of the training rows:": (
        "Por orden de {metric} en los pliegues de las filas de entrenamiento:"
    ),
    "Report: {path}": "Informe: {path}",
    "{difference}, not detectable": "{difference}, no detectable",
    "COMMAND": "ORDEN",
    (
        "Not enough memory. Read fewer notes (--set source.rows=…), or search with fewer workers (--set "
        "search.workers=1)."
    ): (
        "No hay memoria suficiente. Lea menos notas (--set source.rows=…) o busque con menos procesos (--set "
        "search.workers=1)."
    ),
    (
        "Unexpected {kind} in {place}. This is a bug of epicrisis: please report it. --debug shows the "
        "traceback, which may hold values of your data."
    ): (
        "{kind} inesperado en {place}. Es un fallo de epicrisis: comuníquelo, por favor. --debug muestra la "
        "traza, que puede contener valores de sus datos."
    ),
    "There is no run {run!r} in {folder}. Known: {known}.": (
        "No hay ninguna ejecución {run!r} en {folder}. Conocidas: {known}."
    ),
    "This run ended before its report was written; here is what its training left behind.": (
        "Esta ejecución acabó antes de que se escribiera su informe; esto es lo que dejó su entrenamiento."
    ),
    "Rank the named runs, two or more, side by side.": "Ordena las ejecuciones nombradas, dos o más, una junto a otra.",
    "{run} ended before it had a result; --tripod needs one.": (
        "{run} acabó antes de tener un resultado; --tripod necesita uno."
    ),
    "--tripod is about one run: leave --compare out.": "--tripod es de una sola ejecución: quite --compare.",
    "Several runs are written as one page with --compare: epicrisis report --compare RUN RUN.": (
        "Varias ejecuciones se escriben en una página con --compare: epicrisis report --compare RUN RUN."
    ),
    "--compare needs two different runs or more: epicrisis report --compare RUN RUN.": (
        "--compare necesita dos ejecuciones distintas o más: epicrisis report --compare RUN RUN."
    ),
    "{run} is no run whose result is still in the workspace.": (
        "{run} no es una ejecución cuyo resultado siga en el espacio de trabajo."
    ),
    "There is no report in {folder} yet: epicrisis train writes one.": (
        "Aún no hay ningún informe en {folder}: epicrisis train escribe uno."
    ),
    "Sent to MLflow: {run}": "Enviado a MLflow: {run}",
    "Already there: {files}. Nothing was written; --force overwrites.": (
        "Ya existe: {files}. No se ha escrito nada; --force sobrescribe."
    ),
    "# Copy this file to .env and fill it in. It never leaves this machine: git ignores it.": (
        "# Copie este archivo como .env y rellénelo. No sale de este equipo: git lo ignora."
    ),
    "# With a URL or server in epicrisis.toml, the password is enough:": (
        "# Si epicrisis.toml ya tiene la URL o el servidor, basta con la contraseña:"
    ),
    "# Or the parts of the address; without a user, SQL Server takes the Windows user:": (
        "# O las partes de la dirección; sin usuario, SQL Server toma el de Windows:"
    ),
    "# They are SQL Server's unless source.dialect in epicrisis.toml names another database.": (
        "# Son de SQL Server mientras source.dialect, en epicrisis.toml, no nombre otra base de datos."
    ),
    "{folder} cannot be written ({reason}).": "No se puede escribir en {folder} ({reason}).",
    "Model: {model}": "Modelo: {model}",
    "Candidates: {counts}": "Candidatos: {counts}",
    "Best parameters:": "Mejores parámetros:",
    "95% interval": "Intervalo del 95 %",
    "Baseline": "Referencia",
    "Baseline: always the most frequent class.": "Referencia: dar siempre la clase más frecuente.",
    "Confusion matrix: true classes in rows, predicted ones in columns.": (
        "Matriz de confusión: clases reales en filas, predichas en columnas."
    ),
    "Rows read": "Filas leídas",
    "Rows kept": "Filas conservadas",
    "Training rows": "Filas de entrenamiento",
    "Test rows": "Filas de prueba",
    "The confusion matrix of {count} classes is in the report.": (
        "La matriz de confusión de {count} clases está en el informe."
    ),
    "{duration} in all; at most {memory} MB of memory.": "{duration} en total; como mucho {memory} MB de memoria.",
    "MLflow has not received this run. Once it can be reached: {command} report --send": (
        "MLflow no ha recibido esta ejecución. Cuando esté accesible: {command} report --send"
    ),
    "Model: {uri} in {tracking}": "Modelo: {uri} en {tracking}",
    "The run's pages in Prefect and MLflow: {way}": "Las páginas de la ejecución en Prefect y MLflow: {way}",
    "The run's page in MLflow: {way}": "La página de la ejecución en MLflow: {way}",
    "The run's page in Prefect: {way}": "La página de la ejecución en Prefect: {way}",
    "Starting Prefect and MLflow …": "Arrancando Prefect y MLflow …",
    "Both pages are on this machine only. Ctrl-C ends them.": (
        "Ambas páginas solo se ven desde este equipo. Ctrl-C las termina."
    ),
    "The command line cannot be read: {reason}": "No se entiende la línea de órdenes: {reason}",
    "{option} takes a number of {low} or more, not {given!r}.": (
        "{option} admite un número de {low} en adelante, no {given!r}."
    ),
    "Unknown command {command!r}. Known: {known}.": "Orden desconocida: {command!r}. Conocidas: {known}.",
    "Superfluous on the command line: {surplus}.": "Sobra en la línea de órdenes: {surplus}.",
    "{option} does not take what was given: {reason}": "{option} no admite lo que se le dio: {reason}",
    "{option} takes one of {known}, not {given!r}.": "{option} admite uno de estos valores: {known}; no {given!r}.",
    "{option} takes a number from {low} to {high}, not {given!r}.": (
        "{option} admite un número entre {low} y {high}, no {given!r}."
    ),
    "Unknown command {command!r}. Did you mean {close!r}?": "Orden desconocida: {command!r}. ¿Quiso decir {close!r}?",
    "Unknown option {option}. Did you mean {close}?": "Opción desconocida: {option}. ¿Quiso decir {close}?",
    "Unknown option {option}.": "Opción desconocida: {option}.",
    "Option {option} needs a value.": "La opción {option} necesita un valor.",
    "{name} is missing.": "Falta {name}.",
    (
        "To see it work: epicrisis demo. With data of your own: epicrisis init, epicrisis check and epicrisis "
        "train. En español: epicrisis --lang es --help."
    ): (
        "Para verlo funcionar: epicrisis demo. Con sus datos: epicrisis init, epicrisis check y epicrisis "
        "train. In English: epicrisis --lang en --help."
    ),
    "Train, compare, track and report classifiers of clinical histories.": (
        "Entrena, compara, registra y documenta clasificadores de historias clínicas."
    ),
    "Print the version and exit.": "Imprime la versión y termina.",
    "Make an artificial clinic and train on it: needs nothing configured.": (
        "Crea una clínica artificial y entrena con ella: no necesita configurar nada."
    ),
    "Folder of the demonstration.": "Carpeta de la demostración.",
    "Notes of the clinic.": "Notas de la clínica.",
    "Candidates that are tried.": "Candidatos que se prueban.",
    "The same seed makes the same clinic.": "La misma semilla crea la misma clínica.",
    "Nested cross-validation: repeat the whole search without each fold in turn, as many times the work.": (
        "Validación cruzada anidada: repite toda la búsqueda sin cada pliegue por turno, otras tantas veces el trabajo."
    ),
    "Nested cross-validation: {outer} ± {std} over {count} outer folds; their searches had said {inner}.": (
        "Validación cruzada anidada: {outer} ± {std} en {count} pliegues externos; sus búsquedas habían dicho {inner}."
    ),
    (
        "Before calibration and decision, folds of patients: {by_patient}; folds of rows, patients on both sides, "
        "would have said {by_row}."
    ): (
        "Antes de la calibración y la decisión, pliegues de pacientes: {by_patient}; pliegues de filas, con pacientes "
        "a ambos lados, habrían dicho {by_row}."
    ),
    "Run without Prefect: nothing of the run is shown on its page.": (
        "Funciona sin Prefect: su página no muestra nada de la ejecución."
    ),
    "Settings file; epicrisis.toml of this folder if none is given.": (
        "Archivo de ajustes; si no se da, el epicrisis.toml de esta carpeta."
    ),
    "Set one setting; may be repeated.": "Cambia un ajuste; puede repetirse.",
    "Print exactly one JSON object; everything else goes to the standard error.": (
        "Imprime exactamente un objeto JSON; lo demás va a la salida de errores."
    ),
    "Language of messages and reports.": "Idioma de los mensajes y de los informes.",
    "Show the traceback of an error; it may hold values of the data.": (
        "Muestra la traza de un error; puede contener valores de los datos."
    ),
    "Write epicrisis.toml and sql/historias.sql to start from.": (
        "Escribe epicrisis.toml y sql/historias.sql como punto de partida."
    ),
    "Folder of the project.": "Carpeta del proyecto.",
    "Overwrite files that are already there.": "Sobrescribe los archivos que ya existan.",
    "Check settings, driver, database, columns and servers: what is there, what is missing, what to do.": (
        "Comprueba ajustes, controlador, base de datos, columnas y servidores: qué hay, qué falta y qué hacer."
    ),
    "Train one model: read, clean, search on the training rows, test once, report, record.": (
        "Entrena un modelo: lee, limpia, busca con las filas de entrenamiento, prueba una sola vez, informa y registra."
    ),
    (
        "Model: logistic_regression, linear_svm, ridge, complement_nb, sgd, random_forest, extra_trees, "
        "lightgbm, encoder, dummy, blend, or one that an installed package adds."
    ): (
        "Modelo: logistic_regression, linear_svm, ridge, complement_nb, sgd, random_forest, extra_trees, "
        "lightgbm, encoder, dummy, blend o uno que añada un paquete instalado."
    ),
    "Read at most N notes; 0 reads all of them.": "Lee como mucho N notas; 0 las lee todas.",
    "Figure that the search improves: f1_macro, roc_auc …": "Métrica que la búsqueda mejora: f1_macro, roc_auc …",
    "End the search after so long; 0 sets no limit.": "Termina la búsqueda pasado ese tiempo; 0 no pone límite.",
    "Read the source again even if the same question was asked before.": (
        "Lee de nuevo la fuente aunque ya se haya hecho la misma consulta."
    ),
    "Compare several models and metrics on the same notes, split and folds: one leaderboard.": (
        "Compara varios modelos y métricas con las mismas notas, división y pliegues: una sola clasificación."
    ),
    "Models, parted by commas; those of search.models if none.": (
        "Modelos, separados por comas; si no se dan, los de search.models."
    ),
    "Metrics, parted by commas; search.metric if none.": "Métricas, separadas por comas; si no se dan, search.metric.",
    "Rebuild the report of a run or a comparison in the language asked for, or open it.": (
        "Rehace el informe de una ejecución o comparación en el idioma pedido, o lo abre."
    ),
    "The run or comparison; the latest if none.": "La ejecución o comparación; si no se da, la última.",
    "Nothing waits to be sent.": "No hay nada pendiente de enviar.",
    "Open it in the browser.": "Lo abre en el navegador.",
    "Send runs that MLflow has not received yet.": "Envía las ejecuciones que MLflow aún no ha recibido.",
    "Serve the flows as Prefect deployments: start them from Prefect's page, or on a schedule.": (
        "Ofrece los flujos como despliegues de Prefect: se inician desde su página o con un horario."
    ),
    "When to train, as in '0 3 * * 1'; never by itself if none.": (
        "Cuándo entrenar, como en '0 3 * * 1'; si no se da, nunca por sí solo."
    ),
    "Show Prefect's and MLflow's pages with the runs of this workspace, until Ctrl-C.": (
        "Muestra las páginas de Prefect y MLflow con las ejecuciones de este espacio de trabajo, hasta Ctrl-C."
    ),
    "Port of Prefect's page.": "Puerto de la página de Prefect.",
    "Port of MLflow's page.": "Puerto de la página de MLflow.",
    "FILE": "ARCHIVO",
    "SECTION.KEY=VALUE": "SECCIÓN.CLAVE=VALOR",
    "NAME": "NOMBRE",
    "SECONDS": "SEGUNDOS",
    "RUN": "EJECUCIÓN",
    "plug-in": "complemento",
    "{name} of {package} {version} is registered in {group}.": (
        "{name} de {package} {version} está registrado en {group}."
    ),
    "The name is registered more than once. Uninstall all packages but one.": (
        "El nombre está registrado más de una vez. Desinstale todos los paquetes menos uno."
    ),
    "epicrisis has that name itself. The package must give it another one.": (
        "epicrisis ya tiene ese nombre. El paquete debe darle otro."
    ),
    "MODEL_OR_RUN": "MODELO_O_EJECUCIÓN",
    "TEXT": "TEXTO",
    "A run, its report's folder, a model's file or folder, or models:/name/alias; the latest run if none.": (
        "Una ejecución, la carpeta de su informe, el archivo o la carpeta de un modelo, o models:/nombre/alias; si no "
        "se da, la última ejecución."
    ),
    "Text that must not be found; may be repeated.": "Texto que no debe aparecer; se puede repetir.",
    "File of such texts in UTF-8, one a line.": "Archivo con textos así en UTF-8, uno por línea.",
    "Look for patients' words in everything that a run left behind; exit with 4 if any are found.": (
        "Busca palabras de pacientes en todo lo que dejó una ejecución; termina con el código 4 si las encuentra."
    ),
    "There is no file {file}.": "No existe el archivo {file}.",
    "The file {file} cannot be read as text in UTF-8.": "El archivo {file} no se puede leer como texto en UTF-8.",
    "The file {file} is empty.": "El archivo {file} está vacío.",
    "given string": "texto dado",
    "patient's code": "código de paciente",
    "words of a note": "palabras de una nota",
    "identifier": "identificador",
    "term of too few patients": "término de muy pocos pacientes",
    "row {row}": "fila {row}",
    "and {count} more": "y {count} más",
    "Searched: {target}": "Se buscó en: {target}",
    (
        "Looked for: strings given: {strings}; patients' codes: {codes}; identifiers of the notes shared by fewer "
        "than {patients} patients: {identifiers}; sentences, of snapshots: {notes}."
    ): (
        "Se buscó: textos dados: {strings}; códigos de pacientes: {codes}; identificadores de las notas que comparten "
        "menos de {patients} pacientes: {identifiers}; frases, de las instantáneas: {notes}."
    ),
    "Not looked for: patients' codes that are too short to be told from other figures: {count}.": (
        "No se buscó: códigos de pacientes demasiado cortos para distinguirlos de otras cifras: {count}."
    ),
    "Not searched, because the notes themselves are kept there:": (
        "No se buscó aquí, porque se guardan las notas mismas:"
    ),
    "Could not be read or reached, so that the audit is not complete:": (
        "No se pudo leer o alcanzar, así que la auditoría no es completa:"
    ),
    "Nothing was found.": "No se encontró nada.",
    "Found:": "Encontrado:",
    "Row of the snapshot, counted from 1.": "Fila de la instantánea, contada desde 1.",
    "A note: a text, or a JSON object of columns.": "Una nota: un texto, o un objeto JSON de columnas.",
    "Class to explain; the predicted one if none.": "Clase que se explica; si no se da, la predicha.",
    "Explain the decision on one note, exactly: what each term gave. The page with the note stays in the workspace.": (
        "Explica la decisión sobre una nota, con exactitud: lo que aportó cada término. La página con la nota se queda "
        "en el espacio de trabajo."
    ),
    "With the note itself: {path}": "Con la nota misma: {path}",
    "Fill TRIPOD+AI, PROBAST+AI and a model card from the run.": (
        "Rellenar TRIPOD+AI, PROBAST+AI y una ficha del modelo con la ejecución."
    ),
    "Guidelines: {path}": "Guías: {path}",
    "Model card: {path}": "Ficha del modelo: {path}",
    (
        "{count} things only you know are missing. Write them once under [study] in epicrisis.toml; {path} is "
        "the table to paste:"
    ): (
        "Faltan {count} cosas que solo usted sabe. Escríbalas una vez en [study] de epicrisis.toml; {path} es la tabla "
        "para pegar:"
    ),
    "{run} is a comparison of several models; --tripod is about one. Name the run.": (
        "{run} es una comparación de varios modelos; --tripod trata de uno. Nombre la ejecución."
    ),
}
