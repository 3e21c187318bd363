"""Foreign exceptions become ours here, and nowhere else.

`CODES` maps the databases' own codes, `CLASSES` the drivers' exception classes where the code is not known, and
`PHRASES` what drivers only say in words, before there is a connection that could give a code.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from typing import Literal

from sqlalchemy import exc as sa_exc

Kind = Literal[
    "unknown_host",
    "closed_port",
    "silent_host",
    "untrusted",
    "lost",
    "login",
    "driver",
    "odbc",
    "locked",
    "corrupt",
    "table",
    "query",
    "timeout",
]

# Keys are matched from the longest prefix to the shortest: "08" stands for every SQLSTATE of class 08.
CODES: dict[str, dict[str, Kind]] = {
    "psycopg": {
        "08": "lost",
        "28": "login",
        "3D000": "login",
        "42P01": "table",
        "3F000": "table",
        "53300": "closed_port",
        "57014": "timeout",
        "57P": "lost",
        "58": "lost",
        "": "query",
    },
    "pymysql": {
        **dict.fromkeys(["1044", "1045", "1049", "1130", "1698", "1820", "1862", "3118"], "login"),
        **dict.fromkeys(
            ["1053", "1152", "1159", "1160", "1161", "1184", "1927", "2006", "2013", "2055", "3169"], "lost"
        ),
        **dict.fromkeys(["1040", "1203", "2002", "2003"], "closed_port"),
        **dict.fromkeys(["1051", "1146", "1109"], "table"),
        **dict.fromkeys(["1205", "1317", "1969", "3024"], "timeout"),
        "2005": "unknown_host",
        "": "query",
    },
    "odbc": {
        "08001": "closed_port",
        "08": "lost",
        "01002": "lost",
        "28": "login",
        "IM": "odbc",
        "01000": "odbc",
        "HYT00": "timeout",
        "HYT01": "lost",
        "HY008": "timeout",
        "42S02": "table",
        "": "query",
    },
    "oracledb": {
        **dict.fromkeys(["ORA-01005", "ORA-01017", "ORA-28000", "ORA-28001", "ORA-01045", "DPY-4001"], "login"),
        **dict.fromkeys(["ORA-12154", "ORA-12505", "ORA-12514", "DPY-6001", "DPY-6003"], "login"),
        **dict.fromkeys(["ORA-00028", "ORA-01089", "ORA-03113", "ORA-03114", "ORA-03135", "ORA-02396"], "lost"),
        **dict.fromkeys(["DPY-1001", "DPY-4011", "ORA-12537", "ORA-12547", "ORA-12571"], "lost"),
        **dict.fromkeys(["DPY-6005", "ORA-12541", "ORA-12545", "ORA-12170"], "closed_port"),
        **dict.fromkeys(["DPY-4024", "ORA-01013"], "timeout"),
        **dict.fromkeys(["DPI-1047", "DPY-3010", "DPY-3015"], "driver"),
        "ORA-00942": "table",
        "": "query",
    },
    "sqlite3": {
        "SQLITE_BUSY": "locked",
        "SQLITE_LOCKED": "locked",
        "SQLITE_NOTADB": "corrupt",
        "SQLITE_CORRUPT": "corrupt",
        "SQLITE_CANTOPEN": "corrupt",
        "SQLITE_IOERR": "corrupt",
        "SQLITE_INTERRUPT": "timeout",
        "": "query",
    },
}

# By "library.Class", looked up along the bases, so that a driver's new subclass has the meaning of its parent.
CLASSES: dict[str, Kind] = {
    "psycopg.Error": "query",
    "pymysql.MySQLError": "query",
    "pymysql.Error": "query",
    "sqlite3.Error": "query",
    "pyodbc.Error": "query",
    "mssql_python.Exception": "query",
    "mssql_python.ConnectionStringParseError": "query",
    "oracledb.Error": "query",
    "duckdb.Error": "query",
    "duckdb.CatalogException": "table",
    "duckdb.IOException": "corrupt",
    "duckdb.InterruptException": "timeout",
    "duckdb.ConnectionException": "locked",
    "duckdb.HTTPException": "lost",
    "duckdb.FatalException": "corrupt",
    "sqlalchemy.SQLAlchemyError": "query",
    "sqlalchemy.EmulatedDBAPIException": "query",
    "sqlalchemy.DisconnectionError": "lost",
    "sqlalchemy.TimeoutError": "silent_host",
    "sqlalchemy.NoSuchModuleError": "driver",
    "ImportError": "driver",
    "gaierror": "unknown_host",
    "ConnectionRefusedError": "closed_port",
    "TimeoutError": "silent_host",
    "OSError": "lost",
}

_PATTERNS: list[tuple[str, Kind]] = [
    (r"certificate|SSL Provider|certificado", "untrusted"),
    (
        r"login timeout|connection timeout|timeout expired.*(?:connect|login)|tiempo de espera de inicio",
        "silent_host",
    ),
    (r"could not translate host|failed to resolve host|name or service not known|getaddrinfo", "unknown_host"),
    (r"nodename nor servname|no such host|temporary failure in name resolution", "unknown_host"),
    (r"server is not found|network path was not found|error locating server", "unknown_host"),
    (r"connection refused|actively refused|WinError 10061|denegó expresamente", "closed_port"),
    (r"\(timed out\)|read operation timed out", "timeout"),
    (r"connection timeout|timed out|WinError 10060", "silent_host"),
    (r"password authentication failed|no password supplied|pg_hba\.conf|role .* does not exist", "login"),
    (r"autentificaci[oó]n|no existe el rol|no existe la base de datos|database .* does not exist", "login"),
    (r"Login failed|cannot open database .* requested|Error de inicio de sesi[oó]n", "login"),
    (r"failed to load the driver|libodbc", "driver"),
    (r"can't open lib|data source name not found|no default driver", "odbc"),
    (r"Invalid object name|nombre de objeto .* no es v[aá]lido|no such table", "table"),
    (r"could not set lock|being used by another process|different configuration", "locked"),
    (r"starting up|shutting down|server closed the connection|connection (?:is|was) (?:closed|lost|reset)", "lost"),
    (r"communication link failure|consuming input failed|SSL connection has been closed", "lost"),
    (r"not un error|file is not a database|not a valid DuckDB database", "corrupt"),
]
PHRASES: list[tuple[re.Pattern[str], Kind]] = [
    (re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _PATTERNS
]

# A code of these kinds needs no words beside it.
_SETTLED = {"login", "table", "timeout", "locked", "corrupt"}
# What words may still make of a code or class that only says "the statement failed": such a message can repeat
# cells, and a note that says "connection refused" must not look like a closed port.
_REFINEMENTS = {"table", "login"}


def kind_of(error: BaseException) -> Kind:
    """Return what a foreign exception means.

    Parameters
    ----------
    error : BaseException
        An exception of SQLAlchemy, of a driver, or of the operating system while connecting.
    """
    original = getattr(error, "orig", None) or error
    coded = _by_code(original)
    if coded and coded in _SETTLED:
        return coded
    kind = _by_cause(original) or _by_words(original, coded) or coded or class_kind(type(original)) or "query"
    return "lost" if kind == "query" and getattr(error, "connection_invalidated", False) else kind


def _by_words(error: BaseException, coded: Kind | None) -> Kind | None:
    is_statement = coded == "query" or (_library(type(error)) == "duckdb" and class_kind(type(error)) == "query")
    for pattern, kind in PHRASES:
        if (not is_statement or kind in _REFINEMENTS) and pattern.search(str(error)):
            return kind
    return None


def class_kind(kind: type[BaseException]) -> Kind | None:
    """Return the meaning of an exception class, or None if neither it nor a base of it is in `CLASSES`."""
    for base in kind.__mro__:
        for name in (f"{_library(base)}.{base.__name__}", base.__name__):
            if name in CLASSES and (base.__module__ in ("builtins", "socket") or "." in name):
                return CLASSES[name]
    return None


def _by_code(error: BaseException) -> Kind | None:
    library, code = _code(error)
    if not code:
        return None
    table = CODES[library]
    for length in range(len(code), -1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None


def _code(error: BaseException) -> tuple[str, str]:
    """Return the driver whose codes apply, and the code; empty where the driver gave none."""
    library = _library(type(error))
    first = error.args[0] if error.args else None
    if library == "psycopg":
        return library, str(getattr(error, "sqlstate", None) or "")
    if library == "pymysql":
        return library, str(first) if isinstance(first, int) and first else ""
    if library == "pyodbc":
        return "odbc", str(first) if isinstance(first, str) and len(first) == 5 else ""
    if library == "oracledb":
        return library, str(getattr(first, "full_code", "") or "")
    if library == "mssql_python":
        return "odbc", _SQLSTATE_OF_WORDS.get(str(getattr(error, "driver_error", "")), "")
    if library == "sqlite3":
        return library, str(getattr(error, "sqlite_errorname", "") or "")
    return library, ""


# mssql-python gives words in place of SQLSTATE (its exceptions.py).
_SQLSTATE_OF_WORDS = {
    "Disconnect error": "01002",
    "Client unable to establish connection": "08001",
    "Connection not open": "08003",
    "Server rejected the connection": "08004",
    "Connection failure during transaction": "08007",
    "Communication link failure": "08S01",
    "Invalid authorization specification": "28000",
    "Base table or view not found": "42S02",
    "Timeout expired": "HYT00",
    "Connection timeout expired": "HYT01",
    "Operation canceled": "HY008",
    "Syntax error or access violation": "42000",
    "Column not found": "42S22",
}


def _by_cause(error: BaseException) -> Kind | None:
    for cause in _chain(error):
        if isinstance(cause, socket.gaierror):
            return "unknown_host"
        if isinstance(cause, ConnectionRefusedError):
            return "closed_port"
        if isinstance(cause, sa_exc.NoSuchModuleError | ImportError):
            return "driver"
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    while following is not None:
        yield following
        following = following.__cause__ or following.__context__


def _library(kind: type[BaseException]) -> str:
    return kind.__module__.partition(".")[0].removeprefix("_")
