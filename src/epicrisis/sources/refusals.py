"""The sentence for each kind of failure, without passwords, parameters' values or cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from epicrisis.errors import (
    ConnectionFailed,
    CorruptFile,
    DriverMissing,
    EpicrisisError,
    LoginRefused,
    OutsideError,
    QueryFailed,
    QueryTimedOut,
    SourceNotFound,
)
from epicrisis.sources.addresses import describe, local_file
from epicrisis.sources.failures import Kind, kind_of
from epicrisis.sources.masking import Mask

_QUOTES = (('"', '"'), ("'", "'"), ("«", "»"), ("`", "`"), ("=(", ")"))
_WORDS_OF_MYSQL = {"field", "list", "where", "clause", "order", "on", "group", "statement", "having", "right", "syntax"}
# Drivers that pip knows by another name than SQLAlchemy; our own name with an extra might be a stranger's package.
_PACKAGES = {
    "mssqlpython": "mssql-python",
    "mysqlconnector": "mysql-connector-python",
    "mysqldb": "mysqlclient",
    "psycopg": "psycopg[binary]",
}
_MESSAGE_LIMIT = 400


@dataclass(frozen=True)
class Asked:
    """What was asked of which database, as far as its failures need to know.

    Parameters
    ----------
    url : URL
        The address.
    mask : Mask
        Hides the address's secrets.
    seconds : int
        How long an answer may take.
    sql : str
        The statement; a message may repeat its words.
    values : tuple of str
        Parameters' values, which a message may not repeat.
    """

    url: URL
    mask: Mask
    seconds: int
    sql: str = ""
    values: tuple[str, ...] = field(default=(), repr=False)

    @property
    def host(self) -> str:
        """Name of the server, or of the file."""
        path = local_file(self.url)
        return path.name if path else self.mask(self.url.host or describe(self.url))

    def reason(self, error: BaseException) -> str:
        """Return what the database said, on one line, without anything that may be a secret or a cell."""
        original = getattr(error, "orig", None) or error
        diagnosis = getattr(getattr(original, "diag", None), "message_primary", None)
        args = original.args
        said = str(diagnosis or (args[1] if len(args) > 1 and isinstance(args[1], str) else original))
        said = self.mask(said)
        for value in self.values:
            said = said.replace(value, "…")
        said = re.sub(r"(?<=n)'(?=t\b)", "’", said)  # the apostrophe of "doesn't" opens no quotation
        for opening, closing in _QUOTES:
            said = self._without_cells(said, opening, closing)
        said = " ".join(said.split())
        return said if len(said) <= _MESSAGE_LIMIT else f"{said[:_MESSAGE_LIMIT]}…"

    def _without_cells(self, said: str, opening: str, closing: str) -> str:
        """Keep quoted names of the statement and of the address; anything else quoted may be a patient's data.

        A cell can hold quotes of its own, so everything up to the last quote goes with it.
        """
        known = f"{self.sql} {self.url.database} {self.url.username} {self.url.host}".casefold()
        known_words = set(re.findall(r"\w+", known)) | _WORDS_OF_MYSQL
        for match in re.finditer(rf"{re.escape(opening)}([^{re.escape(closing)}]*){re.escape(closing)}?", said):
            if not set(re.findall(r"\w+", match[1].casefold())) <= known_words:
                last = said.rfind(closing)
                end = last if last > match.start() else len(said)
                return f"{said[: match.start()]}{opening}…{said[end:]}"
        return said


@contextmanager
def told_as_ours(asked: Asked) -> Iterator[None]:
    """Turn every failure of SQLAlchemy, of a driver or of the network into an error of ours.

    The original is not chained as it is: its message may hold a password or a cell, and ``--debug`` prints causes.
    """
    try:
        yield
    except (EpicrisisError, KeyboardInterrupt):
        raise
    except Exception as error:
        if not _is_foreign(error):
            raise
        cause = RuntimeError(f"{type(error).__module__}.{type(error).__qualname__}: {asked.reason(error)}")
        raise _SENTENCES[kind_of(error)](asked, error) from cause.with_traceback(error.__traceback__)


def _is_foreign(error: Exception) -> bool:
    library = type(error).__module__.partition(".")[0].removeprefix("_")
    drivers = {"psycopg", "pymysql", "pyodbc", "mssql_python", "oracledb", "sqlite3", "duckdb"}
    return isinstance(error, SQLAlchemyError | ImportError | OSError) or library in drivers


def _unknown_host(asked: Asked, _error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The host {host} is not known on this network. Check its name in source.url or source.server, and the VPN.",
        host=asked.host,
    )


def _closed_port(asked: Asked, error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The host {host} is known, but no database answers there on port {port} ({reason}). "
        "Check the port, that the server is running and lets this machine in.",
        host=asked.host,
        port=asked.url.port or "-",
        reason=asked.reason(error),
    )


def _silent_host(asked: Asked, _error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The host {host} does not answer. Check its name and port, the VPN, and that no firewall stands between.",
        host=asked.host,
    )


def _untrusted(asked: Asked, error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The certificate of {host} is not trusted ({reason}). Have its authority installed on this machine; "
        "for a server of your own network, add TrustServerCertificate=yes to source.url.",
        host=asked.host,
        reason=asked.reason(error),
    )


def _lost(asked: Asked, error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The connection to {host} was lost ({reason}).", host=asked.host, reason=asked.reason(error)
    )


def _login(asked: Asked, error: BaseException) -> OutsideError:
    return LoginRefused(
        "{host} refuses the login of {user} to the database {database} ({reason}). "
        "Check the user, the password and the database's name.",
        host=asked.host,
        user=asked.url.username or "-",
        database=asked.url.database or asked.url.query.get("service_name", "-"),
        reason=asked.reason(error),
    )


def _driver(asked: Asked, error: BaseException) -> OutsideError:
    backend = asked.url.get_backend_name()
    if "libodbc" in str(error):
        return DriverMissing(
            "The driver pyodbc needs an ODBC manager, which this machine lacks. Install unixODBC and "
            "Microsoft's ODBC Driver 18, or leave source.driver empty to use mssql-python, which needs neither."
        )
    if "load the driver" in str(error):
        return DriverMissing(
            "The driver mssql-python cannot load its libraries. Install the system packages that it lists under "
            "https://github.com/microsoft/mssql-python#installation (on Debian: libltdl7 libkrb5-3 libgssapi-krb5-2)."
        )
    if isinstance(getattr(error, "orig", None) or error, ImportError) or "No module named" in str(error):
        driver = asked.url.drivername.partition("+")[2] or backend
        return DriverMissing(
            'The driver {driver} for {backend} is not installed. Install it with: pip install "{package}"',
            driver=driver,
            backend=backend,
            package=_PACKAGES.get(driver, driver),
        )
    return DriverMissing(
        "The driver of {backend} cannot reach this server ({reason}).", backend=backend, reason=asked.reason(error)
    )


def _odbc(asked: Asked, error: BaseException) -> OutsideError:
    return DriverMissing(
        "The ODBC driver {driver!r} is not installed on this machine ({reason}). Install Microsoft's ODBC Driver 18 "
        "for SQL Server, name an installed one in source.driver, or leave source.driver empty to use mssql-python.",
        driver=str(asked.url.query.get("driver", "-")),
        reason=asked.reason(error),
    )


def _locked(asked: Asked, _error: BaseException) -> OutsideError:
    return ConnectionFailed(
        "The database {host} is locked by another program. Close that program, or read a copy of the file.",
        host=asked.host,
    )


def _corrupt(asked: Asked, error: BaseException) -> CorruptFile:
    return CorruptFile(
        "The file {host} cannot be read as a database of {backend} ({reason}).",
        host=asked.host,
        backend=asked.url.get_backend_name(),
        reason=asked.reason(error),
    )


def _table(asked: Asked, error: BaseException) -> SourceNotFound:
    return SourceNotFound(
        "The database {host} has no such table or view: {reason}. Check the name, its schema and your rights.",
        host=asked.host,
        reason=asked.reason(error).rstrip("."),
    )


def _query(asked: Asked, error: BaseException) -> QueryFailed:
    return QueryFailed(
        "The database {host} refuses the query: {reason}.", host=asked.host, reason=asked.reason(error).rstrip(".")
    )


def _timeout(asked: Asked, _error: BaseException) -> OutsideError:
    return QueryTimedOut(
        "The database {host} gave no answer within {seconds} seconds. "
        "Raise source.timeout, lower source.rows, or make the query lighter.",
        host=asked.host,
        seconds=asked.seconds,
    )


_SENTENCES: dict[Kind, Callable[[Asked, BaseException], EpicrisisError]] = {
    "unknown_host": _unknown_host,
    "closed_port": _closed_port,
    "silent_host": _silent_host,
    "untrusted": _untrusted,
    "lost": _lost,
    "login": _login,
    "driver": _driver,
    "odbc": _odbc,
    "locked": _locked,
    "corrupt": _corrupt,
    "table": _table,
    "query": _query,
    "timeout": _timeout,
}
