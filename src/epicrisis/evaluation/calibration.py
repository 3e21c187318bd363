"""From a classifier's scores to probabilities that mean what they say.

Scores of rows that no part of the classifier has seen are rescaled so that their softmax has the least log loss, in one
of four ways: one factor (temperature scaling); a factor and a shift for each class (vector scaling), which takes back
what class weights have added to rare classes; a sigmoid for each class first, which keeps single large margins from
being taken for certainties; or any rising curve for each class (isotonic), which needs the most rows.

Sources: Guo et al. 2017, "On calibration of modern neural networks", ICML (arXiv 1706.04599); Platt 1999,
"Probabilistic outputs for support vector machines", in Advances in Large Margin Classifiers, whose smoothed targets are
used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit, log_softmax, softmax

from epicrisis.evaluation.isotonic import fit_knots, on_curves

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Kind = Literal["temperature", "vector", "sigmoid", "isotonic"]
_SHIFT_PULL = 1.0
_FACTOR_PULL = 10.0
"""Weights of the squares of shifts, and of the logarithms of a class's own factor, in the summed log loss: a class of a
handful of rows is not moved by chance."""
_FACTORS = np.exp(np.linspace(-5, 3, 17))
_MOST_ROWS = 50_000
_NO_KNOTS: FloatArray = np.empty((2, 0, 0))


@dataclass(frozen=True)
class Calibration:
    """A rescaling of scores.

    Parameters
    ----------
    kind : {"temperature", "vector", "sigmoid", "isotonic"}
        How it was fitted.
    scales, shifts : tuple of float
        Factor of each class's score, and what is added to it.
    slopes, intercepts : tuple of float
        Of each class's sigmoid, whose logarithm takes the score's place; empty for the other kinds.
    knots : ndarray of shape (2, classes, knots)
        Of each class's curve, whose logarithm takes the score's place; empty for the other kinds.
    """

    kind: Kind
    scales: tuple[float, ...]
    shifts: tuple[float, ...]
    slopes: tuple[float, ...] = ()
    intercepts: tuple[float, ...] = ()
    knots: FloatArray = field(default_factory=_NO_KNOTS.copy, compare=False)

    def probabilities(self, scores: FloatArray) -> FloatArray:
        """Return the probabilities of scores of shape (rows, classes)."""
        return rescaled(scores, self.scales, self.shifts, self.slopes, self.intercepts, self.knots)


def rescaled(
    scores: FloatArray,
    scales: npt.ArrayLike,
    shifts: npt.ArrayLike,
    slopes: npt.ArrayLike = (),
    intercepts: npt.ArrayLike = (),
    knots: npt.ArrayLike = (),
) -> FloatArray:
    """Return the probabilities of scores of shape (rows, classes); parameters as of `Calibration`."""
    if np.size(knots):
        scores = np.log(on_curves(scores, np.asarray(knots)))
    if np.size(slopes):
        scores = log_expit(np.asarray(slopes) * scores + np.asarray(intercepts))
    return np.asarray(softmax(np.asarray(scales) * scores + np.asarray(shifts), axis=1))


def fit_temperature(scores: FloatArray, true: IntArray) -> Calibration:
    """Return the factor of least log loss.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        Scores of rows that the classifier was not fitted on.
    true : ndarray of int of shape (rows,)
        Class numbers.
    """
    scores, true = _sample(scores, true)
    start = np.log(_best_factor(scores, true))
    classes = scores.shape[1]

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        value, error = _softmax_loss(np.exp(parameters[0]) * scores, true)
        return value, np.array([(error * scores).sum() * np.exp(parameters[0])])

    factor = float(np.exp(_least(loss, np.array([start]), len(true))[0]))
    return Calibration("temperature", (factor,) * classes, (0.0,) * classes)


def fit_vector(scores: FloatArray, true: IntArray) -> Calibration:
    """Return a factor and a shift for each class; parameters as of `fit_temperature`."""
    scales, shifts = _factors_and_shifts(*_sample(scores, true))
    return Calibration("vector", _plain(scales), _plain(shifts))


def fit_sigmoid(scores: FloatArray, true: IntArray) -> Calibration:
    """Return a sigmoid for each class, then factors and shifts; parameters as of `fit_temperature`."""
    scores, true = _sample(scores, true)
    rows, classes = scores.shape
    counts = np.bincount(true, minlength=classes)
    targets = np.where(np.eye(classes)[true] > 0, (counts + 1) / (counts + 2), 1 / (rows - counts + 2))
    spread = max(float(scores.std()), 1e-9)

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        slopes, intercepts = parameters.reshape(2, classes)
        logits = slopes * scores / spread + intercepts
        error = expit(logits) - targets
        value = -(targets * log_expit(logits) + (1 - targets) * log_expit(-logits)).sum()
        return float(value), np.asarray(np.concatenate([(error * scores / spread).sum(axis=0), error.sum(axis=0)]))

    slopes, intercepts = _least(loss, np.repeat([1.0, 0.0], classes), rows).reshape(2, classes)
    scales, shifts = _factors_and_shifts(log_expit(slopes / spread * scores + intercepts), true)
    return Calibration("sigmoid", _plain(scales), _plain(shifts), _plain(slopes / spread), _plain(intercepts))


def fit_isotonic(scores: FloatArray, true: IntArray) -> Calibration:
    """Return a rising curve for each class, normalised; parameters as of `fit_temperature`."""
    classes = scores.shape[1]
    knots = fit_knots(*_sample(scores, true))
    return Calibration("isotonic", (1.0,) * classes, (0.0,) * classes, knots=knots)


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
    """Calibrate, by the first kind whose log loss is not above the least by more than the standard error of the two.

    The kinds stand in the order of what they can bend: one factor, factors and shifts, sigmoids, curves.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        Scores of rows, each by a classifier that was fitted without the row's fold.
    true, folds : ndarray of int of shape (rows,)
        Class number and fold; folds share no patient.
    """
    fits = (fit_temperature, fit_vector, fit_sigmoid, fit_isotonic)
    crossed = [_crossed(fit, scores, true, folds) for fit in fits]
    losses = [_losses(probabilities, true) for probabilities in crossed]
    least = min(losses, key=lambda one: float(one.mean()))
    behind = [one - least for one in losses]
    chosen = next(i for i, one in enumerate(behind) if one.mean() <= one.std() / np.sqrt(len(true)))
    return Calibrated(fits[chosen](scores, true), crossed[chosen])


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


def _factors_and_shifts(scores: FloatArray, true: IntArray) -> tuple[FloatArray, FloatArray]:
    classes = scores.shape[1]
    factor = _best_factor(scores, true)

    def loss(parameters: FloatArray) -> tuple[float, FloatArray]:
        common, own, shifts = parameters[0], parameters[1 : classes + 1], parameters[classes + 1 :]
        scales = np.exp(common + own)
        value, error = _softmax_loss(scales * scores + shifts, true)
        slope = (error * scores).sum(axis=0) * scales
        pulls = _FACTOR_PULL * (own @ own) + _SHIFT_PULL * (shifts @ shifts)
        gradients = [[slope.sum()], slope + 2 * _FACTOR_PULL * own, error.sum(axis=0) + 2 * _SHIFT_PULL * shifts]
        return float(value + pulls), np.asarray(np.concatenate(gradients), dtype=np.float64)

    start = np.concatenate([[np.log(factor)], np.zeros(2 * classes)])
    found = _least(loss, start, len(true))
    shifts = found[classes + 1 :]
    return np.exp(found[0] + found[1 : classes + 1]), shifts - shifts.mean()


def _softmax_loss(logits: FloatArray, true: IntArray) -> tuple[float, FloatArray]:
    """Return the summed log loss of logits and its gradient by them."""
    logs = log_softmax(logits, axis=1)
    rows = np.arange(len(true))
    error = np.exp(logs)
    error[rows, true] -= 1
    return float(-logs[rows, true].sum()), np.asarray(error, dtype=np.float64)


def _best_factor(scores: FloatArray, true: IntArray) -> float:
    """Return a rough factor to begin with: far from it the loss is so flat that nothing would be found."""
    spread = max(float(scores.std(axis=1).mean()), 1e-9)
    return float(min(_FACTORS / spread, key=lambda factor: _softmax_loss(factor * scores, true)[0]))


def _least(loss: Callable[[FloatArray], tuple[float, FloatArray]], start: FloatArray, rows: int) -> FloatArray:
    def mean(parameters: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = loss(parameters)
        return value / rows, gradient / rows

    # To the fourth decimal of the log loss: what is beyond costs ten times as many steps.
    options: Any = {"maxiter": 100, "ftol": 1e-6}
    bounds = [(-50.0, 50.0)] * len(start)
    return np.asarray(minimize(mean, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x)


def _plain(values: FloatArray) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _sample(scores: FloatArray, true: IntArray) -> tuple[FloatArray, IntArray]:
    """Return at most `_MOST_ROWS` rows, evenly spaced: a few dozen numbers need no more."""
    step = -(-len(true) // _MOST_ROWS)
    return scores[::step], true[::step]
