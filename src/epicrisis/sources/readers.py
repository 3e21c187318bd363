"""The two ways to read: from a database, in a session that may have to begin again, and from a file."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from epicrisis.errors import ConnectionFailed, SettingsError
from epicrisis.i18n.catalogue import join_names
from epicrisis.progress import Advance, Listener, warning
from epicrisis.settings.names import fold_name
from epicrisis.settings.schema import Settings
from epicrisis.sources.addresses import FileAddress, describe
from epicrisis.sources.arrays import unique_names
from epicrisis.sources.database import columns_of, connect, stream
from epicrisis.sources.files import Tally, file_tables, table_of
from epicrisis.sources.masking import mask_for
from epicrisis.sources.notes import Note, note
from epicrisis.sources.parquet import NotesWriter
from epicrisis.sources.queries import Query, check_question, load_query
from epicrisis.sources.refusals import Asked, told_as_ours
from epicrisis.sources.selection import Question, Table, orders_itself, selection
from epicrisis.sources.typing_text import give_types

_LONGEST_WAIT = 30


@dataclass(frozen=True)
class Read:
    """What a reading did.

    Parameters
    ----------
    rows : int
        Rows written.
    order : sequence of str
        Columns by which the database ordered them before the cut.
    mended : int
        Cells whose bytes were no UTF-8.
    notes : sequence of Note
        What the report should tell.
    """

    rows: int
    order: Sequence[str]
    mended: int
    notes: Sequence[Note]


class DatabaseReader:
    """Reads what the settings ask of a database.

    Parameters
    ----------
    address : URL
        The database, with its driver.
    settings : Settings
        The question; it is checked here, before any connection.
    """

    def __init__(self, address: URL, settings: Settings) -> None:
        self.address = address
        self.source = settings.source
        self._wanted_order = [name for name in (settings.columns.date, settings.columns.patient) if name]
        self._texts = settings.columns.text
        self._connected = False
        self._order: Sequence[str] = []
        check_question(self.source)
        self.question: Question = (
            Table.parse(self.source.table) if self.source.table else load_query(self.source, address.get_backend_name())
        )

    def identity(self) -> dict[str, Any]:
        """Return what makes this question another one: never a password."""
        is_cut = self.source.rows > 0 and not self.source.order_by
        return {
            **self.facts(),
            "address": describe(self.address),
            "user": self.address.username or "",
            "rows": self.source.rows,
            "order": self.source.order_by or (self._wanted_order if is_cut else []),
        }

    def facts(self) -> dict[str, Any]:
        """Return the question's part of the manifest."""
        query = self.question if isinstance(self.question, Query) else None
        return {
            "backend": self.address.get_backend_name(),
            "query_sha256": query.sha256 if query else "",
            "table": self.source.table,
            "params": dict(self.source.params),
        }

    def asked(self) -> Asked:
        """Return what the sentences about failures need to know."""
        query = self.question.sql if isinstance(self.question, Query) else self.source.table
        values = tuple(str(value) for value in self.source.params.values() if len(str(value)) > 2)
        words = f"{query} {' '.join(self.source.order_by)}"
        return Asked(self.address, mask_for(self.address), self.source.timeout, words, values)

    def read_into(self, path: Path, listener: Listener) -> Read:
        """Read all rows into a Parquet file, from the start again whenever an open connection is lost."""

        def tell(state: RetryCallState) -> None:
            warning(
                listener,
                "The connection was lost; reading begins again from the first row (attempt {attempt} of {attempts}).",
                attempt=state.attempt_number + 1,
                attempts=self.source.retries + 1,
            )

        retrying = Retrying(
            stop=stop_after_attempt(self.source.retries + 1),
            wait=wait_exponential(max=_LONGEST_WAIT),
            # A wrong address fails before the first connection, and waiting does not mend it.
            retry=retry_if_exception(lambda error: isinstance(error, ConnectionFailed) and self._connected),
            before_sleep=tell,
            reraise=True,
        )
        read: Read = retrying(self._read_once, path, listener)
        return read

    def _read_once(self, path: Path, listener: Listener) -> Read:
        tally = Tally()
        listener(Advance("extract", 0, self.source.rows))
        # Only the database's own failures are told as such: a full disk while writing is none of them.
        batches = self._batches(tally)
        with closing(batches), NotesWriter(path, self.source.batch_rows) as writer:
            for table in batches:
                writer.write(table)
                listener(Advance("extract", writer.rows, self.source.rows))
        return Read(writer.rows, self._order, tally.mended, tally.notes)

    def _batches(self, tally: Tally) -> Generator[pa.Table]:
        with told_as_ours(self.asked()), connect(self.address, self.source.timeout) as connection:
            self._connected = True
            statement, self._order = self._statement(connection, tally)
            given, batches = stream(connection, statement, self.source.batch_rows)
            names = unique_names(given)
            if names != [name.strip() for name in given]:
                tally.notes.append(note("Columns that had the same name, or none, were given names of their own."))
            for batch in batches:
                yield table_of(names, list(zip(*batch, strict=True)), tally)

    def _statement(self, connection: sa.Connection, tally: Tally) -> tuple[sa.Executable, Sequence[str]]:
        rows = self.source.rows or None
        order: Sequence[str] = self.source.order_by
        if rows and not order and not orders_itself(self.question):
            order = self._default_order(connection)
        if rows and order:
            tally.notes.append(
                note(
                    "The first {rows} rows by {order} were asked for.",
                    rows=rows,
                    order=join_names(list(order), limit=6),
                )
            )
        elif rows:
            tally.notes.append(note("The first {rows} rows in the query's own order were asked for.", rows=rows))
        return selection(self.question, connection.dialect, order=order, rows=rows), order

    def _default_order(self, connection: sa.Connection) -> list[str]:
        """Return the date and the patient, then every number and moment, which any database can order by."""
        columns = columns_of(connection, selection(self.question, connection.dialect, rows=0))
        by_key = {fold_name(name): name for name, _ in columns}
        wanted = [by_key[fold_name(name)] for name in self._wanted_order if fold_name(name) in by_key]
        texts = {fold_name(name) for name in self._texts}
        others = [name for name, plain in columns if plain and name not in wanted and fold_name(name) not in texts]
        return wanted + others or [columns[0][0]]


class FileReader:
    """Reads a file.

    Parameters
    ----------
    address : FileAddress
        The file.
    settings : Settings
        Its sheet, separator, encoding, and how many rows.
    """

    def __init__(self, address: FileAddress, settings: Settings) -> None:
        self.address = address
        self.source = settings.source
        if self.source.query or self.source.table:
            raise SettingsError(
                "source.query and source.table are for databases, and {file} is a file: remove them.",
                file=address.path.name,
            )

    def identity(self) -> dict[str, Any]:
        """Return what makes this question another one."""
        chosen = {"sheet": self.source.sheet, "separator": self.source.separator, "encoding": self.source.encoding}
        return {**self.facts(), "address": describe(self.address), "rows": self.source.rows, **chosen}

    def facts(self) -> dict[str, Any]:
        """Return the question's part of the manifest."""
        return {"backend": self.address.kind}

    def read_into(self, path: Path, listener: Listener) -> Read:
        """Read the rows into a Parquet file."""
        tally = Tally()
        with NotesWriter(path, self.source.batch_rows) as writer:
            for table in file_tables(self.address, self.source, tally):
                writer.write(table)
                listener(Advance("extract", writer.rows, self.source.rows))
        if self.address.kind == "delimited" and writer.rows:
            give_types(path)
        return Read(writer.rows, [], tally.mended, tally.notes)
