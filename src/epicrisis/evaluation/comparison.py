"""Which of several models are told apart by the same rows: differences, how sure they are, and ranks.

The figure is a metric's mean over the folds, on rows that the folds held out. Its noise is shown by a bootstrap that
draws whole patients within each fold, the same for every model. The intervals of all differences between two models
hold together: the one quantile of the largest standardised difference serves all of them (Romano and Wolf 2005,
doi:10.1198/016214504000000539; Hothorn et al. 2008, doi:10.1002/bimj.200810425), and none is narrower than what the
percentiles of the draws say. All pairs are counted, and not those with the best only, because which model is the best
was found on the same rows.

What a fit on other training rows would have given is not part of that noise: no estimate of it from one
cross-validation is unbiased (Bengio and Grandvalet 2004, Journal of Machine Learning Research 5:1089-1105).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.stats import rankdata

from epicrisis.evaluation.confusion import Tallies, figures_of, mean_of_existing
from epicrisis.evaluation.metrics import METRICS, get_metric, row_log_losses
from epicrisis.evaluation.uncertainty import ADDED_RESAMPLES

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Weighted = Callable[[FloatArray], FloatArray]
"""From how often each patient was drawn, of shape (draws, patients), to a figure for each draw."""

RESAMPLES = 2000
LEVEL = 0.95
_CHUNK_CELLS = 20_000_000
_NO_ERROR = 1e-12


@dataclass(frozen=True)
class HeldOut:
    """What a model says of the training rows, each by a fit that has not seen the row's fold.

    Parameters
    ----------
    true, answered : ndarray of int of shape (rows,)
        Class number, and the class that was answered.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    folds, groups : ndarray of int of shape (rows,)
        The fold that held the row out, and its patient.
    """

    true: IntArray
    answered: IntArray
    probabilities: npt.NDArray[np.floating]
    folds: IntArray
    groups: IntArray

    def part(self, fold: int) -> HeldOut:
        """Return the rows of one fold, their patients numbered anew."""
        mine = self.folds == fold
        return replace(
            self,
            true=self.true[mine],
            answered=self.answered[mine],
            probabilities=self.probabilities[mine],
            folds=self.folds[mine],
            groups=np.unique(self.groups[mine], return_inverse=True)[1],
        )


@dataclass(frozen=True)
class Standing:
    """Where a model stands among several.

    Parameters
    ----------
    difference : float
        To the best one; higher is better, whatever the metric.
    interval : (float, float)
        Of the difference, at 95 % for all pairs of models together.
    unadjusted : (float, float)
        The same as if no other pair were looked at.
    detectable : bool
        Whether `interval` leaves zero out.
    first : float
        Share of the resamples in which the model comes first; models level with it share.
    ranks : (int, int)
        The middle 95 % of its ranks.
    """

    difference: float
    interval: tuple[float, float]
    unadjusted: tuple[float, float]
    detectable: bool
    first: float
    ranks: tuple[int, int]


def resampled_means(
    models: Sequence[HeldOut], metric: str, *, seed: int, resamples: int = RESAMPLES
) -> npt.NDArray[np.float64]:
    """Return a metric's mean over the folds for each model, on the same draws of patients.

    Parameters
    ----------
    models : sequence of HeldOut
        Of the same rows.
    metric : str
        A metric of ``epicrisis.evaluation.metrics``. Of another package's, `ADDED_RESAMPLES` draws at most are made.
    seed : int
        Seed of the draws.
    resamples : int
        Number of draws.

    Returns
    -------
    ndarray of shape (resamples, models)
        NaN where the metric does not exist.
    """
    resamples = resamples if metric in METRICS else min(resamples, ADDED_RESAMPLES)
    by_fold = []
    for fold in np.unique(models[0].folds).tolist():
        parts = [model.part(fold) for model in models]
        measures = [_weighted(metric, part) for part in parts]
        patients = int(parts[0].groups.max()) + 1
        drawn = _drawn(patients, resamples, np.random.default_rng([seed, fold]))
        by_fold.append(np.concatenate([np.stack([of(weights) for of in measures], axis=1) for weights in drawn]))
    return mean_of_existing(np.stack(by_fold), axis=0)


def standings(figures: FloatArray, draws: FloatArray) -> list[Standing] | None:
    """Return how models stand.

    Parameters
    ----------
    figures : ndarray of shape (models,)
        Higher is better.
    draws : ndarray of shape (resamples, models)
        The same figures on resamples.

    Returns
    -------
    list of Standing or None
        None where the figures do not exist in half of the resamples.
    """
    there = draws[~np.isnan(draws).any(axis=1)]
    if len(there) < max(len(draws) / 2, 2):
        return None
    best = int(figures.argmax())
    spread = there - figures
    pairs = spread[:, :, None] - spread[:, None, :]
    errors = pairs.std(axis=0, ddof=1)
    # Models that answer alike have no error, and nothing to standardise.
    standardised = np.abs(np.divide(pairs, errors, out=np.zeros_like(pairs), where=errors > _NO_ERROR))
    together = float(np.quantile(standardised.max(axis=(1, 2)), LEVEL))
    alone = np.quantile(standardised, LEVEL, axis=0)
    ranks = np.quantile(rankdata(-there, method="min", axis=1), [0.025, 0.975], axis=0, method="inverted_cdf")
    # Where one patient has most of the notes, the difference is there or not as that patient is drawn or not. The
    # intervals take in the middle 95 % of the resamples, or their symmetry would hide it.
    middle = np.quantile(there - there[:, [best]], [0.025, 0.975], axis=0)
    top = there == there.max(axis=1, keepdims=True)
    first = (top / top.sum(axis=1, keepdims=True)).mean(axis=0)
    found = []
    for model, figure in enumerate(figures):
        difference, error = float(figure - figures[best]), float(errors[model, best])
        low, high = _around(difference, together * error, middle[:, model])
        found.append(
            Standing(
                difference=difference,
                interval=(low, high),
                unadjusted=_around(difference, float(alone[model, best]) * error, middle[:, model]),
                detectable=error > _NO_ERROR and not low <= 0 <= high,
                first=float(first[model]),
                ranks=(int(ranks[0, model]), int(ranks[1, model])),
            )
        )
    return found


def _around(difference: float, reach: float, middle: FloatArray) -> tuple[float, float]:
    return min(difference - reach, float(middle[0])), max(difference + reach, float(middle[1]))


def _drawn(patients: int, resamples: int, generator: np.random.Generator) -> Iterator[FloatArray]:
    """Yield how often each patient was drawn, some resamples at a time."""
    size = max(1, min(resamples, _CHUNK_CELLS // patients))
    for start in range(0, resamples, size):
        rows = min(size, resamples - start)
        numbers = generator.integers(0, patients, (rows, patients)) + patients * np.arange(rows)[:, None]
        yield np.bincount(numbers.ravel(), minlength=rows * patients).reshape(rows, patients).astype(np.float64)


def _weighted(metric: str, part: HeldOut) -> Weighted:
    if metric == "log_loss":
        return _log_loss(part)
    if metric == "roc_auc":
        return _area(part)
    return _answers(metric, part) if metric in METRICS else _one_by_one(metric, part)


def _answers(metric: str, part: HeldOut) -> Weighted:
    shape = (int(part.groups.max()) + 1, part.probabilities.shape[1])
    right = (part.true == part.answered).astype(np.float64)
    hits, true, given = (
        sparse.coo_array((values, (part.groups, classes)), shape=shape).tocsr()
        for values, classes in (
            (right, part.true),
            (np.ones_like(right), part.true),
            (np.ones_like(right), part.answered),
        )
    )
    return lambda weights: figures_of(Tallies(weights @ hits, weights @ true, weights @ given))[metric]


def _log_loss(part: HeldOut) -> Weighted:
    losses = np.bincount(part.groups, weights=row_log_losses(part.true, part.probabilities))
    rows = np.bincount(part.groups).astype(np.float64)
    return lambda weights: np.asarray((weights @ losses) / (weights @ rows))


def _area(part: HeldOut) -> Weighted:
    """Return the mean one-vs-rest area, linear in the weights: sorting every draw anew would take minutes.

    Each patient's part in the area is what the placements of its rows add up to (Obuchowski 1997, doi:10.2307/2533958).
    """
    classes = [
        number
        for number in range(part.probabilities.shape[1])
        if 0 < np.count_nonzero(part.true == number) < len(part.true)
    ]
    if not classes:
        return lambda weights: np.full(len(weights), np.nan)
    area, effects = 0.0, np.zeros(len(part.true))
    for number in classes:
        mine, scores = part.true == number, part.probabilities[:, number]
        places = np.empty(len(scores))
        places[mine] = _share_below(scores[mine], scores[~mine])
        places[~mine] = 1 - _share_below(scores[~mine], scores[mine])
        one = float(places[mine].mean())
        area += one / len(classes)
        effects += (places - one) / np.where(mine, mine.sum(), (~mine).sum()) / len(classes)
    by_patient = np.bincount(part.groups, weights=effects)
    return lambda weights: area + weights @ by_patient


def _share_below(scores: npt.NDArray[np.floating], others: npt.NDArray[np.floating]) -> FloatArray:
    ordered = np.sort(others)
    below, up_to = np.searchsorted(ordered, scores, "left"), np.searchsorted(ordered, scores, "right")
    return np.asarray((below + up_to) / (2 * len(ordered)))


def _one_by_one(metric: str, part: HeldOut) -> Weighted:
    measure = get_metric(metric).measure

    def figure(times: FloatArray) -> float:
        rows = np.repeat(np.arange(len(part.true)), times.astype(np.int64)[part.groups])
        value = measure(part.true[rows], part.answered[rows], part.probabilities[rows])
        return np.nan if value is None else value

    return lambda weights: np.array([figure(times) for times in weights], dtype=np.float64)
