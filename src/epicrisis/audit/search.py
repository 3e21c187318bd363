"""One audit: texts come in piece by piece, what was found goes out. Nothing here knows a place or a tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from epicrisis.audit.containers import BROKEN, pieces_of_bytes, pieces_of_file
from epicrisis.audit.escapes import hidden_bytes, readings
from epicrisis.audit.findings import Finding, Kind, fingerprint
from epicrisis.audit.needles import Needles
from epicrisis.audit.pieces import Piece, texts_of
from epicrisis.audit.words import SEPARATOR, WINDOW, WordHashes, hash_words, runs, split_words

T = TypeVar("T")

MOST_FINDINGS: Final = 20
"""Things told of one place and kind, the most frequent first."""
_DEEPEST: Final = 3


@dataclass(frozen=True)
class Wanted:
    """What is searched for.

    Parameters
    ----------
    given : Needles
        Strings of the user's.
    codes : Needles
        Values of the patient column.
    identifiers : Needles
        Names, numbers and contacts that stand in the notes.
    """

    given: Needles
    codes: Needles
    identifiers: Needles = field(default_factory=lambda: Needles([]))


@dataclass
class Search:
    """What has been looked at so far.

    Parameters
    ----------
    wanted : Wanted
        What is searched for.

    Attributes
    ----------
    files, characters : int
        How much was looked at.
    unread : list of str
        Files that could not be read as what they are.
    windows : dict of str to list of ndarray of uint64
        Runs of seven words of each place, to be compared with the notes.
    """

    wanted: Wanted
    files: int = 0
    characters: int = 0
    unread: list[str] = field(default_factory=list)
    windows: dict[str, list[WordHashes]] = field(default_factory=dict)
    _given: dict[str, Counter[int]] = field(default_factory=dict)
    _codes: dict[str, Counter[int]] = field(default_factory=dict)
    _identifiers: dict[str, Counter[int]] = field(default_factory=dict)
    _raw: set[str] = field(default_factory=set)

    def look_at_file(self, place: str, file: Path) -> None:
        """Search a file and all that it holds; its name is searched too."""
        self.files += 1
        self.look_at(Piece(place, file.name))
        try:
            for piece in pieces_of_file(place, file):
                self.look_at(piece)
        except BROKEN:
            self.unread.append(place)
            try:
                for piece in texts_of(place, file.read_bytes()):
                    self.look_at(piece)
            except OSError:
                return

    def look_at_text(self, place: str, texts: Iterable[str]) -> None:
        """Search texts that come from somewhere else than a file."""
        for text in texts:
            self.look_at(Piece(place, text))

    def look_at(self, piece: Piece, depth: int = 0) -> None:
        """Search a text, what its escapes stand for, and what it holds in base 64."""
        given: Counter[int] = Counter()
        codes: Counter[int] = Counter()
        identifiers: Counter[int] = Counter()
        hidden: set[bytes] = set()
        for text in readings(piece.text):
            self.characters += len(text)
            words = hash_words(split_words(text))
            given |= self.wanted.given.found(text, words)
            identifiers |= self.wanted.identifiers.found(text, words)
            if not piece.raw:  # a database's bare bytes have figures side by side that do not belong together
                codes |= self.wanted.codes.found(text, words)
            self.windows.setdefault(piece.place, []).append(np.unique(runs(words, WINDOW)[0]))
            hidden |= hidden_bytes(text) if depth < _DEEPEST and not piece.raw else set()
        self._given.setdefault(piece.place, Counter()).update(given)
        self._codes.setdefault(piece.place, Counter()).update(codes)
        self._identifiers.setdefault(piece.place, Counter()).update(identifiers)
        if piece.raw:
            self._raw.add(piece.place)
        inner = [one.text for data in hidden for one in pieces_of_bytes(piece.place, data, raw=piece.raw)]
        if inner:
            self.look_at(Piece(piece.place, SEPARATOR.join(inner), piece.raw), depth + 1)

    def all_windows(self) -> WordHashes:
        """Return the windows of all places, sorted."""
        for place, parts in self.windows.items():
            self.windows[place] = [np.unique(np.concatenate(parts))]
        every = [part for parts in self.windows.values() for part in parts]
        return np.unique(np.concatenate(every)) if every else np.empty(0, dtype=np.uint64)

    def findings(self) -> list[Finding]:
        """Return the strings and codes found so far, place by place."""
        return [
            *self._told("given", self._given, self.wanted.given),
            *self._told("patient_code", self._codes, self.wanted.codes),
            *self._told("identifier", self._identifiers, self.wanted.identifiers),
        ]

    def shown_places(self, found: Mapping[str, Collection[T]]) -> dict[str, set[T]]:
        """Return what was found in each place, without a database's bare bytes where its columns have the same.

        Parameters
        ----------
        found : mapping of str to collection
            Things found in each place.
        """
        kept: dict[str, set[T]] = {}
        for place, things in found.items():
            left = set(things)
            if place in self._raw:
                left -= {one for other, more in found.items() if other.startswith(f"{place}:") for one in more}
            if left:
                kept[place] = left
        return kept

    def _told(self, kind: Kind, found: Mapping[str, Counter[int]], needles: Needles) -> Iterator[Finding]:
        for place, numbers in self.shown_places(found).items():
            counts = found[place]
            ordered = sorted(numbers, key=lambda one: (-counts[one], one))
            for number in ordered[:MOST_FINDINGS]:
                text = needles.texts[number]
                shown = text if kind == "given" else fingerprint(text)
                more = len(ordered) - MOST_FINDINGS if number == ordered[:MOST_FINDINGS][-1] else 0
                yield Finding(place=place, kind=kind, count=counts[number], shown=shown, more=max(more, 0))
