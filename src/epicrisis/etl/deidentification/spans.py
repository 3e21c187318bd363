"""A stretch of text that names somebody, and what becomes of stretches that meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

Kind = Literal["name", "id", "record", "phone", "email", "url", "address", "date"]

KINDS: tuple[Kind, ...] = get_args(Kind)
PLACEHOLDERS: dict[Kind, str] = {kind: f"[{kind.upper()}]" for kind in KINDS}
"""What stands in the masked text: one word in capitals between brackets."""


class Span(NamedTuple):
    """A stretch to mask.

    Parameters
    ----------
    start, end : int
        Where it is: ``text[start:end]``.
    kind : str
        What it is, one of `KINDS`.
    """

    start: int
    end: int
    kind: Kind


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order and apart from each other.

    Spans that overlap become one that covers them all, of the kind of the longest: half an identifier is still one.
    """
    result: list[Span] = []
    longest = 0
    for span in sorted(spans):
        length = span.end - span.start
        if not result or span.start >= result[-1].end:
            result.append(span)
            longest = length
            continue
        last = result[-1]
        kind = span.kind if length > longest else last.kind
        longest = max(longest, length)
        result[-1] = Span(last.start, max(last.end, span.end), kind)
    return result
