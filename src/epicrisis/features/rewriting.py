"""Changes to a text or to its tokens, made so that every place of the outcome can be found in what was there before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

New = TypeVar("New", bound=Sequence[str])


class Change(NamedTuple, Generic[New]):
    """Something new in the place of what stands from `start` to `stop`, the last one excluded.

    Parameters
    ----------
    start, stop : int
        Characters of a text, or items of a list of tokens. Equal ones insert.
    new : str or sequence of str
        What comes there: characters in a text, any number of items in a list of tokens.
    """

    start: int
    stop: int
    new: New


def rewrite(text: str, changes: Iterable[Change[str]]) -> str:
    """Return a text with its changes made; they are in order and do not overlap.

    Examples
    --------
    >>> rewrite("s/ fiebre", [Change(0, 2, "sin")])
    'sin fiebre'
    """
    parts: list[str] = []
    end = 0
    for start, stop, new in changes:
        parts += text[end:start], new
        end = stop
    return "".join([*parts, text[end:]]) if parts else text


def rewrite_items(items: Sequence[str], changes: Iterable[Change[Sequence[str]]]) -> list[str]:
    """Return a list of tokens with its changes made; they are in order and do not overlap."""
    written: list[str] = []
    end = 0
    for start, stop, new in changes:
        written += items[end:start]
        written += new
        end = stop
    return [*written, *items[end:]]


class Alignment:
    """The way back from what was rewritten to what it was before.

    Parameters
    ----------
    changes : iterable of Change
        The changes made, in order.

    Examples
    --------
    >>> Alignment([Change(0, 2, "sin")]).back(4, 10)  # "fiebre", in "s/ fiebre"
    (3, 9)
    """

    def __init__(self, changes: Iterable[Change[New]]) -> None:
        self._begins: list[int] = []
        self._changes: list[tuple[int, int, int]] = []
        shift = 0
        for start, stop, new in changes:
            self._begins.append(start + shift)
            shift += len(new) - (stop - start)
            self._changes.append((start, stop, stop + shift))

    def back(self, start: int, stop: int) -> tuple[int, int]:
        """Return where what stands from `start` to `stop` came from: all of it, if it was changed in part."""
        first, _ = self._source(start)
        _, last = self._source(max(stop - 1, start))
        return first, max(first, last)

    def _source(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._begins, place) - 1
        if number < 0:
            return place, place + 1
        start, stop, end = self._changes[number]
        if place < end:
            return start, stop
        return stop + place - end, stop + place - end + 1
