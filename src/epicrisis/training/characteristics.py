"""What the training rows are beside the test rows, in counts that no patient can be found by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from epicrisis.evaluation.splits import Split
from epicrisis.evaluation.withholding import FEWEST_PATIENTS, is_withheld, patients_of_values, rounded, step_of
from epicrisis.features.columns import number_column, object_column, wrapped
from epicrisis.settings.data import ColumnSettings
from epicrisis.training.preparation import patients_of
from epicrisis.training.result import Characteristic, LevelCount

MOST_LEVELS: Final = 12
OTHER_VALUES: Final = "…"
"""Stands for the values that are not listed, because they are rare or many."""

IntArray = npt.NDArray[np.int64]


class Count(NamedTuple):
    """Notes of a value on one side, and their patients."""

    notes: int
    patients: int


def describe_columns(notes: pl.DataFrame, split: Split, columns: ColumnSettings) -> list[Characteristic]:
    """Describe the length of the notes, the numbers and the categories, the training rows beside the test rows.

    Parameters
    ----------
    notes : DataFrame
        The clean notes.
    split : Split
        Their division.
    columns : ColumnSettings
        Which column is what.
    """
    patients = patients_of(notes, columns)
    sides = (split.train, split.test)
    lengths = notes.select(pl.sum_horizontal(pl.col(columns.text).str.count_matches(r"\S+").fill_null(0)))
    found = [_numbers("", "length", lengths.to_series().to_numpy().astype(np.float64), patients, sides)]
    native = wrapped(notes)
    numbers, categories = (
        [name for name in names if name in notes.columns] for names in (columns.numeric, columns.categorical)
    )
    found += [_numbers(name, "number", number_column(native, name), patients, sides) for name in numbers]
    found += [_categories(name, object_column(native, name), patients, sides) for name in categories]
    return found


def published(counts: Sequence[Count], step: int) -> list[int | None]:
    """Return the notes of each value of a column on one side, as they may be shown (see `withholding`).

    Parameters
    ----------
    counts : sequence of Count
        One a value.
    step : int
        What they are rounded to.
    """
    return [None if is_withheld(one.patients) else rounded(one.notes, step) for one in counts]


def _numbers(
    name: str,
    kind: str,
    values: npt.NDArray[np.float64],
    patients: IntArray,
    sides: tuple[IntArray, IntArray],
) -> Characteristic:
    there = ~np.isnan(values)
    quartiles = [_quartiles(values[rows][there[rows]], patients[rows][there[rows]]) for rows in sides]
    filled = [[_count(patients[rows][there[rows]]), _count(patients[rows][~there[rows]])] for rows in sides]
    empty = [published(counts, step_of([one.patients for one in counts]))[1] for counts in filled]
    levels = [] if there.all() else [LevelCount(value=None, train=empty[0], test=empty[1])]
    return Characteristic.model_validate(
        {"column": name, "kind": kind, "train": quartiles[0], "test": quartiles[1], "levels": levels}
    )


def _quartiles(values: npt.NDArray[np.float64], patients: IntArray) -> tuple[float, float, float] | None:
    if _count(patients).patients < FEWEST_PATIENTS:
        return None
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return float(low), float(middle), float(high)


def _categories(
    name: str, cells: Sequence[str], patients: IntArray, sides: tuple[IntArray, IntArray]
) -> Characteristic:
    values = np.array(cells, dtype=np.str_)
    shown = _shown_values(values, patients)
    # A value that few have is a word of theirs: it is not even named.
    masks = {value: values == value for value in [*shown, ""]}
    masks[OTHER_VALUES] = ~np.logical_or.reduce(list(masks.values()))
    kept = {value: mask for value, mask in masks.items() if mask.any()}
    train, test = (
        published(
            [_count(patients[rows][mask[rows]]) for mask in kept.values()],
            step_of(list(patients_of_values(values[rows], patients[rows]).values())),
        )
        for rows in sides
    )
    levels = [
        LevelCount(value=value or None, train=ours, test=theirs)
        for value, ours, theirs in zip(kept, train, test, strict=True)
    ]
    return Characteristic(column=name, kind="category", levels=levels)


def _shown_values(values: npt.NDArray[np.str_], patients: IntArray) -> list[str]:
    frame = pl.DataFrame({"value": values.tolist(), "patient": patients})
    held = frame.filter(pl.col("value") != "").group_by("value").agg(pl.col("patient").n_unique(), pl.len())
    enough = held.filter(pl.col("patient") >= FEWEST_PATIENTS).sort(["len", "value"], descending=[True, False])
    return [str(value) for value in enough["value"].head(MOST_LEVELS).to_list()]


def _count(patients: IntArray) -> Count:
    return Count(len(patients), len(np.unique(patients)))
