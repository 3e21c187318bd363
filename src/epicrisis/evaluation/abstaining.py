"""What the sets of classes and the abstention come to on rows that nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.conformal import METHOD, SetRule, prediction_sets
from epicrisis.evaluation.facts import MAX_POINTS, Abstention, Curve, Interval

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
RESAMPLES = 1000
_POINTS_BY_CLASS = 50


def abstention(
    rule: SetRule,
    probabilities: FloatArray,
    answered: IntArray,
    true: IntArray,
    patients: npt.NDArray[np.generic],
    classes: Sequence[str],
    *,
    seed: int,
) -> Abstention:
    """Return coverage, sizes of the sets, and accuracy by the share answered.

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
    seed : int
        Seed of the bootstrap over patients.
    """
    sets = prediction_sets(probabilities, rule.thresholds, answered)
    rows = np.arange(len(true))
    sizes = sets.sum(axis=1)
    covered, single, right = sets[rows, true], sizes == 1, answered == true
    certainty = probabilities[rows, answered]
    of_class = {str(label): true == number for number, label in enumerate(classes)}
    as_class = {str(label): answered == number for number, label in enumerate(classes)}
    bootstrap = _Bootstrap.of(patients, seed)
    whole = np.ones(len(true), dtype=np.bool_)
    return Abstention(
        coverage=rule.coverage,
        method=METHOD,
        thresholds=dict(zip(of_class, rule.thresholds, strict=True)),
        pooled=[str(classes[number]) for number in rule.pooled],
        achieved=float(covered.mean()),
        achieved_ci95=bootstrap.interval(covered, whole) or (float(covered.mean()),) * 2,
        set_sizes={int(size): int(count) for size, count in zip(*np.unique(sizes, return_counts=True), strict=True)},
        single=float(single.mean()),
        single_ci95=bootstrap.interval(single, whole),
        single_accuracy=float(right[single].mean()) if single.any() else None,
        single_accuracy_ci95=bootstrap.interval(right, single),
        achieved_by_class=_shares(covered, of_class),
        achieved_by_class_ci95=bootstrap.intervals(covered, of_class),
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


def _curve(certainty: FloatArray, right: BoolArray, most: int) -> Curve:
    """Return accuracy by the share answered, the most certain rows first; rows of equal certainty come together."""
    order = np.argsort(-certainty, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(certainty[order]) != 0, True))
    kept = ends[np.unique(np.linspace(0, len(ends) - 1, most).round().astype(np.int64))]
    accuracy = np.cumsum(right[order])[kept] / (kept + 1)
    return Curve(x=((kept + 1) / len(order)).tolist(), y=accuracy.tolist())


@dataclass(frozen=True)
class _Bootstrap:
    """Intervals of shares, by a bootstrap that resamples patients."""

    codes: IntArray
    patients: int
    seed: int

    @classmethod
    def of(cls, patients: npt.NDArray[np.generic], seed: int) -> _Bootstrap:
        _, codes = np.unique(patients, return_inverse=True)
        return cls(codes, int(codes.max()) + 1, seed)

    def interval(self, true_of: BoolArray, among: BoolArray) -> Interval | None:
        """Return the interval of the share of some rows that something is true of; None if it seldom exists."""
        mine = np.unique(self.codes[among], return_inverse=True)[1]
        if len(mine) == 0:
            return None
        rows, hits = np.bincount(mine), np.bincount(mine, true_of[among]).astype(np.int64)
        # Patients with as many rows and hits are as good as each other: how often each kind is drawn is enough.
        kinds, patients = np.unique(rows * (len(mine) + 1) + hits, return_counts=True)
        others = self.patients - len(rows)
        chances = np.append(patients, others) / self.patients
        drawn = np.random.default_rng(self.seed).multinomial(self.patients, chances, size=RESAMPLES)[:, :-1]
        with np.errstate(invalid="ignore"):
            return _middle((drawn @ (kinds % (len(mine) + 1))) / (drawn @ (kinds // (len(mine) + 1))))

    def intervals(self, true_of: BoolArray, among: dict[str, BoolArray]) -> dict[str, Interval]:
        """Return the intervals of several shares, by name."""
        found = {name: self.interval(true_of, rows) for name, rows in among.items()}
        return {name: interval for name, interval in found.items() if interval is not None}


def _middle(values: FloatArray) -> Interval | None:
    there = values[~np.isnan(values)]
    if len(there) < len(values) / 2:
        return None
    low, high = np.quantile(there, [0.025, 0.975])
    return float(low), float(high)
