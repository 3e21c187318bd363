"""Intervals of single shares and means over rows that patients hold, in closed form.

They serve where a bootstrap would not: of the rows of one bin or one rare class all may be right, and then every
resample says so too, with an interval of no width. Wilson's interval for the number of independent rows that would have
the same error keeps its width (Wilson 1927, doi 10.1080/01621459.1927.10502953; Korn and Graubard 1998, Survey
Methodology 24: 193-201, for clusters). Errors are those of patients' sums (Liang and Zeger 1986,
doi 10.1093/biomet/73.1.13).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
_LEVEL = 0.975


class Share(NamedTuple):
    """A share of rows with its 95 % interval."""

    value: float
    low: float
    high: float


def share(happened: npt.NDArray[np.bool_], patients: IntArray) -> Share | None:
    """Return the share of rows in which something happened; None of no rows.

    Parameters
    ----------
    happened : ndarray of bool of shape (rows,)
        Whether it did.
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.
    """
    if not len(happened):
        return None
    value = float(happened.mean())
    held = np.bincount(patients)
    clusters = int((held > 0).sum())
    if clusters < 2:
        return Share(value, 0.0, 1.0)
    size = _independent_rows(value, mean_error(happened - value, patients), held[held > 0])
    t, z = _t(clusters), float(ndtri(_LEVEL))
    size *= (z / t) ** 2
    centre = (value + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z * np.sqrt(value * (1 - value) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    return Share(value, max(0.0, float(centre - half)), min(1.0, float(centre + half)))


def mean_error(residuals: npt.NDArray[np.floating], patients: IntArray) -> float:
    """Return the standard error of a mean over rows, whose residuals are given; NaN of a single patient."""
    sums = np.bincount(patients, weights=residuals).astype(np.float64)
    return error_of_sums(sums, number_of(patients), len(residuals))


def error_of_sums(sums: FloatArray, clusters: int, rows: int) -> float:
    """Return the standard error of a mean over rows from patients' sums of residuals; NaN of a single patient."""
    if clusters < 2:
        return float("nan")
    return float(np.sqrt(clusters / (clusters - 1) * (sums**2).sum()) / rows)


def half_width(error: float, clusters: int) -> float:
    """Return half the width of a 95 % interval, by Student's t of the number of patients."""
    return _t(clusters) * error


def number_of(patients: IntArray) -> int:
    """Return how many patients there are."""
    return int(np.count_nonzero(np.bincount(patients)))


def _independent_rows(value: float, error: float, held: IntArray) -> float:
    """Return how many independent rows would have the same error; by the patients' sizes where there is no error."""
    rows = float(held.sum())
    if error > 0:
        return min(rows, value * (1 - value) / error**2)
    return rows**2 / float((held**2).sum())


def _t(clusters: int) -> float:
    return float(stdtrit(max(clusters - 1, 1), _LEVEL))
