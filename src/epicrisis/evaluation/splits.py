"""How rows are divided: sealed test rows, and folds of the training rows. No group stands on both sides.

A group is a patient, or patients whom near-duplicate notes join. Its rows move together, and classes are balanced as
far as that allows, by scikit-learn's ``StratifiedGroupKFold``. The test share is made of whole parts of a finer
division: 0.3 is three parts of ten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from epicrisis.errors import DataError, UnusableLabels
from epicrisis.settings.learning import SplitSettings

IntArray = npt.NDArray[np.int64]
TEST = -1
"""Mark of a test row; a training row has its fold's number instead."""
SEALED = -2
"""Mark of a row that is neither: a test row, while a fold of the training rows stands in its place."""
_FINEST = 20


@dataclass(frozen=True)
class Split:
    """A division of rows.

    Parameters
    ----------
    assignment : ndarray of int of shape (rows,)
        `TEST`, `SEALED`, or the fold in which a training row is held out.
    folds : int
        Number of folds.
    boundary : str or None
        For a split by time, the first moment that belongs to the test rows.
    """

    assignment: IntArray
    folds: int
    boundary: str | None = None

    @property
    def train(self) -> IntArray:
        """Positions of the training rows."""
        return np.flatnonzero(self.assignment >= 0)

    @property
    def test(self) -> IntArray:
        """Positions of the test rows."""
        return np.flatnonzero(self.assignment == TEST)

    @property
    def sha256(self) -> str:
        """Hash of the division, the same in every process."""
        return hashlib.sha256(self.assignment.astype("<i8").tobytes()).hexdigest()


def make_split(
    labels: npt.NDArray[np.str_],
    groups: IntArray,
    settings: SplitSettings,
    times: npt.NDArray[np.datetime64] | None = None,
) -> Split:
    """Divide rows into sealed test rows and folds of the training rows.

    Parameters
    ----------
    labels : ndarray of str of shape (rows,)
        The class of each row.
    groups : ndarray of int of shape (rows,)
        What may not straddle: the patient of each row, or the row itself, each joined with those of near-duplicates.
    settings : SplitSettings
        By what, how much, how many folds, which seed.
    times : ndarray of datetime64 of shape (rows,), optional
        The date of each row, needed for a split by time.

    Returns
    -------
    Split
        The same for the same arguments, in any process.

    Raises
    ------
    UnusableLabels
        There is one class only, or a class has fewer patients than the division needs.
    DataError
        A split by time, and no row has a date.
    """
    # Each fold holds out a patient of each class, and so do the test rows.
    _require_enough(labels, groups, settings.folds + 1)
    boundary = None
    if settings.by == "time":
        test, boundary = _latest(groups, times, settings.test)
    else:
        test = _share(labels, groups, settings)
    assignment = np.full(len(labels), TEST, dtype=np.int64)
    train = np.flatnonzero(~test)
    _require_enough(labels[train], groups[train], settings.folds)
    assignment[train] = _parts(labels[train], groups[train], settings.folds, settings)
    return Split(assignment, settings.folds, boundary)


def without_fold(
    split: Split, fold: int, labels: npt.NDArray[np.str_], groups: IntArray, settings: SplitSettings
) -> Split:
    """Return a division for an outer fold: it stands in the place of the test rows, which are sealed.

    Parameters
    ----------
    split : Split
        The division of all rows.
    fold : int
        The fold to be held out.
    labels : ndarray of str of shape (rows,)
        The class of each row.
    groups : ndarray of int of shape (rows,)
        What may not straddle.
    settings : SplitSettings
        As of `make_split`; the other training rows are divided into as many folds again.
    """
    assignment = np.full(len(split.assignment), SEALED, dtype=np.int64)
    assignment[split.assignment == fold] = TEST
    train = np.flatnonzero((split.assignment >= 0) & (split.assignment != fold))
    assignment[train] = _parts(labels[train], groups[train], split.folds, settings)
    return Split(assignment, split.folds)


