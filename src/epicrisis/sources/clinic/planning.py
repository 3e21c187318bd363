"""Who comes when: patients, their visits, the labels recorded, and which rows are blemished, block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import accumulate, count

from epicrisis.sources.clinic.groups import (
    AGE_BANDS,
    AGE_WEIGHTS,
    FEMALE,
    GROUPS,
    ROWS_PER_10_000,
    SLIPS_PER_10_000,
    TRULY,
)
from epicrisis.sources.clinic.style import Draw, Item, Style, draw_style

BLOCK_ROWS = 10_000
FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2025, 5, 4)
DAYS = tuple(
    day.isoformat()
    for day in (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    if day.weekday() < 5
)
"""The clinic's working days, ISO 8601."""
WORKING_DAYS_A_YEAR = 261

VISIT_WEIGHTS = (30, 18, 13, 10, 8, 6, 5, 4, 2, 2, 1, 1)
"""How many patients in a hundred come once, twice … twelve times."""
LONGEST_GAP = 40
"""Working days between two visits of a patient, at most."""


class Blemish(Enum):
    """What is wrong with a row beside its label; a row has one at most."""

    DUPLICATED = "duplicated"
    NO_TEXT = "no text"
    NO_SUBJECTIVE = "no subjetivo"
    NO_OBJECTIVE = "no objetivo"
    AGE_OUTLIER = "age outlier"
    NO_AGE = "no age"
    NO_SEX = "no sex"
    MOJIBAKE = "UTF-8 read as Latin"
    DECOMPOSED = "accents as combining marks"


BLEMISHED_PER_10_000 = {
    Blemish.DUPLICATED: 216,
    Blemish.NO_TEXT: 191,
    Blemish.NO_SUBJECTIVE: 251 - 191,
    Blemish.NO_OBJECTIVE: 221 - 191,
    Blemish.AGE_OUTLIER: 40,
    Blemish.NO_AGE: 60,
    Blemish.NO_SEX: 45,
    Blemish.MOJIBAKE: 40,
    Blemish.DECOMPOSED: 30,
}


@dataclass(slots=True)
class Patient:
    """A patient of the clinic.

    Parameters
    ----------
    truth : int
        The group that the patient belongs to: findings, sex and age are drawn from it.
    female : bool
        The sex.
    band : int
        The age band, an index into `AGE_BANDS`.
    age : int
        Age in years at the first visit.
    style : Style
        The hand of the patient's clinician.
    number : int
        Running number, from 1.
    """

    truth: int
    female: bool
    band: int
    age: int
    style: Style
    number: int = 0


@dataclass(slots=True)
class Visit:
    """A visit, and the row to be written of it.

    Parameters
    ----------
    patient : Patient
        Who comes.
    day : int
        When, an index into `DAYS`.
    age : int
        The patient's age in years on that day.
    label : int
        The group recorded.
    blemish : Blemish or None
        What goes wrong in writing.
    """

    patient: Patient
    day: int
    age: int
    label: int
    blemish: Blemish | None = None


def plan(notes: int, draw: Draw) -> Iterator[list[Visit]]:
    """Plan the visits in blocks of at most 10,000 rows, each block in order of date.

    Every quota (rows of a group, null texts, duplicates) is met in every whole block, and to one row in a part of one.

    Parameters
    ----------
    notes : int
        Rows wanted in all, duplicates included.
    draw : callable
        The source of chance.
    """
    numbers = count(1)
    for start in range(0, notes, BLOCK_ROWS):
        yield _plan_block(start, min(start + BLOCK_ROWS, notes), numbers, draw)


def _plan_block(start: int, stop: int, numbers: Iterator[int], draw: Draw) -> list[Visit]:
    rows = apportion(stop - start, ROWS_PER_10_000)
    copies = apportion(_share(BLEMISHED_PER_10_000[Blemish.DUPLICATED], start, stop), rows)
    patients: list[list[Visit]] = []
    for group in range(len(GROUPS)):
        patients.extend(_admit(group, rows[group] - copies[group], draw))
    patients = _shuffled(patients, draw)
    for visits in patients:
        visits[0].patient.number = next(numbers)
    block = _shuffled([visit for visits in patients for visit in visits], draw)
    _swap_labels(block[: _share(SLIPS_PER_10_000, start, stop)])
    _blemish(_shuffled(block, draw), copies, start, stop)
    return sorted(block, key=lambda visit: visit.day)


def _admit(filed: int, rows: int, draw: Draw) -> Iterator[list[Visit]]:
    """Admit patients whose files name the group `filed`, until their visits fill `rows`."""
    while rows > 0:
        visits = min(1 + choose(_VISITS, draw), rows)
        rows -= visits
        patient = _draw_patient(choose(_TRULY[filed], draw), draw)
        gaps = [1 + int(draw() * LONGEST_GAP) for _ in range(visits - 1)]
        first = int(draw() * (len(DAYS) - sum(gaps)))
        birthday = int(draw() * WORKING_DAYS_A_YEAR)
        days = accumulate(gaps, initial=first)
        yield [
            Visit(patient, day, patient.age + (day - first + birthday) // WORKING_DAYS_A_YEAR, filed) for day in days
        ]


def _draw_patient(truth: int, draw: Draw) -> Patient:
    band = choose(_AGES[truth], draw)
    youngest, oldest = AGE_BANDS[band]
    return Patient(
        truth=truth,
        female=draw() < FEMALE[truth],
        band=band,
        age=youngest + int(draw() * (oldest - youngest + 1)),
        style=draw_style(draw),
    )


def _swap_labels(visits: list[Visit]) -> None:
    """Pass every visit's label on to the next; `visits` are in random order, and each group keeps its rows."""
    labels = [visit.label for visit in visits]
    for visit, label in zip(visits, labels[1:] + labels[:1], strict=True):
        visit.label = label


def _blemish(visits: list[Visit], copies: Sequence[int], start: int, stop: int) -> None:
    """Mark the rows that go wrong; `visits` are in random order."""
    owed = list(copies)
    unmarked = []
    for visit in visits:
        if owed[visit.label]:
            owed[visit.label] -= 1
            visit.blemish = Blemish.DUPLICATED
        else:
            unmarked.append(visit)
    left = iter(unmarked)
    for blemish, quota in BLEMISHED_PER_10_000.items():
        if blemish is not Blemish.DUPLICATED:
            for _, visit in zip(range(_share(quota, start, stop)), left, strict=False):
                visit.blemish = blemish


def _share(per_10_000: int, start: int, stop: int) -> int:
    """Return the part of a quota that falls to the rows from `start` to `stop`, so that the parts add up."""
    return (per_10_000 * stop + 5_000) // 10_000 - (per_10_000 * start + 5_000) // 10_000


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` in proportion to `weights` into whole numbers, by the method of largest remainders."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def choose(cumulative: Sequence[float], draw: Draw) -> int:
    """Draw an index, given the running sums of the weights."""
    last = len(cumulative) - 1
    return bisect_right(cumulative, draw() * cumulative[last], 0, last)


def _shuffled(items: list[Item], draw: Draw) -> list[Item]:
    return sorted(items, key=lambda _: draw())


_VISITS = tuple(accumulate(VISIT_WEIGHTS))
_TRULY = tuple(tuple(accumulate(row)) for row in TRULY)
_AGES = tuple(tuple(accumulate(row)) for row in AGE_WEIGHTS)
