"""Tried parameters as points: what a Gaussian process can measure distances between."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Value = str | int | float | bool | None


def points_of(
    params: Sequence[Mapping[str, Value]],
    *,
    log: Collection[str] = (),
    bounds: Mapping[str, tuple[float, float]] | None = None,
) -> FloatArray:
    """Return a point for each trial: numbers scaled to 0 to 1, a column of 0 and 1 for each category.

    A parameter that a trial does not have (a conditional one) is NaN in its column of numbers, and 0 in all of its
    columns of categories. A parameter that has one value in all trials has no column.

    Parameters
    ----------
    params : sequence of mappings
        The parameters of each trial, by name. One with a value that is no number is categorical.
    log : collection of str
        Names of those that are searched on a logarithmic scale.
    bounds : mapping of str to (float, float), optional
        The range in which a number is searched; that of the tried ones if it is not told.

    Returns
    -------
    ndarray of shape (trials, columns)
        Columns in the order of the names.

    Raises
    ------
    ValueError
        A parameter of a logarithmic scale is zero or below.
    """
    columns: list[FloatArray] = []
    for name in sorted({name for trial in params for name in trial}):
        given = [trial[name] for trial in params if name in trial]
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in given):
            numbers = np.array([trial.get(name, np.nan) for trial in params], dtype=np.float64)
            columns += _scaled(name, numbers, name in log, (bounds or {}).get(name))
        else:
            columns += _one_hot(name, params)
    return np.column_stack(columns) if columns else np.empty((len(params), 0))


def _scaled(name: str, numbers: FloatArray, log: bool, bounds: tuple[float, float] | None) -> list[FloatArray]:
    low, high = bounds or (np.nanmin(numbers), np.nanmax(numbers))
    if log:
        if min(low, np.nanmin(numbers)) <= 0:
            raise ValueError(f"{name} is searched on a logarithmic scale and is zero or below")
        numbers, low, high = np.log(numbers), np.log(low), np.log(high)
    absent = bool(np.isnan(numbers).any())
    if np.nanmin(numbers) == np.nanmax(numbers) and not absent:
        return []
    width = high - low
    return [np.clip((numbers - low) / width, 0.0, 1.0) if width > 0 else np.where(np.isnan(numbers), np.nan, 0.5)]


def _one_hot(name: str, params: Sequence[Mapping[str, Value]]) -> list[FloatArray]:
    # The type is part of the category: True, 1 and "1" are three; and None has no order beside text.
    categories = [f"{type(trial[name]).__name__} {trial[name]}" if name in trial else None for trial in params]
    distinct = sorted({category for category in categories if category is not None})
    if len(distinct) == 1 and None not in categories:
        return []
    return [np.array([category == one for category in categories], dtype=np.float64) for one in distinct]
