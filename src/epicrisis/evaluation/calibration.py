"""From a classifier's scores to probabilities that mean what they say.

Scores of rows that no part of the classifier has seen are rescaled so that their softmax has the least log loss: by one
factor (temperature scaling), or by one factor and a shift for each class, which also takes back what class weights have
added to rare classes. Source: Guo et al. 2017, "On calibration of modern neural networks", ICML (arXiv 1706.04599), who
call the latter's general form vector scaling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_PULL = 1.0
"""Weight of the shifts' squares in the summed log loss: a class of a handful of rows is not shifted by chance."""
_MOST_ROWS = 50_000


@dataclass(frozen=True)
class Calibration:
    """A rescaling of scores.

    Parameters
    ----------
    scale : float
        Factor of all scores, above zero.
    shifts : tuple of float
        What is added to each class's score; they add up to zero.
    """

    scale: float
    shifts: tuple[float, ...]

    @property
    def kind(self) -> str:
        """Name: ``temperature`` without shifts, ``shifts`` with them."""
        return "shifts" if any(self.shifts) else "temperature"

    def probabilities(self, scores: FloatArray) -> FloatArray:
        """Return the probabilities of scores of shape (rows, classes)."""
        return np.asarray(softmax(self.scale * scores + np.array(self.shifts), axis=1))


def fit_temperature(scores: FloatArray, true: IntArray) -> Calibration:
    """Return the factor of least log loss.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        Scores of rows that the classifier was not fitted on.
    true : ndarray of int of shape (rows,)
        Class numbers.
    """
    return _fit(scores, true, shifted=False)


def fit_shifts(scores: FloatArray, true: IntArray) -> Calibration:
    """Return the factor and the shifts of least log loss; parameters as of `fit_temperature`."""
    return _fit(scores, true, shifted=True)


@dataclass(frozen=True)
class Calibrated:
    """The calibration chosen for a classifier, and what it makes of its scores.

    Parameters
    ----------
    calibration : Calibration
        Fitted on all rows.
    probabilities : ndarray of shape (rows, classes)
        Of each row, by a calibration of the same kind that was fitted without the row's fold.
    """

    calibration: Calibration
    probabilities: FloatArray


def calibrate(scores: FloatArray, true: IntArray, folds: IntArray) -> Calibrated:
    """Calibrate; shifts are taken if their log loss is lower by more than its standard error.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        Scores of rows, each by a classifier that was fitted without the row's fold.
    true, folds : ndarray of int of shape (rows,)
        Class number and fold; folds share no patient.
    """
    plain, shifted = (_crossed(fit, scores, true, folds) for fit in (fit_temperature, fit_shifts))
    gains = _losses(plain, true) - _losses(shifted, true)
    if gains.mean() > gains.std() / np.sqrt(len(true)):
        return Calibrated(fit_shifts(scores, true), shifted)
    return Calibrated(fit_temperature(scores, true), plain)


def _crossed(
    fit: Callable[[FloatArray, IntArray], Calibration], scores: FloatArray, true: IntArray, folds: IntArray
) -> FloatArray:
    probabilities = np.empty(scores.shape)
    for fold in np.unique(folds):
        others, mine = folds != fold, folds == fold
        probabilities[mine] = fit(scores[others], true[others]).probabilities(scores[mine])
    return probabilities


def _losses(probabilities: FloatArray, true: IntArray) -> FloatArray:
    given = probabilities[np.arange(len(true)), true]
    return np.asarray(-np.log(np.clip(given, np.finfo(np.float64).eps, 1.0)))


def _fit(scores: FloatArray, true: IntArray, *, shifted: bool) -> Calibration:
    scores, true = _sample(scores, true)
    rows, classes = scores.shape
    one_hot = np.eye(classes)[true]

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        scale, shifts = np.exp(parameters[0]), parameters[1:] if shifted else np.zeros(classes)
        logs = log_softmax(scale * scores + shifts, axis=1)
        error = np.exp(logs) - one_hot
        value = -(logs * one_hot).sum() + _PULL * (shifts @ shifts)
        slope = error.sum(axis=0) + 2 * _PULL * shifts
        gradient = np.concatenate([[(error * scores).sum() * scale], slope if shifted else []])
        return value / rows, gradient / rows

    start = np.zeros(1 + classes * shifted)
    bounds: Sequence[tuple[float, float]] = [(-7.0, 7.0), *[(-20.0, 20.0)] * (classes * shifted)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    shifts = found[1:] - found[1:].mean() if shifted else np.zeros(classes)
    return Calibration(float(np.exp(found[0])), tuple(float(shift) for shift in shifts))


def _sample(scores: FloatArray, true: IntArray) -> tuple[FloatArray, IntArray]:
    """Return at most `_MOST_ROWS` rows, evenly spaced: a few dozen numbers need no more."""
    step = -(-len(true) // _MOST_ROWS)
    return scores[::step], true[::step]
