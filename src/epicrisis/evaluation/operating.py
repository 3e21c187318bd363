"""Figures of each class where its alerts are raised as the model answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.clusters import share
from epicrisis.evaluation.facts import OperatingPoint

IntArray = npt.NDArray[np.int64]


def operating_points(
    labels: Sequence[str], true: IntArray, answered: IntArray, patients: IntArray
) -> list[OperatingPoint]:
    """Return sensitivity, specificity and predictive values of each class, and how many alerts there are.

    Parameters
    ----------
    labels : sequence of str
        Names of the classes.
    true, answered : ndarray of int of shape (rows,)
        Class and answered class of each row.
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.
    """
    return [_point(label, true == number, answered == number, patients) for number, label in enumerate(labels)]


def _point(
    label: str, mine: npt.NDArray[np.bool_], alerted: npt.NDArray[np.bool_], patients: IntArray
) -> OperatingPoint:
    asked = {
        "sensitivity": (mine, alerted),
        "specificity": (~mine, ~alerted),
        "ppv": (alerted, mine),
        "npv": (~alerted, ~mine),
    }
    found = {name: share(happened[among], patients[among]) for name, (among, happened) in asked.items()}
    there = {name: one for name, one in found.items() if one is not None}
    return OperatingPoint(
        label=label,
        alerts_per_100=100 * float(alerted.mean()),
        figures={name: one.value for name, one in there.items()},
        ci95={name: (one.low, one.high) for name, one in there.items()},
    )
