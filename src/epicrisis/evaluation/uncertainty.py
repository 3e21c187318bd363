"""Intervals by a bootstrap that resamples patients.

Rows of one patient are alike, so that resampling rows would give intervals that are too narrow; whole patients are
drawn instead (Field and Welsh, 2007, doi 10.1111/j.1467-9868.2007.00593.x). A drawn patient counts as often as drawn:
all figures are computed from weights, for many resamples at once. What is a sum over rows is summed by patient once,
before anything is drawn; what depends on the order of the rows is in `epicrisis.evaluation.ranking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from epicrisis.evaluation.confusion import Tallies, figures_of
from epicrisis.evaluation.losses import figures_of_losses, loss_columns
from epicrisis.evaluation.metrics import figures_of_ranks, get_metric
from epicrisis.evaluation.ranking import Ranked, Ranking, rank

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
RESAMPLES: Final = 2000
ADDED_RESAMPLES: Final = 200
"""Of another package's metric, which is measured on the rows of one resample after another."""
_BIASED = ("ece",)
"""Figures that chance can only raise: those of resamples lie as far above that of the rows as it lies above the truth,
so that the middle of the resamples would miss the truth. Mirrored at the figure, they are about where it is (the basic
interval of Davison and Hinkley 1997, doi 10.1017/CBO9780511802843)."""
_MEASURED_BY_ITS_ROWS = "scaled_brier"
"""It sets probabilities against the class shares of the same rows. For a constant forecast nothing is left but how far
those shares have wandered, which resamples only add to: all of them may lie below the figure of the rows."""
_CHUNK_CELLS = 8_000_000
_LARGEST_CHUNK = 64
_THREADS = 2


