"""From probabilities to the class that is answered.

Answering the most probable class has the best accuracy. A metric that counts every class alike, such as macro-F1, is
better served when a rare class is answered before it is the most probable one: each probability is divided by the
class's share of the training rows to the power of ``tempering``, from 0 (the most probable class) to 1 (the class
whose probability has risen most). Source: Menon et al. 2021, "Long-tail learning via logit adjustment", ICLR
(arXiv 2007.07314).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from epicrisis.evaluation.metrics import get_metric

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
TEMPERINGS = tuple(round(0.1 * step, 1) for step in range(11))
_LEVEL = 0.3
"""Of the one-sided test. Milder answers keep accuracy, stronger ones find rare classes: decision 17 has figures."""
_LEAST = np.finfo(np.float64).tiny


@dataclass(frozen=True)
class Decision:
    """Which class is answered.

    Parameters
    ----------
    tempering : float
        Power of the classes' shares, 0 to 1.
    offsets : tuple of float
        What is added to each class's log-probability before the largest is answered; the least is 0.
    """

    tempering: float
    offsets: tuple[float, ...]


def decide(probabilities: FloatArray, offsets: tuple[float, ...] | FloatArray) -> IntArray:
    """Return the number of the class answered for each row.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    offsets : sequence of float of length classes
        See `Decision`.
    """
    return np.asarray((np.log(np.maximum(probabilities, _LEAST)) + np.asarray(offsets)).argmax(axis=1))


def tempered(true: IntArray, classes: int, tempering: float) -> Decision:
    """Return the decision of a given power, for the shares that the classes have among `true`."""
    shares = np.maximum(np.bincount(true, minlength=classes), 1) / len(true)
    offsets = -tempering * np.log(shares)
    return Decision(tempering, tuple(float(offset) for offset in offsets - offsets.min()))


@dataclass(frozen=True)
class Decided:
    """The decision chosen for a model, and what it answers.

    Parameters
    ----------
    decision : Decision
        Chosen on all folds.
    answered : ndarray of int of shape (rows,)
        The class answered for each row, by a decision that was chosen without the row's fold.
    """

    decision: Decision
    answered: IntArray


def choose_decision(probabilities: FloatArray, true: IntArray, folds: IntArray, metric: str) -> Decided:
    """Choose the mildest tempering that is not detectably worse than the best for a metric.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        Probabilities of rows that the model was not fitted on.
    true, folds : ndarray of int of shape (rows,)
        Class number and fold of each row.
    metric : str
        The metric to serve; one of probabilities is served by no tempering.
    """
    classes = probabilities.shape[1]
    decisions = [tempered(true, classes, tempering) for tempering in TEMPERINGS]
    answers = [decide(probabilities, one.offsets) for one in decisions]
    if get_metric(metric).response == "probability":
        return Decided(decisions[0], answers[0])
    numbers = np.unique(folds)
    values = np.array([_by_fold(probabilities, true, folds, answer, metric) for answer in answers])
    crossed = np.empty_like(answers[0])
    for place, fold in enumerate(numbers):
        mine = folds == fold
        crossed[mine] = answers[_mildest(np.delete(values, place, axis=1))][mine]
    return Decided(decisions[_mildest(values)], crossed)


def _by_fold(probabilities: FloatArray, true: IntArray, folds: IntArray, answer: IntArray, metric: str) -> list[float]:
    """Return the metric of each fold, its sign turned where less is better."""
    wanted = get_metric(metric)
    sign = 1.0 if wanted.direction == "maximize" else -1.0
    measured = [
        wanted.measure(true[folds == fold], answer[folds == fold], probabilities[folds == fold])
        for fold in np.unique(folds)
    ]
    return [0.0 if value is None else sign * value for value in measured]


def _mildest(values: FloatArray) -> int:
    """Return the first row of (temperings, folds) that is not detectably worse than the best: a paired t test."""
    behind = values[int(values.mean(axis=1).argmax())] - values
    if values.shape[1] < 2:
        return int(np.argmin(behind[:, 0]))
    folds = values.shape[1]
    noise = stats.t.ppf(1 - _LEVEL, folds - 1) * behind.std(axis=1, ddof=1) / np.sqrt(folds)
    return int(np.argmax(behind.mean(axis=1) <= noise))
