"""The metrics, one row each. Search, evaluation, tracking and reports all read this table.

Figures follow scikit-learn's definitions. Averages run over the classes that stand in the rows, except the
one-vs-rest ROC AUC (Hand and Till, 2001, doi 10.1023/A:1010920819831, discuss the alternatives), which needs at least
two classes among the rows and leaves out the classes that are absent.

Another package adds a metric without touching this table: it registers a `Metric` in the entry-point group
``epicrisis.metrics`` under the metric's name. Such a metric is measured where it is asked for by name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from sklearn import metrics as sk

from epicrisis import plugins
from epicrisis.errors import DataError, SettingsError
from epicrisis.evaluation.confusion import figures_of, tally

IntArray = npt.NDArray[np.integer]
FloatArray = npt.NDArray[np.floating]
Measure = Callable[[IntArray, IntArray, FloatArray], float | None]


@dataclass(frozen=True)
class Metric:
    """A figure of merit.

    Parameters
    ----------
    name : str
        Name in settings and JSON: lower-case letters, digits and underscores.
    title : str
        Name in reports, in English; translated when shown. Another package's is shown as it is.
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

    def __post_init__(self) -> None:
        # The name stands in files' names and in MLflow, the title in sentences that have fields in braces.
        chosen = (self.direction in ("maximize", "minimize"), self.response in ("class", "probability"))
        if not re.fullmatch("[a-z][a-z0-9_]*", self.name) or set("{}") & set(self.title) or not all(chosen):
            raise ValueError(f"A metric named {self.name!r}, {self.direction!r} and of {self.response!r}, cannot be.")


def _answered(name: str) -> Measure:
    """Return the measure of a figure that the answered classes are enough for."""

    def measure(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> float:
        return float(figures_of(tally(true, predicted, probabilities.shape[1]))[name][0])

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


def get_metric(name: str) -> Metric:
    """Return a metric by its name, from the table or from another package.

    Raises
    ------
    SettingsError
        No package that is installed has it, the one that has it does not give it, or it is a name of the table too.
    """
    plugins.refuse_clash(plugins.METRICS, name, METRICS)
    return METRICS[name] if name in METRICS else _of_another_package(name)


def metric_title(name: str) -> str:
    """Return a metric's title in English; that of a package which is not installed here is its name."""
    try:
        return get_metric(name).title
    except SettingsError:
        return name


def added_metrics(names: Sequence[str]) -> tuple[str, ...]:
    """Return those of some metrics that other packages have, each once."""
    return tuple(name for name in dict.fromkeys(names) if name not in METRICS)


@cache
def _of_another_package(name: str) -> Metric:
    metric = plugins.load(plugins.METRICS, name, Metric)
    if metric is None:
        raise SettingsError(
            "The metric {name!r} is not known here. Install the package that registers it in the entry-point group "
            "{group!r}.",
            name=name,
            group=plugins.METRICS,
        )
    return replace(metric, measure=_guarded(metric))


def _guarded(metric: Metric) -> Measure:
    """Return another package's measure, which may fail or give something else than a figure."""

    def measure(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> float | None:
        try:
            value = metric.measure(true, predicted, probabilities)
            figure = None if value is None else float(value)
        except Exception as error:  # whatever it raises; its words may be anything
            raise DataError(
                "The metric {name!r} of another package could not be measured on {rows} rows ({reason}).",
                name=metric.name,
                rows=len(true),
                reason=type(error).__name__,
            ) from error
        return figure if figure is not None and math.isfinite(figure) else None

    return measure


def measure_all(
    true: IntArray, probabilities: FloatArray, answered: IntArray | None = None, also: Sequence[str] = ()
) -> dict[str, float]:
    """Return every metric of the table, and some of other packages, as far as they exist on these rows.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities, columns in the order of the class numbers.
    answered : ndarray of int of shape (rows,), optional
        The class that the model answers; the most probable one by default.
    also : sequence of str
        Names of other packages' metrics.
    """
    predicted = probabilities.argmax(axis=1) if answered is None else answered
    metrics = [*METRICS.values(), *(get_metric(name) for name in also)]
    figures = {metric.name: metric.measure(true, predicted, probabilities) for metric in metrics}
    return {name: value for name, value in figures.items() if value is not None}
