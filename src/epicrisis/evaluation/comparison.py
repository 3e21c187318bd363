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

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from epicrisis.evaluation.confusion import mean_of_existing
from epicrisis.evaluation.metrics import METRICS
from epicrisis.evaluation.uncertainty import ADDED_RESAMPLES, RESAMPLES, draw, one_by_one

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
LEVEL = 0.95
_OF_RANKS = ("roc_auc", "average_precision")
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
    by_fold = [
        np.stack([_drawn(metric, model.part(fold), seed + fold, resamples) for model in models], axis=1)
        for fold in np.unique(models[0].folds).tolist()
    ]
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


def _drawn(metric: str, part: HeldOut, seed: int, resamples: int) -> FloatArray:
    """Return a metric on resamples of one fold's patients: the same ones for every model."""
    rows = part.true, np.asarray(part.probabilities, dtype=np.float64), part.groups
    if metric in METRICS:
        ranks = metric in _OF_RANKS
        drawn = draw(*rows, seed=seed, answered=part.answered, resamples=resamples, ranks=ranks)
        return drawn.figures[metric]
    few = min(resamples, ADDED_RESAMPLES)
    return one_by_one([metric], *rows, seed=seed, answered=part.answered, resamples=few)[metric]
