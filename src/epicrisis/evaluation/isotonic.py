"""A rising curve for each class from its score to its probability, kept as a few knots.

Source: Zadrozny and Elkan 2002, "Transforming classifier scores into accurate multiclass probability estimates", KDD
(doi:10.1145/775047.775151): one curve a class against the rest, normalised; Oron and Flournoy 2017, "Centered isotonic
regression" (doi:10.1080/19466315.2017.1286256), for keeping a level stretch at its centre only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
MOST_KNOTS = 50
"""Of one class. A curve of more rows than a few hundred has more steps than its noise lets it know."""


def fit_knots(scores: FloatArray, true: IntArray) -> FloatArray:
    """Return the knots of each class's curve.

    No curve reaches 0 or 1: it ends at Platt's smoothed shares, (n + 1) / (n + 2) at the top for a class of n rows, and
    1 / (m + 2) at the bottom for m rows of others.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        Scores of rows that the classifier was not fitted on.
    true : ndarray of int of shape (rows,)
        Class numbers.

    Returns
    -------
    ndarray of shape (2, classes, knots)
        Scores, rising, and the probabilities there; curves of fewer knots repeat their last one.
    """
    classes = scores.shape[1]
    curves = [_curve(scores[:, number], true == number) for number in range(classes)]
    most = max(curve.shape[1] for curve in curves)
    padded = [np.pad(curve, ((0, 0), (0, most - curve.shape[1])), mode="edge") for curve in curves]
    return np.asarray(np.stack(padded, axis=1))


def on_curves(scores: FloatArray, knots: FloatArray) -> FloatArray:
    """Return the height of each class's curve at scores of shape (rows, classes); beyond its ends it is level."""
    heights = [np.interp(column, *curve) for column, curve in zip(scores.T, knots.swapaxes(0, 1), strict=True)]
    return np.asarray(np.stack(heights, axis=1))


def _curve(scores: FloatArray, of_class: npt.NDArray[np.bool_]) -> FloatArray:
    rows = int(of_class.sum())
    low, high = 1 / (len(of_class) - rows + 2), (rows + 1) / (rows + 2)
    fitted = IsotonicRegression(y_min=low, y_max=high).fit_transform(scores, of_class.astype(np.float64))
    levels, places, held = np.unique(fitted, return_inverse=True, return_counts=True)
    centres = np.bincount(places, scores) / held
    # A level stretch has its height at its centre, so that what the scores rank stays ranked.
    x = np.concatenate([[scores.min()], centres, [scores.max()]])
    y = np.concatenate([[low], levels, [high]])
    kept = np.unique(np.linspace(0, len(x) - 1, MOST_KNOTS).round().astype(np.int64))
    return np.asarray(np.stack([x[kept], y[kept]]), dtype=np.float64)
