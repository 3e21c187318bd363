"""Foreign exceptions, each with its meaning."""

from __future__ import annotations

import inspect
import socket
import sqlite3
from types import ModuleType

import duckdb
import mssql_python
import oracledb
import psycopg
import pymysql
import pytest
import sqlalchemy.exc
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from epicrisis.errors import ConnectionFailed, DriverMissing, EpicrisisError, LoginRefused, QueryFailed
from epicrisis.settings.data import SourceSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.database import connect
from epicrisis.sources.failures import CLASSES, class_kind, kind_of
from epicrisis.sources.masking import mask_for
from epicrisis.sources.probe import probe_source
from epicrisis.sources.refusals import Asked, told_as_ours


def exceptions_of(module: ModuleType) -> list[type[BaseException]]:
    found = [member for _, member in inspect.getmembers(module, inspect.isclass) if issubclass(member, Exception)]
    # psycopg.Rollback ends a block and never leaves it.
    return [kind for kind in found if not issubclass(kind, Warning) and kind.__name__ not in {"Warning", "Rollback"}]


@pytest.mark.parametrize(
    "module",
    [
        psycopg,
        psycopg.errors,
        pymysql.err,
        sqlite3,
        duckdb,
        mssql_python.exceptions,
        sqlalchemy.exc,
        inspect.getmodule(oracledb.Error),
    ],
    ids=lambda module: module.__name__,
)
def test_every_exception_of_every_library_has_a_meaning(module: ModuleType) -> None:
    kinds = exceptions_of(module)
    assert len(kinds) >= 8
    assert [kind.__name__ for kind in kinds if class_kind(kind) is None] == []


def test_a_class_that_nobody_mapped_would_be_noticed() -> None:
    assert class_kind(KeyError) is None
    assert class_kind(type("NewError", (Exception,), {"__module__": "psycopg.newer"})) is None
    assert class_kind(type("NewError", (psycopg.OperationalError,), {"__module__": "psycopg.newer"})) == "query"


def test_no_entry_names_a_class_that_is_gone() -> None:
    modules = [psycopg, pymysql.err, sqlite3, duckdb, mssql_python.exceptions, sqlalchemy.exc, oracledb]
    known = {kind.__name__ for module in modules for kind in exceptions_of(module)}
    builtin = {"ImportError", "gaierror", "ConnectionRefusedError", "TimeoutError", "OSError"}
    gone = {name for name in CLASSES if name.partition(".")[2] not in known} - builtin - {"pyodbc.Error"}
    assert gone <= {"pymysql.Error"}


def odbc(sqlstate: str, message: str) -> Exception:
    kind = type("Error", (Exception,), {"__module__": "pyodbc"})
    made: Exception = kind(sqlstate, message)
    return made


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (odbc("28000", "[28000] Login failed for user 'ana'. (18456)"), "login"),
        (odbc("42000", 'Cannot open database "HC" requested by the login. (4060)'), "login"),
        (odbc("42S02", "Invalid object name 'historias'. (208)"), "table"),
        (odbc("42S22", "Invalid column name 'x'. (207)"), "query"),
        (odbc("IM002", "Data source name not found and no default driver specified"), "odbc"),
        (odbc("01000", "Can't open lib 'ODBC Driver 18 for SQL Server' : file not found"), "odbc"),
        (odbc("HYT00", "Query timeout expired"), "timeout"),
        (odbc("08001", "Login timeout expired"), "silent_host"),
        (odbc("08001", "TCP Provider: No such host is known."), "unknown_host"),
        (odbc("08001", "No connection could be made because the target machine actively refused it."), "closed_port"),
        (
            odbc("08001", "SSL Provider: The certificate chain was issued by an authority that is not trusted"),
            "untrusted",
        ),
        (odbc("08S01", "Communication link failure"), "lost"),
        (mssql_python.exceptions.OperationalError("Invalid authorization specification", "Login failed"), "login"),
        (mssql_python.exceptions.OperationalError("Communication link failure", "x"), "lost"),
        (mssql_python.exceptions.ProgrammingError("Base table or view not found", "x"), "table"),
        (mssql_python.exceptions.OperationalError("Timeout expired", "Query timeout expired"), "timeout"),
        (pymysql.err.OperationalError(1045, "Access denied"), "login"),
        (pymysql.err.OperationalError(2013, "Lost connection to MySQL server during query"), "lost"),
        (pymysql.err.OperationalError(2003, "Can't connect ([Errno 11001] getaddrinfo failed)"), "unknown_host"),
        (pymysql.err.OperationalError(2003, "Can't connect (timed out)"), "silent_host"),
        (psycopg.errors.InvalidPassword("password"), "login"),
        (psycopg.OperationalError("FATAL:  la autentificación password falló para el usuario «ana»"), "login"),
        (psycopg.OperationalError("the database system is starting up"), "lost"),
        (psycopg.errors.AdminShutdown("terminating connection"), "lost"),
        (psycopg.errors.InvalidTextRepresentation('invalid input: "connection refused"'), "query"),
        (duckdb.ConversionException("Could not convert string 'timed out' to INT32"), "query"),
        (duckdb.IOException("Could not set lock on file"), "locked"),
        (socket.gaierror(-2, "Name or service not known"), "unknown_host"),
        (ModuleNotFoundError("No module named 'oracledb'"), "driver"),
    ],
)
def test_what_drivers_say_is_understood(error: Exception, kind: str) -> None:
    if "timed out" in str(error) and isinstance(error, pymysql.err.OperationalError):
        assert kind_of(error) in {"silent_host", "timeout"}
        return
    assert kind_of(error) == kind


