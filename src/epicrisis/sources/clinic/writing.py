"""From a planned visit to the text of its note, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from epicrisis.sources.clinic.evidence import (
    FINDINGS,
    NAMED_OBJECTIVE,
    NAMED_SUBJECTIVE,
    OBJECTIVE,
    SUBJECTIVE,
    DomainTable,
)
from epicrisis.sources.clinic.phrases import (
    BLANKS,
    BLANKS_OF_MINORS,
    CLOSINGS,
    DENIALS,
    FILLERS,
    FRAMES,
    OPENINGS,
    OTHERS,
    SEEN,
    SEEN_DENIALS,
)
from epicrisis.sources.clinic.planning import Patient, choose
from epicrisis.sources.clinic.style import Draw, finish, pick, pick_usual

COPIED_FORWARD = 0.35
"""How often a section repeats, word for word, a passage of the patient's previous note."""
LONGEST_PASSAGE = 3
"""Sentences of such a passage, at most."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it stands in the note.

    Parameters
    ----------
    text : str
        With its full stop.
    first : int
        Number of the first finding of its domain; -1 if it tells nothing of the group.
    evidence : int
        Number of the finding that it tells; -1 likewise.
    """

    text: str
    first: int = -1
    evidence: int = -1


Section = list[Sentence]


@dataclass(frozen=True)
class SectionKind:
    """How a section is written.

    Parameters
    ----------
    tables : sequence of DomainTable
        What it may speak of.
    frames : sequence of str
        How a named finding becomes a clause; ``{}`` is the name.
    asides : sequence of sequence of str
        Denials and other people's findings, which name findings that the patient does not have.
    named : sequence of int
        The findings that asides may name.
    most_asides : int
        How many at most.
    openings, fillers, closings : sequence of str
        What surrounds the findings; empty for none.
    """

    tables: Sequence[DomainTable]
    frames: Sequence[str]
    asides: Sequence[Sequence[str]]
    named: Sequence[int]
    most_asides: int
    openings: Sequence[str] = ()
    fillers: Sequence[str] = ()
    closings: Sequence[str] = ()


SUBJECTIVE_KIND = SectionKind(
    SUBJECTIVE, FRAMES, (DENIALS, OTHERS), NAMED_SUBJECTIVE, 4, openings=OPENINGS, fillers=FILLERS
)
OBJECTIVE_KIND = SectionKind(OBJECTIVE, SEEN, (SEEN_DENIALS, SEEN_DENIALS), NAMED_OBJECTIVE, 2, closings=CLOSINGS)


class Writer:
    """The hand that writes one patient's note on one day.

    Parameters
    ----------
    patient : Patient
        Whose note.
    age : int
        Age in years on that day.
    draw : callable
        The source of chance.
    """

    def __init__(self, patient: Patient, age: int, draw: Draw) -> None:
        self.patient = patient
        self.draw = draw
        female = patient.female
        self.blanks = _Blanks(
            draw,
            age < 18,
            {
                "o": "a" if female else "o",
                "a": "a" if female else "",
                "pronombre": "ella" if female else "él",
                "sexo": "femenina" if female else "masculino",
                "edad": str(age),
            },
        )

    def section(self, kind: SectionKind, previous: Section) -> Section:
        """Write a section; `previous` is the same section of the patient's previous note, or empty."""
        draw = self.draw
        copied = _passage(previous, draw) if previous and draw() < COPIED_FORWARD else []
        told = {sentence.first for sentence in copied}
        own = [
            self._tell(table, kind) for table in kind.tables if table.first not in told and draw() < table.domain.chance
        ]
        present = {sentence.evidence for sentence in (*copied, *own)}
        if kind.fillers and draw() < 0.6:
            self._insert(own, pick(kind.fillers, draw))
        for _ in range(int(draw() * (kind.most_asides + 1))):
            self._insert(own, self._aside(kind, present))
        if kind.openings and draw() < 0.8:
            own.insert(0, self._plain(pick(kind.openings, draw)))
        if kind.closings and draw() < 0.7:
            own.append(self._plain(pick(kind.closings, draw)))
        at = int(draw() * (len(own) + 1))
        return own[:at] + copied + own[at:]

    def _tell(self, table: DomainTable, kind: SectionKind) -> Sentence:
        """Draw a finding of a domain for the patient's group and tell it."""
        draw = self.draw
        number = choose(table.cumulative[self.patient.truth], draw)
        finding = table.domain.findings[number]
        if finding.names and (not finding.clauses or draw() < 0.5):
            clause = pick(kind.frames, draw).replace("{}", pick_usual(finding.names, draw), 1)
        else:
            clause = pick_usual(finding.clauses, draw)
        if draw() < self.patient.style.headings:
            clause = f"{pick(table.domain.labels, draw)}: {clause}"
        return Sentence(self._fill(clause), table.first, table.first + number)

    def _aside(self, kind: SectionKind, present: set[int]) -> str:
        """Name findings that the patient does not have: denied, past, feared, or a relative's."""
        draw = self.draw
        clause = pick(pick(kind.asides, draw), draw)
        while "{}" in clause:
            number = pick(kind.named, draw)
            if number not in present:
                clause = clause.replace("{}", pick_usual(FINDINGS[number].names, draw), 1)
        return clause.replace(" y i", " e i").replace(" y hi", " e hi")

    def _insert(self, sentences: Section, clause: str) -> None:
        sentences.insert(int(self.draw() * (len(sentences) + 1)), self._plain(clause))

    def _plain(self, clause: str) -> Sentence:
        return Sentence(self._fill(clause))

    def _fill(self, clause: str) -> str:
        if "{" in clause:
            clause = clause.format_map(self.blanks).replace(" a el ", " al ").replace(" de el ", " del ")
        return finish(clause, self.patient.style, self.draw)


class _Blanks(dict[str, str]):
    """The words for a clause's blanks: fixed for the patient, or drawn anew at every blank."""

    def __init__(self, draw: Draw, minor: bool, fixed: dict[str, str]) -> None:
        super().__init__(fixed)
        self.draw = draw
        self.minor = minor

    def __missing__(self, name: str) -> str:
        word = pick(_words(name, self.minor), self.draw)
        return word.format_map(self) if "{" in word else word


@cache
def _words(name: str, minor: bool) -> Sequence[str]:
    """Return what may stand in a blank; ``2-11`` is any whole number from 2 to 11."""
    if minor and name in BLANKS_OF_MINORS:
        return BLANKS_OF_MINORS[name]
    if name in BLANKS:
        return BLANKS[name]
    low, high = name.split("-")
    return tuple(str(number) for number in range(int(low), int(high) + 1))


def _passage(previous: Section, draw: Draw) -> Section:
    length = 1 + int(draw() * LONGEST_PASSAGE)
    start = int(draw() * len(previous))
    return previous[start : start + length]
