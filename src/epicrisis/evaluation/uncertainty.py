"""Intervals by a bootstrap that resamples patients.

Rows of one patient are alike, so that resampling rows would give intervals that are too narrow; whole patients are
drawn instead (Field and Welsh, 2007, doi 10.1111/j.1467-9868.2007.00593.x). A drawn patient counts as often as drawn:
all figures are computed from weights, for all resamples at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.confusion import figures_of, mean_of_existing, ratio, tally
from epicrisis.evaluation.metrics import get_metric, row_log_losses

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
RESAMPLES = 1000
ADDED_RESAMPLES = 200
"""Of another package's metric, which is measured on the rows of one resample after another."""
_CHUNK_CELLS = 20_000_000


def bootstrap_intervals(
    true: IntArray,
    probabilities: FloatArray,
    groups: IntArray,
    *,
    seed: int,
    answered: IntArray | None = None,
    resamples: int = RESAMPLES,
    also: Sequence[str] = (),
) -> dict[str, tuple[float, float]]:
    """Return a 95 % percentile interval for each metric.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    groups : ndarray of int of shape (rows,)
        The patient of each row.
    seed : int
        Seed of the draws.
    answered : ndarray of int of shape (rows,), optional
        The class that the model answers; the most probable one by default.
    resamples : int
        Number of draws.
    also : sequence of str
        Names of other packages' metrics; `ADDED_RESAMPLES` draws at most.

    Returns
    -------
    dict of str to (float, float)
        By metric name. A metric that exists in fewer than half of the resamples has none.
    """
    _, codes = np.unique(groups, return_inverse=True)
    answered = probabilities.argmax(axis=1) if answered is None else answered
    patients = int(codes.max()) + 1
    generator = np.random.default_rng(seed)
    draws: dict[str, list[FloatArray]] = {}
    for size in _chunks(resamples, len(true)):
        drawn = generator.multinomial(patients, np.full(patients, 1 / patients), size=size)
        for name, values in _weighted(true, answered, probabilities, drawn[:, codes].astype(np.float64)).items():
            draws.setdefault(name, []).append(values)
    drawn_figures = {name: np.concatenate(parts) for name, parts in draws.items()}
    few = min(resamples, ADDED_RESAMPLES)
    for name in also:
        drawn_figures[name] = _one_by_one(name, true, answered, probabilities, codes, seed, few)
    return {name: interval for name, values in drawn_figures.items() if (interval := _percentiles(values)) is not None}


def _percentiles(values: FloatArray) -> tuple[float, float] | None:
    """Return the middle 95 %; None where the figure is missing (NaN) in more than half of the resamples."""
    there = values[~np.isnan(values)]
    if len(there) < len(values) / 2:
        return None
    low, high = np.quantile(there, [0.025, 0.975])
    return float(low), float(high)


def _one_by_one(
    name: str,
    true: IntArray,
    answered: IntArray,
    probabilities: FloatArray,
    codes: IntArray,
    seed: int,
    resamples: int,
) -> FloatArray:
    """Return another package's metric on the rows of each resample; NaN where it does not exist."""
    measure, patients = get_metric(name).measure, int(codes.max()) + 1
    generator = np.random.default_rng([seed, 1])
    figures = []
    for _ in range(resamples):
        times = generator.multinomial(patients, np.full(patients, 1 / patients))
        rows = np.repeat(np.arange(len(true)), times[codes])
        figures.append(measure(true[rows], answered[rows], probabilities[rows]))
    return np.array([np.nan if figure is None else figure for figure in figures], dtype=np.float64)


def paired_differences(
    true: IntArray,
    one: tuple[FloatArray, IntArray],
    other: tuple[FloatArray, IntArray],
    groups: IntArray,
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> dict[str, FloatArray]:
    """Return the differences of two models' metrics over the same resamples of patients, but for the ROC AUC.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    one, other : tuple of (ndarray of shape (rows, classes), ndarray of int of shape (rows,))
        Probabilities and answered classes of each model.
    groups : ndarray of int of shape (rows,)
        The patient of each row.
    seed : int
        Seed of the draws.
    resamples : int
        Number of draws.

    Returns
    -------
    dict of str to ndarray of shape (resamples,)
        ``one - other`` by metric name.
    """
    _, codes = np.unique(groups, return_inverse=True)
    patients = int(codes.max()) + 1
    generator = np.random.default_rng(seed)
    differences: dict[str, list[FloatArray]] = {}
    for size in _chunks(resamples, len(true)):
        drawn = generator.multinomial(patients, np.full(patients, 1 / patients), size=size)
        weights = drawn[:, codes].astype(np.float64)
        mine, theirs = (_without_areas(true, answered, shares, weights) for shares, answered in (one, other))
        for name, values in mine.items():
            differences.setdefault(name, []).append(values - theirs[name])
    return {name: np.concatenate(parts) for name, parts in differences.items()}


def _chunks(resamples: int, rows: int) -> Iterator[int]:
    size = max(1, min(resamples, _CHUNK_CELLS // max(rows, 1)))
    for start in range(0, resamples, size):
        yield min(size, resamples - start)


def _weighted(
    true: IntArray, answered: IntArray, probabilities: FloatArray, weights: FloatArray
) -> dict[str, FloatArray]:
    """Return every metric of every resample; NaN where it does not exist. Weights are of shape (resamples, rows)."""
    figures = _without_areas(true, answered, probabilities, weights)
    areas = np.stack([_weighted_auc(true == k, probabilities[:, k], weights) for k in range(probabilities.shape[1])])
    figures["roc_auc"] = mean_of_existing(areas, axis=0)
    return figures


def _without_areas(
    true: IntArray, answered: IntArray, probabilities: FloatArray, weights: FloatArray
) -> dict[str, FloatArray]:
    figures = figures_of(tally(true, answered, probabilities.shape[1], weights))
    figures["log_loss"] = weights @ row_log_losses(true, probabilities) / weights.sum(axis=1)
    return figures


def _weighted_auc(mine: npt.NDArray[np.bool_], scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the area for each resample: the share of pairs in order, ties counted half."""
    values, position = np.unique(scores, return_inverse=True)
    # Weights of positives and negatives at each distinct score, in one product with an indicator.
    order = np.argsort(position, kind="stable")
    starts = np.searchsorted(position[order], np.arange(len(values)))
    positive = np.add.reduceat((weights * mine)[:, order], starts, axis=1)
    negative = np.add.reduceat((weights * ~mine)[:, order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative / 2
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    return ratio((positive * below).sum(axis=1), pairs, missing=np.nan)
