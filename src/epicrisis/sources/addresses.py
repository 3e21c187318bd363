"""Where a source is: from the settings to the URL of a database or the path of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from epicrisis import plugins
from epicrisis.errors import SettingsError, SourceNotFound
from epicrisis.i18n.catalogue import join_names
from epicrisis.settings.data import SourceSettings
from epicrisis.sources.masking import Mask, mask_for, mask_for_text
from epicrisis.sources.spec import NoteSource

FileKind = Literal["parquet", "delimited", "xlsx", "ndjson"]

FILE_KINDS: dict[str, FileKind] = {
    ".parquet": "parquet",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".xlsx": "xlsx",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
_DATABASE_FILES = {".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".duckdb": "duckdb"}
_BACKENDS = {"sqlserver": "mssql", "postgres": "postgresql"}
# The driver that comes with epicrisis or one of its extras, where the URL names none.
_DRIVERS = {
    "postgresql": "psycopg",
    "mysql": "pymysql",
    "mariadb": "pymysql",
    "mssql": "mssqlpython",
    "oracle": "oracledb",
}
_ODBC_DRIVER = "ODBC Driver 18 for SQL Server"
_LOCAL = {"sqlite", "duckdb"}
OWN_SCHEMES = {*_LOCAL, *_DRIVERS, *_BACKENDS}
"""What begins an address that epicrisis reads itself."""


@dataclass(frozen=True)
class FileAddress:
    """A file of notes."""

    path: Path
    kind: FileKind


@dataclass(frozen=True)
class AddedAddress:
    """An address whose scheme another package reads.

    Parameters
    ----------
    url : str
        The whole address, secrets included.
    spec : NoteSource
        What reads it.
    mask : Mask
        Hides the secrets.
    """

    url: str = field(repr=False)
    spec: NoteSource
    mask: Mask = field(repr=False)


Address = URL | FileAddress | AddedAddress


def locate(source: SourceSettings) -> Address:
    """Return where the notes are.

    Parameters
    ----------
    source : SourceSettings
        The settings; relative paths are relative to the working directory.

    Raises
    ------
    SettingsError
        Nothing is named, or the address cannot be understood, or the package that reads it does not give itself.
    SourceNotFound
        The address is a file that does not exist. It is never made.
    """
    if not source.configured:
        raise SettingsError("No source is set. Set source.url, or source.server and source.database.")
    text = source.url.get_secret_value().strip()
    if text and "://" not in text:
        return _file(Path(text).expanduser())
    if text and (added := _added(text, source)):
        return added
    url = _checked(_completed(_parsed(text), source)) if text else _from_parts(source)
    path = local_file(url)
    if path is not None:
        _must_exist(path)
    return url


def _added(text: str, source: SourceSettings) -> AddedAddress | None:
    scheme = text.partition("://")[0].lower()
    backend = scheme.partition("+")[0]
    plugins.refuse_clash(plugins.SOURCES, backend, OWN_SCHEMES)
    spec = None if backend in OWN_SCHEMES else plugins.load(plugins.SOURCES, scheme, NoteSource)
    return AddedAddress(text, spec, mask_for_text(text, source.password.get_secret_value())) if spec else None


def local_file(url: URL) -> Path | None:
    """Return the file of a SQLite or DuckDB database; None for a server."""
    if url.get_backend_name() not in _LOCAL:
        return None
    if not url.database or url.database == ":memory:":
        raise SettingsError("source.url names no database file. Write it as sqlite:///folder/file.db.")
    return Path(url.database).expanduser()


def describe(address: Address) -> str:
    """Return the address without secrets, for people: a URL, or a file's name."""
    if isinstance(address, AddedAddress):
        return _described(address)
    if isinstance(address, FileAddress):
        return address.path.name
    path = local_file(address)
    backend = address.get_backend_name()
    if path is not None:
        return f"{backend}:///{path.name}"
    shown = address.set(drivername=backend, username=None, password=None)
    return mask_for(address)(shown.render_as_string(hide_password=True))


def _described(address: AddedAddress) -> str:
    try:
        return address.mask(str(address.spec.describe(address.url)))
    except Exception:  # noqa: BLE001 - whatever another package raises, its words may hold a password
        return f"{address.spec.name}://"


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The foreign message may repeat the URL with its password.
        raise SettingsError(
            "source.url is not an address that can be read. Write it as dialect://user:password@server:port/database."
        ) from None
    if url.host and "@" in url.host:
        raise SettingsError(
            "The password in source.url holds an @. Write it as %40, or leave it out and set source.password."
        )
    return url


