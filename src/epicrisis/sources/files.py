"""Notes from files: Parquet, CSV, XLSX and NDJSON, in batches as far as the format allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.i18n.catalogue import join_names
from epicrisis.settings.data import SourceSettings
from epicrisis.sources.addresses import FileAddress
from epicrisis.sources.arrays import EXACT_INTEGER, decoded_array, to_array, unique_names
from epicrisis.sources.decoding import decode
from epicrisis.sources.delimited import Layout, delimited_tables, detect_layout
from epicrisis.sources.notes import Note, note


@dataclass
class Tally:
    """What happened to cells while they were read."""

    mended: int = 0
    notes: list[Note] = field(default_factory=list)


def table_of(names: list[str], columns: list[Any], tally: Tally) -> pa.Table:
    """Return columns of Python values as a table, counting the cells whose bytes were mended."""
    arrays = []
    for values in columns:
        array, mended = to_array(values)
        tally.mended += mended
        arrays.append(array)
    return pa.Table.from_arrays(arrays, names=names)


def file_tables(address: FileAddress, source: SourceSettings, tally: Tally) -> Iterator[pa.Table]:
    """Yield the rows of a file, the first ``source.rows`` of them.

    Raises
    ------
    CorruptFile
        The file is not what its name says, or is damaged.
    SettingsError
        The sheet, the separator or the encoding that the settings name does not exist.
    """
    match address.kind:
        case "parquet":
            tables = _parquet(address.path, source.batch_rows, tally)
        case "xlsx":
            tables = _xlsx(address.path, source, tally)
        case "ndjson":
            tables = _ndjson(address.path, source.batch_rows, tally)
        case "delimited":
            tables = _delimited(address.path, source, tally)
    return first_rows(tables, source.rows)


def first_rows(tables: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Yield the first `rows` rows of some tables; all of them if that is 0."""
    left = rows
    for table in tables:
        yield table.slice(0, left) if rows else table
        left -= len(table)
        if rows and left <= 0:
            return


def _parquet(path: Path, batch_rows: int, tally: Tally) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=batch_rows):
                yield pa.table(
                    [plain_column(column, tally) for column in batch.columns], names=unique_names(batch.schema.names)
                )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise _corrupt(path, "Parquet") from without_words(error)


def plain_column(column: pa.Array, tally: Tally) -> pa.Array:
    """Return a column with a type that the other sources have too: no dictionaries, views, bytes or nesting."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain_column(column.dictionary_decode(), tally)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_large_binary(kind) or pa.types.is_binary(kind) or pa.types.is_binary_view(kind):
        array, mended = decoded_array(column.cast(pa.binary()))
        tally.mended += mended
        return array
    if pa.types.is_nested(kind) or pa.types.is_decimal(kind):
        return to_array(column.to_pylist())[0]
    return column


def _xlsx(path: Path, source: SourceSettings, tally: Tally) -> Iterator[pa.Table]:
    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
        sheet = source.sheet or names[0]
        if sheet not in names:
            raise SettingsError(
                "The sheet {sheet!r} is not in {file}. Its sheets: {found}.",
                sheet=sheet,
                file=path.name,
                found=join_names(names),
            )
        rows = book.load_sheet(sheet, schema_sample_rows=None, n_rows=source.rows or None).to_arrow()
    except fastexcel.FastExcelError as error:
        raise _corrupt(path, "XLSX") from without_words(error)
    tally.notes.append(note("The sheet {sheet} of the workbook was read.", sheet=sheet))
    columns = [_whole_numbers(plain_column(column, tally)) for column in rows.columns]
    yield pa.table(
        columns, names=unique_names([name if not name.startswith("__UNNAMED__") else "" for name in rows.schema.names])
    )


def _whole_numbers(column: pa.Array) -> pa.Array:
    """Return numbers as integers if all of them are: a workbook knows only doubles."""
    if not pa.types.is_floating(column.type) or column.null_count == len(column):
        return column
    whole = pc.all(pc.and_(pc.equal(pc.floor(column), column), pc.less_equal(pc.abs(column), EXACT_INTEGER)))
    return column.cast(pa.int64()) if whole.as_py() else column


def _ndjson(path: Path, batch_rows: int, tally: Tally) -> Iterator[pa.Table]:
    size = min(batch_rows, 1_000)
    with path.open("rb") as file:
        records = _records(file, path, tally)
        while batch := list(islice(records, size)):
            keys = list(dict.fromkeys(key for record in batch for key in record))
            columns = [[record.get(key) for record in batch] for key in keys]
            yield table_of(unique_names(keys), columns, tally)


def _records(lines: Iterator[bytes], path: Path, tally: Tally) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        text, mended = decode(line)
        tally.mended += mended
        try:
            record = json.loads(text.removeprefix("\ufeff"))
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise CorruptFile(
                "Line {line} of {file} is not a JSON object. Each line must hold one.", line=number, file=path.name
            )
        yield record


def _delimited(path: Path, source: SourceSettings, tally: Tally) -> Iterator[pa.Table]:
    layout = detect_layout(path, separator=source.separator, encoding=source.encoding)
    tally.notes.append(_layout_note(layout))
    for table, mended in delimited_tables(path, layout):
        tally.mended += mended if layout.encoding == "utf-8" else 0
        yield table


def _layout_note(layout: Layout) -> Note:
    separator = {"\t": "tab"}.get(layout.separator, layout.separator)
    if layout.detected:
        return note(
            "The file's separator is {separator} and its encoding {encoding}, as found by looking.",
            separator=separator,
            encoding=layout.encoding,
        )
    return note(
        "The file's separator is {separator} and its encoding {encoding}.",
        separator=separator,
        encoding=layout.encoding,
    )


def _corrupt(path: Path, kind: str) -> CorruptFile:
    return CorruptFile(
        "The file {file} cannot be read as {kind}: it is damaged, protected by a password, or of another kind.",
        file=path.name,
        kind=kind,
    )


def without_words(error: Exception) -> RuntimeError:
    """Return a cause that says only which exception it was: its message may hold cells."""
    return RuntimeError(type(error).__qualname__).with_traceback(error.__traceback__)
