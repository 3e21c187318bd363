"""Numbers by what they measure: ``TA 160/95`` becomes ``TA [BP_HIGH]``, ``500 mg/8h`` becomes ``[DOSE] [EVERY]``.

Hardly any number stands in two notes. What a model can use is that there is a dose, a date, a fever. Cuts: blood
pressure of 140/90 and more is high (ESC/ESH 2018, doi:10.1093/eurheartj/ehy339), below 90 systolic is low; fever begins
at 38 °C; an oxygen saturation below 92 % is low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from epicrisis.features.rewriting import Change

_MONTHS = (
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|january|february|march|"
    "april|may|june|july|august|september|october|november|december"
)
_UNITS = (
    "mcgr?|µg|μg|ug|mgr?|mgs|grs?|g|kg|ml|cc|mmol|meq|ui|iu|u|units?|unidades|comp(?:rimidos?)?|c[aá]ps(?:ulas)?|"
    "tabs?|tablets?|amp(?:ollas)?|gotas|drops|puffs?"
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_BEGINS = re.compile(r"[0-9½]")
# Tried only where a number begins; nothing in here repeats without a bound but digits.
_TYPED = re.compile(
    rf"""
    (?:
      (?P<date> \d{{4}}-\d\d?-\d\d?(?!\d) | \d\d?[/.-]\d\d?[/.-](?:\d{{4}}|\d\d)(?![\d/])
              | \d\d?\s(?:de\s)?(?:{_MONTHS})\b(?:\s(?:de\s|del\s)?\d{{4}}\b)? )
    | (?P<time> \d\d?:\d\d(?::\d\d)?(?!\d)(?:\s?h(?:rs?|s)?\b)? )
    | (?P<bp> (?P<systolic>\d{{2,3}})/(?P<diastolic>\d{{2,3}})(?!\d|[/.,]\d)(?:\s?mm\s?hg\b)? )
    | (?P<schedule> [\d½]{{1,2}}-[\d½]{{1,2}}-[\d½]{{1,2}}(?:-[\d½]{{1,2}})?(?![\w-]) )
    | (?P<dose> {_NUMBER}\s?(?:{_UNITS})(?![^\W_])(?:/(?:kg|h|hora|d[ií]a|day|d)\b){{0,2}} )
      (?P<dose_every> /\d\d?\s?h(?:oras|rs?|s)?\b )?
    | (?P<temperature> (?P<degrees>\d\d(?:[.,]\d\d?)?)\s?(?:[º°]\s?C?|C)(?![^\W_]) )
    | (?P<percent> (?P<share>{_NUMBER})\s?% )
    | (?P<hours> \d\d?\s?h(?:oras|ours|rs?|s)?\b )
    | (?P<number> \d+(?:[.,/:]\d+)*(?![^\W_]) )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SATURATION = re.compile(r"(?:sat|so2|spo2|sao2|satura\w{0,8})[\w .:=()]{0,14}$", re.IGNORECASE)
_EVERY = re.compile(r"(?<![^\W_])(?:c/|cada\s|every\s)\s?$", re.IGNORECASE)
_BEFORE = 24
"""Characters before a number in which its kind is looked for."""
_JOINED = "_.,/:-"


def typed(text: str) -> Iterator[Change[str]]:
    """Yield a placeholder in the place of each number, with its unit.

    Examples
    --------
    >>> from epicrisis.features.rewriting import rewrite
    >>> text = "TA 160/95, Tª 38,5ºC, SatO2 88%, amoxicilina 500 mg c/8h el 12/03/2020"
    >>> rewrite(text, typed(text))
    'TA [BP_HIGH], Tª [FEVER], SatO2 [SATURATION_LOW], amoxicilina [DOSE] [EVERY] el [DATE]'
    """
    end = 0
    for begin in _BEGINS.finditer(text):
        start = begin.start()
        if start < end:
            continue
        before = text[start - 1] if start else " "
        if before.isalnum() or (before in _JOINED and text[max(start - 2, 0) : start].lower() != "c/"):
            continue
        found = _TYPED.match(text, start)
        if found is None:
            continue
        yield _placed(found, text, end)
        end = found.end()


def _placed(found: re.Match[str], text: str, end: int) -> Change[str]:
    start, stop = found.span()
    if found["hours"]:
        every = _EVERY.search(text, max(start - _BEFORE, end), start)
        return Change(every.start(), stop, "[EVERY]") if every else Change(start, stop, "[NUMBER] h")
    return Change(start, stop, f"[{_kind(found, text)}]" + (" [EVERY]" if found["dose_every"] else ""))


def _kind(found: re.Match[str], text: str) -> str:
    if found["bp"]:
        return _pressure(int(found["systolic"]), int(found["diastolic"]))
    if found["temperature"]:
        degrees = float(found["degrees"].replace(",", "."))
        return "FEVER" if 38 <= degrees <= 43 else "TEMPERATURE"
    if found["percent"]:
        saturation = _SATURATION.search(text, max(found.start() - _BEFORE, 0), found.start())
        share = float(found["share"].replace(",", "."))
        return ("SATURATION_LOW" if share < 92 else "SATURATION") if saturation else "PERCENT"
    kinds = ("date", "time", "schedule", "dose", "number")
    return next(kind for kind in kinds if found[kind]).upper()


def _pressure(systolic: int, diastolic: int) -> str:
    if not (50 <= systolic <= 280 and 20 <= diastolic <= 160 and systolic > diastolic):
        return "NUMBER"
    if systolic >= 140 or diastolic >= 90:
        return "BP_HIGH"
    return "BP_LOW" if systolic < 90 else "BP"
