"""Words of any text as numbers, so that sentences are found however they were cut, spaced or capitalised.

A word is folded (case, accents, composition) and hashed; a run of words is one number. Millions of notes are then
compared with all that a run left behind by looking up sorted arrays, and no text is kept.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import numpy.typing as npt

WordHashes = npt.NDArray[np.uint64]

SEPARATOR = "\x1e"
"""Stands between texts that do not belong together. No run of words goes over it."""
WINDOW = 7
"""Words of a window: the shortest sentence that is searched for."""
_LEAST_LETTERS = 4
"""A window with fewer proper words is a row of figures, which are no one's sentence."""

# A UUID and a decimal number or time are one word each: their parts would look like patients' numbers.
_WORD = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|\d+(?:[.:]\d+)+"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*"
    rf"|{SEPARATOR}"
)
_MARKS = re.compile("[\u0300-\u036f]")
_MOST_REMEMBERED = 1_000_000
_FACTORS = np.random.default_rng(20260101).integers(1, 2**63, size=WINDOW, dtype=np.uint64) * np.uint64(2) + np.uint64(
    1
)
_EVEN = 2**64 - 2


def fold(text: str) -> str:
    """Return `text` without case, accents and ways of composing letters.

    Examples
    --------
    >>> fold("Niña ÁLVAREZ")
    'nina alvarez'
    """
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def split_words(text: str) -> list[str]:
    """Return the words of a text as they are written, `SEPARATOR` among them."""
    return _WORD.findall(text)


class _Hashes(dict[str, int]):
    """Hash of each word; the lowest bit says whether it is a proper word, and 0 is the separator."""

    def __missing__(self, word: str) -> int:
        if word == SEPARATOR:
            return 0
        folded = fold(word)
        proper = len(folded) > 1 and folded.isalpha()
        # Python's own hash differs from process to process, so that the numbers tell nothing to anybody else.
        value = ((hash(folded) & _EVEN) | proper) or 2
        if len(self) < _MOST_REMEMBERED:
            self[word] = value
        return value


_hashes = _Hashes()


def hash_words(words: list[str]) -> WordHashes:
    """Return a number for each word, the same for spellings that `fold` makes equal, and 0 for a separator."""
    return np.fromiter(map(_hashes.__getitem__, words), np.uint64, len(words))


def runs(hashes: WordHashes, size: int) -> tuple[WordHashes, npt.NDArray[np.int64]]:
    """Return every run of `size` neighbouring words as one number, and where each begins.

    Runs over a separator are left out, and runs of `WINDOW` words that are mostly figures.

    Parameters
    ----------
    hashes : ndarray of uint64 of shape (words,)
        What `hash_words` gave.
    size : int
        1 to `WINDOW`.
    """
    number = len(hashes) - size + 1
    if number <= 0:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    total = np.full(number, size, dtype=np.uint64)
    proper = np.zeros(number, dtype=np.int8)
    whole = np.ones(number, dtype=np.bool_)
    for place in range(size):
        part = hashes[place : place + number]
        total = (total ^ (total >> np.uint64(31))) + part * _FACTORS[place]
        proper += (part & np.uint64(1)).astype(np.int8)
        whole &= part != 0
    if size == WINDOW:
        whole &= proper >= _LEAST_LETTERS
    return total[whole], np.flatnonzero(whole)


def is_among(values: WordHashes, sorted_known: WordHashes) -> npt.NDArray[np.bool_]:
    """Return which values are in a sorted array; `numpy.isin` would sort both each time."""
    if not len(sorted_known):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.searchsorted(sorted_known, values)
    places[places == len(sorted_known)] = 0
    return np.asarray(sorted_known[places] == values)
