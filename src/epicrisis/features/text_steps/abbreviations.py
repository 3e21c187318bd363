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
from typing import Any, NamedTuple

from epicrisis.features.rewriting import Change
from epicrisis.settings.values import Language

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
            for spelling in _spellings(name) if when == "any" else {name}:
                spellings[spelling] = _Row(row["expansion"], when)
    return spellings


def _spellings(name: str) -> set[str]:
    written = {name, name.lower(), name.upper(), name.capitalize()}
    # H.T.A. is the same; longer ones are not written so.
    return written | {"".join(f"{letter}." for letter in one) for one in written if one.isalpha() and len(one) < 5}


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """Return the expression that finds the spellings, which are in it as a tree: it looks at each letter once."""
    tree: dict[str, Any] = {}
    for spelling in table(language):
        node = tree
        for letter in spelling:
            node = node.setdefault(letter, {})
        node[""] = r"(?![^\W_])" if spelling[-1].isalnum() else ""
    return re.compile(rf"(?<![^\W_]){_alternatives(tree)}")


def _alternatives(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _alternatives(after) for letter, after in sorted(node.items()) if letter]
    if "" in node:
        branches.append(node[""])
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def abbreviations(language: Language) -> Callable[[str], Iterator[Change[str]]]:
    """Return the step for a language.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "HTA y DM 2 s/ tto. FA 120. Va a ir"
    >>> rewrite(text, abbreviations("es")(text))
    'hipertensión arterial y diabetes mellitus tipo 2 sin tratamiento. FA 120. Va a ir'
    """
    known, pattern = table(language), _pattern(language)

    def changes(text: str) -> Iterator[Change[str]]:
        for found in pattern.finditer(text):
            row, (start, stop) = known[found[0]], found.span()
            if row.when == "any" or _stands_out(text, start, stop, row.when):
                yield Change(start, stop, _expanded(text, start, stop, row.expansion, language))

    return changes


def _stands_out(text: str, start: int, stop: int, when: str) -> bool:
    around = text[max(start - _AROUND, 0) : start] + text[stop : stop + _AROUND]
    return around != around.upper() and not (when == "capitals_no_number" and _NUMBER_NEXT.match(text, stop))


def _expanded(text: str, start: int, stop: int, expansion: str, language: Language) -> str:
    if text[stop - 1] != "/":
        return expansion
    # "c/8h" is every eight hours, "c/ dolor" with pain.
    if language == "es" and text[start] in "cC" and _NUMBER_NEXT.match(text, stop):
        expansion = "cada"
    return expansion if text[stop : stop + 1].isspace() else f"{expansion} "
