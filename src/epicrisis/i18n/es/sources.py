"""Spanish of the sources."""

SENTENCES: dict[str, str] = {
    "No source is set. Set source.url, or source.server and source.database.": (
        "No se ha indicado ninguna fuente. Indique source.url, o bien source.server y source.database."
    ),
    "source.url names no database file. Write it as sqlite:///folder/file.db.": (
        "source.url no nombra ningún archivo de base de datos. Escríbalo como sqlite:///carpeta/archivo.db."
    ),
    "The password in source.url holds an @. Write it as %40, or leave it out and set source.password.": (
        "La contraseña de source.url contiene una @. Escríbala como %40, o quítela e indique source.password."
    ),
    "source.database is set, but source.server is empty. Name the server, or set source.url.": (
        "source.database está indicado, pero source.server está vacío. Nombre el servidor o indique source.url."
    ),
    "source.server is set, but source.database is empty. Name the database.": (
        "source.server está indicado, pero source.database está vacío. Nombre la base de datos."
    ),
    (
        "{name} is no kind of source that is known. Known files: {known}. A database is written as "
        "dialect://user:password@server/database."
    ): (
        "{name} no es un tipo de fuente conocido. Archivos conocidos: {known}. Una base de datos se escribe "
        "como dialecto://usuario:contraseña@servidor/base."
    ),
    "The file {path} does not exist. Check source.url; it is taken from the folder {folder}.": (
        "El archivo {path} no existe. Revise source.url; se busca desde la carpeta {folder}."
    ),
    ("source.url is not an address that can be read. Write it as dialect://user:password@server:port/database."): (
        "source.url no es una dirección que se pueda leer. Escríbala como "
        "dialecto://usuario:contraseña@servidor:puerto/base."
    ),
    (
        "source.url names the database {dialect!r}, which is not known. Known: {known}. If another package reads it, "
        "install that package here: it registers the address in the entry-point group {group!r}."
    ): (
        "source.url nombra la base de datos {dialect!r}, que no se conoce. Conocidas: {known}. Si la lee otro paquete, "
        "instálelo aquí: la registra en el grupo de puntos de entrada {group!r}."
    ),
    "The package {package!r} could not read {source} ({reason}).": (
        "El paquete {package!r} no pudo leer {source} ({reason})."
    ),
    "The package {package!r} gave {given} for {source}, and not a table of Arrow or Polars.": (
        "El paquete {package!r} dio {given} para {source}, y no una tabla de Arrow o de Polars."
    ),
    ("The file {file} cannot be cut into rows: a double quote is never closed, or the encoding is not {encoding}."): (
        "El archivo {file} no se puede separar en filas: unas comillas dobles quedan sin cerrar, o la "
        "codificación no es {encoding}."
    ),
    "The file {file} is empty.": "El archivo {file} está vacío.",
    (
        "Row {row} of {file} has {cells} cells, and the first line has {expected} names. A text that holds the "
        "separator or a line break must stand in double quotes; or set source.separator."
    ): (
        "La fila {row} de {file} tiene {cells} celdas, y la primera línea tiene {expected} nombres. Un texto "
        "que contenga el separador o un salto de línea debe ir entre comillas dobles; si no, indique "
        "source.separator."
    ),
    "The file {file} is not written in {encoding}.": "El archivo {file} no está escrito en {encoding}.",
    "source.encoding is {encoding!r}, which is no encoding. Examples: utf-8, cp1252, latin-1, utf-16.": (
        "source.encoding es {encoding!r}, que no es una codificación. Ejemplos: utf-8, cp1252, latin-1, utf-16."
    ),
    "The file's separator is {separator} and its encoding {encoding}.": (
        "El separador del archivo es {separator} y su codificación, {encoding}."
    ),
    "The file {file} cannot be read as {kind}: it is damaged, protected by a password, or of another kind.": (
        "El archivo {file} no se puede leer como {kind}: está dañado, protegido con contraseña o es de otro tipo."
    ),
    "The sheet {sheet} of the workbook was read.": "Se leyó la hoja {sheet} del libro.",
    "The file's separator is {separator} and its encoding {encoding}, as found by looking.": (
        "El separador del archivo es {separator} y su codificación, {encoding}, según se detectó."
    ),
    "The sheet {sheet!r} is not in {file}. Its sheets: {found}.": (
        "La hoja {sheet!r} no está en {file}. Sus hojas: {found}."
    ),
    "Line {line} of {file} is not a JSON object. Each line must hold one.": (
        "La línea {line} de {file} no es un objeto JSON. Cada línea debe contener uno."
    ),
    "Install the driver.": "Instale el controlador.",
    "Install the driver, or name another one in source.driver: mssql-python or pyodbc.": (
        "Instale el controlador o nombre otro en source.driver: mssql-python o pyodbc."
    ),
    "Ask whoever runs the database for the server's name and port, and whether a VPN is needed.": (
        "Pregunte a quien administra la base de datos el nombre y el puerto del servidor, y si hace falta una VPN."
    ),
    "Try the same user and password in another program, for example the database's own console.": (
        "Pruebe el mismo usuario y contraseña en otro programa, por ejemplo en la consola de la propia base de datos."
    ),
    "Run the query in the database's own console, and bring it here when it works there.": (
        "Ejecute la consulta en la consola de la propia base de datos y tráigala aquí cuando allí funcione."
    ),
    "Change the names under [columns] in the settings, or name the columns with AS in the query.": (
        "Cambie los nombres en [columns] de los ajustes, o nombre las columnas con AS en la consulta."
    ),
    "Loosen the conditions of the query, or change source.params.": (
        "Relaje las condiciones de la consulta o cambie source.params."
    ),
    "The source is {source}.": "La fuente es {source}.",
    "The database answers the query.": "La base de datos responde a la consulta.",
    "All {count} columns of the settings are there.": "Están las {count} columnas de los ajustes.",
    "The source gives rows.": "La fuente entrega filas.",
    "The driver {driver} is installed.": "El controlador {driver} está instalado.",
    "The server {host} answers.": "El servidor {host} responde.",
    "The server accepts the login.": "El servidor acepta el inicio de sesión.",
    "The columns {missing} are not in the source. Found: {found}.": (
        "En la fuente no están las columnas {missing}. Encontradas: {found}."
    ),
    "The source gives no rows.": "La fuente no entrega ninguna fila.",
    "The query file {path} does not exist. Check source.query; it is taken from the folder {folder}.": (
        "El archivo de consulta {path} no existe. Revise source.query; se busca desde la carpeta {folder}."
    ),
    "The query holds more than one statement. Leave only the one that reads the notes.": (
        "La consulta contiene más de una sentencia. Deje solo la que lee las notas."
    ),
    "The query is empty. Write a SELECT into the file that source.query names.": (
        "La consulta está vacía. Escriba un SELECT en el archivo que nombra source.query."
    ),
    "The query begins with {word!r}. Only a query that reads is run: it begins with SELECT or WITH.": (
        "La consulta empieza por {word!r}. Solo se ejecutan consultas de lectura, que empiezan por SELECT o WITH."
    ),
    (
        "The query needs a value for {unbound}, which source.params does not give. In the query: {named}. In "
        "source.params: {given}."
    ): (
        "La consulta necesita un valor para {unbound}, que source.params no da. En la consulta: {named}. En "
        "source.params: {given}."
    ),
    (
        "source.params gives {superfluous}, which the query does not use. In the query: {named}. In "
        "source.params: {given}."
    ): ("source.params da {superfluous}, que la consulta no usa. En la consulta: {named}. En source.params: {given}."),
    "The source is a database: set source.query to a .sql file, or source.table to a name.": (
        "La fuente es una base de datos: indique en source.query un archivo .sql, o en source.table un nombre."
    ),
    "source.params is set, but a table takes no parameters. Use source.query, or remove them.": (
        "source.params está indicado, pero una tabla no admite parámetros. Use source.query o quítelos."
    ),
    (
        "The query holds {word}, which could change data. Only a query that reads is run; if it is the name of "
        "a column, quote it."
    ): (
        "La consulta contiene {word}, que podría cambiar datos. Solo se ejecutan consultas de lectura; si es el "
        "nombre de una columna, póngalo entre comillas."
    ),
    "The connection was lost; reading begins again from the first row (attempt {attempt} of {attempts}).": (
        "Se perdió la conexión; la lectura vuelve a empezar desde la primera fila (intento {attempt} de {attempts})."
    ),
    "source.query and source.table are for databases, and {file} is a file: remove them.": (
        "source.query y source.table son para bases de datos, y {file} es un archivo: quítelos."
    ),
    "The first {rows} rows by {order} were asked for.": "Se pidieron las primeras {rows} filas por {order}.",
    "Columns that had the same name, or none, were given names of their own.": (
        "A las columnas con el mismo nombre, o sin nombre, se les dio un nombre propio."
    ),
    "The first {rows} rows in the query's own order were asked for.": (
        "Se pidieron las primeras {rows} filas en el orden de la propia consulta."
    ),
    "The source has not changed: its {rows} rows, read {taken_at}, are reused.": (
        "La fuente no ha cambiado: se reutilizan sus {rows} filas, leídas el {taken_at}."
    ),
    "The {rows} rows that this same question read {taken_at} are reused; --refresh asks the database again.": (
        "Se reutilizan las {rows} filas que esta misma consulta leyó el {taken_at}; con --refresh se vuelve a "
        "preguntar a la base de datos."
    ),
    "The earlier snapshot {name} is damaged, so the source is read again.": (
        "La instantánea anterior {name} está dañada, así que la fuente se lee de nuevo."
    ),
    "{source} gave no rows. Check the query's conditions and the values of source.params.": (
        "{source} no dio ninguna fila. Revise las condiciones de la consulta y los valores de source.params."
    ),
    "{source} gave no rows: it is empty.": "{source} no dio ninguna fila: está vacía.",
    "{source} gave no rows. Check the query's conditions.": (
        "{source} no dio ninguna fila. Revise las condiciones de la consulta."
    ),
    "The query needs a value for {unbound}, and source.params is empty. Write there: {example}.": (
        "La consulta necesita un valor para {unbound}, y source.params está vacío. Escriba allí: {example}."
    ),
    "source.params gives {superfluous}, but the query has no parameters. Write :name in it, or remove them.": (
        "source.params da {superfluous}, pero la consulta no tiene parámetros. Escriba :nombre en ella, o quítelos."
    ),
    "{cells} cells were not UTF-8; their letters were read as Windows-1252.": (
        "{cells} celdas no estaban en UTF-8; sus letras se leyeron como Windows-1252."
    ),
    ("The host {host} is not known on this network. Check its name in source.url or source.server, and the VPN."): (
        "El servidor {host} no se conoce en esta red. Revise su nombre en source.url o source.server, y la VPN."
    ),
    (
        "The host {host} is known, but no database answers there on port {port} ({reason}). Check the port, "
        "that the server is running and lets this machine in."
    ): (
        "El servidor {host} se conoce, pero ninguna base de datos responde allí en el puerto {port} ({reason}). "
        "Revise el puerto, que el servidor esté en marcha y que deje entrar a este equipo."
    ),
    "The host {host} does not answer. Check its name and port, the VPN, and that no firewall stands between.": (
        "El servidor {host} no responde. Revise su nombre y puerto, la VPN y que ningún cortafuegos se interponga."
    ),
    (
        "The certificate of {host} is not trusted ({reason}). Have its authority installed on this machine; for "
        "a server of your own network, add TrustServerCertificate=yes to source.url."
    ): (
        "El certificado de {host} no es de confianza ({reason}). Pida que instalen su autoridad en este equipo; "
        "para un servidor de su propia red, añada TrustServerCertificate=yes a source.url."
    ),
    "The connection to {host} was lost ({reason}).": "Se perdió la conexión con {host} ({reason}).",
    (
        "{host} refuses the login of {user} to the database {database} ({reason}). Check the user, the password "
        "and the database's name."
    ): (
        "{host} rechaza el inicio de sesión de {user} en la base de datos {database} ({reason}). Revise el "
        "usuario, la contraseña y el nombre de la base de datos."
    ),
    "The driver of {backend} cannot reach this server ({reason}).": (
        "El controlador de {backend} no puede conectarse a este servidor ({reason})."
    ),
    (
        "The ODBC driver {driver!r} is not installed on this machine ({reason}). Install Microsoft's ODBC "
        "Driver 18 for SQL Server, name an installed one in source.driver, or leave source.driver empty to use "
        "mssql-python."
    ): (
        "El controlador ODBC {driver!r} no está instalado en este equipo ({reason}). Instale el ODBC Driver 18 "
        "for SQL Server de Microsoft, nombre uno instalado en source.driver, o deje source.driver vacío para "
        "usar mssql-python."
    ),
    "The database {host} is locked by another program. Close that program, or read a copy of the file.": (
        "La base de datos {host} está bloqueada por otro programa. Ciérrelo o lea una copia del archivo."
    ),
    "The file {host} cannot be read as a database of {backend} ({reason}).": (
        "El archivo {host} no se puede leer como base de datos de {backend} ({reason})."
    ),
    "The database {host} has no such table or view: {reason}. Check the name, its schema and your rights.": (
        "La base de datos {host} no tiene esa tabla o vista: {reason}. Revise el nombre, su esquema y sus permisos."
    ),
    "The database {host} refuses the query: {reason}.": "La base de datos {host} rechaza la consulta: {reason}.",
    (
        "The database {host} gave no answer within {seconds} seconds. Raise source.timeout, lower source.rows, "
        "or make the query lighter."
    ): (
        "La base de datos {host} no respondió en {seconds} segundos. Suba source.timeout, baje source.rows o "
        "aligere la consulta."
    ),
    (
        "The driver pyodbc needs an ODBC manager, which this machine lacks. Install unixODBC and Microsoft's "
        "ODBC Driver 18, or leave source.driver empty to use mssql-python, which needs neither."
    ): (
        "El controlador pyodbc necesita un gestor ODBC, que falta en este equipo. Instale unixODBC y el ODBC "
        "Driver 18 de Microsoft, o deje source.driver vacío para usar mssql-python, que no necesita ninguno de "
        "los dos."
    ),
    (
        "The driver mssql-python cannot load its libraries. Install the system packages that it lists under "
        "https://github.com/microsoft/mssql-python#installation (on Debian: libltdl7 libkrb5-3 "
        "libgssapi-krb5-2)."
    ): (
        "El controlador mssql-python no puede cargar sus bibliotecas. Instale los paquetes del sistema que "
        "enumera en https://github.com/microsoft/mssql-python#installation (en Debian: libltdl7 libkrb5-3 "
        "libgssapi-krb5-2)."
    ),
    'The driver {driver} for {backend} is not installed. Install it with: pip install "{package}"': (
        'El controlador {driver} para {backend} no está instalado. Instálelo con: pip install "{package}"'
    ),
    (
        "SQL Server cannot order a query that has an ORDER BY of its own. Remove it from the query, or leave "
        "source.order_by empty."
    ): (
        "SQL Server no puede ordenar una consulta que ya tiene su propio ORDER BY. Quítelo de la consulta o "
        "deje source.order_by vacío."
    ),
    "source.table is {table!r}. Write it as table or schema.table.": (
        "source.table es {table!r}. Escríbalo como tabla o esquema.tabla."
    ),
    (
        "The snapshot {folder} is damaged: its rows are not those of its manifest. Read the source again with "
        "--refresh."
    ): (
        "La instantánea {folder} está dañada: sus filas no son las de su manifiesto. Lea la fuente de nuevo con "
        "--refresh."
    ),
    "The snapshot {folder} has no manifest that can be read. Read the source again with --refresh.": (
        "La instantánea {folder} no tiene un manifiesto que se pueda leer. Lea la fuente de nuevo con --refresh."
    ),
    ("{path} exists and is not an artificial clinic, so it is left as it is. Give another name or move it away."): (
        "{path} ya existe y no es una clínica artificial, así que no se ha tocado. Indique otro nombre o mueva "
        "el archivo."
    ),
    "The clinic can have 1 to 5,000,000 notes; {notes} were asked for.": (
        "La clínica puede tener de 1 a 5.000.000 de notas; se pidieron {notes}."
    ),
    "{path} could not be written: {reason}.": "No se pudo escribir {path}: {reason}.",
}
