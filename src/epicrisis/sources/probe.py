"""Finding out, step by step, whether the notes can be read: driver, host, login, query, columns, rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from sqlalchemy.engine import URL

from epicrisis.errors import (
    ConnectionFailed,
    DriverMissing,
    EpicrisisError,
    LoginRefused,
    NoRows,
    QueryFailed,
    QueryTimedOut,
    SchemaMismatch,
    SourceNotFound,
)
from epicrisis.i18n.catalogue import join_names, sentence
from epicrisis.settings.names import fold_name
from epicrisis.settings.schema import Settings
from epicrisis.sources.added import AddedReader
from epicrisis.sources.addresses import AddedAddress, Address, FileAddress, describe, locate
from epicrisis.sources.database import connect, stream
from epicrisis.sources.files import Tally, file_tables
from epicrisis.sources.readers import DatabaseReader, FileReader
from epicrisis.sources.refusals import told_as_ours
from epicrisis.sources.selection import selection

_ROWS = 5

Subject = Literal["source", "driver", "host", "login", "query", "columns", "rows"]


@dataclass(frozen=True)
class Finding:
    """One step and how it went.

    Parameters
    ----------
    subject : str
        The step.
    ok : bool
        Whether it can be taken.
    template : str
        What was found, as an English template.
    fields : dict
        The template's fields: names and counts, never a cell.
    advice : str
        What to do, as an English template without fields; empty where the finding says it or nothing is amiss.
    exit_code : int
        That of the error which a training would end with; 0 where nothing is amiss.
    """

    subject: Subject
    ok: bool
    template: str
    fields: dict[str, object] = field(default_factory=dict)
    advice: str = ""
    exit_code: int = 0


_ADVICE: dict[Subject, str] = {
    "driver": sentence("Install the driver."),
    "host": sentence("Ask whoever runs the database for the server's name and port, and whether a VPN is needed."),
    "login": sentence("Try the same user and password in another program, for example the database's own console."),
    "query": sentence("Run the query in the database's own console, and bring it here when it works there."),
    "columns": sentence("Change the names under [columns] in the settings, or name the columns with AS in the query."),
    "rows": sentence("Loosen the conditions of the query, or change source.params."),
}
_OTHER_DRIVER = sentence("Install the driver, or name another one in source.driver: mssql-python or pyodbc.")


def probe_source(settings: Settings) -> list[Finding]:
    """Try to read a handful of rows and say how far it got; no cell is shown or kept.

    Parameters
    ----------
    settings : Settings
        The source and the columns.

    Returns
    -------
    list of Finding
        In the order of the steps; the first that fails is the last of the list.
    """
    try:
        address = locate(settings.source)
        if isinstance(address, AddedAddress):
            return list(_added_findings(address, settings))
        if isinstance(address, FileAddress):
            return list(_file_findings(address, settings))
        return list(_database_findings(DatabaseReader(address, settings), settings))
    except EpicrisisError as error:
        return [_failed("source", error)]


def _database_findings(reader: DatabaseReader, settings: Settings) -> Iterator[Finding]:
    yield _source_found(reader.address)
    try:
        names, rows = _few_rows(reader)
    except EpicrisisError as error:
        yield from _passed_before(error, reader.address)
        subject = _subject_of(error)
        choice = subject == "driver" and reader.address.get_backend_name() == "mssql"
        yield _failed(subject, error, _OTHER_DRIVER if choice else "")
        return
    yield from _passed(reader.address)
    yield Finding("query", True, sentence("The database answers the query."))
    yield from _rows_findings(names, rows, settings)


def _file_findings(address: FileAddress, settings: Settings) -> Iterator[Finding]:
    yield _source_found(address)
    try:
        reader = FileReader(address, _of_few_rows(settings))
        tables = list(islice(file_tables(address, reader.source, Tally()), 1))
    except EpicrisisError as error:
        yield _failed("source", error)
        return
    names = tables[0].column_names if tables else []
    yield from _rows_findings(names, len(tables[0]) if tables else 0, settings)


def _added_findings(address: AddedAddress, settings: Settings) -> Iterator[Finding]:
    yield _source_found(address)
    try:
        with closing(AddedReader(address, _of_few_rows(settings)).tables(Tally())) as rest:
            tables = list(islice(rest, 1))
    except EpicrisisError as error:
        yield _failed("source", error)
        return
    yield from _rows_findings(tables[0].column_names if tables else [], sum(map(len, tables)), settings)


def _of_few_rows(settings: Settings) -> Settings:
    return settings.model_copy(update={"source": settings.source.model_copy(update={"rows": _ROWS})})


def _few_rows(reader: DatabaseReader) -> tuple[list[str], int]:
    with told_as_ours(reader.asked()), connect(reader.address, reader.source.timeout) as connection:
        names, batches = stream(connection, selection(reader.question, connection.dialect, rows=_ROWS), _ROWS)
        return names, sum(len(batch) for batch in batches)


def _rows_findings(names: list[str], rows: int, settings: Settings) -> Iterator[Finding]:
    columns = settings.columns
    declared = columns.declared
    found = {fold_name(name) for name in names}
    missing = [name for name in declared if fold_name(name) not in found]
    if missing:
        yield Finding(
            "columns",
            False,
            sentence("The columns {missing} are not in the source. Found: {found}."),
            {"missing": join_names(missing), "found": join_names(names, limit=40)},
            _ADVICE["columns"],
            SchemaMismatch.exit_code,
        )
        return
    yield Finding("columns", True, sentence("All {count} columns of the settings are there."), {"count": len(declared)})
    if rows == 0:
        told = sentence("The source gives no rows.")
        advice = _ADVICE["rows"] if settings.source.query else ""
        yield Finding("rows", False, told, advice=advice, exit_code=NoRows.exit_code)
        return
    yield Finding("rows", True, sentence("The source gives rows."))


def _source_found(address: Address) -> Finding:
    return Finding("source", True, sentence("The source is {source}."), {"source": describe(address)})


def _passed(address: URL) -> Iterator[Finding]:
    if not address.host:
        return
    yield Finding("driver", True, sentence("The driver {driver} is installed."), {"driver": address.get_driver_name()})
    yield Finding("host", True, sentence("The server {host} answers."), {"host": address.host})
    yield Finding("login", True, sentence("The server accepts the login."))


def _passed_before(error: EpicrisisError, address: URL) -> Iterator[Finding]:
    """Say which steps must have been taken for a step to fail."""
    subject = _subject_of(error)
    for finding in _passed(address):
        if finding.subject == subject:
            return
        yield finding


def _subject_of(error: EpicrisisError) -> Subject:
    match error:
        case DriverMissing():
            return "driver"
        case ConnectionFailed():
            return "host"
        case LoginRefused():
            return "login"
        case QueryFailed() | SourceNotFound() | QueryTimedOut():
            return "query"
        case _:
            return "source"


def _failed(subject: Subject, error: EpicrisisError, advice: str = "") -> Finding:
    # A file's failures say by themselves what to do.
    advice = advice or _ADVICE.get(subject, "")
    return Finding(subject, False, error.template, error.fields, advice, error.exit_code)
