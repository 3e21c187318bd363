"""Giving columns of text the type that every one of their cells has.

A file of separated values says nothing of types. A column becomes a number only if all of its cells are numbers
written as a machine writes them: ``007`` is a code, and two patients' codes must not become one number.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from epicrisis.sources.parquet import COMPRESSION

_PATTERNS = {
    "integer": r"^-?(0|[1-9]\d{0,14})$",
    "point": r"^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$",
    "comma": r"^-?(0|[1-9]\d*)(,\d+)?$",
}


def give_types(path: Path) -> None:
    """Rewrite a Parquet file of text columns, those of numbers as numbers.

    Parameters
    ----------
    path : Path
        The file; it is read twice in bounded memory and replaced.
    """
    casts = _casts(path)
    if not casts:
        return
    beside = path.with_suffix(".typed")
    with pq.ParquetFile(path) as source:
        first = _cast(source.schema_arrow.empty_table(), casts)
        with beside.open("wb") as file, pq.ParquetWriter(file, first.schema, compression=COMPRESSION) as writer:
            for group in range(source.num_row_groups):
                table = _cast(source.read_row_group(group), casts)
                writer.write_table(table, row_group_size=len(table))
    beside.replace(path)


def _casts(path: Path) -> dict[str, pa.DataType]:
    """Return the columns that hold nothing but numbers, with the type of each."""
    scan = pl.scan_parquet(path, glob=False)
    names = [name for name, kind in scan.collect_schema().items() if kind == pl.String]
    questions = [
        pl.col(name).str.strip_chars().str.contains(pattern).all().alias(f"{kind}{place}")
        for place, name in enumerate(names)
        for kind, pattern in _PATTERNS.items()
    ]
    questions += [pl.col(name).is_not_null().any().alias(f"any{place}") for place, name in enumerate(names)]
    answers = scan.select(questions).collect(engine="streaming").row(0, named=True)
    casts: dict[str, pa.DataType] = {}
    for place, name in enumerate(names):
        kinds = [kind for kind in _PATTERNS if answers[f"any{place}"] and answers[f"{kind}{place}"]]
        if kinds:
            casts[name] = pa.int64() if "integer" in kinds else pa.float64()
    return casts


def _cast(table: pa.Table, casts: dict[str, pa.DataType]) -> pa.Table:
    for name, kind in casts.items():
        text = pc.replace_substring(pc.utf8_trim_whitespace(table[name]), ",", ".")
        table = table.set_column(table.column_names.index(name), name, text.cast(kind))
    return table
