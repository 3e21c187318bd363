"""Which counts of patients are told: one rule for everything that a report counts by a column's values.

A value of fewer than ten patients is withheld. The counts beside it in its column are then rounded to tens, or a
subtraction from the total would give it away; no other value is withheld for its sake. The rule looks at the values
as the data have them, before any are joined: so two tables of one column cannot differ in whether they round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

FEWEST_PATIENTS: Final = 10
ROUNDED_TO: Final = 10


def is_withheld(patients: int) -> bool:
    """Return whether so few patients are not told of; no patients at all are no one's secret."""
    return 0 < patients < FEWEST_PATIENTS


def patients_of_values(values: Sequence[str] | npt.NDArray[np.str_], patients: npt.NDArray[np.int64]) -> dict[str, int]:
    """Return the number of patients of each value, the largest first.

    Parameters
    ----------
    values : sequence of str
        The value of each row.
    patients : ndarray of int of shape (rows,)
        The patient of each row.
    """
    frame = pl.DataFrame({"value": list(map(str, values)), "patient": patients})
    held = frame.group_by("value").agg(pl.col("patient").n_unique())
    return dict(held.sort("patient", "value", descending=[True, False]).iter_rows())


def step_of(sizes: Sequence[int]) -> int:
    """Return what the counts of a column are rounded to: 1, or `ROUNDED_TO` where a value of it is withheld.

    Parameters
    ----------
    sizes : sequence of int
        The patients of each value, also of the missing one.
    """
    return ROUNDED_TO if any(map(is_withheld, sizes)) else 1


def rounded(count: int, step: int) -> int:
    """Return a count rounded to `step`."""
    return step * round(count / step)
