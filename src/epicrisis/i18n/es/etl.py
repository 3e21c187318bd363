"""Spanish of the cleaning."""

SENTENCES: dict[str, str] = {
    (
        "{notes} of {kept} notes seem to be in another language ({languages}): negations, abbreviations and lemmas "
        "are read in the language of the settings."
    ): (
        "{notes} de {kept} notas parecen estar en otro idioma ({languages}): las negaciones, las abreviaturas y los "
        "lemas se leen en el idioma de los ajustes."
    ),
    "{column!r} is of type {found}, which {setting} cannot take: convert it in the query.": (
        "{column!r} es de tipo {found}, que {setting} no admite: conviértala en la consulta."
    ),
    (
        "{column!r} is in columns.text and holds only numbers ({found}): move it to columns.numeric or "
        "columns.categorical."
    ): (
        "{column!r} está en columns.text y solo contiene números ({found}): pásela a columns.numeric o "
        "columns.categorical."
    ),
    "{column!r} is columns.patient and holds numbers with decimals.": (
        "{column!r} es columns.patient y contiene números con decimales."
    ),
    "{column!r} is in columns.numeric, but {unreadable} of its {given} values are not numbers.": (
        "{column!r} está en columns.numeric, pero {unreadable} de sus {given} valores no son números."
    ),
    (
        "{column!r} is columns.date, but {unreadable} of its {given} values are not dates such as 2025-05-04 or "
        '04/05/2025. Name the right column, or set columns.date = "".'
    ): (
        "{column!r} es columns.date, pero {unreadable} de sus {given} valores no son fechas como 2025-05-04 o "
        '04/05/2025. Indique la columna correcta, o ponga columns.date = "".'
    ),
    (
        "{column!r}, the label, has {classes} classes and {kept} of them with at least {minimum} rows: "
        '{counts}. A classifier needs two: lower etl.min_class_rows, or set etl.rare_classes = "merge".'
    ): (
        "{column!r}, la etiqueta, tiene {classes} clases, de ellas {kept} con al menos {minimum} filas: "
        '{counts}. Un clasificador necesita dos: baje etl.min_class_rows, o ponga etl.rare_classes = "merge".'
    ),
    (
        "{duplicates} of the {read} rows read were exact duplicates, which leaves one note. Check the query: a JOIN "
        "without its condition repeats a row."
    ): (
        "{duplicates} de las {read} filas leídas eran duplicados exactos, y solo queda una nota. Revise la consulta: "
        "un JOIN sin su condición repite una fila."
    ),
    "Rows were dropped before the classes were counted:\n{reasons}\n{problem}": (
        "Antes de contar las clases se descartaron filas:\n{reasons}\n{problem}"
    ),
    "The source gave no rows.": "La fuente no dio ninguna fila.",
    "None of the {read} rows can be used:\n{reasons}": "Ninguna de las {read} filas se puede usar:\n{reasons}",
    "{column!r}, the label, holds {distinct} different whole numbers; they are taken for names of classes.": (
        "{column!r}, la etiqueta, contiene {distinct} números enteros distintos; se toman como nombres de clases."
    ),
    ("{column!r}, the label, has a single class in the rows that can be used: {counts}. A classifier needs two."): (
        "{column!r}, la etiqueta, tiene una sola clase en las filas que se pueden usar: {counts}. Un "
        "clasificador necesita dos."
    ),
    (
        "{column!r}, the label, holds numbers with {distinct} different values. epicrisis tells classes apart: "
        "name another columns.label, or turn the numbers into classes in the query."
    ): (
        "{column!r}, la etiqueta, contiene números con {distinct} valores distintos. epicrisis distingue "
        "clases: indique otra columna en columns.label, o convierta los números en clases en la consulta."
    ),
    (
        "{column!r}, the label, looks like free text: {distinct} different values in {rows} rows, most of them "
        "longer than {limit} characters. Name the column of the classes in columns.label."
    ): (
        "{column!r}, la etiqueta, parece texto libre: {distinct} valores distintos en {rows} filas, la mayoría "
        "de más de {limit} caracteres. Indique en columns.label la columna de las clases."
    ),
    "Missing: {missing}. Name the right columns in [columns], or give them these names in the query.": (
        "Faltan: {missing}. Indique las columnas correctas en [columns], o déles estos nombres en la consulta."
    ),
    "The columns do not fit the settings:\n{problems}\nColumns found: {found}.": (
        "Las columnas no concuerdan con los ajustes:\n{problems}\nColumnas encontradas: {found}."
    ),
    ('Missing: {missing}. Name the date\'s column in columns.date, or set columns.date = "" if there is none.'): (
        'Falta: {missing}. Indique la columna de la fecha en columns.date, o ponga columns.date = "" si no hay ninguna.'
    ),
    (
        "{column!r} could be any of {candidates}: names are compared without case, accents and blanks. Rename "
        "all but one in the query."
    ): (
        "{column!r} podría ser cualquiera de {candidates}: los nombres se comparan sin distinguir mayúsculas, "
        "acentos ni espacios. Cambie en la consulta el nombre de todas menos una."
    ),
    "These rows were cleaned before in the same way: {kept} notes reused.": (
        "Estas filas ya se habían limpiado de la misma forma: se reutilizan {kept} notas."
    ),
    "{path} is missing or not as it was written. Delete {folder}; the next run makes it anew.": (
        "{path} falta o no está como se escribió. Borre {folder}; la próxima ejecución lo vuelve a hacer."
    ),
    "Cleaned notes are damaged and made anew: {path}.": "Las notas limpias están dañadas y se vuelven a hacer: {path}.",
    "{rows} rows dropped: no letter or digit in any text column.": (
        "{rows} filas descartadas: sin letras ni cifras en ninguna columna de texto."
    ),
    "{rows} rows dropped: no label.": "{rows} filas descartadas: sin etiqueta.",
    "{rows} rows dropped: no patient.": "{rows} filas descartadas: sin paciente.",
    "{rows} rows dropped: impossible age.": "{rows} filas descartadas: edad imposible.",
    "{rows} rows dropped: exact duplicates of another row.": (
        "{rows} filas descartadas: duplicados exactos de otra fila."
    ),
    "{rows} rows dropped: classes with too few rows (etl.min_class_rows).": (
        "{rows} filas descartadas: clases con muy pocas filas (etl.min_class_rows)."
    ),
    "{cells} cells mended: NUL bytes removed.": "{cells} celdas reparadas: se quitaron bytes NUL.",
    "{cells} cells mended: letters damaged by a wrong encoding put back (Ã³ → ó).": (
        "{cells} celdas reparadas: se restauraron letras dañadas por una codificación equivocada (Ã³ → ó)."
    ),
    "{cells} cells mended: accents joined to their letters (NFC).": (
        "{cells} celdas reparadas: se unieron los acentos a sus letras (NFC)."
    ),
    "{cells} values that are not numbers were taken as missing.": (
        "{cells} valores que no son números se tomaron como ausentes."
    ),
    "{cells} values that are not dates were taken as missing.": (
        "{cells} valores que no son fechas se tomaron como ausentes."
    ),
    "Identifiers masked in {notes} notes: {kinds}.": "Identificadores enmascarados en {notes} notas: {kinds}.",
    (
        "Identifiers of patients are left in the texts (privacy.deidentify = false): names, documents, telephones. A "
        "model may learn those that enough patients share."
    ): (
        "Los identificadores de los pacientes se dejan en los textos (privacy.deidentify = false): nombres, "
        "documentos, teléfonos. Un modelo puede aprender los que compartan suficientes pacientes."
    ),
    "privacy.names: there is no file {path}.": "privacy.names: no existe el archivo {path}.",
    "privacy.names: {path} cannot be read. It must be a file that you may read.": (
        "privacy.names: no se puede leer {path}. Debe ser un archivo que usted pueda leer."
    ),
    "privacy.names: {path} is not UTF-8 text.": "privacy.names: {path} no es texto UTF-8.",
    "privacy.names: {path} holds no name; it takes one a line.": (
        "privacy.names: {path} no contiene ningún nombre; se escribe uno por línea."
    ),
    (
        "Near-duplicate notes: {notes}; clusters of them: {clusters}; clusters with notes of several patients, who "
        "are kept on one side of the split together: {across}."
    ): (
        "Notas casi duplicadas: {notes}; grupos de ellas: {clusters}; grupos con notas de varios pacientes, que quedan "
        "juntos en un mismo lado de la división: {across}."
    ),
    "Classes dropped: {classes}.": "Clases descartadas: {classes}.",
    "Rare classes merged into one: {classes}.": "Clases raras reunidas en una: {classes}.",
    "{spellings} spellings of the label were unified into {classes} classes.": (
        "{spellings} grafías de la etiqueta se unificaron en {classes} clases."
    ),
}