def _completed(url: URL, source: SourceSettings) -> URL:
    """Fill in what the URL leaves out: the driver, and the login from its own settings."""
    backend, _, driver = url.drivername.partition("+")
    backend = _BACKENDS.get(backend, backend)
    if not driver and backend in _DRIVERS:
        names_odbc = backend == "mssql" and ({"driver", "odbc_connect", "dsn"} & set(url.query))
        driver = "pyodbc" if names_odbc else _DRIVERS[backend]
    url = url.set(drivername=f"{backend}+{driver}" if driver else backend)
    if driver == "pyodbc" and url.database and not {"driver", "odbc_connect"} & set(url.query):
        url = url.update_query_dict({"driver": _ODBC_DRIVER})
    if source.user and not url.username:
        url = url.set(username=source.user)
    if source.password.get_secret_value() and not url.password and url.username:
        url = url.set(password=source.password.get_secret_value())
    return _trusting(url, source.trusted)


def _trusting(url: URL, wanted: bool) -> URL:
    """Ask SQL Server to take the operating system's user, where no other login is named."""
    named = url.username or {"authentication", "odbc_connect", "dsn"} & {key.lower() for key in url.query}
    if url.get_backend_name() != "mssql" or (named and not wanted):
        return url
    url = url.set(username=None, password=None)
    # SQLAlchemy's pyodbc dialect adds the key by itself.
    is_said = url.get_driver_name() == "pyodbc" or "trusted_connection" in {key.lower() for key in url.query}
    return url if is_said else url.update_query_dict({"Trusted_Connection": "yes"})


def _from_parts(source: SourceSettings) -> URL:
    backend = _BACKENDS.get(source.dialect, source.dialect)
    if backend in _LOCAL:
        return URL.create(backend, database=source.database or source.server)
    if not source.server:
        raise SettingsError("source.database is set, but source.server is empty. Name the server, or set source.url.")
    if backend == "mssql" and not source.database:
        raise SettingsError("source.server is set, but source.database is empty. Name the database.")
    host, port = _host_and_port(source.server, source.port)
    driver, query = _driver(backend, source.driver)
    database: str | None = source.database
    if backend == "oracle":
        query, database = {**query, "service_name": source.database}, None
    url = URL.create(
        f"{backend}+{driver}",
        username=source.user or None,
        password=source.password.get_secret_value() or None,
        host=host,
        port=port,
        database=database,
        query=query,
    )
    return _trusting(url, source.trusted)


def _host_and_port(server: str, port: int) -> tuple[str, int | None]:
    """Split off the port: SQL Server's tools write ``tcp:host,1433``, others write ``host:port``."""
    text = server.strip().removeprefix("tcp:")
    match = re.fullmatch(r"(?P<host>[^,]+?)\s*[,]\s*(?P<port>\d+)|(?P<name>[^:,\[\]]+):(?P<number>\d+)", text)
    if match is None:
        return text, port or None
    return match["host"] or match["name"], port or int(match["port"] or match["number"])


def _driver(backend: str, named: str) -> tuple[str, dict[str, str]]:
    """Return SQLAlchemy's name of the driver and what the URL must say beside it."""
    name = named.strip().strip("{}")
    if backend == "mssql" and name.lower() not in {"", "pyodbc", "mssqlpython", "mssql-python", "mssql_python"}:
        # Any other name is that of an ODBC driver, as Windows' tools show it: "ODBC Driver 17 for SQL Server".
        return "pyodbc", {"driver": name}
    if not name:
        return _DRIVERS[backend], {}
    if name.lower() == "pyodbc":
        return "pyodbc", {"driver": _ODBC_DRIVER}
    return name.lower().replace("-", "").replace("_", ""), {}


def _checked(url: URL) -> URL:
    try:
        url.get_dialect()
    except ImportError:
        pass  # a missing driver is told when it is needed
    except Exception as error:
        raise SettingsError(
            "source.url names the database {dialect!r}, which is not known. Known: {known}. If another package reads "
            "it, install that package here: it registers the address in the entry-point group {group!r}.",
            dialect=url.drivername,
            known=join_names(["sqlite", "duckdb", *_DRIVERS, *plugins.names(plugins.SOURCES)]),
            group=plugins.SOURCES,
        ) from error
    return url


def _file(path: Path) -> URL | FileAddress:
    suffix = path.suffix.lower()
    if suffix not in FILE_KINDS and suffix not in _DATABASE_FILES:
        raise SettingsError(
            "{name} is no kind of source that is known. Known files: {known}. "
            "A database is written as dialect://user:password@server/database.",
            name=path.name,
            known=join_names([*FILE_KINDS, *_DATABASE_FILES]),
        )
    _must_exist(path)
    if suffix in _DATABASE_FILES:
        return URL.create(_DATABASE_FILES[suffix], database=str(path))
    return FileAddress(path, FILE_KINDS[suffix])


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise SourceNotFound(
            "The file {path} does not exist. Check source.url; it is taken from the folder {folder}.",
            path=path,
            folder=Path.cwd(),
        )
