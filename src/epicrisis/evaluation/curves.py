"""Curves of one class against the rest, as short lists of points: what a chart and its table show."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import precision_recall_curve, roc_curve

from epicrisis.evaluation.clusters import error_of_sums, half_width, number_of
from epicrisis.evaluation.facts import MAX_POINTS, ClassCurves, Curve, DecisionCurve

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
MOST_POINTS_IN_ALL: Final = 4000
LEAST_POINTS: Final = 20
HISTOGRAM_BINS: Final = 20
LEAST_ACTED: Final = 10
"""Rows at or above a threshold, below which a net benefit hangs on single rows: a decision curve ends there."""
_DIGITS = 6


def points_of_each(classes: int) -> int:
    """Return the points that a curve has where there are so many classes: fewer where there are many."""
    return int(np.clip(MOST_POINTS_IN_ALL // max(classes, 1), LEAST_POINTS, MAX_POINTS))


def class_curves(
    label: str, mine: npt.NDArray[np.bool_], scores: npt.NDArray[np.floating], points: int = MAX_POINTS
) -> ClassCurves:
    """Return ROC curve, precision-recall curve and histogram of one class's probabilities.

    Parameters
    ----------
    label : str
        The class.
    mine : ndarray of bool of shape (rows,)
        Which rows have it.
    scores : ndarray of shape (rows,)
        Its probability.
    points : int
        Most points of a curve.
    """
    roc = recall = None
    if 0 < mine.sum() < len(mine):
        false, found, _ = roc_curve(mine, scores)
        precision, recalled, _ = precision_recall_curve(mine, scores)
        roc, recall = thinned(false, found, points), thinned(recalled[::-1], precision[::-1], points)
    edges = np.linspace(0, 1, HISTOGRAM_BINS + 1)
    return ClassCurves(
        label=label,
        roc=roc,
        precision_recall=recall,
        bins=edges.round(_DIGITS).tolist(),
        of_class=np.histogram(scores[mine], edges)[0].tolist(),
        of_others=np.histogram(scores[~mine], edges)[0].tolist(),
    )


def thinned(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating], points: int) -> Curve:
    """Return at most so many points of a curve, first and last among them, evenly spaced along it."""
    if len(x) > points:
        along = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))])
        kept = np.unique(np.searchsorted(along, np.linspace(0, along[-1], points)))
        x, y = x[kept], y[kept]
    return Curve(x=x.round(_DIGITS).tolist(), y=y.round(_DIGITS).tolist())


def thresholds(points: int) -> FloatArray:
    """Return the probabilities at which a decision curve is drawn: every hundredth, or every twentieth."""
    return np.arange(1, 100) / 100 if points >= 99 else np.arange(1, 20) / 20


def _useful(wanted: FloatArray, scores: npt.NDArray[np.floating]) -> FloatArray:
    """Return the thresholds from which on enough rows are acted upon to tell a benefit; two at least, for a line."""
    enough = np.sort(scores)[-LEAST_ACTED:][0] if len(scores) >= LEAST_ACTED else -np.inf
    return wanted[: max(2, int((wanted <= enough).sum()))]


def decision_curve(
    label: str,
    mine: npt.NDArray[np.bool_],
    scores: npt.NDArray[np.floating],
    patients: IntArray,
    points: int = MAX_POINTS,
) -> DecisionCurve:
    """Return the net benefit of acting on one class's probability; parameters as of `class_curves`.

    Parameters
    ----------
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.

    Notes
    -----
    Net benefit is the share of rows where acting was right, less the share where it was wrong at the price that the
    threshold sets: one wrong is worth ``threshold / (1 - threshold)`` right ones (Vickers and Elkin 2006,
    doi 10.1177/0272989X06295361).
    """
    wanted, held, clusters = _useful(thresholds(points), scores), np.bincount(patients), number_of(patients)
    share, model, halves = mine.mean(), np.empty(len(wanted)), np.empty(len(wanted))
    for place, threshold in enumerate(wanted):
        acted = np.flatnonzero(scores >= threshold)
        worth = np.where(mine[acted], 1.0, -threshold / (1 - threshold))
        model[place] = worth.sum() / len(mine)
        sums = np.bincount(patients[acted], weights=worth, minlength=len(held)) - model[place] * held
        halves[place] = half_width(error_of_sums(sums, clusters, len(mine)), clusters)
    known = clusters > 1
    return DecisionCurve(
        label=label,
        thresholds=wanted.tolist(),
        model=model.round(_DIGITS).tolist(),
        everyone=(share - (1 - share) * wanted / (1 - wanted)).round(_DIGITS).tolist(),
        low=(model - halves).round(_DIGITS).tolist() if known else [],
        high=(model + halves).round(_DIGITS).tolist() if known else [],
    )
