"""Identifiers of people give way to placeholders: the whole of de-identification, one note or one column at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from epicrisis.etl.deidentification import addresses, dates, labels
from epicrisis.etl.deidentification.contacts import contacts
from epicrisis.etl.deidentification.name_lists import NameClass, bundled_names, folded
from epicrisis.etl.deidentification.names import NAME_RULES, Names
from epicrisis.etl.deidentification.numbers import numbers
from epicrisis.etl.deidentification.slashed import slashed_street
from epicrisis.etl.deidentification.spans import PLACEHOLDERS, Span, merged
from epicrisis.etl.deidentification.vocabulary import PARTICLES

# Letters of the Latin alphabets; a list is twice as fast as the class of all letters.
_WORD = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]+")
_CHUNK = 4096
_NEVER_SHOUTED = frozenset({"ms", "mx"})
"""Titles that are something else in capitals: milliseconds, a metastasis."""

Rule = Callable[[str, int, int, str], Span | None]


@dataclass(frozen=True)
class MaskedText:
    """A note without its identifiers.

    Parameters
    ----------
    text : str
        The note, with a placeholder such as ``[NAME]`` for each identifier and everything else as it was.
    counts : dict of str to int
        Identifiers masked, by kind.
    """

    text: str
    counts: dict[str, int] = field(default_factory=dict)


def masked_spans(text: str, names: frozenset[str] = frozenset()) -> list[Span]:
    """Find the identifiers of a note.

    Parameters
    ----------
    text : str
        The raw note, composed (NFC).
    names : frozenset of str
        Further names, in lower case without accents, see `read_names`.

    Returns
    -------
    list of Span
        Where each is in the raw note, in order and apart from each other. The time taken grows with the note's length.
    """
    rules = _rules(names)
    return merged([*contacts(text), *_worded(text, rules), *numbers(text), *dates.days_and_months(text)])


def mask_text(text: str, names: frozenset[str] = frozenset()) -> MaskedText:
    """Mask the identifiers of a note; masking what was masked changes nothing.

    Parameters
    ----------
    text : str
        The raw note.
    names : frozenset of str
        Further names, see `masked_spans`.

    Examples
    --------
    >>> mask_text("Atendida por la Dra. Etxeberria el 3/5/2021, DNI 12345678Z. Niega fiebre.").text
    'Atendida por la Dra. [NAME] el [DATE], DNI [ID]. Niega fiebre.'
    """
    spans = masked_spans(text, names)
    if not spans:
        return MaskedText(text)
    parts: list[str] = []
    end = 0
    for span in spans:
        parts += text[end : span.start], PLACEHOLDERS[span.kind]
        end = span.end
    parts.append(text[end:])
    return MaskedText("".join(parts), dict(Counter(span.kind for span in spans)))


def mask_column(series: pl.Series, names: frozenset[str] = frozenset()) -> tuple[pl.Series, Counter[str]]:
    """Mask a column of notes.

    Parameters
    ----------
    series : polars.Series of String
        The notes; nulls stay null.
    names : frozenset of str
        Further names, see `masked_spans`.

    Returns
    -------
    tuple of (polars.Series, Counter)
        The column, and the identifiers masked by kind. Text is held twice for a few thousand notes at a time only.
    """
    counts: Counter[str] = Counter()
    parts = [_masked_part(series.slice(start, _CHUNK), names, counts) for start in range(0, series.len(), _CHUNK)]
    return (pl.concat(parts) if parts else series), counts


def mask_texts(texts: Iterable[str]) -> list[str]:
    """Return notes masked, with no further names."""
    return [mask_text(text).text for text in texts]


def _masked_part(part: pl.Series, names: frozenset[str], counts: Counter[str]) -> pl.Series:
    changed: dict[int, str] = {}
    for position, text in enumerate(part.to_list()):
        masked = mask_text(text, names) if text else None
        if masked and masked.counts:
            changed[position] = masked.text
            counts.update(masked.counts)
    return part.clone().scatter(list(changed), list(changed.values())) if changed else part


def _worded(text: str, rules: dict[str, tuple[tuple[Rule, str], ...]]) -> Iterator[Span]:
    covered = 0
    for found in [word for word in _WORD.finditer(folded(text)) if word[0] in rules]:
        start, end = found.span()
        if start < covered:
            continue
        for rule, key in rules[found[0]]:
            span = rule(text, start, end, key)
            if span is not None:
                yield span
                covered = max(covered, span.end)


@lru_cache(maxsize=4)
def _rules(further: frozenset[str]) -> dict[str, tuple[tuple[Rule, str], ...]]:
    """Return, for each spelling of a word that begins an identifier, what looks there."""
    known = bundled_names() | dict.fromkeys(further - PARTICLES, _LISTED)
    names = Names(known)
    rules: dict[str, list[tuple[Rule, str]]] = {}

    def add(words: Iterable[str], rule: Rule, *, small: bool = True) -> None:
        for word in words:
            key = folded(word)
            spellings = {key.title(), *([] if key in _NEVER_SHOUTED else [key.upper()]), *([key] if small else [])}
            for spelling in spellings:
                rules.setdefault(spelling, []).append((rule, key))

    for word, method in NAME_RULES.items():
        add([word], getattr(names, method), small=word not in {"d", "ms", "miss", "mx"})
    add((word for word, kind in known.items() if kind in {"given", "listed"}), names.listed)
    add((word for word, kind in known.items() if kind not in {"given", "listed"}), names.listed, small=False)
    for words in (labels.ID_LABELS, labels.RECORD_LABELS, labels.PHONE_LABELS, labels.POSTCODE_LABELS):
        add(words, _label)
    rules["WhatsApp"] = rules["Whatsapp"]
    add(addresses.STREETS, addresses.street)
    add(addresses.ENGLISH_STREETS, _english_street)
    add(dates.MONTHS, _month)
    for letter in "NDRCHSM":
        rules.setdefault(letter, []).append((_dotted, letter))
    for letter in "Cc":
        rules.setdefault(letter, []).append((_slashed_street, letter))
    return {word: tuple(those) for word, those in rules.items()}


_LISTED: NameClass = "listed"


def _label(text: str, _: int, end: int, key: str) -> Span | None:
    return labels.labelled(text, end, key)


def _dotted(text: str, start: int, _: int, __: str) -> Span | None:
    return labels.dotted(text, start)


def _month(text: str, start: int, end: int, _: str) -> Span | None:
    return dates.named_month(text, start, end)


def _english_street(text: str, start: int, end: int, _: str) -> Span | None:
    return addresses.english_street(text, start, end)


def _slashed_street(text: str, start: int, end: int, _: str) -> Span | None:
    return slashed_street(text, start) if text.startswith("/", end) else None
