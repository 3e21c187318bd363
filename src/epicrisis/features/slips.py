"""Long words that were typed with one slip: a letter too few, one too many, or two swapped."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 11
"""Shorter words have other words within one slip: "creciendo" is no "careciendo"."""
ENDING = 3
"""Last letters that must be right: there a slip may be another form, "justificara" for "justificaría"."""


class Slips:
    """The words of a list that are long enough to be known again with one slip in them.

    Parameters
    ----------
    words : iterable of str
        Words in lower case, without accents. Those shorter than `SHORTEST` are left aside.

    Examples
    --------
    >>> Slips(["imposibilidad"]).meant("imposibildiad")
    'imposibilidad'
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if len(word) >= SHORTEST)
        self._one_less = {short: word for word in sorted(self._words) for short in _without_one(word)}

    def meant(self, typed: str) -> str | None:
        """Return the word that was meant, if it is one of the list with a slip."""
        if not SHORTEST - 1 <= len(typed) <= 40:
            return None
        if typed in self._one_less:
            return self._one_less[typed]
        inner = range(1, len(typed) - ENDING)
        swapped = (typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in inner)
        return next((word for word in (*_without_one(typed), *swapped) if word in self._words), None)


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word) - ENDING)]
