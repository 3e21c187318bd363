"""Figures of some of the patients: by sex, by age, and by any column that the settings name for it.

Groups of fewer than ten patients are not measured and their sizes are not kept; those beside them are then rounded
(see `withholding`). A gap is the figure of a group less that of all other notes. Its interval is made of both
figures' own bootstrap intervals by the method of variance estimates recovery (Zou and Donner 2008,
doi:10.1002/sim.3095), widened for the number of gaps that were looked at (Bonferroni) and, by Student's t, for groups
of few patients. Where a patient has notes in and out of a group, it is a little too wide: the two figures are then
alike for a reason that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, inf

import numpy as np
import numpy.typing as npt
from scipy import stats

from epicrisis.evaluation.facts import Interval, Subgroup
from epicrisis.evaluation.metrics import measure_all
from epicrisis.evaluation.uncertainty import bootstrap_intervals
from epicrisis.evaluation.withholding import FEWEST_PATIENTS, is_withheld, patients_of_values, rounded, step_of
from epicrisis.i18n.catalogue import join_names, sentence

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Gap = tuple[float, float, float]

FEWEST_FOR_A_GAP = 30
"""A bootstrap of fewer patients gives intervals that are too narrow: see decision 21."""
MOST_VALUES = 20
"""Values of one column that are measured, those of most patients; all others are one group."""
RESAMPLES = 500
FEWEST_RESAMPLES = 200
_MOST_ROWS_DRAWN = 10_000_000
MISSING = sentence("no value")
OTHERS = sentence("all other values")
UNNAMED_GROUPS = (MISSING, OTHERS)
AGE_BANDS = (0, 18, 40, 65, 80, inf)
MEASURED = ("accuracy", "f1_macro", "roc_auc")
COMPARED = ("accuracy", "roc_auc")
"""Macro-F1 falls with the classes that a small group happens to lack, which is no gap: see decision 21."""
LEVEL = 0.05
_DECIMALS = 3
"""Of the figures of groups whose sizes are rounded: as a fraction of rows, a longer one would give the size away."""
_BAND_NAMES = [f"{low:.0f}–{high - 1:.0f}" if high < inf else f"{low:.0f}+" for low, high in pairwise(AGE_BANDS)]


@dataclass(frozen=True)
class SealedRows:
    """What a model said of the sealed rows.

    Parameters
    ----------
    true, answered : ndarray of int of shape (rows,)
        Class numbers.
    probabilities : ndarray of shape (rows, classes)
        The model's probabilities.
    patients : ndarray of int of shape (rows,)
        The patient of each row.
    """

    true: IntArray
    answered: IntArray
    probabilities: FloatArray
    patients: IntArray

    def of(self, rows: BoolArray) -> SealedRows:
        """Return some of the rows."""
        return SealedRows(self.true[rows], self.answered[rows], self.probabilities[rows], self.patients[rows])

    @property
    def size(self) -> int:
        """Number of patients."""
        return len(np.unique(self.patients))


@dataclass(frozen=True)
class _Group:
    attribute: str
    value: str
    rows: BoolArray
    patients: int
    step: int
    """What its sizes are rounded to."""

    @property
    def shown(self) -> bool:
        return not is_withheld(self.patients)


@dataclass(frozen=True)
class _Figures:
    values: dict[str, float]
    ci95: dict[str, Interval]
    patients: int


def age_bands(ages: FloatArray) -> list[str | None]:
    """Return the clinical band of each age in years, ``0–17`` to ``80+``; None where there is no age."""
    bands = np.searchsorted(AGE_BANDS, ages, side="right") - 1
    return [_BAND_NAMES[band] if age >= 0 else None for age, band in zip(ages, bands, strict=True)]


def measure_subgroups(
    answers: SealedRows, attributes: Mapping[str, Sequence[str | None]], *, seed: int
) -> list[Subgroup]:
    """Measure every group of every attribute.

    Parameters
    ----------
    answers : SealedRows
        The sealed rows.
    attributes : mapping of str to sequence of (str or None)
        The value of each row, by the name of the column.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    list of Subgroup
        By attribute, then by value. An attribute that has one value only is left out.
    """
    groups = [
        group for attribute, values in attributes.items() for group in _groups_of(answers.patients, attribute, values)
    ]
    mine = [_measure(answers.of(group.rows), seed) if group.shown else None for group in groups]
    others = [_measure(answers.of(~group.rows), seed) if group.shown else None for group in groups]
    gaps = [_gaps(one, other) for one, other in zip(mine, others, strict=True)]
    looked = sum(map(len, gaps))
    return [
        _subgroup(group, figures, {name: _widened(gap, looked, group.patients) for name, gap in of_group.items()})
        for group, figures, of_group in zip(groups, mine, gaps, strict=True)
    ]


def _groups_of(patients: IntArray, attribute: str, values: Sequence[str | None]) -> list[_Group]:
    named = np.array([MISSING if value is None else value for value in values], dtype=np.str_)
    sizes = patients_of_values(named, patients)
    step = step_of(list(sizes.values()))
    there = [value for value in sizes if value != MISSING]
    large = [value for value in there if not is_withheld(sizes[value])][:MOST_VALUES]
    small = [value for value in there if value not in large]
    named = np.where(np.isin(named, small), _joined(small), named)
    sizes = patients_of_values(named, patients)
    if len(sizes) < 2:
        return []
    return [_Group(attribute, value, named == value, sizes[value], step) for value in sorted(sizes)]


def _joined(values: Sequence[str]) -> str:
    """Return the name of several values in one group: ``65+`` for bands of ages; no other value of few is named."""
    if not set(values) <= set(_BAND_NAMES):
        return OTHERS
    runs: list[list[int]] = []
    for band in sorted(map(_BAND_NAMES.index, values)):
        if runs and runs[-1][-1] == band - 1:
            runs[-1].append(band)
        else:
            runs.append([band])
    return join_names([_span(run[0], run[-1]) for run in runs])


def _span(first: int, last: int) -> str:
    beginning, end = AGE_BANDS[first], AGE_BANDS[last + 1]
    return f"{beginning:.0f}–{end - 1:.0f}" if end < inf else f"{beginning:.0f}+"


def _measure(answers: SealedRows, seed: int) -> _Figures | None:
    if answers.size < FEWEST_PATIENTS:
        return None
    true, probabilities, answered = answers.true, answers.probabilities, answers.answered
    figures = measure_all(true, probabilities, answered)
    # Every group is drawn twice, itself and all others: large ones less often.
    resamples = max(min(RESAMPLES, _MOST_ROWS_DRAWN // len(true)), min(FEWEST_RESAMPLES, RESAMPLES))
    ci95 = bootstrap_intervals(true, probabilities, answers.patients, seed=seed, answered=answered, resamples=resamples)
    there = [name for name in MEASURED if name in figures and name in ci95]
    return _Figures({name: figures[name] for name in there}, {name: ci95[name] for name in there}, answers.size)


def _gaps(one: _Figures | None, other: _Figures | None) -> dict[str, Gap]:
    """Return the differences with their 95 % intervals."""
    if one is None or other is None or min(one.patients, other.patients) < FEWEST_FOR_A_GAP:
        return {}
    return {name: _gap(one, other, name) for name in COMPARED if name in one.values and name in other.values}


def _gap(one: _Figures, other: _Figures, name: str) -> Gap:
    mine, theirs = one.values[name], other.values[name]
    (low, high), (floor, ceiling) = one.ci95[name], other.ci95[name]
    gap = mine - theirs
    return gap, gap - hypot(mine - low, ceiling - theirs), gap + hypot(high - mine, theirs - floor)


def _widened(gap: Gap, gaps: int, patients: int) -> Gap:
    """Return a gap whose interval holds together with those of all others, also where a bootstrap has few patients."""
    factor = float(stats.t.ppf(1 - LEVEL / (2 * gaps), patients - 1) / stats.norm.ppf(1 - LEVEL / 2))
    middle, low, high = gap
    return middle, middle - factor * (middle - low), middle + factor * (high - middle)


def _subgroup(group: _Group, figures: _Figures | None, gaps: dict[str, Gap]) -> Subgroup:
    if figures is None:
        return Subgroup(attribute=group.attribute, value=group.value, rows=None, patients=None)
    told = {name: (_cut(gap, group), _cut(low, group), _cut(high, group)) for name, (gap, low, high) in gaps.items()}
    return Subgroup(
        attribute=group.attribute,
        value=group.value,
        rows=rounded(int(group.rows.sum()), group.step),
        patients=rounded(group.patients, group.step),
        metrics={name: _cut(value, group) for name, value in figures.values.items()},
        ci95={name: (_cut(low, group), _cut(high, group)) for name, (low, high) in figures.ci95.items()},
        gaps=told,
        flagged=[name for name, (_, low, high) in told.items() if low > 0 or high < 0],
    )


def _cut(figure: float, group: _Group) -> float:
    return figure if group.step == 1 else round(figure, _DECIMALS)
