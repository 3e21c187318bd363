"""Writing notes into one Parquet file, batch by batch, although their types are only known at the end."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyarrow as pa
import pyarrow.parquet as pq

from epicrisis.sources.arrays import fitted, widened_schema

COMPRESSION = "zstd"
# A row group is closed at this many bytes, however few its rows: one note may weigh megabytes.
GROUP_BYTES = 64 * 2**20


class NotesWriter:
    """Appends tables to a Parquet file; memory holds one row group.

    A column that was empty so far, or of whole numbers, may turn out to be text. The rows so far then stay in a part
    of their own, and `close` puts the parts together with the types that hold them all.

    Parameters
    ----------
    path : Path
        The file to write.
    group_rows : int
        Rows of a row group.
    """

    def __init__(self, path: Path, group_rows: int) -> None:
        self.path = path
        self.rows = 0
        self._group_rows = group_rows
        self._schema = pa.schema([])
        self._waiting: list[pa.Table] = []
        self._parts: list[Path] = []
        self._file: IO[bytes] | None = None
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        else:
            self._abandon()

    def write(self, table: pa.Table) -> None:
        """Append the rows of a table."""
        self.rows += len(table)
        while len(table):
            room = self._group_rows - sum(map(len, self._waiting))
            self._waiting.append(table.slice(0, room))
            table = table.slice(room)
            full = sum(map(len, self._waiting)) >= self._group_rows
            if full or sum(part.nbytes for part in self._waiting) >= GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        schema = self._schema
        for table in self._waiting:
            schema = widened_schema(schema, table.schema)
        if schema != self._schema:
            self._close_part()
            self._schema = schema
        group = pa.concat_tables([fitted(table, schema) for table in self._waiting])
        self._waiting = []
        writer = self._writer or self._open_part()
        writer.write_table(group, row_group_size=len(group))

    def _open_part(self) -> pq.ParquetWriter:
        part = self.path.with_name(f"{self.path.stem}-{len(self._parts)}.part")
        self._parts.append(part)
        # A file of Python's own: a full disk then comes as an OSError with its number.
        self._file = part.open("wb")
        self._writer = pq.ParquetWriter(self._file, self._schema, compression=COMPRESSION)
        return self._writer

    def _close_part(self) -> None:
        if self._writer is not None:
            self._writer.close()
        if self._file is not None:
            self._file.close()
        self._writer = self._file = None

    def _finish(self) -> None:
        try:
            self._flush()
            self._close_part()
            final = pa.schema([(f.name, pa.string() if pa.types.is_null(f.type) else f.type) for f in self._schema])
            if len(self._parts) == 1 and final == self._schema:
                self._parts.pop().replace(self.path)
            else:
                self._merge(final)
        finally:
            self._abandon()

    def _merge(self, schema: pa.Schema) -> None:
        with self.path.open("wb") as file, pq.ParquetWriter(file, schema, compression=COMPRESSION) as writer:
            for part in self._parts:
                with pq.ParquetFile(part) as source:
                    for group in range(source.num_row_groups):
                        table = fitted(source.read_row_group(group), schema)
                        writer.write_table(table, row_group_size=len(table))

    def _abandon(self) -> None:
        """Let go of every part, whatever state it is in."""
        self._waiting = []
        writer, self._writer = self._writer, None
        file, self._file = self._file, None
        for open_thing in (writer, file):
            try:
                if open_thing is not None:
                    open_thing.close()
            except OSError:
                pass  # the disk is full, and the part is thrown away
        for part in self._parts:
            part.unlink(missing_ok=True)
        self._parts = []
