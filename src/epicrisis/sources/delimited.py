"""Files of separated values: how one is laid out, found by looking, and its rows.

Cells are read as bytes and decoded one by one, so that a few letters of another code page cost those letters' cells
a mending and nobody a file.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from epicrisis.errors import CorruptFile, NoRows, SettingsError
from epicrisis.sources.arrays import decoded_array, unique_names

_SEPARATORS = ",;\t|"
_SAMPLE_BYTES = 256 * 1024
_SAMPLE_RECORDS = 50
# A row may not be longer than a block; a note of many megabytes must fit.
_BLOCK_BYTES = 32 * 2**20
_NULLS = ["", "NULL", "\\N"]
# What exports are written in where they are not UTF-8: by Windows, by DOS programs, by old Macs. Statistical
# detectors mistake one for another in a few hundred letters; the letters that Spanish has tell them apart.
_CODE_PAGES = ["cp1252", "cp850", "mac_roman"]
_EXPECTED_LETTERS = set("áéíóúñüçàèìòùâêîôûãõÁÉÍÓÚÑÜÇ¿¡ºª°·«»“”‘’–—…€")


@dataclass(frozen=True)
class Layout:
    """How a file of separated values is written.

    Parameters
    ----------
    separator : str
        One character.
    encoding : str
        Python's name of it.
    names : tuple of str
        The columns.
    detected : bool
        Whether separator or encoding were found by looking.
    """

    separator: str
    encoding: str
    names: tuple[str, ...]
    detected: bool

    @property
    def is_bytewise(self) -> bool:
        """Whether cells can be cut before they are decoded: ASCII stands for itself in this encoding."""
        return self.encoding == "utf-8" or _is_one_byte_a_letter(self.encoding)


def detect_layout(path: Path, *, separator: str = "", encoding: str = "") -> Layout:
    """Look at a file and say how it is written.

    Parameters
    ----------
    path : Path
        The file.
    separator, encoding : str
        What is known; empty to find out.

    Raises
    ------
    NoRows
        The file is empty.
    SettingsError
        The encoding is not one that Python knows, or the file is not written in it.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    if not sample.strip():
        raise NoRows("The file {file} is empty.", file=path.name)
    found = _known(encoding) if encoding else _detect_encoding(path, sample)
    try:
        text = _sample_text(sample, found)
    except UnicodeError:
        raise SettingsError("The file {file} is not written in {encoding}.", file=path.name, encoding=found) from None
    mark = separator or ("\t" if path.suffix.lower() == ".tsv" else _detect_separator(text))
    header = next(_records(text, mark), [path.stem])
    return Layout(mark, found, tuple(unique_names(header)), detected=not (separator and encoding))


def delimited_tables(path: Path, layout: Layout) -> Iterator[tuple[pa.Table, int]]:
    """Yield the rows, all cells as text, and how many cells of each table were no UTF-8.

    Raises
    ------
    CorruptFile
        A row has more or fewer cells than the first line has names, or a quote is never closed.
    """
    broken: list[tuple[int, int]] = []

    def refuse(row: pacsv.InvalidRow) -> str:
        broken.append((row.number or 0, row.actual_columns))
        return "error"

    kind = pa.binary() if layout.is_bytewise else pa.string()
    try:
        reader = pacsv.open_csv(
            path,
            # One thread: only then does Arrow know the number of a broken row.
            pacsv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK_BYTES,
                column_names=list(layout.names),
                skip_rows_after_names=1,
                encoding="utf-8" if layout.is_bytewise else layout.encoding,
            ),
            pacsv.ParseOptions(delimiter=layout.separator, newlines_in_values=True, invalid_row_handler=refuse),
            pacsv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(layout.names, kind),
                strings_can_be_null=True,
                null_values=_NULLS,
            ),
        )
        last = None
        for batch in reader:
            table, mended = _as_text(batch, layout)
            last = table.column(table.num_columns - 1)[-1].as_py() if len(table) else last
            yield table, mended
    except (pa.ArrowInvalid, UnicodeError):
        # Arrow's message repeats the row, which is a patient's.
        raise _broken(path, layout, broken) from None
    if last and layout.is_bytewise and _ends_within_quotes(path, last):
        raise _broken(path, layout, broken)


