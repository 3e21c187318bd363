"""Reading what another package reads: its batches as plain tables, its failures as ours and without secrets."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from epicrisis import plugins
from epicrisis.errors import ConnectionFailed, EpicrisisError, OutsideError, QueryFailed, SourceNotFound
from epicrisis.i18n.catalogue import sentence
from epicrisis.progress import Advance, Listener
from epicrisis.settings.schema import Settings
from epicrisis.sources.addresses import AddedAddress, describe
from epicrisis.sources.arrays import unique_names
from epicrisis.sources.files import Tally, first_rows, plain_column, without_words
from epicrisis.sources.parquet import NotesWriter
from epicrisis.sources.queries import query_text
from epicrisis.sources.readers import Read

_FAILED = sentence("The package {package!r} could not read {source} ({reason}).")


class AddedReader:
    """Reads the source of another package.

    Parameters
    ----------
    address : AddedAddress
        The source.
    settings : Settings
        What is asked of it; a query that stands in a file is handed over as its text.
    """

    def __init__(self, address: AddedAddress, settings: Settings) -> None:
        self.address = address
        self.source = settings.source.model_copy(update={"query": query_text(settings.source.query)})
        self.package = plugins.package(plugins.SOURCES, address.spec.name)

    def identity(self) -> dict[str, Any]:
        """Return what makes this question another one: never a password."""
        source = self.source
        return {
            **self.facts(),
            "address": describe(self.address),
            # What the description leaves out may still be another question.
            "url_sha256": hashlib.sha256(self.address.mask(self.address.url).encode()).hexdigest(),
            "user": source.user,
            "rows": source.rows,
            "order": list(source.order_by),
            "sheet": source.sheet,
            "separator": source.separator,
            "encoding": source.encoding,
            "version": self.address.spec.version,
        }

    def facts(self) -> dict[str, Any]:
        """Return the question's part of the manifest."""
        query = self.source.query
        return {
            "backend": self.address.spec.name,
            "query_sha256": hashlib.sha256(query.encode()).hexdigest() if query else "",
            "table": self.source.table,
            "params": dict(self.source.params),
        }

    def fingerprint(self) -> str:
        """Return a hash that changes when the notes do; empty where the package cannot know without reading."""
        ask = self.address.spec.fingerprint
        if ask is None:
            return ""
        with self._told():
            return hashlib.sha256(str(ask(self.source)).encode()).hexdigest()

    def tool(self) -> str:
        """Return the package that reads, with its version."""
        try:
            return f"{self.package} {version(self.package)}"
        except PackageNotFoundError:
            return self.package

    def read_into(self, path: Path, listener: Listener) -> Read:
        """Read the rows into a Parquet file."""
        tally = Tally()
        listener(Advance("extract", 0, self.source.rows))
        # A full disk while writing is no failure of the package.
        with closing(self.tables(tally)) as tables, NotesWriter(path, self.source.batch_rows) as writer:
            for table in tables:
                writer.write(table)
                listener(Advance("extract", writer.rows, self.source.rows))
        return Read(writer.rows, list(self.source.order_by), tally.mended, tally.notes)

    def tables(self, tally: Tally) -> Generator[pa.Table]:
        """Yield the rows in columns of plain types, ``source.rows`` of them at most.

        Raises
        ------
        EpicrisisError
            As the package raised it, or in its place where it raised something else.
        """
        with self._told():
            yield from first_rows(self._plain(tally), self.source.rows)

    def _plain(self, tally: Tally) -> Iterator[pa.Table]:
        for batch in self.address.spec.read(self.source):
            table: Any = batch.to_arrow() if isinstance(batch, pl.DataFrame) else batch
            if isinstance(table, pa.RecordBatch):
                table = pa.Table.from_batches([table])
            if not isinstance(table, pa.Table):
                raise QueryFailed(
                    "The package {package!r} gave {given} for {source}, and not a table of Arrow or Polars.",
                    package=self.package,
                    given=type(batch).__name__,
                    source=describe(self.address),
                )
            for part in table.to_batches():
                columns = [plain_column(column, tally) for column in part.columns]
                yield pa.table(columns, names=unique_names(part.schema.names))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the package raises in our words: its own may hold passwords, parameters or cells."""
        mask = self.address.mask
        try:
            yield
        except EpicrisisError as error:
            shown = {name: mask(value) if isinstance(value, str) else value for name, value in error.fields.items()}
            raise error.filled(**shown) from without_words(error)
        except Exception as error:  # noqa: BLE001 - told as one of ours
            kind = _kind_of(error)
            fields = {"package": self.package, "source": describe(self.address), "reason": type(error).__name__}
            raise kind(_FAILED, **fields) from without_words(error)


def _kind_of(error: Exception) -> type[EpicrisisError]:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return SourceNotFound
        case ConnectionError() | TimeoutError():
            return ConnectionFailed
        case OSError():
            return OutsideError
        case _:
            return QueryFailed
