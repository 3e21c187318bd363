"""Postal addresses, from the word that begins them."""

from __future__ import annotations

import re

from epicrisis.etl.deidentification.spans import Span
from epicrisis.etl.deidentification.word_sets import word_set

_UPPER = "A-ZÁÉÍÓÚÜÑÇ"
WORD = rf"(?:[{_UPPER}][\w'’·\-]{{0,24}}|[{_UPPER}][a-z]{{0,3}}\.|\d{{1,2}}[ºª]?(?= de ))"
LINK = r"(?:del?|la|las|los|el|y|i|en|els|les|dels|d'|l')"
_NAME = rf"(?:{LINK} ){{0,3}}+{WORD}(?: (?:{LINK} ){{0,3}}{WORD}){{0,5}}"
_NUMBER = (
    r"(?:,? ?(?:[nN][º°o.]{0,2}|núm\.?|num\.?|número|numero|#|No\.?|km\.?) ?|,? )\d{1,5}(?!\d|[.,]\d)"
    r"(?:[ -]?(?:bis|[A-Z])(?!\w))?"
)
_UNIT = re.compile(
    r"\s?(?:mg|mcg|µg|g\b|gr\b|ml|mL|cc|cm|mm|UI|%|h\b|días|comp|cp\b|años|semanas|meses|/)", re.IGNORECASE
)
FLOOR = (
    r"(?:,? ?(?:\d{1,2} ?[ºª°](?:-? ?(?:[A-Za-z]|[Ii]zq(?:da|uierda)?\.?|[Dd](?:cha|recha)\.?|\d{1,2}ª?)(?!\w))?"
    r"|(?:[Pp]iso|[Pp]ta\.?|[Pp]uerta|[Ee]sc\.?|[Bb]loque|[Bb]lq?\.?|[Pp]ortal|[Dd]pto\.?|[Dd]epto\.?|[Dd]epartamento|"
    r"[Aa]pto\.?|[Aa]partamento|[Ii]nt\.?|[Ii]nterior|[Ee]dif\.?|[Ee]dificio|Of\.?|Oficina|[Cc]asa|[Tt]orre|[Mm]z\.?|[Mm]anzana|[Ll]ote|[Ll]t\.?|Apt\.?|"
    r"Suite|Flat|bajo|Bajo) ?(?:n[º°]? ?)?[\dA-Z]{0,4}(?:[ºª°])?(?!\w)))"
)
_PLACE = (
    rf",? ?(?:Col\.?|Colonia|Fracc\.?|Barrio|Urb\.?|Urbanización|C\.? ?P\.?)?[.:]? ?"
    rf"\d{{4,5}}(?!\d|[.,]\d)(?:,? (?:{LINK} ){{0,2}}[{_UPPER}][\w\-]{{2,24}}"
    rf"(?: (?:{LINK} )?[{_UPPER}][\w\-]{{2,24}}){{0,2}})?"
)
_COLONY = rf",? (?i:Col\.?|Colonia|Fracc\.?|Barrio|Urb\.?) {_NAME}"
_TAIL = re.compile(rf"{FLOOR}{{0,4}}(?:{_COLONY})?(?:{_PLACE})?")
_NUMBERED = re.compile(rf"[.:]? ?(?P<name>{_NAME})(?P<number>{_NUMBER}|,? [sS]/[nN](?!\w))")
_STREET = re.compile(rf"[.:]? ?(?P<name>{_NAME})(?P<number>)")
_PLAIN = re.compile(
    rf"[.:]? ?(?P<name>(?:{LINK} ){{0,3}}+[\w'’\-]{{3,24}}(?: [\w'’\-]{{2,24}}){{0,4}}?)"
    r"(?P<number>,? ?(?:[nN][º°]|núm\.?|número|#) ?\d{1,5}(?!\w))"
)
_GRID = re.compile(
    r"[.:]? ?\d{1,3} ?[A-Za-z]?(?: ?(?:bis|sur|norte|este|oeste|[NSEO]))?\.? ?"
    r"(?:#|n[º°o]\.?|No\.?|número|num\.?|-|con) ?"
    r"\d{1,3} ?[A-Za-z]?(?: ?bis)?(?: ?(?:-|–) ?\d{1,3})?(?!\w)(?: (?:sur|norte|este|oeste)\b)?",
    re.IGNORECASE,
)
_GRID_SIGN = re.compile(r"#|-|n[oº°]", re.IGNORECASE)
_HOUSE_BEFORE = re.compile(rf"(?<!\w)\d{{1,5}}[A-Za-z]? (?:[{_UPPER}][\w'’.\-]{{1,24}} ){{1,3}}\Z")
_ENGLISH_TAIL = re.compile(
    r"(?:\.(?=,))?(?:,? (?:Apt\.?|Apartment|Flat|Unit|Suite|#) ?[\dA-Z]{1,5})?"
    r"(?:, [A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)?"
    r"(?:,? (?:[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}))?(?!\w)"
)
_LOOK_BACK = 90

