"""Numbers that tell by themselves what they are: documents, telephones, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from epicrisis.etl.deidentification import checksums as check
from epicrisis.etl.deidentification.contacts import machine_at
from epicrisis.etl.deidentification.dates import numeric_date_at
from epicrisis.etl.deidentification.spans import Kind, Span

# Four digits at least, with one sign between two: everything shorter is a finding, a dose or an age.
_REGION = re.compile(r"\d(?<!\d\d)(?:[ ./\-()]{0,3}+\d){3,}+")
_GROUP = re.compile(r"\d(?<!\d\d)")

_END = r"(?![^\W_]|[.,/:\-]\d)"
_PHONE_END = rf"(?:x\d{{1,6}})?{_END}"
_QUANTITY = re.compile(
    r"\s{0,2}(?:cop|ui\b|u\b|u\.?i\.?|iu\b|unid|unit|mg|g\b|gr|kg|mcg|µg|ug|ng|pg|ml|mL|dl|l\b|mm|cm|x\s?10|×|%|c[eé]l|"
    r"cells|leuc|plaq|hemat|euros|€|\$|pesos|veces|m\b|/\s?(?:m|µ|l|u|c|d|campo))",
    re.IGNORECASE,
)


def _yes(_: str) -> bool:
    return True


def _either(*tests: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda number: any(test(number) for test in tests)


def _not_round(number: str) -> bool:
    return not number.endswith("000")


def _dated(number: str) -> bool:
    """Whether the digits of an RFC begin with a birth date, which makes its check character one proof too many."""
    digits = check.digits_of(number)
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31


class _Shape(NamedTuple):
    kind: Kind
    pattern: re.Pattern[str]
    proves: Callable[[str], bool] = _yes
    may_be_quantity: bool = False


def _shape(
    kind: Kind, *ways: str, proves: Callable[[str], bool] = _yes, may_be_quantity: bool = False, end: str = _END
) -> _Shape:
    return _Shape(kind, re.compile(rf"(?:{'|'.join(ways)}){end}"), proves, may_be_quantity)


# In this order: what is unmistakable, what its check digits prove, what is only long. The letter that a number may
# follow is looked at apart, in `_lettered`.
_SHAPES = [
    _shape("id", r"\d{8}-?[A-Za-z]", r"\d{1,2}\.\d{3}\.\d{3}-?[A-Z]"),
    _shape("id", r"\d{8} [A-Z]", r"\d{1,2}\.\d{3}\.\d{3} [A-Z]", r"\d{7}-?[A-Z]", proves=check.is_dni),
    _shape("id", r"\d{1,2}\.\d{3}\.\d{3}-[\dkK]", r"\d{7,9}-[\dkK]"),
    _shape("id", r"\d{2}-\d{8}-\d", r"\d{3}\.\d{3}\.\d{3}-\d{2}", r"\d{3}-\d{2}-\d{4}", r"\d{2}[/\-]\d{7,8}[/\-]\d{2}"),
    _shape("id", r"\d{2} ?\d{7,8} ?\d{2}", proves=check.is_nss),
    _shape("id", r"\d{2} ?\d{8} ?\d", r"\d{11}", proves=_either(check.is_cuil, check.is_cpf)),
    _shape("id", r"\d{3} \d{3} \d{3} \d{2}", proves=check.is_cpf),
    _shape("phone", r"[6789]\d{2}([ .\-]?)\d{3}\1\d{3}", r"[6789]\d{2}([ .\-])\d{2}\2\d{2}\2\d{2}", end=_PHONE_END),
    _shape(
        "phone", r"[89]\d([ .\-])\d{3}\1\d{2}\1\d{2}", r"[89]\d[ .\-]\d{3}[ \-]\d{4}", r"9\d[ .\-]\d{7}", end=_PHONE_END
    ),
    _shape("id", r"\d{3}[ \-]?\d{3}[ \-]?\d{4}", proves=check.is_nhs),
    _shape("id", r"\d{10}", proves=check.is_cedula),
    _shape(
        "phone",
        r"(?:0|1[ \-])?\d{3}[ .\-]\d{3}[ .\-]\d{4}",
        r"0?\d{2}[ \-]\d{4}[ \-]\d{4}",
        r"[36]\d{2} \d{3} \d{2} \d{2}",
        end=_PHONE_END,
    ),
    _shape(
        "phone",
        r"0\d{2,4}[ \-]\d{3}[ \-]?\d{3,4}",
        r"0\d{1,3}[ \-]\d{3,4}[ \-]?\d{3,4}",
        r"9[ \-]\d{4}[ \-]?\d{4}",
        r"0\d{3}[ \-]\d{3}[ \-]\d{3}",
        end=_PHONE_END,
    ),
    _shape("phone", r"09\d{7,8}", r"3[0-5]\d{8}", r"55\d{8}", end=_PHONE_END),
    _shape("id", r"\d{1,3}(?:\.\d{3}){3}", r"\d{2}\.\d{3}\.\d{3}", r"\d\.\d{3}\.\d{3}-\d", may_be_quantity=True),
    _shape("id", r"\d{9,24}", may_be_quantity=True),
    _shape(
        "id",
        r"\d{3}\.\d{3}-[\dkK]",
        r"\d{8}",
        proves=_either(check.is_rut, check.is_uruguayan_ci),
        may_be_quantity=True,
    ),
    # No count, dose or measure has seven figures that do not end in noughts.
    _shape("id", r"\d{7,8}", proves=_not_round, may_be_quantity=True),
]

_PREFIX = re.compile(r"[A-Za-zÑñ]{1,8}[ \-]?\Z")
_LETTERED = [
    _shape("id", r"[XYZxyz][ \-]?\d{7}[ \-]?[A-Za-z]"),
    _shape("id", r"[A-Za-z]{4}\d{6}[HMXhmx][A-Za-z]{5}[A-Za-z\d]\d"),
    _shape("id", r"[A-ZÑ&]{4}[ \-]?\d{6}[ \-]?[A-Z\d]{3}", proves=_dated),
    _shape("id", r"[A-Z]{4} [01] \d{6} \d{2} \d", r"[A-Z]{4}[01]\d{9}"),
    _shape("id", r"(?!NCT|ISRCTN|PMID|CAS)[A-Z]{1,8}-?\d{8,24}[A-Z]?"),
    _shape("id", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
]

# Digits after the country's code.
_NATIONAL = {
    "34": 9, "52": 10, "54": 10, "55": 11, "56": 9, "57": 10, "58": 10, "51": 9, "53": 8, "1": 10, "44": 10,
    "593": 9, "598": 8, "595": 9, "591": 8, "502": 8, "503": 8, "504": 8, "505": 8, "506": 8, "507": 8, "240": 9,
    "33": 9, "49": 11, "39": 10, "351": 9, "212": 9, "376": 6, "40": 9,
}  # fmt: skip
_INTERNATIONAL = re.compile(r"\d{1,3}(?:[ .\-]{0,2}\(?\d{1,9}\)?){1,7}")
_EXTENSION = re.compile(r"x\d{1,6}(?!\w)")
_BRACKETED = re.compile(rf"\+?\d{{1,5}}\) ?\d{{3,5}}[ \-]?\d{{3,4}}{_PHONE_END}")


def numbers(text: str) -> Iterator[Span]:
    """Find documents, telephones and dates in figures that no label names."""
    for region in _REGION.finditer(text):
        start, stop = region.span()
        while start < stop:
            span = _at(text, start)
            if span:
                yield span
            following = _GROUP.search(text, max(span.end if span else 0, start + 1), stop)
            while following and text[following.start() - 1] in "./-" and following.start() > start:
                following = _GROUP.search(text, following.start() + 1, stop)
            if following is None:
                break
            start = following.start()


def _at(text: str, start: int) -> Span | None:
    before = text[start - 1] if start else ""
    if before in {"+", "("} or text.startswith("00", start):
        span = _telephone(text, start, before)
        if span:
            return span
    if before.isalpha() or (before in {" ", "-"} and start > 1 and text[start - 2].isupper()):
        span = _lettered(text, start)
        if span or before.isalpha():
            return span
    if before in {".", ",", "/", "-", "_"} and start > 1 and text[start - 2].isalnum():
        return None
    return numeric_date_at(text, start) or machine_at(text, start) or _shaped(text, start)


def _shaped(text: str, start: int) -> Span | None:
    for shape in _SHAPES:
        found = shape.pattern.match(text, start)
        if not found or not shape.proves(found[0]):
            continue
        if shape.may_be_quantity and _QUANTITY.match(text, found.end()):
            return None
        return Span(start, found.end(), shape.kind)
    return None


def _lettered(text: str, start: int) -> Span | None:
    prefix = _PREFIX.search(text[max(0, start - 9) : start])
    if prefix is None:
        return None
    begin = start - len(prefix[0])
    if begin and (text[begin - 1].isalnum() or text[begin - 1] == "_"):
        return None
    for shape in _LETTERED:
        found = shape.pattern.match(text, begin)
        if found and shape.proves(found[0]):
            return Span(begin, found.end(), shape.kind)
    return None


def _telephone(text: str, start: int, before: str) -> Span | None:
    if before == "(":
        found = _BRACKETED.match(text, start)
        return Span(start - 1, found.end(), "phone") if found else None
    first = start + 2 if before != "+" else start
    found = _INTERNATIONAL.match(text, first)
    if not found:
        return None
    digits = check.digits_of(found[0])
    lengths = [len(code) + _NATIONAL[code] for code in (digits[:1], digits[:2], digits[:3]) if code in _NATIONAL]
    wanted = lengths[-1] if lengths else 12
    if digits.startswith(("549", "521")):
        wanted += 1
    if len(digits) < 8:
        return None
    return Span(start - (before == "+"), _end_of_digits(text, first, found.end(), wanted), "phone")


def _end_of_digits(text: str, start: int, stop: int, wanted: int) -> int:
    """Return where a number of so many digits ends, or the last whole group before it."""
    seen = 0
    for place in range(start, stop):
        seen += text[place].isdigit()
        if seen >= wanted and not text[place + 1 : place + 2].isdigit():
            stop = place + 1
            break
    extension = _EXTENSION.match(text, stop)
    return extension.end() if extension else stop
