"""What is learned after a search on the rows that each fold held out: calibration and decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from epicrisis.evaluation.calibration import Calibration, calibrate
from epicrisis.evaluation.decisions import Decision, choose_decision
from epicrisis.evaluation.losses import row_log_losses
from epicrisis.evaluation.metrics import METRICS, added_metrics, measure_all
from epicrisis.training.result import CalibrationFacts, CrossValidation

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Settled:
    """How a model's scores become probabilities and classes.

    Parameters
    ----------
    calibration : Calibration
        From scores to probabilities.
    decision : Decision
        From probabilities to the class answered.
    probabilities : ndarray of shape (rows, classes)
        Of the training rows: nothing that gave a row its probabilities has seen the row's fold.
    answered : ndarray of int of shape (rows,)
        The class answered for each of them, by a decision that has not seen the row's fold either.
    metrics : dict of str to CrossValidation
        Every metric of probabilities and answers on the folds, just as honest.
    """

    calibration: Calibration
    decision: Decision
    probabilities: FloatArray
    answered: IntArray
    metrics: dict[str, CrossValidation]


def settle(scores: FloatArray, true: IntArray, folds: IntArray, metric: str, also: Sequence[str] = ()) -> Settled:
    """Choose calibration and decision for a metric.

    Parameters
    ----------
    scores : ndarray of shape (rows, classes)
        The scores of the training rows, each fitted without the row's fold.
    true, folds : ndarray of int of shape (rows,)
        Class number and fold of each row.
    metric : str
        The metric that the decision serves.
    also : sequence of str
        Other packages' metrics that are measured too.
    """
    calibrated = calibrate(scores, true, folds)
    decided = choose_decision(calibrated.probabilities, true, folds, metric)
    metrics = cross_validations(calibrated.probabilities, decided.answered, true, folds, added_metrics([metric, *also]))
    return Settled(calibrated.calibration, decided.decision, calibrated.probabilities, decided.answered, metrics)


def cross_validations(
    probabilities: FloatArray, answered: IntArray, true: IntArray, folds: IntArray, also: Sequence[str] = ()
) -> dict[str, CrossValidation]:
    """Return every metric by fold.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        Of the training rows.
    answered, true, folds : ndarray of int of shape (rows,)
        Class answered, class and fold of each row.
    also : sequence of str
        Names of other packages' metrics.
    """
    numbers = np.unique(folds)
    parts = [
        measure_all(true[folds == fold], probabilities[folds == fold], answered[folds == fold], also)
        for fold in numbers
    ]
    return {name: cross for name in (*METRICS, *also) if (cross := _mean_of(parts, name)) is not None}


def _mean_of(parts: list[dict[str, float]], name: str) -> CrossValidation | None:
    values = [part[name] for part in parts if name in part]
    if not values:
        return None
    return CrossValidation(mean=float(np.mean(values)), std=float(np.std(values)), folds=values)


def calibration_facts(settled: Settled, scores: FloatArray, true: IntArray, classes: list[str]) -> CalibrationFacts:
    """Return calibration and decision as plain values.

    Parameters
    ----------
    settled : Settled
        What was chosen.
    scores : ndarray of shape (rows, classes)
        The scores that it was chosen on.
    true : ndarray of int of shape (rows,)
        Class numbers.
    classes : list of str
        Names of the classes.
    """
    before = softmax(scores, axis=1)
    return CalibrationFacts(
        kind=settled.calibration.kind,
        scales=dict(zip(classes, settled.calibration.scales, strict=True)),
        shifts=dict(zip(classes, settled.calibration.shifts, strict=True)),
        tempering=settled.decision.tempering,
        offsets=dict(zip(classes, settled.decision.offsets, strict=True)),
        log_loss_before=float(row_log_losses(true, before).mean()),
        log_loss_after=float(row_log_losses(true, settled.probabilities).mean()),
    )