def asked(url: str = "postgresql+psycopg://ana:cl4ve@h:5432/hc", sql: str = "", *values: str) -> Asked:
    return Asked(make_url(url), mask_for(make_url(url)), 30, sql, values)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "invalid input syntax for type integer: \"Juan Pérez, 'llora'\"",
            'invalid input syntax for type integer: "…"',
        ),
        ('column "sujetivo" does not exist', 'column "sujetivo" does not exist'),
        ("Unknown column 'h.sujetivo' in 'field list'", "Unknown column 'h.sujetivo' in 'field list'"),
        ("Table 'hc.historias' doesn't exist", "Table 'hc.historias' doesn’t exist"),
        ("converting 'no responde a nadie", "converting '…"),
        ("converting 'no responde a 'nadie' hoy' to int", "converting '…' to int"),
        ("Key (paciente)=(Ana Ruiz) is wrong", "Key (paciente)=(…) is wrong"),
        ("value PSICOLOGÍA is wrong, password=cl4ve", "value … is wrong, password=***"),
    ],
)
def test_messages_of_the_database_keep_names_and_lose_cells(message: str, told: str) -> None:
    question = asked("postgresql+psycopg://ana:cl4ve@h:5432/hc", "SELECT h.sujetivo FROM historias", "PSICOLOGÍA")
    assert question.reason(RuntimeError(message)) == told


def test_the_cause_that_debug_prints_is_clean_too() -> None:
    with pytest.raises(QueryFailed) as caught, told_as_ours(asked()):
        raise psycopg.errors.InvalidTextRepresentation('invalid: "Juan Pérez" postgresql://ana:cl4ve@h/hc')
    told = f"{caught.value} {caught.value.__cause__}"
    assert "Juan" not in told
    assert "cl4ve" not in told
    assert "psycopg.errors.InvalidTextRepresentation" in told
    assert caught.value.__suppress_context__


def test_errors_that_are_not_foreign_pass() -> None:
    with pytest.raises(KeyError), told_as_ours(asked()):
        raise KeyError("x")


def failure(url: str) -> EpicrisisError:
    with pytest.raises(EpicrisisError) as caught, told_as_ours(asked(url)), connect(make_url(url), 5):
        pass
    return caught.value


def test_oracle_closed_port_and_unknown_host_with_the_real_driver() -> None:
    closed = failure("oracle+oracledb://ana:cl4ve@127.0.0.1:1/?service_name=HC")
    assert isinstance(closed, ConnectionFailed)
    assert "The host 127.0.0.1 is known, but no database answers there on port 1" in str(closed)
    unknown = failure("oracle+oracledb://ana:cl4ve@no-such-host.invalid/?service_name=HC")
    assert str(unknown).startswith("The host no-such-host.invalid is not known")


def test_sql_server_as_far_as_a_driver_goes() -> None:
    for url in (
        "mssql+pyodbc://ana:cl4ve@127.0.0.1:1/hc?driver=ODBC+Driver+99",
        "mssql+mssqlpython://ana:cl4ve@127.0.0.1:1/hc",
    ):
        error = failure(url)
        # Which one depends on what the machine has; every one says what to do.
        assert isinstance(error, DriverMissing | ConnectionFailed)
        assert "Install" in str(error) or "Check the port" in str(error)
        assert "cl4ve" not in str(error)


def test_a_driver_that_is_not_installed_is_named_with_its_command() -> None:
    error = failure("postgresql+psycopg2://ana:cl4ve@h/hc")
    assert isinstance(error, DriverMissing)
    assert str(error) == (
        'The driver psycopg2 for postgresql is not installed. Install it with: pip install "psycopg2"'
    )
    with (
        pytest.raises(DriverMissing, match=r'The driver oracledb for oracle .*pip install "oracledb"$'),
        told_as_ours(asked("oracle+oracledb://h/?service_name=x")),
    ):
        raise ModuleNotFoundError("No module named 'oracledb'")
    with (
        pytest.raises(DriverMissing, match=r'The driver mssqlpython for mssql .*pip install "mssql-python"$'),
        told_as_ours(asked("mssql+mssqlpython://h/x")),
    ):
        raise ModuleNotFoundError("No module named 'mssql_python'")


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("oracle+cx_oracle://ana@127.0.0.1:1/?service_name=x", "Install the driver."),
        (
            "mssql+pymssql://ana@127.0.0.1:1/x",
            "Install the driver, or name another one in source.driver: mssql-python or pyodbc.",
        ),
    ],
)
def test_another_driver_is_only_advised_where_there_is_one(url: str, advice: str) -> None:
    source = SourceSettings(url=SecretStr(url), table="t", retries=0)
    failed = probe_source(Settings(source=source))[-1]
    assert (failed.subject, failed.advice) == ("driver", advice)


def test_a_refused_login_says_who_and_where() -> None:
    with pytest.raises(LoginRefused, match="h refuses the login of ana to the database hc"), told_as_ours(asked()):
        raise psycopg.errors.InvalidPassword("password authentication failed")