STREETS = word_set(
    """
    andador retorno viaducto circuito cerrada privada prolongacion boulevard blvd callejon alameda rua carrer peatonal
    plaza paseo camino ronda pasaje colonia col via rambla carrera glorieta barrio travesia cl cr cll pl urb av
    diagonal transversal dg tv jr cra kra fracc fraccionamiento jiron poligono urbanizacion pza mz manzana
    carretera calle avenida avda ctra psje pje
    """
)
"""Words that begin a Spanish address, in lower case and without accents."""
_GRIDS = word_set(
    """
    calle carrera cra kra cr cl cll diagonal transversal dg tv av avenida avda
    """
)
ENGLISH_STREETS = word_set(
    """
    street st road rd avenue ave lane ln drive dr boulevard blvd court ct way place pl square terrace close
    """
)
"""Words that end the street of an English address, in lower case."""
_SURE = word_set(
    """
    calle avenida avda ctra cra kra carretera fraccionamiento urbanizacion poligono
    """
)
_WHOLE = word_set(
    """
    calle avenida carretera colonia barrio urbanizacion poligono fraccionamiento carrera plaza paseo
    """
)

_QUARTERS = frozenset({"col", "colonia", "fracc", "urb", "barrio"})
_SPINE = re.compile(r"lumb|cerv|dors|vert|total|hdl|ldl|bact", re.IGNORECASE)


_DOTTED = word_set("av jr urb pl col")
_SHOUTED = word_set(
    """
    calle avenida avda plaza pza paseo carretera ctra urbanizacion colonia barrio rambla glorieta jiron cra kra carrera
    """
)


def street(text: str, start: int, end: int, word: str) -> Span | None:
    """Return the address that begins with a word for a street.

    Parameters
    ----------
    text : str
        The note.
    start, end : int
        Where the word is.
    word : str
        The word, in lower case and without accents.
    """
    if word in _GRIDS:
        grid = _GRID.match(text, end)
        if grid and _GRID_SIGN.search(grid[0]):
            return Span(start, address_tail(text, grid.end()), "address")
    found = _NUMBERED.match(text, end) or _STREET.match(text, end)
    if found and text[end : end + 1] == "." and word in _WHOLE:
        return None
    if not found:
        return _plain(text, start, end, word)
    numbered = bool(found["number"]) and not _UNIT.match(text, found.end())
    shouted = text[start:end].isupper()
    dotted = text[end : end + 1] == "." and word in _DOTTED
    if shouted and not (numbered and (word in _SHOUTED or dotted)):
        # In a note all in capitals, AV is visual acuity and VÍA the way of a drug.
        return None
    capital = text[start].isupper()
    quarter = word in _QUARTERS and not _SPINE.match(found["name"])
    if not numbered and not (capital and (word in _SURE or quarter)):
        return _plain(text, start, end, word)
    last = found.end("name") if found["number"] and not numbered else found.end()
    return Span(start, address_tail(text, last) if numbered else last, "address")


def english_street(text: str, start: int, end: int) -> Span | None:
    """Return the address whose street ends with a word such as ``Street``."""
    if text[start:end].isupper() and end - start < 4:
        return None
    house = _HOUSE_BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    if not house:
        return None
    tail = _ENGLISH_TAIL.match(text, end)
    return Span(start - len(house[0]), tail.end() if tail else end, "address")


def _plain(text: str, start: int, end: int, word: str) -> Span | None:
    """Return an address in small letters, which its number must prove: «calle mayor nº 12»."""
    found = _PLAIN.match(text, end) if word in _SURE else None
    return Span(start, address_tail(text, found.end()), "address") if found else None


def address_tail(text: str, end: int) -> int:
    """Return where an address ends whose house number ends at `end`: with its floor, quarter, postcode and town."""
    found = _TAIL.match(text, end)
    return found.end() if found else end
