"""Pruning that is right for cross-validation: stop a candidate when its mean over all folds can hardly pass the best.

The search is decided by the mean over all folds, so what counts is the predictive probability that this mean ends
above the incumbent's, given the folds scored so far (Spiegelhalter, Freedman and Blackburn, 1986,
doi 10.1016/0197-2456(86)90003-6; the idea is the stochastic curtailment of Lan, Simon and Halperin, Sequential
Analysis 1(3), 207-219, 1982). Fold scores of two candidates are compared in pairs. One fold has no spread of its own:
the variance of the differences is moderated by that of the earlier candidates (Smyth, 2004,
doi 10.2202/1544-6115.1027). The constants come from ``benchmarks/pruning.py``; ``docs/decisions/0007`` says how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curtailment:
    """When to give a candidate up. Scores are oriented so that larger is better.

    Parameters
    ----------
    threshold : float
        A candidate is hopeless if it passes the incumbent with a smaller probability than this.
    prior_df : float
        Degrees of freedom of the earlier candidates' variance. Few, for the tails: the first fold is judged by
        Student's t with these alone, and candidates differ in how they vary.
    least_pairs : int
        Number of complete candidates, beside the incumbent, from which that variance is taken.
    least_folds : int
        With fewer folds nothing is given up: there is little to save, and too little to judge by.
    """

    threshold: float = 0.01
    prior_df: float = 4.0
    least_pairs: int = 3
    least_folds: int = 5

    def applies(self, folds: int) -> bool:
        """Return whether candidates scored on this many folds are ever given up."""
        return folds >= self.least_folds

    def hopeless(
        self, candidate: Mapping[int, float], incumbent: Sequence[float], history: Sequence[Sequence[float]]
    ) -> bool:
        """Return whether a candidate can be given up after the folds scored so far.

        Only folds on which both have a finite score are compared. A fold on which the metric does not exist (NaN)
        is out of the comparison, and out of the number of folds. A tie is no reason to give up.

        Parameters
        ----------
        candidate : mapping of int to float
            The score by number of fold, of those scored so far, in any order.
        incumbent : sequence of float of length folds
            The scores of the best complete candidate.
        history : sequence of sequences of float of length folds
            The scores of the complete candidates, in any order; the incumbent may be among them. One of another
            length cannot be paired and is passed over.

        Raises
        ------
        ValueError
            A fold's number is not one of the incumbent's.
        """
        best = np.asarray(incumbent, dtype=np.float64)
        if any(not 0 <= fold < len(best) for fold in candidate):
            raise ValueError(f"folds {sorted(candidate)} are not all among the incumbent's {len(best)}")
        scores = np.full(len(best), np.nan)
        scores[list(candidate)] = list(candidate.values())
        known = np.isfinite(best)
        absent = [fold for fold, score in candidate.items() if not np.isfinite(score)]
        known[absent] = False
        both = known & np.isfinite(scores)
        folds, differences = int(known.sum()), scores[both] - best[both]
        if not self.applies(folds) or not 0 < len(differences) < folds:
            return False
        variance, pairs = _variance_of(history, best)
        if pairs < self.least_pairs:
            return False
        return bool(chance_of_passing(differences, folds, variance, self.prior_df) < self.threshold)


def chance_of_passing(differences: FloatArray, folds: int, variance: float | FloatArray, prior_df: float) -> FloatArray:
    r"""Return the predictive probability that the mean difference over all folds is above zero.

    With a flat prior for the mean, the sum of the :math:`K-m` folds to come is Student's t around
    :math:`(K-m)\bar d`, with scale :math:`s\sqrt{(K-m)+(K-m)^2/m}`. The whole sum is above zero with the
    probability that t is below :math:`\bar d\sqrt{Km/(K-m)}/s`. Of those that end level
    with the incumbent, the share that the threshold says is given up at a look, if differences are normal.

    Parameters
    ----------
    differences : ndarray of shape (..., scored)
        Candidate less incumbent, on the folds scored so far.
    folds : int
        Number of all folds, more than are scored.
    variance : float or ndarray of shape (...)
        Variance of such differences among earlier candidates, above zero.
    prior_df : float
        Degrees of freedom of that variance.

    Returns
    -------
    ndarray of shape (...)
        Probabilities.
    """
    scored = differences.shape[-1]
    mean, df = differences.mean(axis=-1), prior_df + scored - 1
    own = ((differences - mean[..., None]) ** 2).sum(axis=-1)
    deviation = np.sqrt((prior_df * np.asarray(variance) + own) / df)
    return np.asarray(stdtr(df, mean * np.sqrt(folds * scored / (folds - scored)) / deviation))


def pooled_variance(
    differences: FloatArray, resolution: float | FloatArray = 0.0
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Return the variance of paired differences, pooled over candidates, and how many candidates it comes from.

    A candidate whose differences do not vary says nothing of noise: it is the incumbent, or computes the same.

    Parameters
    ----------
    differences : ndarray of shape (..., candidates, folds)
        Candidate less incumbent; NaN where one of them has no score.
    resolution : float or ndarray of shape (..., 1)
        Deviation up to which differences count as equal.

    Returns
    -------
    variance : ndarray of shape (...)
        Zero where no candidate has two differences that vary.
    pairs : ndarray of int of shape (...)
        Number of candidates that it comes from.
    """
    there = np.isfinite(differences)
    count, values = there.sum(axis=-1), np.where(there, differences, 0.0)
    mean = values.sum(axis=-1) / np.maximum(count, 1)
    squares = (np.where(there, values - mean[..., None], 0.0) ** 2).sum(axis=-1)
    varies = squares > count * np.square(resolution)
    df = np.where(varies, count - 1, 0).sum(axis=-1)
    return np.where(varies, squares, 0.0).sum(axis=-1) / np.maximum(df, 1), varies.sum(axis=-1)


def _variance_of(history: Sequence[Sequence[float]], best: FloatArray) -> tuple[float, int]:
    whole = [scores for scores in history if len(scores) == len(best)]
    if not whole:
        return 0.0, 0
    scores = np.asarray(whole, dtype=np.float64)
    # Equal scores computed by other sums differ in their last bits.
    largest = np.abs(np.append(scores, best))
    resolution = 8 * np.finfo(np.float64).eps * largest[np.isfinite(largest)].max(initial=0.0)
    with np.errstate(invalid="ignore"):
        variance, pairs = pooled_variance(scores - best, resolution)
    return float(variance), int(pairs)
