"""What the sets of classes and the abstention come to on rows that nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.clusters import number_of, share
from epicrisis.evaluation.conformal import METHOD, SetRule, prediction_sets
from epicrisis.evaluation.facts import MAX_POINTS, Abstention, Curve, Interval

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
_POINTS_BY_CLASS = 50


def abstention(
    rule: SetRule,
    probabilities: FloatArray,
    answered: IntArray,
    true: IntArray,
    patients: npt.NDArray[np.generic],
    classes: Sequence[str],
) -> Abstention:
    """Return coverage, sizes of the sets, and accuracy by the share answered; intervals as of `clusters.share`.

    Parameters
    ----------
    rule : SetRule
        What was learned on the training rows.
    probabilities : ndarray of shape (rows, classes)
        The model's, of the test rows.
    answered, true : ndarray of int of shape (rows,)
        Class answered and true class.
    patients : ndarray of shape (rows,)
        The patient of each row.
    classes : sequence of str
        Names of the classes.
    """
    sets = prediction_sets(probabilities, rule.thresholds, answered)
    rows = np.arange(len(true))
    sizes = sets.sum(axis=1)
    covered, single, right = sets[rows, true], sizes == 1, answered == true
    certainty = probabilities[rows, answered]
    of_class = {str(label): true == number for number, label in enumerate(classes)}
    as_class = {str(label): answered == number for number, label in enumerate(classes)}
    codes = np.unique(patients, return_inverse=True)[1]
    return Abstention(
        coverage=rule.coverage,
        method=METHOD,
        thresholds=dict(zip(of_class, rule.thresholds, strict=True)),
        pooled=[str(classes[number]) for number in rule.pooled],
        achieved=float(covered.mean()),
        achieved_ci95=_interval(covered, codes) or (0.0, 1.0),
        set_sizes={int(size): int(count) for size, count in zip(*np.unique(sizes, return_counts=True), strict=True)},
        single=float(single.mean()),
        single_ci95=_interval(single, codes),
        single_accuracy=float(right[single].mean()) if single.any() else None,
        single_accuracy_ci95=_interval(right[single], codes[single]),
        single_patients=number_of(codes[single]),
        single_rows_by_answer={label: int((single & mine).sum()) for label, mine in as_class.items()},
        achieved_by_class=_shares(covered, of_class),
        achieved_by_class_ci95=_intervals(covered, of_class, codes),
        single_by_class=_shares(single, of_class),
        single_accuracy_by_answer=_shares(right, {label: single & mine for label, mine in as_class.items()}),
        curve=_curve(certainty, right, MAX_POINTS),
        curve_by_answer={
            label: _curve(certainty[mine], right[mine], _POINTS_BY_CLASS)
            for label, mine in as_class.items()
            if mine.any()
        },
    )


def _shares(true_of: BoolArray, among: dict[str, BoolArray]) -> dict[str, float]:
    return {label: float(true_of[rows].mean()) for label, rows in among.items() if rows.any()}


def _interval(happened: BoolArray, patients: IntArray) -> Interval | None:
    found = share(happened, patients)
    return None if found is None else (found.low, found.high)


def _intervals(happened: BoolArray, among: dict[str, BoolArray], patients: IntArray) -> dict[str, Interval]:
    found = {label: _interval(happened[rows], patients[rows]) for label, rows in among.items()}
    return {label: interval for label, interval in found.items() if interval is not None}


def _curve(certainty: FloatArray, right: BoolArray, most: int) -> Curve:
    """Return accuracy by the share answered, the most certain rows first; rows of equal certainty come together."""
    order = np.argsort(-certainty, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(certainty[order]) != 0, True))
    kept = ends[np.unique(np.linspace(0, len(ends) - 1, most).round().astype(np.int64))]
    accuracy = np.cumsum(right[order])[kept] / (kept + 1)
    return Curve(x=((kept + 1) / len(order)).tolist(), y=accuracy.tolist())
