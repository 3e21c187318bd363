"""How clinicians type: abbreviations, missing accents, capitals and slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

Draw = Callable[[], float]
"""A source of numbers in [0, 1): `random.Random(...).random`, the one method whose sequence Python promises to keep."""

ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")

ABBREVIATIONS = {
    "trastorno de ansiedad generalizada": ("TAG",),
    "trastorno depresivo mayor": ("TDM",),
    "trastorno límite de la personalidad": ("TLP",),
    "trastorno obsesivo compulsivo": ("TOC",),
    "trastorno por déficit de atención e hiperactividad": ("TDAH",),
    "terapia cognitivo conductual": ("TCC",),
    "terapia dialéctica conductual": ("DBT",),
    "paciente": ("pte", "pcte", "pte."),
    "tratamiento": ("tto", "Tx"),
    "diagnóstico": ("dx", "Dx"),
    "antecedentes": ("ant.", "anteced."),
    "síntomas": ("sx", "sint."),
    "semanas": ("sem", "sems"),
    "psicología": ("psic.",),
    "refiere": ("ref.", "rfiere"),
    "presenta": ("pta",),
    "ideación suicida": ("IS", "ideac. suicida"),
    "años": ("a",),
    "veces": ("v",),
    "también": ("tb",),
    "con": ("c/",),
    "sin": ("s/",),
    "por": ("x",),
    "que": ("q",),
    "para": ("p/",),
}
_ABBREVIABLE = re.compile(r"\b(" + "|".join(sorted(ABBREVIATIONS, key=len, reverse=True)) + r")\b")
_NEIGHBOURS = {
    "a": "s", "b": "v", "c": "s", "d": "f", "e": "r", "g": "h", "i": "o", "l": "k", "m": "n", "n": "m", "o": "p",
    "p": "o", "r": "t", "s": "a", "t": "r", "u": "i", "v": "b", "z": "s", "h": "j", "j": "h",
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """A clinician's hand.

    Parameters
    ----------
    accents : bool
        Whether accents are typed.
    capitals : bool
        Whether everything is typed in capitals.
    abbreviating : float
        Share of the words with an abbreviation that are abbreviated.
    slips : float
        Typing errors a sentence.
    headings : float
        Share of the domains that get a heading.
    """

    accents: bool
    capitals: bool
    abbreviating: float
    slips: float
    headings: float


def draw_style(draw: Draw) -> Style:
    """Draw a clinician's hand; it does not depend on the patient's group."""
    return Style(
        accents=draw() > 0.18,
        capitals=draw() < 0.05,
        abbreviating=(0.0, 0.0, 0.3, 0.8)[int(draw() * 4)],
        slips=(0.02, 0.08, 0.25)[int(draw() * 3)],
        headings=(0.0, 0.2, 0.7)[int(draw() * 3)],
    )


def finish(sentence: str, style: Style, draw: Draw) -> str:
    """Write a sentence in a clinician's hand: first letter, abbreviations, slips, accents, capitals, full stop."""
    if "  " in sentence or sentence.endswith(" "):  # a blank was left empty
        sentence = " ".join(sentence.split())
    if style.abbreviating:
        sentence = _ABBREVIABLE.sub(lambda match: _abbreviate(match[0], style, draw), sentence)
    sentence = sentence[:1].upper() + sentence[1:]
    if draw() < style.slips:
        sentence = mistype(sentence, draw)
    if not style.accents:
        sentence = sentence.translate(ACCENTS)
    if style.capitals:
        sentence = sentence.upper()
    return sentence if sentence.endswith(".") else sentence + "."


def _abbreviate(word: str, style: Style, draw: Draw) -> str:
    return pick(ABBREVIATIONS[word], draw) if draw() < style.abbreviating else word


def mistype(sentence: str, draw: Draw) -> str:
    """Make one typing error in a word of five letters or more, if a few attempts find one."""
    words = sentence.split(" ")
    for _ in range(4):
        at = int(draw() * len(words))
        word = words[at]
        if len(word) >= 5:
            words[at] = _misspell(word, 1 + int(draw() * (len(word) - 2)), draw)
            break
    return " ".join(words)


def _misspell(word: str, at: int, draw: Draw) -> str:
    kind = int(draw() * 4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _NEIGHBOURS.get(word[at], word[at]) + word[at + 1 :]


def pick(items: Sequence[Item], draw: Draw) -> Item:
    """Return one of `items`, each as likely."""
    return items[int(draw() * len(items))]


def pick_usual(items: Sequence[Item], draw: Draw) -> Item:
    """Return one of `items`, the first ones more often: a language's usual words and its rare ones."""
    return items[int(draw() ** 2 * len(items))]
