"""The metrics, one row each. Search, evaluation, tracking and reports all read this table.

Figures follow scikit-learn's definitions. Averages run over the classes that stand in the rows, except the
one-vs-rest ROC AUC (Hand and Till, 2001, doi 10.1023/A:1010920819831, discuss the alternatives), which needs at least
two classes among the rows and leaves out the classes that are absent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from sklearn import metrics as sk

from epicrisis.evaluation.confusion import confusion_of, figures_of

IntArray = npt.NDArray[np.integer]
FloatArray = npt.NDArray[np.floating]
Measure = Callable[[IntArray, IntArray, FloatArray], float | None]


@dataclass(frozen=True)
class Metric:
    """A figure of merit.

    Parameters
    ----------
    name : str
        Name in settings and JSON.
    title : str
        Name in reports, in English; translated when shown.
    direction : {"maximize", "minimize"}
        Which way is better.
    response : {"class", "probability"}
        What the model must give.
    measure : callable
        From true classes, predicted classes (numbers, of shape (rows,)) and probabilities (of shape (rows, classes))
        to the figure, or None where it does not exist.
    """

    name: str
    title: str
    direction: Literal["maximize", "minimize"]
    response: Literal["class", "probability"]
    measure: Measure


def _answered(name: str) -> Measure:
    """Return the measure of a figure that the answered classes are enough for."""

    def measure(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> float:
        return float(figures_of(confusion_of(true, predicted, probabilities.shape[1]))[name][0])

    return measure


def roc_auc_by_class(true: IntArray, probabilities: FloatArray) -> list[float | None]:
    """Return the one-vs-rest ROC AUC of each class; None for a class that all rows or no row have.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    """
    areas: list[float | None] = []
    for number in range(probabilities.shape[1]):
        mine = true == number
        exists = 0 < mine.sum() < len(mine)
        areas.append(float(sk.roc_auc_score(mine, probabilities[:, number])) if exists else None)
    return areas


def _roc_auc(true: IntArray, _: IntArray, probabilities: FloatArray) -> float | None:
    areas = [area for area in roc_auc_by_class(true, probabilities) if area is not None]
    return float(np.mean(areas)) if areas else None


def row_log_losses(true: IntArray, probabilities: FloatArray) -> npt.NDArray[np.float64]:
    """Return each row's log loss in nats; a probability of zero counts as the smallest of double precision."""
    given = np.take_along_axis(probabilities.astype(np.float64), true[:, None].astype(np.intp), axis=1)[:, 0]
    return np.asarray(-np.log(np.clip(given, np.finfo(np.float64).eps, 1.0)))


def _log_loss(true: IntArray, _: IntArray, probabilities: FloatArray) -> float:
    return float(row_log_losses(true, probabilities).mean())


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("accuracy", "Accuracy", "maximize", "class", _answered("accuracy")),
        Metric("balanced_accuracy", "Balanced accuracy", "maximize", "class", _answered("balanced_accuracy")),
        Metric("precision", "Precision (weighted)", "maximize", "class", _answered("precision")),
        Metric("precision_macro", "Precision (macro)", "maximize", "class", _answered("precision_macro")),
        Metric("recall", "Recall (weighted)", "maximize", "class", _answered("recall")),
        Metric("recall_macro", "Recall (macro)", "maximize", "class", _answered("recall_macro")),
        Metric("f1", "F1 (weighted)", "maximize", "class", _answered("f1")),
        Metric("f1_macro", "F1 (macro)", "maximize", "class", _answered("f1_macro")),
        Metric("roc_auc", "ROC AUC (one-vs-rest)", "maximize", "probability", _roc_auc),
        Metric("log_loss", "Log loss", "minimize", "probability", _log_loss),
        Metric("mcc", "Matthews correlation (MCC)", "maximize", "class", _answered("mcc")),
    )
}


def measure_all(true: IntArray, probabilities: FloatArray, answered: IntArray | None = None) -> dict[str, float]:
    """Return every metric that exists on these rows.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities, columns in the order of the class numbers.
    answered : ndarray of int of shape (rows,), optional
        The class that the model answers; the most probable one by default.
    """
    predicted = probabilities.argmax(axis=1) if answered is None else answered
    figures = {name: metric.measure(true, predicted, probabilities) for name, metric in METRICS.items()}
    return {name: value for name, value in figures.items() if value is not None}
