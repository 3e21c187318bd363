"""The metrics, one row each. Search, evaluation, tracking and reports all read this table.

Figures follow scikit-learn's definitions where it has them. Averages run over the classes that stand in the rows; a
one-vs-rest figure leaves out the classes that no row or, for the ROC AUC, every row has.

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

from epicrisis import plugins
from epicrisis.errors import DataError, SettingsError
from epicrisis.evaluation.confusion import figures_of, mean_of_existing, tally
from epicrisis.evaluation.losses import figures_of_losses, loss_columns
from epicrisis.evaluation.ranking import Ranked, ranked_by_class

IntArray = npt.NDArray[np.integer]
FloatArray = npt.NDArray[np.floating]
Measure = Callable[[IntArray, IntArray, FloatArray], float | None]
Family = Callable[[IntArray, IntArray, FloatArray], dict[str, float]]
Averaging = Literal["rows", "weighted", "macro", ""]


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
    averaging : {"rows", "weighted", "macro", ""}
        How it becomes one figure: over all rows alike, over classes by their rows, or over classes alike. Not known
        of another package's, unless it says so.
    source : str
        Who defined it, with a DOI, or the definition.
    """

    name: str
    title: str
    direction: Literal["maximize", "minimize"]
    response: Literal["class", "probability"]
    measure: Measure
    averaging: Averaging = ""
    source: str = ""

    def __post_init__(self) -> None:
        # The name stands in files' names and in MLflow, the title in sentences that have fields in braces.
        chosen = (self.direction in ("maximize", "minimize"), self.response in ("class", "probability"))
        if not re.fullmatch("[a-z][a-z0-9_]*", self.name) or set("{}") & set(self.title) or not all(chosen):
            raise ValueError(f"A metric named {self.name!r}, {self.direction!r} and of {self.response!r}, cannot be.")


def _of_answers(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> dict[str, float]:
    return _only(figures_of(tally(true, predicted, probabilities.shape[1])))


def _of_losses(true: IntArray, _: IntArray, probabilities: FloatArray) -> dict[str, float]:
    sums = np.asarray(loss_columns(true, probabilities).sum(axis=0), dtype=np.float64)[None, :]
    counts = np.bincount(true, minlength=probabilities.shape[1]).astype(np.float64)[None, :]
    return _only(figures_of_losses(sums, counts))


def _of_ranks(true: IntArray, _: IntArray, probabilities: FloatArray) -> dict[str, float]:
    return _only(figures_of_ranks(ranked_by_class(true, probabilities)))


FAMILIES: tuple[Family, ...] = (_of_answers, _of_losses, _of_ranks)
"""Figures that one pass over the rows gives together. Each is a thin cover of what resamples are measured by."""


def figures_of_ranks(classes: Sequence[Ranked]) -> dict[str, npt.NDArray[np.float64]]:
    """Return every figure by its metric's name, each of shape (tables,), from those of each class."""
    areas, precisions = (np.stack([getattr(one, name) for one in classes]) for name in Ranked._fields)
    return {"roc_auc": mean_of_existing(areas, axis=0), "average_precision": mean_of_existing(precisions, axis=0)}


def _only(figures: dict[str, npt.NDArray[np.float64]]) -> dict[str, float]:
    """Return the figures of a single table, those that exist."""
    return {name: float(values[0]) for name, values in figures.items() if not np.isnan(values[0])}


def _row(
    name: str,
    title: str,
    family: Family,
    averaging: Averaging,
    source: str,
    direction: Literal["maximize", "minimize"] = "maximize",
) -> Metric:
    def measure(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> float | None:
        return family(true, predicted, probabilities).get(name)

    response: Literal["class", "probability"] = "class" if family is _of_answers else "probability"
    return Metric(name, title, direction, response, measure, averaging, source)


_RECALL = "Sensitivity: share of the class's rows that are answered as it"
_PRECISION = "Positive predictive value: share of the rows answered as the class that have it"
_F1 = "van Rijsbergen 1979, Information Retrieval: harmonic mean of precision and recall"
METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        _row("accuracy", "Accuracy", _of_answers, "rows", "Share of rows answered rightly"),
        _row("balanced_accuracy", "Balanced accuracy", _of_answers, "macro", "doi:10.1109/ICPR.2010.764"),
        _row("precision", "Precision (weighted)", _of_answers, "weighted", _PRECISION),
        _row("precision_macro", "Precision (macro)", _of_answers, "macro", _PRECISION),
        _row("recall", "Recall (weighted)", _of_answers, "weighted", _RECALL),
        _row("recall_macro", "Recall (macro)", _of_answers, "macro", _RECALL),
        _row("f1", "F1 (weighted)", _of_answers, "weighted", _F1),
        _row("f1_macro", "F1 (macro)", _of_answers, "macro", _F1),
        _row("roc_auc", "ROC AUC (one-vs-rest)", _of_ranks, "macro", "doi:10.1148/radiology.143.1.7063747"),
        _row("log_loss", "Log loss", _of_losses, "rows", "doi:10.1111/j.2517-6161.1952.tb00104.x", "minimize"),
        _row("mcc", "Matthews correlation (MCC)", _of_answers, "rows", "doi:10.1016/j.compbiolchem.2004.09.006"),
        _row("average_precision", "Average precision (AUPRC)", _of_ranks, "macro", "doi:10.1371/journal.pone.0118432"),
        _row(
            "brier",
            "Brier score",
            _of_losses,
            "rows",
            "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
            "minimize",
        ),
        _row("scaled_brier", "Scaled Brier score", _of_losses, "rows", "doi:10.1097/EDE.0b013e3181c30fb2"),
        _row("ece", "Expected calibration error", _of_losses, "rows", "arXiv:1706.04599", "minimize"),
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
    found: dict[str, float] = {}
    for family in FAMILIES:
        found |= family(true, predicted, probabilities)
    figures = {name: found[name] for name in METRICS if name in found}
    for name in also:
        value = get_metric(name).measure(true, predicted, probabilities)
        if value is not None:
            figures[name] = value
    return figures
