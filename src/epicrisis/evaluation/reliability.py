"""How far probabilities mean what they say: reliability curve, calibration error, slope and intercept.

Slope and intercept are those of the logistic recalibration (Cox 1958, doi 10.1093/biomet/45.3-4.562) in the form of
Van Calster et al. 2019 (doi 10.1186/s12916-019-1466-7): the slope is the logit's factor in a logistic regression of
what happened, below 1 where probabilities are too extreme; the intercept is what must be added to the logits as they
are, below 0 where probabilities are too high on the whole.
"""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import expit, logit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from epicrisis.evaluation.clusters import half_width, number_of, share
from epicrisis.evaluation.facts import Interval, Reliability
from epicrisis.evaluation.losses import calibration_error

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Happened = npt.NDArray[np.bool_]
BINS: Final = 10
LEAST_PROBABILITY: Final = 1e-6
"""Probabilities of 0 and 1 have no logit; they count as this far from it in slope and intercept."""


def reliability(
    label: str | None, predicted: npt.NDArray[np.floating], happened: Happened, patients: IntArray
) -> Reliability:
    """Return what is known of the calibration of one probability.

    Parameters
    ----------
    label : str or None
        The class whose probability it is; None for the most probable class.
    predicted : ndarray of shape (rows,)
        The probabilities.
    happened : ndarray of bool of shape (rows,)
        Whether the row has the class.
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.
    """
    bins = equal_bins(predicted, BINS)
    numbers, rows = np.unique(bins, return_counts=True)
    shares = [found for number in numbers if (found := share(happened[bins == number], patients[bins == number]))]
    slope, slope_ci95 = _slope(predicted, happened, patients)
    intercept, intercept_ci95 = _intercept(predicted, happened, patients)
    return Reliability(
        label=label,
        predicted=[float(predicted[bins == number].mean()) for number in numbers],
        observed=[one.value for one in shares],
        low=[one.low for one in shares],
        high=[one.high for one in shares],
        rows=rows.tolist(),
        ece=calibration_error(predicted, happened),
        slope=slope,
        intercept=intercept,
        slope_ci95=slope_ci95,
        intercept_ci95=intercept_ci95,
    )


def equal_bins(values: npt.NDArray[np.floating], bins: int) -> npt.NDArray[np.intp]:
    """Return the bin of each value: about as many rows each, equal values together, so that there may be fewer."""
    edges = np.unique(np.quantile(values, np.arange(1, bins) / bins, method="inverted_cdf"))
    return np.searchsorted(edges, values)


def _logits(predicted: npt.NDArray[np.floating]) -> FloatArray:
    return np.asarray(logit(np.clip(predicted, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)), dtype=np.float64)


def _slope(
    predicted: npt.NDArray[np.floating], happened: Happened, patients: IntArray
) -> tuple[float | None, Interval | None]:
    """Return the slope; None where some probability divides those that came true from the others: it has no end."""
    logits = _logits(predicted)
    if happened.all() or not happened.any() or _divided(logits[happened], logits[~happened]):
        return None, None
    spread = float(logits.std())
    centred = (logits - logits.mean()) / spread
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-6).fit(centred[:, None], happened)
        except ConvergenceWarning:
            return None, None
    slope = float(model.coef_[0, 0]) / spread
    design = np.stack([np.ones(len(logits)), centred], axis=1)
    error = _robust_errors(design, expit(centred * model.coef_[0, 0] + model.intercept_[0]), happened, patients)
    return slope, _interval(slope, float(error[1]) / spread, patients)


def _divided(one: FloatArray, other: FloatArray) -> bool:
    return bool(one.min() >= other.max() or one.max() <= other.min())


def _intercept(
    predicted: npt.NDArray[np.floating], happened: Happened, patients: IntArray
) -> tuple[float | None, Interval | None]:
    if happened.all() or not happened.any():
        return None, None
    logits = _logits(predicted)
    furthest = float(np.abs(logits).max()) + np.log(len(logits)) + 1
    found = float(brentq(lambda added: float((happened - expit(logits + added)).sum()), -furthest, furthest))
    error = _robust_errors(np.ones((len(logits), 1)), expit(logits + found), happened, patients)
    return found, _interval(found, float(error[0]), patients)


def _robust_errors(design: FloatArray, fitted: FloatArray, happened: Happened, patients: IntArray) -> FloatArray:
    """Return the standard errors of a logistic regression's coefficients, rows of one patient taken together."""
    curvature = (design * (fitted * (1 - fitted))[:, None]).T @ design
    residuals = design * (happened - fitted)[:, None]
    sums = np.stack([np.bincount(patients, weights=column) for column in residuals.T], axis=1)
    clusters = number_of(patients)
    if clusters < 2 or np.linalg.cond(curvature) > 1e12:
        return np.full(design.shape[1], np.nan)
    bread = np.linalg.inv(curvature)
    return np.asarray(np.sqrt(np.diag(bread @ (sums.T @ sums) @ bread) * clusters / (clusters - 1)))


def _interval(value: float, error: float, patients: IntArray) -> Interval | None:
    if not np.isfinite(error):
        return None
    half = half_width(error, number_of(patients))
    return value - half, value + half
