"""From the columns that a source has to those that the settings declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import polars as pl

from epicrisis.errors import SchemaMismatch, Sentences
from epicrisis.etl.casting import Role, cast_column
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.names import fold_name

ROW_NUMBER = "row_number"
_MOST_SHOWN = 40


def typed_notes(frame: pl.DataFrame, columns: ColumnSettings) -> tuple[pl.DataFrame, Counter[str]]:
    """Take the declared columns out of a frame as read, under their declared names and with their roles' types.

    Parameters
    ----------
    frame : polars.DataFrame
        Rows as read.
    columns : ColumnSettings
        What is declared.

    Returns
    -------
    tuple of (polars.DataFrame, Counter)
        As many rows; the declared columns and ``row_number`` (Int64, position in `frame`). And the cells mended, by
        kind.

    Raises
    ------
    SchemaMismatch
        One error that names every column that is missing, there twice or of the wrong type, and the columns found.
    """
    problems: list[SchemaMismatch] = []
    sources = _matched(frame.columns, columns, problems)
    values: list[pl.Series] = []
    repaired: Counter[str] = Counter()
    for name, role in declared_roles(columns):
        if name not in sources:
            continue
        try:
            cast = cast_column(frame[sources[name]].alias(name), role)
        except SchemaMismatch as problem:
            problems.append(problem)
        else:
            values.append(cast.values)
            repaired += cast.repaired
    if problems:
        raise SchemaMismatch(
            "The columns do not fit the settings:\n{problems}\nColumns found: {found}.",
            problems=Sentences(problems),
            found=_listed(frame.columns),
        )
    return pl.DataFrame(values).with_columns(pl.int_range(frame.height, dtype=pl.Int64).alias(ROW_NUMBER)), repaired


def declared_roles(columns: ColumnSettings) -> Iterator[tuple[str, Role]]:
    """Yield each declared column with its role, in the order of a clean frame."""
    for name in columns.text:
        yield name, "text"
    for name in columns.categorical:
        yield name, "categorical"
    for name in columns.numeric:
        yield name, "numeric"
    yield columns.label, "label"
    if columns.patient:
        yield columns.patient, "patient"
    if columns.date:
        yield columns.date, "date"
    for name in columns.subgroups:
        yield name, "subgroup"


def _matched(found: list[str], columns: ColumnSettings, problems: list[SchemaMismatch]) -> dict[str, str]:
    by_key: dict[str, list[str]] = {}
    for name in found:
        by_key.setdefault(fold_name(name), []).append(name)
    sources: dict[str, str] = {}
    missing = []
    for name, _ in declared_roles(columns):
        same = by_key.get(fold_name(name), [])
        if not same:
            missing.append(name)
        elif len(same) > 1:
            problems.append(
                SchemaMismatch(
                    "{column!r} could be any of {candidates}: names are compared without case, accents and blanks. "
                    "Rename all but one in the query.",
                    column=name,
                    candidates=_listed(same),
                )
            )
        else:
            sources[name] = same[0]
    if missing:
        problems.insert(0, _missing(missing, columns))
    return sources


def _missing(missing: list[str], columns: ColumnSettings) -> SchemaMismatch:
    if missing == [columns.date]:
        return SchemaMismatch(
            'Missing: {missing}. Name the date\'s column in columns.date, or set columns.date = "" if there is none.',
            missing=_listed(missing),
        )
    return SchemaMismatch(
        "Missing: {missing}. Name the right columns in [columns], or give them these names in the query.",
        missing=_listed(missing),
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_MOST_SHOWN])
    return shown if len(names) <= _MOST_SHOWN else f"{shown} … (+{len(names) - _MOST_SHOWN})"
