"""Clinical abbreviations of Spain and Latin America, and of English notes, written out.

The tables beside this file (``abbreviations_es.csv``, ``abbreviations_en.csv``) have for each abbreviation its
expansion, when it counts as one, and the source: ``codiesp`` where a published case of the CodiEsp corpus (CC BY 4.0)
spells it out so, ``usage`` for what is in general use and in the public glossaries, such as the dictionary of the
Spanish ministry of health (Yetano Laguna and Alberola Cuñat, 2003, ISBN 84-7670-667-7). What means several things in
notes (``EP``, ``IC``, ``PCR``, ``AP``, ``HC``, ``PE``) is left out. ``when`` is one of:

- ``any``: however it is written;
- ``capitals``: only as it is written in the table, and not amid capitals: ``IR`` is a kidney that fails, ``ir`` goes;
- ``capitals_no_number``: nor before a number: ``FA`` is an arrhythmia, ``FA 120`` an enzyme.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from epicrisis.features.rewriting import Change
from epicrisis.settings.schema import Language

# Letters joined by a slash (c/, s/p, w/o), letters with points (i.v.), words with a number beside (DM 2), words.
_CANDIDATE = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]/[^\W\d_]?(?![^\W\d_])|(?:[^\W\d_]\.){2,4}"
    r"|[^\W\d_]+\d*[^\W\d_]?(?: (?:\d|II?|O2)(?![\w.,/]))?)"
)
_NUMBER_NEXT = re.compile(r"[\s:=]{0,3}\d")
_AROUND = 30
"""Characters around an abbreviation in which small letters are looked for."""


class _Row(NamedTuple):
    expansion: str
    when: str


@cache
def table(language: Language) -> dict[str, _Row]:
    """Return what each spelling of an abbreviation stands for."""
    spellings: dict[str, _Row] = {}
    file = Path(__file__).with_name(f"abbreviations_{language}.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name, when = row["abbreviation"], row["when"]
            for spelling in {name, name.lower(), name.upper(), name.capitalize()} if when == "any" else {name}:
                spellings[spelling] = _Row(row["expansion"], when)
    return spellings


def abbreviations(language: Language) -> Callable[[str], Iterator[Change[str]]]:
    """Return the step for a language.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "HTA y DM 2 s/ tto. FA 120. Va a ir"
    >>> rewrite(text, abbreviations("es")(text))
    'hipertensión arterial y diabetes mellitus tipo 2 sin tratamiento. FA 120. Va a ir'
    """
    known = table(language)

    def changes(text: str) -> Iterator[Change[str]]:
        for found in _CANDIDATE.finditer(text):
            written = found[0]
            if written in known:
                yield from _expanded(text, found.start(), found.end(), known[written], language)
            elif not written.isalpha():
                yield from _parts(text, found.start(), written, known, language)

    return changes


def _parts(text: str, start: int, written: str, known: dict[str, _Row], language: Language) -> Iterator[Change[str]]:
    if written.endswith("."):
        row = known.get(written.replace(".", ""))
        if row:
            yield Change(start, start + len(written), row.expansion)
        return
    for part in re.finditer(r"[^\W_]+", written):
        if part[0] in known:
            yield from _expanded(text, start + part.start(), start + part.end(), known[part[0]], language)


def _expanded(text: str, start: int, stop: int, row: _Row, language: Language) -> Iterator[Change[str]]:
    expansion = row.expansion
    if row.when != "any":
        around = text[max(start - _AROUND, 0) : start] + text[stop : stop + _AROUND]
        if around == around.upper():
            return
        if row.when == "capitals_no_number" and _NUMBER_NEXT.match(text, stop):
            return
    if text[stop - 1] == "/":
        # "c/8h" is every eight hours, "c/ dolor" with pain.
        if language == "es" and _NUMBER_NEXT.match(text, stop):
            expansion = "cada" if text[start] in "cC" else expansion
        expansion += "" if text[stop : stop + 1].isspace() else " "
    yield Change(start, stop, expansion)
