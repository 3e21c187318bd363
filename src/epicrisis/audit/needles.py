"""Strings that are searched for, by the hundred thousand at once: as runs of words, and as bare letters and digits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from epicrisis.audit.words import SEPARATOR, WINDOW, WordHashes, fold, hash_words, is_among, runs, split_words

KEY = 8
"""Letters and digits by which a place where a string may begin is found; shorter strings are found as words only."""
ANYWHERE = 12
"""A string of so many letters and digits is found inside a longer run of them too."""
_LEAST_DIGITS = 6
_LEAST_LETTERS = 4


@dataclass(frozen=True)
class Needles:
    """Strings to search for, prepared once.

    Parameters
    ----------
    texts : sequence of str
        The strings. A number in the results is a place in this sequence.
    squeezed : bool
        Whether they are also found when blanks and punctuation differ: ``12345678-Z`` as ``12345678Z``.
    """

    texts: Sequence[str]
    squeezed: bool = True
    _runs: dict[int, tuple[WordHashes, npt.NDArray[np.int64]]] = field(init=False, repr=False)
    _bare: dict[int, list[tuple[bytes, int]]] = field(init=False, repr=False)
    _keys: WordHashes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_runs", _run_table(self.texts))
        bare: dict[int, list[tuple[bytes, int]]] = {}
        for number, text in enumerate(self.texts if self.squeezed else ()):
            letters = _squeeze(text)[0]
            if len(letters) >= KEY:
                bare.setdefault(_key(letters), []).append((letters, number))
        object.__setattr__(self, "_bare", bare)
        object.__setattr__(self, "_keys", np.array(sorted(bare), dtype=np.uint64))

    def found(self, text: str, words: WordHashes) -> Counter[int]:
        """Return how often each string stands in a text.

        Parameters
        ----------
        text : str
            The text.
        words : ndarray of uint64
            Its words, as `hash_words` gave them.
        """
        by_words: Counter[int] = Counter()
        for size, (known, owners) in self._runs.items():
            values, _ = runs(words, size)
            hits = values[is_among(values, known)]
            by_words.update(owners[np.searchsorted(known, hits)].tolist())
        # The two ways see the same things; a string is counted by the one that sees more of it.
        return by_words | Counter(self._squeezed(text))

    def _squeezed(self, text: str) -> Iterator[int]:
        if not len(self._keys):
            return
        letters, starts, ends = _squeeze(text)
        if len(letters) < KEY:
            return
        for at in np.flatnonzero(is_among(_all_keys(letters), self._keys)).tolist():
            for wanted, number in self._bare[_key(letters[at:])]:
                stop = at + len(wanted)
                whole = len(wanted) >= ANYWHERE or (starts[at] and ends[stop - 1 : stop].any())
                if whole and letters.startswith(wanted, at):
                    yield number


def worth_searching(code: str) -> bool:
    """Return whether a patient's code can be told from what stands everywhere: counts, years, single letters."""
    letters = "".join(letter for letter in code if letter.isalnum())
    return len(letters) >= (_LEAST_DIGITS if letters.isdigit() else _LEAST_LETTERS)


def _run_table(texts: Sequence[str]) -> dict[int, tuple[WordHashes, npt.NDArray[np.int64]]]:
    """Return, for each number of words, the runs of the texts that have so many, sorted, and the number of each's text.

    Texts of more than `WINDOW` words are found by every run of so many words in them.
    """
    hashes = hash_words(split_words(SEPARATOR.join(text.replace(SEPARATOR, " ") for text in texts)))
    owner = np.cumsum(hashes == 0)
    sizes = np.minimum(np.bincount(owner[hashes != 0], minlength=len(texts)), WINDOW)
    table = {}
    for size in np.unique(sizes[sizes > 0]).tolist():
        values, starts = runs(hashes, size)
        own = sizes[owner[starts]] == size
        known, first = np.unique(values[own], return_index=True)
        table[size] = (known, owner[starts][own][first].astype(np.int64))
    return table


def _squeeze(text: str) -> tuple[bytes, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return the folded letters and digits of a text, and which begin and which end a word.

    A separator stays, so that nothing is found over it.
    """
    points = np.frombuffer(fold(text).encode("utf-32-le", "replace"), dtype=np.uint32)
    kept = np.zeros(len(points), dtype=np.bool_)
    kept |= (points >= ord("a")) & (points <= ord("z"))
    kept |= (points >= ord("0")) & (points <= ord("9"))
    kept |= (points > 0xBF) & (points != 0xD7) & (points != 0xF7) & ((points < 0x2000) | (points > 0x2FFF))
    edges = np.concatenate([[False], kept, [False]])
    starts, ends = kept & ~edges[:-2], kept & ~edges[2:]
    shown = kept | (points == ord(SEPARATOR))
    letters = points[shown]
    # One byte a letter keeps places equal; foreign letters share bytes, and what is found is found by all its letters.
    return (letters % 251).astype(np.uint8).tobytes(), starts[shown], ends[shown]


def _all_keys(letters: bytes) -> WordHashes:
    values = np.frombuffer(letters, dtype=np.uint8).astype(np.uint64)
    number = len(values) - KEY + 1
    keys = np.zeros(number, dtype=np.uint64)
    for place in range(KEY):
        keys |= values[place : place + number] << np.uint64(8 * place)
    return keys


def _key(letters: bytes) -> int:
    return int.from_bytes(letters[:KEY], "little")
