"""Spanish of the settings."""

SENTENCES: dict[str, str] = {
    "{file}, line {line}, column {column}: this is not TOML ({reason}).": (
        "{file}, línea {line}, columna {column}: esto no es TOML ({reason})."
    ),
    "There is no settings file {path}. `epicrisis init` writes one to start from.": (
        "No existe el archivo de ajustes {path}. `epicrisis init` escribe uno para empezar."
    ),
    (
        "{file}, line {line}, column {column}: a backslash in double quotes begins an escape. Write Windows "
        "paths with / or between 'single quotes'."
    ): (
        "{file}, línea {line}, columna {column}: una barra invertida entre comillas dobles inicia un código de "
        "escape. Escriba las rutas de Windows con / o entre 'comillas simples'."
    ),
    "{file}, line {line}: this is not NAME=value.": "{file}, línea {line}: esto no es NOMBRE=valor.",
    "--set takes section.key=value, as in --set search.trials=50; number {number} is not of that form.": (
        "--set toma sección.clave=valor, por ejemplo --set search.trials=50; el número {number} no tiene esa forma."
    ),
    "Unknown setting {key!r} in {where}. Sections: {known}.": (
        "Ajuste desconocido {key!r} en {where}. Secciones: {known}."
    ),
    "{key} in {where} is a section, not a setting: write [{key}] and its settings on the lines below.": (
        "{key}, en {where}, es una sección y no un ajuste: escriba [{key}] y sus ajustes en las líneas siguientes."
    ),
    "Unknown variable {variable} ({source}). A setting's variable is written EPICRISIS_SECTION__KEY.": (
        "Variable desconocida {variable} ({source}). La variable de un ajuste se escribe EPICRISIS_SECCION__CLAVE."
    ),
    "{count} settings cannot be used:\n{problems}": "Hay {count} ajustes que no se pueden usar:\n{problems}",
    "Unknown setting {key!r} in {where}. Did you mean {suggestion!r}?": (
        "Ajuste desconocido {key!r} en {where}. ¿Quiso decir {suggestion!r}?"
    ),
    "Unknown setting {key!r} in {where}. Settings of [{section}]: {known}.": (
        "Ajuste desconocido {key!r} en {where}. Ajustes de [{section}]: {known}."
    ),
    "Unknown variable {variable} ({source}). Did you mean {suggestion}?": (
        "Variable desconocida {variable} ({source}). ¿Quiso decir {suggestion}?"
    ),
    (
        "{key} in {where} holds a tab or another control character: a backslash in double quotes begins an "
        "escape. Write Windows paths with / or between 'single quotes'."
    ): (
        "{key}, en {where}, contiene un tabulador u otro carácter de control: una barra invertida entre "
        "comillas dobles inicia un código de escape. Escriba las rutas de Windows con / o entre 'comillas "
        "simples'."
    ),
    "source.query and source.table are both given; keep one.": (
        "Se dan a la vez source.query y source.table; deje solo uno."
    ),
    "columns gives {column!r} two roles; a column has one.": (
        "columns da dos papeles a {column!r}; una columna tiene uno solo."
    ),
    "columns names {column!r}, which the cleaning adds itself. Rename it in the query.": (
        "columns nombra {column!r}, que la limpieza añade por su cuenta. Cambie su nombre en la consulta."
    ),
    "etl.min_age is {low:g} and etl.max_age is {high:g}: the first may not be the larger.": (
        "etl.min_age es {low:g} y etl.max_age es {high:g}: la primera no puede ser la mayor."
    ),
    (
        "etl.near_duplicates is {given:g}: it is 0 (not looked for) or from {least:g} to 1. Notes that "
        "share less are not near-duplicates."
    ): (
        "etl.near_duplicates es {given:g}: admite 0 (no se buscan) o de {least:g} a 1. Notas que comparten menos no "
        "están casi duplicadas."
    ),
    'split.by = "row" lets one patient stand on both sides; it needs split.allow_row_split = true.': (
        'split.by = "row" permite que un paciente esté en ambos lados; exige split.allow_row_split = true.'
    ),
    (
        "columns.patient is empty and split.by is {by!r}, which needs it. Name the patient's column, or set "
        'split.by = "row" and split.allow_row_split = true.'
    ): (
        "columns.patient está vacío y split.by es {by!r}, que lo necesita. Indique la columna del paciente, o "
        'ponga split.by = "row" y split.allow_row_split = true.'
    ),
    'columns.date is empty and split.by is "time", which needs it.': (
        'columns.date está vacío y split.by es "time", que lo necesita.'
    ),
    "search.objectives is {objectives}: it begins with search.metric ({metric!r}) and names nothing twice.": (
        "search.objectives es {objectives}: empieza por search.metric ({metric!r}) y no nombra nada dos veces."
    ),
    "{path} cannot be read ({reason}).": "No se puede leer {path} ({reason}).",
    "{file} is not UTF-8 text: see line {line}. Open it in an editor and save it with the encoding UTF-8.": (
        "{file} no es texto UTF-8: vea la línea {line}. Ábralo en un editor y guárdelo con la codificación UTF-8."
    ),
    '{key} must be a list of texts such as ["a", "b"]; {where} gives {given}.': (
        '{key} debe ser una lista de textos como ["a", "b"]; {where} da {given}.'
    ),
    "{key} must be text, a number, or true or false; {where} gives {given}.": (
        "{key} debe ser un texto, un número, o true o false; {where} da {given}."
    ),
    "{key} cannot be used: {reason}; {where} gives {given}.": "{key} no se puede usar: {reason}; {where} da {given}.",
    "{key} must be a whole number; {where} gives {given}.": "{key} debe ser un número entero; {where} da {given}.",
    "{key} must be a number; {where} gives {given}.": "{key} debe ser un número; {where} da {given}.",
    "{key} must be a number with an end; {where} gives {given}.": (
        "{key} debe ser un número finito; {where} da {given}."
    ),
    "{key} must be true or false; {where} gives {given}.": "{key} debe ser true o false; {where} da {given}.",
    "{key} must be text in quotes; {where} gives {given}.": (
        "{key} debe ser un texto entre comillas; {where} da {given}."
    ),
    "{key} must be a path in quotes; {where} gives {given}.": (
        "{key} debe ser una ruta entre comillas; {where} da {given}."
    ),
    "{key} may not be an empty list; {where} gives {given}.": "{key} no puede ser una lista vacía; {where} da {given}.",
    "{key} may not be empty or hold empty names; {where} gives {given}.": (
        "{key} no puede estar vacío ni contener nombres vacíos; {where} da {given}."
    ),
    "{key} may have {max_length} character at most; {where} gives {given}.": (
        "{key} puede tener como máximo {max_length} carácter; {where} da {given}."
    ),
    "{key} must be one of {expected}; {where} gives {given}.": "{key} debe ser uno de {expected}; {where} da {given}.",
    "{key} must be {ge} or more; {where} gives {given}.": "{key} debe ser {ge} o más; {where} da {given}.",
    "{key} must be more than {gt:g}; {where} gives {given}.": "{key} debe ser mayor que {gt:g}; {where} da {given}.",
    "{key} must be {le} or less; {where} gives {given}.": "{key} debe ser {le} o menos; {where} da {given}.",
    "{key} must be less than {lt:g}; {where} gives {given}.": "{key} debe ser menor que {lt:g}; {where} da {given}.",
    "{key} must be one of {known}; {where} gives {given}. Did you mean {near!r}?": (
        "{key} debe ser uno de {known}; {where} da {given}. ¿Quería decir {near!r}?"
    ),
    (
        "{key} must be one of {known}, or a metric of another package that is installed here (entry-point group "
        "{group}); {where} gives {given}."
    ): (
        "{key} debe ser uno de {known}, o una métrica de otro paquete instalado aquí (grupo de puntos de entrada "
        "{group}); {where} da {given}."
    ),
    ("checks.mute names {code!r}, which is no check: they are {first} to {last}. Did you mean {near!r}?"): (
        "checks.mute nombra {code!r}, que no es ninguna comprobación: van de {first} a {last}. ¿Quería decir {near!r}?"
    ),
    "checks.mute gives no reason for {code}; the report prints it.": (
        "checks.mute no da ningún motivo para {code}; el informe lo imprime."
    ),
}