def row_folds(labels: npt.NDArray[np.generic], folds: int, seed: int) -> IntArray:
    """Return a fold for each row, classes balanced, whoever's row it is: what a careless split would do.

    Parameters
    ----------
    labels : ndarray of shape (rows,)
        The class of each row.
    folds, seed : int
        How many, and the seed of the shuffle.
    """
    codes = _balanced(labels, folds)
    found = np.empty(len(codes), dtype=np.int64)
    divisions = StratifiedKFold(folds, shuffle=True, random_state=seed).split(codes, codes)
    for number, (_, held_out) in enumerate(divisions):
        found[held_out] = number
    return found


def smallest_part(settings: SplitSettings) -> float:
    """Return the share of the rows in the smallest part that a division is made of; a larger group makes it uneven."""
    return min(1 / _fraction(settings).denominator, (1 - settings.test) / settings.folds)


def _fraction(settings: SplitSettings) -> Fraction:
    share = Fraction(settings.test).limit_denominator(_FINEST)
    return min(max(share, Fraction(1, _FINEST)), Fraction(_FINEST - 1, _FINEST))


def _share(labels: npt.NDArray[np.str_], units: IntArray, settings: SplitSettings) -> npt.NDArray[np.bool_]:
    share = _fraction(settings)
    parts = _parts(labels, units, share.denominator, settings)
    return np.asarray(parts < share.numerator)


def _parts(labels: npt.NDArray[np.str_], units: IntArray, parts: int, settings: SplitSettings) -> IntArray:
    if settings.by == "row":
        # Nearly every row is a group of its own; a group goes where its first row goes.
        _, first, members = np.unique(units, return_index=True, return_inverse=True)
        codes = _balanced(labels[first], parts)
        divisions = StratifiedKFold(parts, shuffle=True, random_state=settings.seed).split(first, codes)
    else:
        members, codes = np.arange(len(labels)), _balanced(labels, parts)
        divisions = StratifiedGroupKFold(parts, shuffle=True, random_state=settings.seed).split(units, codes, units)
    part = np.empty(len(codes), dtype=np.int64)
    for number, (_, held_out) in enumerate(divisions):
        part[held_out] = number
    return part[members]


def _balanced(labels: npt.NDArray[np.generic], parts: int) -> IntArray:
    """Return class numbers; a class of fewer rows than parts, which cannot be balanced, goes with the largest."""
    _, codes, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return np.asarray(np.where(sizes[codes] < parts, sizes.argmax(), codes))


def _latest(
    units: IntArray, times: npt.NDArray[np.datetime64] | None, share: float
) -> tuple[npt.NDArray[np.bool_], str]:
    """Choose the groups that first came last: all their rows lie after the boundary."""
    if times is None or np.isnat(times).all():
        raise DataError('No row has a date, and split.by is "time". Set columns.date, or split.by = "patient".')
    known = np.where(np.isnat(times), times[~np.isnat(times)].min(), times)
    _, codes = np.unique(units, return_inverse=True)
    first = np.full(codes.max() + 1, known.max())
    np.minimum.at(first, codes, known)
    boundary = np.sort(first[codes])[int(np.ceil(len(units) * (1 - share))) - 1]
    later = np.unique(first[first > boundary])
    return np.asarray(first[codes] > boundary), str(later[0] if len(later) else boundary)


def _require_enough(labels: npt.NDArray[np.str_], units: IntArray, needed: int) -> None:
    classes, codes = np.unique(labels, return_inverse=True)
    if len(classes) < 2:
        raise UnusableLabels(
            "The label has one class only ({label!r}): there is nothing to tell apart.",
            label=str(classes[0]) if len(classes) else "",
        )
    holders = np.bincount(np.unique(np.stack([codes, units]), axis=1)[0], minlength=len(classes))
    poorest = int(holders.argmin())
    if holders[poorest] < needed:
        raise UnusableLabels(
            "Class {label!r} has only {patients} patients ({rows} rows) to share among {needed} parts, and each part "
            "needs one. Lower split.folds, read more rows, or raise etl.min_class_rows so that the class is dropped "
            "or merged.",
            label=str(classes[poorest]),
            patients=int(holders[poorest]),
            rows=int((codes == poorest).sum()),
            needed=needed,
        )
