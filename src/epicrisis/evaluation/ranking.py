"""Figures of how well scores put the rows of a class before the others, of many resamples at once.

Only the scores that some row of the class has are looked at: between two of them the other rows count as one sum. So
the work on sorted rows is one sparse product, and what is accumulated is as long as the class, not as all rows.
Definitions are scikit-learn's, which a test holds them to: the area under the ROC curve counts ties half; the average
precision adds up precision over the steps of recall, without interpolation (Saito and Rehmsmeier 2015,
doi 10.1371/journal.pone.0118432, on why rare classes need it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from epicrisis.evaluation.confusion import ratio

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer]
_BLOCK = 16


class Ranked(NamedTuple):
    """Figures of one class, each of shape (tables,); NaN where they do not exist.

    Parameters
    ----------
    area : ndarray
        Area under the ROC curve, the class against the rest.
    precision : ndarray
        Average precision.
    """

    area: FloatArray
    precision: FloatArray


@dataclass(frozen=True)
class Ranking:
    """One class's rows and the others by falling score, as sums over patients.

    A level is a score that some row of the class has.

    Parameters
    ----------
    mine : csr_array of shape (levels, patients)
        Rows of the class at each level.
    others : csr_array of shape (levels + 1, patients)
        Other rows from each level up to the one before it; the last are those below all levels.
    tied : csr_array of shape (levels with ties, patients)
        Other rows whose score is a level's.
    levels : ndarray of int of shape (levels with ties,)
        Which levels those are.
    """

    mine: sparse.csr_array
    others: sparse.csr_array
    tied: sparse.csr_array
    levels: npt.NDArray[np.intp]

    def figures(self, weights: npt.NDArray[np.floating]) -> Ranked:
        """Return the figures for weights of patients of shape (patients, tables), whole numbers below 2**24."""
        mine, others = self.mine @ weights, _accumulated(self.others @ weights)
        every, above = others[-1].copy(), others[:-1]
        room = every - above
        room *= mine
        ordered = room.sum(axis=0, dtype=np.float64)
        if len(self.levels):
            ordered += (mine[self.levels] * (self.tied @ weights)).sum(axis=0, dtype=np.float64) / 2
        room[:] = mine
        found = _accumulated(room)
        total = mine.sum(axis=0, dtype=np.float64)
        above += found
        # Nobody stands at or above the first levels of a resample that has not drawn them.
        found /= np.maximum(above, 1, out=above)
        found *= mine
        summed = found.sum(axis=0, dtype=np.float64)
        return Ranked(ratio(ordered, total * every, missing=np.nan), ratio(summed, total, missing=np.nan))


def rank(
    mine: npt.NDArray[np.bool_],
    scores: npt.NDArray[np.floating],
    patients: npt.NDArray[np.int32],
    ones: npt.NDArray[np.float32],
) -> Ranking:
    """Sort the rows of a class and the others.

    Parameters
    ----------
    mine : ndarray of bool of shape (rows,)
        Which rows have the class.
    scores : ndarray of shape (rows,)
        The class's probability.
    patients : ndarray of int of shape (rows,)
        Number of each row's patient.
    ones : ndarray of shape (rows,)
        Ones, which the rankings of all classes share.
    """
    order = np.argsort(-scores, kind="stable")
    of_class = mine[order]
    own, rest = order[of_class], order[~of_class]
    high = -scores[own]
    starts = np.flatnonzero(np.diff(high, prepend=-np.inf))
    levels = high[starts]
    place = np.searchsorted(levels, -scores[rest])
    tied = np.flatnonzero(np.append(levels, np.inf)[place] == -scores[rest])
    with_ties, tied_starts = np.unique(place[tied], return_index=True)

    def sums(rows: IntArray, ends: IntArray) -> sparse.csr_array:
        ends = ends.astype(np.int32)
        return sparse.csr_array(
            (ones[: len(rows)], patients[rows], ends), shape=(len(ends) - 1, int(patients.max(initial=-1)) + 1)
        )

    return Ranking(
        mine=sums(own, np.append(starts, len(own))),
        others=sums(rest, np.append(0, np.cumsum(np.bincount(place, minlength=len(levels) + 1)))),
        tied=sums(rest[tied], np.append(tied_starts, len(tied))),
        levels=with_ties,
    )


def ranked_by_class(true: IntArray, probabilities: npt.NDArray[np.floating]) -> list[Ranked]:
    """Return the figures of each class on rows that count once, each of shape (1,).

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    """
    patients, ones = np.zeros(len(true), dtype=np.int32), np.ones(len(true), dtype=np.float32)
    once = np.ones((1, 1))
    return [
        rank(true == number, probabilities[:, number], patients, ones).figures(once)
        for number in range(probabilities.shape[1])
    ]


def _accumulated(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Accumulate over the first axis, in place: NumPy's own is several times as slow on tables of many rows."""
    whole = len(values) // _BLOCK * _BLOCK
    blocks = values[:whole].reshape(-1, _BLOCK, values.shape[1])
    for place in range(1, _BLOCK):
        blocks[:, place] += blocks[:, place - 1]
    blocks[1:] += np.cumsum(blocks[:-1, -1], axis=0)[:, None]
    rest = values[max(whole - 1, 0) :]
    rest[:] = np.cumsum(rest, axis=0)
    return values
