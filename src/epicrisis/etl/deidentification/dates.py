"""Dates finer than a year, in the spellings of Spanish and English notes. A year that stands alone is left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from epicrisis.etl.deidentification.spans import Span
from epicrisis.etl.deidentification.word_sets import word_set

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d{2}"
_TIME = r"(?:(?:T|,? (?:a las )?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?(?! ?\d))?"
_END = r"(?![\w%]|[.,/:\-]\d)"

_NUMERIC = re.compile(
    rf"{_YEAR}([\-/.]){_MONTH}\1{_DAY}{_TIME}{_END}"
    rf"|{_DAY}([/\-]){_MONTH}\2(?:{_YEAR}|\d{{2}}){_TIME}{_END}"
    rf"|{_MONTH}([/\-]){_DAY}\3(?:{_YEAR}|\d{{2}}){_TIME}{_END}"
    rf"|{_DAY}\.{_MONTH}\.{_YEAR}{_TIME}{_END}|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\d{{2}}{_TIME}{_END}"
    rf"|{_DAY} ?/ ?{_MONTH} ?/ ?(?:{_YEAR}|\d{{2}}){_TIME}{_END}"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{{4}}(?:\d{{2}})?)?{_END}"
    rf"|{_MONTH}/{_YEAR}{_END}|(?:0[1-9]|1[0-2])-{_YEAR}{_END}|{_YEAR}-(?:0[1-9]|1[0-2]){_END}"
)

_MONTHS = word_set(
    """
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre january
    february march april may june july august september october november december
    """
)
_SHORT = word_set(
    """
    ene feb mar abr may jun jul ago sep sept set oct nov dic jan apr aug dec
    """
)
MONTHS = frozenset([*_MONTHS, *_SHORT])
"""Words at which `named_month` looks for a date, in lower case."""

_NUMBERED = word_set(
    """
    primero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
    dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintidos veintitrés veintitres
    veinticuatro veinticinco veintiséis veintiseis veintisiete veintiocho veintinueve treinta
    """
)
_DAY_BEFORE = re.compile(
    rf"(?<![\w.,/\-])(?:{_DAY}(?:[ºª°]|\.[ºª°]|er|ero|st|nd|rd|th)?(?:(?:\s{{1,2}}(?:de|of))?\s{{1,2}}|\s?[/\-.]\s?|)"
    rf"|(?:{'|'.join(_NUMBERED)})(?: y uno)?\s{{1,2}}de\s{{1,2}})\Z",
    re.IGNORECASE,
)
_AFTER_SPANISH = re.compile(
    rf"\.?(?:,?\s{{1,2}}(?:del?(?: año)?\s{{1,2}})?({_YEAR})|\s{{1,2}}del?(?: año)?\s{{1,2}}\d{{2}}"
    rf"|\s?[/\-.]?\s?'?(?:{_YEAR}|(?<!\s)\d{{2}}))(?![\w%]|[.,/:\-]\d)",
    re.IGNORECASE,
)
_AFTER_ENGLISH = re.compile(
    rf"\.?\s{{1,2}}{_DAY}(?:st|nd|rd|th)?(?:,?\s{{1,2}}{_YEAR}(?![\w%]|[.,/:\-]\d)|(?=[.,;)]?(?:\s|\Z)))", re.IGNORECASE
)
_ENGLISH = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr jun
    jul aug sep sept oct nov dec
    """
)
_ALSO_WORDS = frozenset({*_SHORT, "march", "august"})
_TIME_AFTER = re.compile(_TIME, re.IGNORECASE)
_LOOK_BACK = 24

_DAY_MONTH = re.compile(
    r"[0-9]{1,2}(?<!\d\d\d)/[0-9]{1,2}(?![\w%º°]|[.,/:\-]\d)"
    r"(?!\s{0,2}(?:de\b|del\b|prox|próx|dist|med|sup|inf|part|ext|int|ant|post|mm|mg|cm|ml))",
    re.IGNORECASE,
)
_VALID = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])")
_FRACTIONS = frozenset(
    {"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "2/6", "3/6", "4/6", "5/6"}
)
_DATE_WORD = re.compile(r"(?<![^\W_])(?:el|d[ií]a|fecha)\s{0,2}:?\s{0,2}\Z", re.IGNORECASE)


def numeric_date_at(text: str, start: int) -> Span | None:
    """Return the date in figures that begins at a digit, if there is one."""
    found = _NUMERIC.match(text, start)
    return Span(start, found.end(), "date") if found else None


def named_month(text: str, start: int, end: int) -> Span | None:
    """Return the date around a month's name: with its day, its year, or both.

    Parameters
    ----------
    text : str
        The note.
    start, end : int
        Where the name of the month is.
    """
    word = text[start:end].lower()
    before = _DAY_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    after = _AFTER_SPANISH.match(text, end)
    if after and not before and not after[1]:
        # «mar 21» and «sep 95» may be anything.
        after = None
    if not after and not before and word in _ENGLISH and text[start].isupper():
        after = _AFTER_ENGLISH.match(text, end)
    if not after and not (before and _surely_a_month(word, before[0])):
        return None
    begin = start - len(before[0]) if before else start
    finish = after.end() if after else end
    time = _TIME_AFTER.match(text, finish)
    return Span(begin, time.end() if time else finish, "date")


def _surely_a_month(word: str, before: str) -> bool:
    """Whether a month without a year is one: «3 may» and «2 set» are not, «3 de mayo» and «12-mar» are."""
    return word not in _ALSO_WORDS or "de" in before.lower() or before[-1] in "-/"


def days_and_months(text: str) -> Iterator[Span]:
    """Find days and months without a year, as in ``el 12/03``: a word must tell them from a fraction or a pressure."""
    for found in _DAY_MONTH.finditer(text):
        start = found.start()
        if found[0] in _FRACTIONS or not _VALID.fullmatch(found[0]) or text[start - 1 : start] in {"/", ".", ","}:
            continue
        if _DATE_WORD.search(text[max(0, start - 10) : start]):
            yield Span(start, found.end(), "date")
