"""Python values to Arrow columns, and what becomes of two types that meet in one column."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from epicrisis.sources.decoding import decode, without_surrogates

# Beyond this, an integer has no exact double, and two patients' numbers could fall into one.
EXACT_INTEGER = 2**53

_MOMENT = pa.timestamp("us")
_ZONED = pa.timestamp("us", tz="UTC")


def to_array(values: Sequence[Any]) -> tuple[pa.Array, int]:
    """Return one column, and how many of its cells were bytes that are no UTF-8.

    Parameters
    ----------
    values : sequence
        What a driver gave: None, numbers, text, bytes, dates, or anything else, which becomes text.

    Returns
    -------
    array : pyarrow.Array
        Of type null, bool, int64, double, date32, timestamp or string.
    mended : int
        Cells decoded with the code page of Windows.
    """
    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return pa.nulls(len(values)), 0
    if any(issubclass(kind, bytes | bytearray | memoryview) for kind in kinds):
        return _decoded(values, kinds)
    return _of_kinds(values, kinds), 0


def decoded_array(array: pa.Array, fallback: str = "cp1252") -> tuple[pa.Array, int]:
    """Return a column of bytes as text, and how many cells were no UTF-8."""
    try:
        return array.cast(pa.string()), 0
    except pa.ArrowInvalid:
        cells = [None if cell is None else decode(cell, fallback) for cell in array.to_pylist()]
        texts = [None if cell is None else cell[0] for cell in cells]
        return pa.array(texts, pa.string()), sum(cell[1] for cell in cells if cell is not None)


def _decoded(values: Sequence[Any], kinds: set[type]) -> tuple[pa.Array, int]:
    if kinds == {bytes}:
        return decoded_array(pa.array(values, pa.binary()))
    pairs = [decode(bytes(v)) if isinstance(v, bytes | bytearray | memoryview) else (v, False) for v in values]
    return to_array([value for value, _ in pairs])[0], sum(mended for _, mended in pairs)


def _of_kinds(values: Sequence[Any], kinds: set[type]) -> pa.Array:
    if kinds == {str}:
        return _text(values)
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {int, float, Decimal, bool}:
        return _numbers(values)
    if kinds == {date}:
        return pa.array(values, pa.date32())
    if kinds <= {date, datetime}:
        return _moments(values)
    return _text([None if value is None else _as_text(value) for value in values])


def _numbers(values: Sequence[Any]) -> pa.Array:
    present = [value for value in values if value is not None]
    integers = [value for value in present if _is_integer(value)]
    if any(abs(value) > EXACT_INTEGER for value in integers):
        return _text([None if value is None else _as_text(value) for value in values])
    kind, convert = (pa.int64(), int) if len(integers) == len(present) else (pa.float64(), float)
    make: Callable[[Any], int | float] = convert
    return pa.array([None if value is None else make(value) for value in values], kind)


def _is_integer(value: Any) -> bool:
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return isinstance(exponent, int) and exponent >= 0
    return isinstance(value, int)


def _moments(values: Sequence[Any]) -> pa.Array:
    moments = [value for value in values if isinstance(value, datetime)]
    zoned = sum(moment.tzinfo is not None for moment in moments)
    if zoned == 0:
        return pa.array(values, _MOMENT)
    if zoned == sum(value is not None for value in values):
        return pa.array(values, _ZONED)
    return _text([None if value is None else value.isoformat() for value in values])


def _as_text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(values: Sequence[str | None]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([None if value is None else without_surrogates(value) for value in values], pa.string())


def widened(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    """Return the narrowest type that holds the values of both; text holds everything."""
    if one == other or pa.types.is_null(other):
        return one
    if pa.types.is_null(one):
        return other
    pair = {one, other}
    if pair == {pa.bool_(), pa.int64()}:
        return pa.int64()
    if pair == {pa.int64(), pa.float64()}:
        return pa.float64()
    if pair == {pa.date32(), _MOMENT}:
        return _MOMENT
    return pa.string()


def widened_schema(one: pa.Schema, other: pa.Schema) -> pa.Schema:
    """Return the columns of both, each with the type that holds both."""
    types = {field.name: field.type for field in one}
    for field in other:
        types[field.name] = widened(types.get(field.name, pa.null()), field.type)
    return pa.schema(list(types.items()))


def fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return `table` with the columns and types of a schema that is at least as wide; absent columns are null."""
    columns = [
        table.column(field.name).cast(field.type)
        if field.name in table.column_names
        else pa.nulls(len(table), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def unique_names(names: Sequence[str]) -> list[str]:
    """Return `names` without blanks around them, each once: a repeated name gets a number, an empty one its place."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        base = name.strip().strip("\ufeff") or f"column_{place}"
        candidate, count = base, 1
        while candidate in found:
            count += 1
            candidate = f"{base}_{count}"
        found.append(candidate)
    return found