@dataclass(frozen=True)
class Drawn:
    """Figures of every resample.

    Parameters
    ----------
    figures : dict of str to ndarray of shape (resamples,)
        By metric name; NaN where one does not exist.
    tallies : Tallies
        Weights of rows by class, each of shape (resamples, classes).
    ranked : list of Ranked
        One a class, each of shape (resamples,); empty if they were not wanted.
    observed : dict of str to float
        The figures of the rows themselves, but for those of ranks.
    """

    figures: dict[str, FloatArray]
    tallies: Tallies
    ranked: list[Ranked]
    observed: dict[str, float]

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Return the 95 % interval of each metric.

        One that exists in fewer than half of the resamples has none, nor has a scaled Brier score that its resamples
        miss.
        """
        found = intervals(self.figures)
        low, high = found.get(_MEASURED_BY_ITS_ROWS, (-np.inf, np.inf))
        if not low <= self.observed[_MEASURED_BY_ITS_ROWS] <= high:
            found.pop(_MEASURED_BY_ITS_ROWS, None)
        return found | {name: _about(self.observed[name], found[name]) for name in _BIASED if name in found}


def draw(
    true: IntArray,
    probabilities: FloatArray,
    groups: npt.NDArray[np.generic],
    *,
    seed: int,
    answered: IntArray | None = None,
    resamples: int = RESAMPLES,
    ranks: bool = True,
) -> Drawn:
    """Measure many resamples of patients. The same patients and seed give the same resamples, whatever the model.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    groups : ndarray of shape (rows,)
        The patient of each row.
    seed : int
        Seed of the draws.
    answered : ndarray of int of shape (rows,), optional
        The class that the model answers; the most probable one by default.
    resamples : int
        Number of draws.
    ranks : bool
        Whether ROC AUC and average precision are measured too: most of the work.
    """
    codes = np.unique(groups, return_inverse=True)[1].astype(np.int32)
    answered = probabilities.argmax(axis=1) if answered is None else answered
    sums = _sums_by_patient(true, answered, probabilities, codes)
    rankings = _rankings(true, probabilities, codes) if ranks else {}
    parts: list[FloatArray] = []
    ranked: dict[int, list[Ranked]] = {number: [] for number in rankings}
    with ThreadPoolExecutor(_THREADS) as threads:
        for weights in patient_weights(int(codes.max()) + 1, resamples, seed, _chunk(len(true))):
            parts.append((sums @ weights).T)
            measured = threads.map(Ranking.figures, rankings.values(), [weights] * len(rankings))
            for number, one in zip(rankings, measured, strict=True):
                ranked[number].append(one)
    classes = probabilities.shape[1]
    observed = _figures(np.asarray(sums.sum(axis=1), dtype=np.float64)[None, :], classes)[0]
    figures, tallies = _figures(np.concatenate(parts), classes)
    drawn = _whole(ranked, tallies.true) if ranks else []
    figures |= figures_of_ranks(drawn) if ranks else {}
    return Drawn(figures, tallies, drawn, {name: float(values[0]) for name, values in observed.items()})


def patient_weights(
    patients: int, resamples: int, seed: int, chunk: int = _LARGEST_CHUNK
) -> Iterator[npt.NDArray[np.float32]]:
    """Yield how often each patient is drawn, each of shape (patients, at most `chunk` resamples).

    Parameters
    ----------
    patients : int
        Number of patients; as many are drawn, with replacement.
    resamples : int
        Number of draws in all.
    seed : int
        Seed of the draws.
    chunk : int
        Draws in one array; the draws are the same whatever it is.
    """
    generator = np.random.default_rng(seed)
    for start in range(0, resamples, chunk):
        weights = np.empty((patients, min(chunk, resamples - start)), dtype=np.float32)
        for column in range(weights.shape[1]):
            drawn = generator.integers(0, patients, patients, dtype=np.int32)
            weights[:, column] = np.bincount(drawn, minlength=patients)
        yield weights


def percentiles(values: FloatArray) -> tuple[float, float] | None:
    """Return the middle 95 %; None where the figure is missing (NaN) in more than half of the resamples."""
    there = values[~np.isnan(values)]
    if len(there) < len(values) / 2 or not len(there):
        return None
    low, high = np.quantile(there, [0.025, 0.975])
    return float(low), float(high)


def intervals(figures: dict[str, FloatArray]) -> dict[str, tuple[float, float]]:
    """Return the 95 % percentile interval of each figure that has one."""
    return {name: interval for name, values in figures.items() if (interval := percentiles(values)) is not None}


def bootstrap_intervals(
    true: IntArray,
    probabilities: FloatArray,
    groups: npt.NDArray[np.generic],
    *,
    seed: int,
    answered: IntArray | None = None,
    resamples: int = RESAMPLES,
    also: Sequence[str] = (),
) -> dict[str, tuple[float, float]]:
    """Return a 95 % percentile interval for each metric; parameters as of `draw`.

    Parameters
    ----------
    also : sequence of str
        Names of other packages' metrics; `ADDED_RESAMPLES` draws at most.

    Returns
    -------
    dict of str to (float, float)
        By metric name. A metric that exists in fewer than half of the resamples has none.
    """
    drawn = draw(true, probabilities, groups, seed=seed, answered=answered, resamples=resamples)
    few = min(resamples, ADDED_RESAMPLES)
    return drawn.intervals() | added_intervals(
        also, true, probabilities, groups, seed=seed, answered=answered, resamples=few
    )


def added_intervals(
    names: Sequence[str],
    true: IntArray,
    probabilities: FloatArray,
    groups: npt.NDArray[np.generic],
    *,
    seed: int,
    answered: IntArray | None = None,
    resamples: int = ADDED_RESAMPLES,
) -> dict[str, tuple[float, float]]:
    """Return a 95 % percentile interval for each of other packages' metrics; parameters as of `one_by_one`."""
    return intervals(one_by_one(names, true, probabilities, groups, seed=seed, answered=answered, resamples=resamples))


def one_by_one(
    names: Sequence[str],
    true: IntArray,
    probabilities: FloatArray,
    groups: npt.NDArray[np.generic],
    *,
    seed: int,
    answered: IntArray | None = None,
    resamples: int = ADDED_RESAMPLES,
) -> dict[str, FloatArray]:
    """Return other packages' metrics on the rows of each resample, NaN where one does not exist; as of `draw`.

    Parameters
    ----------
    names : sequence of str
        Names of the metrics.
    """
    if not names:
        return {}
    codes = np.unique(groups, return_inverse=True)[1]
    answered = probabilities.argmax(axis=1) if answered is None else answered
    measures = {name: get_metric(name).measure for name in names}
    found: dict[str, list[float | None]] = {name: [] for name in names}
    for weights in patient_weights(int(codes.max()) + 1, resamples, seed, 1):
        rows = np.repeat(np.arange(len(true)), weights[codes, 0].astype(np.int64))
        for name, measure in measures.items():
            found[name].append(measure(true[rows], answered[rows], probabilities[rows]))
    return {
        name: np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        for name, values in found.items()
    }


