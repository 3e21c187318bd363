"""Addresses that begin with ``C/``, which is *con* and *cada* in a note as well."""

from __future__ import annotations

import re

from epicrisis.etl.deidentification.addresses import FLOOR, LINK, WORD, address_tail
from epicrisis.etl.deidentification.clinical_words import is_clinical
from epicrisis.etl.deidentification.name_lists import folded
from epicrisis.etl.deidentification.spans import Span
from epicrisis.etl.deidentification.vocabulary import PEOPLE
from epicrisis.etl.deidentification.word_sets import word_set

_LINKS = rf"(?:(?i:{LINK}) ){{0,3}}"
_NAMED = re.compile(
    rf"[.:]? ?(?P<name>{_LINKS}+{WORD}(?: {_LINKS}{WORD}){{0,3}}?)(?P<rest>(?=,? ?(?i:n[º°o.]|núm|num|\d|s/n|#)))"
)
_NAME_ALONE = re.compile(rf"[.:]? ?(?P<name>{_LINKS}+{WORD}(?: {_LINKS}{WORD}){{0,3}})")
_HOUSE = re.compile(
    r"(?P<mark>,? ?(?i:n[º°o.]{1,2}|n[úu]m\.?|n[úu]mero|#) ?|, ?| )(?P<figures>\d{1,4})(?!\d|[.,]\d)"
    r"(?P<letter>(?:[ -]?(?:bis|[A-Z])(?!\w))?)"
)
_NO_NUMBER = re.compile(r",? ?[sS]/[nN](?!\w)")
_MEASURE = re.compile(
    r"\s?(?:(?:[ºª°%/x+]|mg|mcg|[µu]g|gr|gramos?|kg|ml|cc|cm|mm|lit\w+|ui|hs?|hrs?|horas?|min\w*|seg\w*|d[ií]as?|comp\w*|"
    r"cp|c[áa]ps?\w*|años?|sem\w*|mes|meses|veces|noches?|gotas|ciclos|sesion\w*|puntos|lpm|rpm|mmhg|puff\w*|inh\w*|amp\w*)"
    r"(?!\w)|[ºª°%/+])",
    re.IGNORECASE,
)
_LETTER_OF_UNIT = re.compile(r" ?[ghld](?!\w)", re.IGNORECASE)
_FLOOR_NEXT = re.compile(FLOOR)
_NEXT_WORD = re.compile(r" (?P<word>[^\W\d_]{2,30})")
_LETTERS = re.compile(r"[^\W\d_]+")
_HOME = re.compile(
    r"(?<!\w)(?:(?:viv\w{1,5}|resid\w{1,6}|domiciliad[oa]|empadronad[oa]|sit[oa]|ubicad[oa]) en(?: la)?|"
    r"(?:domicilio|direcci[oó]n|dir\.)(?: en(?: la)?)?[ \t]?:?)[ \t]{0,2}\Z",
    re.IGNORECASE,
)
_IN = re.compile(r"(?<!\w)en(?: la)? \Z", re.IGNORECASE)
_CLAUSE = re.compile(r"[^.,;:()\n]{1,40}\Z")
_AROUND = 40
_SAINTS = word_set("virgen san santa santo nuestra ntra doctor dr padre")
_KIN = word_set("hermanos hermanas hijos hijas nietos nietas padres amigos amigas sobrinos gatos perros")


def slashed_street(text: str, start: int) -> Span | None:
    """Return the address that begins with ``C/`` at `start`, or None wherever it may be *con*.

    A house number is needed, or words of a home just before: «vive en C/ Mayor». The number is no dose or duration; no
    word of the name is clinical; in small letters (``c/``) and in notes all in capitals there are a comma, ``nº`` or a
    floor too.

    Parameters
    ----------
    text : str
        The note.
    start : int
        Where its ``C`` is.
    """
    home = bool(_HOME.search(text[max(0, start - _AROUND) : start]))
    found = _NAMED.match(text, start + 2)
    if found:
        bare = _NO_NUMBER.match(text, found.end())
        house = _HOUSE.match(text, found.end())
        if bare and (home or not _clinical(found["name"])):
            return Span(start, address_tail(text, bare.end()), "address")
        if house and _is_house(text, start, found, house, home=home):
            return Span(start, address_tail(text, house.end()), "address")
        return None
    alone = _NAME_ALONE.match(text, start + 2) if home and text[start] == "C" else None
    if alone is None or _clinical(alone["name"]) or len(alone["name"]) < 4 or _shouted(text, start, alone.end()):
        return None
    return Span(start, alone.end("name"), "address")


def _is_house(text: str, start: int, found: re.Match[str], house: re.Match[str], *, home: bool) -> bool:
    figures = house.end("figures")
    shouted = _shouted(text, start, figures)
    unit = _LETTER_OF_UNIT.match(text, figures)
    if _MEASURE.match(text, figures) or (unit and (shouted or unit[0].strip().islower())):
        return False
    if home:
        return True
    following = _NEXT_WORD.match(text, house.end())
    word = folded(following["word"]).lower() if following else ""
    if _clinical(found["name"]) or is_clinical(word) or word in PEOPLE or word in _KIN:
        return False
    before = text[max(0, start - _AROUND) : start]
    sure = "," not in house["mark"] and house["mark"] != " "
    sure = sure or bool(_FLOOR_NEXT.match(text, house.end()) or _IN.search(before))
    if sure or shouted:
        return sure or house["mark"] != " "
    # «Tto C/ Noctamid 2», «tos seca C/ Flemas, 2»: what follows clinical words is more likely their company.
    clause = _CLAUSE.search(before)
    if clause and any(is_clinical(folded(last).lower()) for last in _LETTERS.findall(clause[0])):
        return False
    return house["mark"] != " " or text[start] == "C"


def _clinical(name: str) -> bool:
    words = [folded(word).lower() for word in _LETTERS.findall(name)]
    if words and words[0] in _SAINTS and len(words) > 1:
        return False
    return any(is_clinical(word) for word in words) or all(word in PEOPLE for word in words)


def _shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the address and the words around are all in capitals."""
    return not any(letter.islower() for letter in text[max(0, start - _AROUND) : end + _AROUND])