def _ends_within_quotes(path: Path, last: str) -> bool:
    """Whether a quote that is never closed took the rest of the file into the last cell; Arrow accepts that."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1024, 0))
        tail = file.read().rstrip()
    return "\n" in last and not tail.endswith(b'"')


def _as_text(batch: pa.RecordBatch, layout: Layout) -> tuple[pa.Table, int]:
    fallback = "cp1252" if layout.encoding == "utf-8" else layout.encoding
    if not layout.is_bytewise:
        return pa.Table.from_batches([batch]), 0
    decoded = [decoded_array(column, fallback) for column in batch.columns]
    return pa.table([array for array, _ in decoded], names=list(layout.names)), sum(mended for _, mended in decoded)


def _broken(path: Path, layout: Layout, broken: list[tuple[int, int]]) -> CorruptFile:
    if broken:
        row, cells = broken[0]
        return CorruptFile(
            "Row {row} of {file} has {cells} cells, and the first line has {expected} names. A text that holds the "
            "separator or a line break must stand in double quotes; or set source.separator.",
            row=row,
            file=path.name,
            cells=cells,
            expected=len(layout.names),
        )
    return CorruptFile(
        "The file {file} cannot be cut into rows: a double quote is never closed, or the encoding is not {encoding}.",
        file=path.name,
        encoding=layout.encoding,
    )


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b"".decode(name)
    except LookupError:
        raise SettingsError(
            "source.encoding is {encoding!r}, which is no encoding. Examples: utf-8, cp1252, latin-1, utf-16.",
            encoding=encoding,
        ) from None
    return "utf-8" if name in ("utf-8-sig", "ascii") else name


def _is_one_byte_a_letter(encoding: str) -> bool:
    ascii_bytes = bytes(range(32, 127))
    try:
        return ascii_bytes.decode(encoding) == ascii_bytes.decode("ascii") and len(b"\xe9\xf1".decode(encoding)) == 2
    except UnicodeDecodeError:
        return False


def _detect_encoding(path: Path, sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    valid, stray = _letters_beyond_ascii(path)
    if stray == 0 or valid > stray:
        return "utf-8"
    return max(_CODE_PAGES, key=lambda page: sum(map(_EXPECTED_LETTERS.__contains__, sample.decode(page, "ignore"))))


def _letters_beyond_ascii(path: Path) -> tuple[int, int]:
    """Count the letters that are proper UTF-8 and the bytes that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    valid = stray = 0
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            text = decoder.decode(chunk)
            proper = text.encode("utf-8", "ignore").decode("utf-8")
            stray += len(text) - len(proper)
            valid += len(proper) - len(proper.encode("ascii", "ignore"))
    return valid, stray


def _sample_text(sample: bytes, encoding: str) -> str:
    text = sample.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    # The sample may end in the middle of a row.
    complete, line_break, _ = text.rpartition("\n")
    return complete + line_break if len(sample) == _SAMPLE_BYTES and line_break else text


def _detect_separator(text: str) -> str:
    return max(_SEPARATORS, key=lambda separator: _agreement(text, separator))


def _agreement(text: str, separator: str) -> tuple[bool, float, int]:
    """How well a separator explains a file: it cuts the first line, and the other rows into as many cells."""
    records = list(islice(_records(text, separator), _SAMPLE_RECORDS))
    if not records:
        return False, 0.0, 0
    width = len(records[0])
    agreeing = Counter(len(record) for record in records)[width] / len(records)
    return width > 1, agreeing, width


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Yield rows of the sample; one with a cell beyond Python's limit, a very long note, ends it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            record = next(reader)
        except (StopIteration, csv.Error):
            return
        if record:
            yield record