def paired_differences(
    true: IntArray,
    one: tuple[FloatArray, IntArray],
    other: tuple[FloatArray, IntArray],
    groups: npt.NDArray[np.generic],
    *,
    seed: int,
    resamples: int = RESAMPLES,
    ranks: bool = False,
) -> dict[str, FloatArray]:
    """Return the differences of two models' metrics over the same resamples of patients; other parameters as of `draw`.

    Parameters
    ----------
    one, other : tuple of (ndarray of shape (rows, classes), ndarray of int of shape (rows,))
        Probabilities and answered classes of each model.

    Returns
    -------
    dict of str to ndarray of shape (resamples,)
        ``one - other`` by metric name.
    """
    mine, theirs = (
        draw(true, shares, groups, seed=seed, answered=answered, resamples=resamples, ranks=ranks).figures
        for shares, answered in (one, other)
    )
    return {name: values - theirs[name] for name, values in mine.items()}


def _about(value: float, middle: tuple[float, float]) -> tuple[float, float]:
    """Return the basic interval of a figure not below zero, as wide as it must be to hold the figure itself."""
    low, high = (2 * value - edge for edge in reversed(middle))
    return max(0.0, low), max(value, high)


def _chunk(rows: int) -> int:
    return max(1, min(_LARGEST_CHUNK, _CHUNK_CELLS // max(rows, 1)))


def _sums_by_patient(
    true: IntArray, answered: IntArray, probabilities: FloatArray, codes: npt.NDArray[np.int32]
) -> sparse.csr_array:
    """Return hits, true and answered rows of each class, and what `loss_columns` sums, of shape (columns, patients)."""
    rows, classes = np.arange(len(true)), probabilities.shape[1]
    right, ones = (true == answered).astype(np.float64), np.ones(len(true))
    counted = [
        sparse.csr_array((by, (rows, of)), shape=(len(true), classes))
        for of, by in ((true, right), (true, ones), (answered, ones))
    ]
    columns = sparse.hstack([*counted, loss_columns(true, probabilities)], format="csr")
    patients = sparse.csr_array((ones, (codes, rows)), shape=(int(codes.max()) + 1, len(true)))
    return sparse.csr_array((patients @ columns).T)


def _rankings(true: IntArray, probabilities: FloatArray, codes: npt.NDArray[np.int32]) -> dict[int, Ranking]:
    """Return the ranking of each class whose scores are not all the same."""
    ones = np.ones(len(true), dtype=np.float32)
    varied = np.flatnonzero(np.ptp(probabilities, axis=0) > 0)
    return {int(number): rank(true == number, probabilities[:, number], codes, ones) for number in varied}


def _figures(sums: FloatArray, classes: int) -> tuple[dict[str, FloatArray], Tallies]:
    hits, true, given, losses = np.split(sums, [classes, 2 * classes, 3 * classes], axis=1)
    tallies = Tallies(hits, true, given)
    return figures_of(tallies) | figures_of_losses(losses, true), tallies


def _whole(ranked: dict[int, list[Ranked]], true: FloatArray) -> list[Ranked]:
    return [
        Ranked(*map(np.concatenate, zip(*ranked[number], strict=True))) if number in ranked else _unranked(true, number)
        for number in range(true.shape[1])
    ]


def _unranked(true: FloatArray, number: int) -> Ranked:
    """Return the figures of a class whose scores are all the same: its rows are found as by chance."""
    share = true[:, number] / true.sum(axis=1)
    area = np.where((share > 0) & (share < 1), 0.5, np.nan)
    return Ranked(area, np.where(share > 0, share, np.nan))
