"""From the plan to the rows of the table, each with the evidence that its text holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from epicrisis.sources.clinic.evidence import FEMALE_EVIDENCE, FIRST_AGE_EVIDENCE, MALE_EVIDENCE
from epicrisis.sources.clinic.groups import GROUPS
from epicrisis.sources.clinic.planning import DAYS, Blemish, Visit, plan
from epicrisis.sources.clinic.style import ACCENTS, Draw, pick
from epicrisis.sources.clinic.writing import OBJECTIVE_KIND, SUBJECTIVE_KIND, Section, Writer

PSYCHIATRY = 0.03
"""How often the visit was to psychiatry, whatever the group."""
MISSPELT_LABEL = 0.08
"""How often the group is not spelt as in `groups.GROUPS`."""
OUTLYING_AGES = (-1, -5, 121, 135, 199, 230, 999)


class Row(NamedTuple):
    """A row of ``historias_clinicas``, columns in the table's order."""

    nota_id: int
    paciente_id: str
    fecha: str
    sexo: str | None
    edad: int | None
    especialidad_medica: str
    subjetivo: str | None
    objetivo: str | None
    grupo: str


@dataclass(slots=True)
class Note:
    """A row and what only the generator knows of it.

    Parameters
    ----------
    row : Row
        What the table holds.
    label : int
        The recorded group, an index into `groups.GROUPS`.
    evidence : list of int
        Numbers of the findings that the texts tell, the sex and the age band; see `evidence.py`.
    copy : bool
        Whether it is the second writing of the row before it.
    """

    row: Row
    label: int
    evidence: list[int]
    copy: bool = False


def write_notes(notes: int, seed: int) -> Iterator[Note]:
    """Write `notes` rows; memory does not grow with their number."""
    draw = Random(seed).random  # noqa: S311 - an artificial clinic, and the one generator that is the same everywhere
    number = 0
    for block in plan(notes, draw):
        previous: dict[int, tuple[Section, Section]] = {}
        for visit in block:
            number += 1
            note = _write(visit, number, previous, draw)
            yield note
            if visit.blemish is Blemish.DUPLICATED:
                number += 1
                yield Note(note.row._replace(nota_id=number), note.label, note.evidence, copy=True)


def _write(visit: Visit, number: int, previous: dict[int, tuple[Section, Section]], draw: Draw) -> Note:
    patient = visit.patient
    subjective, objective = previous.get(patient.number, ([], []))
    writer = Writer(patient, visit.age, draw)
    subjective = writer.section(SUBJECTIVE_KIND, subjective)
    objective = writer.section(OBJECTIVE_KIND, objective)
    if visit.blemish in (Blemish.NO_TEXT, Blemish.NO_SUBJECTIVE):
        subjective = []
    if visit.blemish in (Blemish.NO_TEXT, Blemish.NO_OBJECTIVE):
        objective = []
    previous[patient.number] = (subjective, objective)
    row = Row(
        nota_id=number,
        paciente_id=f"P{patient.number:07d}",
        fecha=DAYS[visit.day],
        sexo=_sex(visit),
        edad=_age(visit, draw),
        especialidad_medica="PSIQUIATRÍA" if draw() < PSYCHIATRY else "PSICOLOGÍA",
        subjetivo=_text(subjective, visit.blemish),
        objetivo=_text(objective, visit.blemish),
        grupo=_spell(GROUPS[visit.label], draw) if draw() < MISSPELT_LABEL else GROUPS[visit.label],
    )
    evidence = [sentence.evidence for sentence in (*subjective, *objective) if sentence.evidence >= 0]
    evidence += (FEMALE_EVIDENCE if patient.female else MALE_EVIDENCE, FIRST_AGE_EVIDENCE + patient.band)
    return Note(row, visit.label, evidence)


def _sex(visit: Visit) -> str | None:
    if visit.blemish is Blemish.NO_SEX:
        return None
    return "F" if visit.patient.female else "M"


def _age(visit: Visit, draw: Draw) -> int | None:
    if visit.blemish is Blemish.NO_AGE:
        return None
    return pick(OUTLYING_AGES, draw) if visit.blemish is Blemish.AGE_OUTLIER else visit.age


def _text(section: Section, blemish: Blemish | None) -> str | None:
    if not section:
        return None
    text = " ".join(sentence.text for sentence in section)
    if blemish is Blemish.MOJIBAKE:
        return _misread(text)
    return unicodedata.normalize("NFD", text) if blemish is Blemish.DECOMPOSED else text


def _misread(text: str) -> str:
    """Return UTF-8 as a Windows program shows it that takes it for its own encoding: ``depresiÃ³n``."""
    data = text.encode()
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # Windows leaves five bytes undefined, and Á and Í have two of them


def _spell(group: str, draw: Draw) -> str:
    """Return the group's name as careless hands type it; without case, accents and spare blanks it is the same."""
    group = pick((group, group, group.upper(), group.lower(), group.title()), draw)
    if draw() < 0.5:
        group = group.translate(ACCENTS)
    return pick((group, f"{group} ", f"{group}  ", f" {group}", group.replace(" ", "  ")), draw)
