"""Notes that were copied with small changes, found and numbered by cluster. Nothing is dropped.

A note joins a cluster if its exact Jaccard similarity with one note of it, over pairs of neighbouring words, is at
least the threshold; so a note copied forward from visit to visit, a little changed each time, is one cluster. What is
found depends on the texts alone, not on their order, the machine or the number of processes. Memory is a few dozen
numbers a note: the shingles themselves are in a file while it lasts.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from epicrisis.etl.alike import band_hashes, band_rows, clusters_of, set_hashes
from epicrisis.etl.ledger import NearDuplicates
from epicrisis.etl.shingles import offsets, shingle
from epicrisis.progress import Listener, notice, silent

NO_CLUSTER = -1
SHORT = 10
"""Words below which a note can be equal to another by chance, and below which one changed word makes it unlike."""


@dataclass(frozen=True)
class Clusters:
    """The cluster of each note.

    Parameters
    ----------
    numbers : ndarray of int of shape (notes,)
        `NO_CLUSTER` for a note that is like no other; clusters are numbered by their texts' hashes, so that the same
        notes in another order have the same numbers.
    short : ndarray of bool of shape (notes,)
        Whether the note has fewer than `SHORT` words.
    """

    numbers: npt.NDArray[np.int64]
    short: npt.NDArray[np.bool_]

    def frame(self) -> pl.DataFrame:
        """Return both as columns."""
        return pl.DataFrame({"cluster": self.numbers, "short": self.short})

    def account(self, threshold: float, patients: npt.NDArray[np.int64]) -> NearDuplicates:
        """Return how many there are.

        Parameters
        ----------
        threshold : float
            The threshold they were found with.
        patients : ndarray of int of shape (notes,)
            The patient of each note.
        """
        inside = self.numbers != NO_CLUSTER
        notes = np.bincount(self.numbers[inside])
        held = np.unique(np.stack([self.numbers[inside], patients[inside]]), axis=1)[0]
        across = np.bincount(held) > 1
        return NearDuplicates(
            threshold=threshold,
            clusters=len(notes),
            notes=int(inside.sum()),
            clusters_across=int(across.sum()),
            notes_across=int(notes[across].sum()),
            largest=int(notes.max(initial=0)),
        )


def find_near_duplicates(parts: Iterable[pl.Series], threshold: float, scratch: Path) -> Clusters:
    """Find the clusters of notes that are alike.

    Parameters
    ----------
    parts : iterable of polars.Series of String
        The notes' texts, some at a time, see `epicrisis.etl.shingles.text_parts`.
    threshold : float
        Least Jaccard similarity, above 0; 1 finds notes of the same pairs of words only.
    scratch : Path
        A file to write shingles into, 4 bytes each; it is deleted.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    try:
        return _find(parts, threshold, scratch)
    finally:
        # After an error it may still be mapped, which Windows does not let go; the error is what matters.
        with suppress(OSError):
            scratch.unlink()


def no_clusters(notes: int) -> Clusters:
    """Return what stands for notes that were not looked at: each is alone."""
    return Clusters(np.full(notes, NO_CLUSTER), np.zeros(notes, dtype=np.bool_))


def tell_near_duplicates(account: NearDuplicates, listener: Listener = silent) -> None:
    """Tell how many notes are alike: counts only."""
    if account.clusters:
        notice(
            listener,
            "Near-duplicate notes: {notes}; clusters of them: {clusters}; clusters with notes of several patients, who "
            "are kept on one side of the split together: {across}.",
            notes=account.notes,
            clusters=account.clusters,
            across=account.clusters_across,
        )


def _find(parts: Iterable[pl.Series], threshold: float, scratch: Path) -> Clusters:
    rows = band_rows(threshold)
    sizes, words, hashes, bands = [_NO_COUNTS], [_NO_COUNTS], [_NO_HASHES], []
    with scratch.open("wb") as file:
        for texts in parts:
            shingles = shingle(texts)
            file.write(shingles.values.tobytes())
            sizes.append(shingles.sizes)
            words.append(shingles.words)
            hashes.append(set_hashes(shingles))
            bands.append(band_hashes(shingles, rows))
    lengths = np.concatenate(sizes)
    # Equal sets are one from here on, in the order of their hashes: no step depends on the order of the notes.
    _, first, same = np.unique(np.concatenate(hashes), return_index=True, return_inverse=True)
    labels = np.arange(len(first))
    if threshold < 1 and lengths.any():
        values = np.memmap(scratch, dtype=np.uint32, mode="r")
        kept = np.stack([np.concatenate([part[number] for part in bands])[first] for number in range(len(bands[0]))])
        bands.clear()
        labels = clusters_of(values, offsets(lengths)[:-1][first], lengths[first], kept, threshold)
        del values
    return Clusters(_numbered(labels[same], lengths > 0), np.concatenate(words) < SHORT)


def _numbered(labels: npt.NDArray[np.int64], worded: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return numbers from 0 for the labels of at least two notes with words."""
    inside = worded & (np.bincount(labels)[labels] > 1) if len(labels) else worded
    numbers = np.full(len(labels), NO_CLUSTER, dtype=np.int64)
    numbers[inside] = np.unique(labels[inside], return_inverse=True)[1]
    return numbers


_NO_COUNTS = np.empty(0, dtype=np.int64)
_NO_HASHES = np.empty(0, dtype=np.uint64)
