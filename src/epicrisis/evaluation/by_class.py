"""Intervals of each class's own figures.

Shares of rows have Wilson's interval (`epicrisis.evaluation.clusters`), which keeps its width for a rare class of which
all rows or none are found. F1 is one too: ``2 s / (1 + s)`` of the share ``s`` of right answers among the rows that
have the class or are given it, so that the ends of its interval are those of that share. Figures of ranks have the
resamples of patients that were drawn for all metrics.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.clusters import share
from epicrisis.evaluation.ranking import Ranked
from epicrisis.evaluation.uncertainty import intervals

IntArray = npt.NDArray[np.int64]
Bounds = tuple[float, float]


def class_intervals(
    true: IntArray, answered: IntArray, patients: IntArray, ranked: Sequence[Ranked]
) -> list[dict[str, Bounds]]:
    """Return the 95 % intervals of each class, by the names of its figures.

    Parameters
    ----------
    true, answered : ndarray of int of shape (rows,)
        Class numbers.
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.
    ranked : sequence of Ranked
        The figures of ranks of every class in resamples of the patients.

    Returns
    -------
    list of dict of str to (float, float)
        One a class. Figures that do not exist have none, nor do those of ranks that are the same in all resamples.
    """
    return [
        _of_shares(true == number, answered == number, patients) | _of_ranks(one) for number, one in enumerate(ranked)
    ]


def _of_shares(mine: npt.NDArray[np.bool_], given: npt.NDArray[np.bool_], patients: IntArray) -> dict[str, Bounds]:
    right = mine & given
    found = {
        name: (told.low, told.high)
        for name, among in (("precision", given), ("recall", mine), ("f1", mine | given))
        if (told := share(right[among], patients[among])) is not None
    }
    if "f1" in found:
        low, high = found["f1"]
        found["f1"] = 2 * low / (1 + low), 2 * high / (1 + high)
    return found


def _of_ranks(one: Ranked) -> dict[str, Bounds]:
    found = intervals({"roc_auc": one.area, "average_precision": one.precision})
    # No width would say that the figure is known for certain, where the rows are only too few to tell.
    return {name: (low, high) for name, (low, high) in found.items() if low < high}
