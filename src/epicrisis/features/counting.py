"""N-gram counts of many notes, made in parts that other processes may count, and kept as arrays to be mapped.

Two rounds over the parts: each is read into words of its own; then, with the words of all parts numbered once, each is
counted by these numbers, so that texts of terms are made only for the terms that are kept. All notes of a patient are
in one part, so that the patients of a term are those of its parts added up, and a term of too few patients, which no
fold could ever use, is left out before anything is merged.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from epicrisis.etl.parquet import write_arrow
from epicrisis.features.arrays import new_array, save_array
from epicrisis.features.columns import text_column, wrapped
from epicrisis.features.ngrams import (
    COUNT_TYPE,
    Corpus,
    Counts,
    Spelling,
    char_matrix,
    char_sizes,
    name_sections,
    name_words,
    read_corpus,
    section_grams,
    spell,
    word_grams,
)
from epicrisis.features.variants import PLAIN, TextVariant
from epicrisis.features.weighting import Block, patients_per_term

IntArray = npt.NDArray[np.int64]
Run = Callable[[Callable[[int], Any], Sequence[int]], Iterable[Any]]
"""Calls a function for each number, in this process or in others, and gives the answers in order."""
PART_ROWS = 5_000


@dataclass(frozen=True)
class Parts:
    """The notes of a counting, divided.

    Parameters
    ----------
    folder : Path
        Where the parts' files are; the texts are in ``texts.arrow``, sorted by patient.
    columns : tuple of str
        The text columns.
    bounds : tuple of (int, int)
        First and last row of each part, the last one excluded.
    variant : TextVariant
        The way of reading.
    """

    folder: Path
    columns: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]
    variant: TextVariant = PLAIN

    def array(self, part: int, name: str) -> npt.NDArray[Any]:
        """Return an array that a part has left."""
        return np.asarray(np.load(self.folder / f"{part}.{name}.npy", allow_pickle=False))

    def keep(self, part: int, name: str, values: npt.NDArray[Any]) -> None:
        """Keep an array of a part."""
        save_array(self.folder / f"{part}.{name}.npy", values)


def count_notes(
    texts: pl.DataFrame,
    patients: IntArray,
    blocks: Sequence[Block],
    place: Path,
    *,
    variant: TextVariant = PLAIN,
    min_patients: int = 1,
    run: Run = map,
    part_rows: int = PART_ROWS,
) -> int:
    """Count the n-grams of notes and leave the counts in a folder, see `open_counts`.

    Parameters
    ----------
    texts : polars.DataFrame
        The text columns.
    patients : ndarray of int of shape (notes,)
        Whose note each is.
    blocks : sequence of str
        The kinds of terms to count.
    place : Path
        An existing folder.
    variant : TextVariant
        The way of reading.
    min_patients : int
        Terms of fewer distinct patients are left out.
    run : callable
        See `Run`.
    part_rows : int
        Notes a part, about; it bounds the memory of a process.

    Returns
    -------
    int
        Tokens in all notes.
    """
    order = np.argsort(patients, kind="stable")
    parts = Parts(place / "parts", tuple(texts.columns), _bounds(patients[order], part_rows), variant)
    parts.folder.mkdir()
    write_arrow(texts[order], parts.folder / "texts.arrow")
    numbers = range(len(parts.bounds))
    tokens = sum(run(partial(_read_part, parts), numbers))
    words = np.unique(np.concatenate([parts.array(part, "words") for part in numbers]))
    save_array(parts.folder / "words.npy", words)
    spelling = spell(words) if "char" in blocks else None
    if spelling is not None:
        sparse.save_npz(parts.folder / "spelling.npz", spelling.matrix, compressed=False)
        save_array(parts.folder / "spelling.grams.npy", spelling.grams)
    codes = np.unique(patients[order], return_inverse=True)[1]
    save_array(parts.folder / "patients.npy", codes)
    for _ in run(partial(_count_part, parts, tuple(blocks)), numbers):
        pass
    for block in blocks:
        keys = _merge(parts, block, order, place, min_patients)
        terms, sizes = _named(block, keys, words, spelling, texts.columns)
        save_array(place / f"{block}.terms.npy", terms)
        save_array(place / f"{block}.sizes.npy", sizes)
    shutil.rmtree(parts.folder)
    return int(tokens)


def open_counts(place: Path, block: Block) -> Counts:
    """Map the counts of one kind of terms into memory.

    Raises
    ------
    OSError, ValueError
        A file is missing or damaged.
    """
    part = {
        name: np.load(place / f"{block}.{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("data", "indices", "indptr", "terms", "sizes")
    }
    shape = (len(part["indptr"]) - 1, len(part["terms"]))
    matrix = sparse.csr_array((part["data"], part["indices"], part["indptr"]), shape=shape)
    return Counts(matrix, part["terms"], part["sizes"])


def _bounds(patients: IntArray, part_rows: int) -> tuple[tuple[int, int], ...]:
    """Cut sorted rows near every `part_rows`-th one, between two patients."""
    rows = len(patients)
    wanted = np.arange(part_rows, rows, part_rows)
    cuts = np.unique(np.searchsorted(patients, patients[wanted])).tolist() if len(wanted) else []
    edges = [0, *(cut for cut in cuts if 0 < cut < rows), rows]
    return tuple(pairwise(edges))


def _read_part(parts: Parts, part: int) -> int:
    start, stop = parts.bounds[part]
    frame = wrapped(pl.scan_ipc(parts.folder / "texts.arrow").slice(start, stop - start).collect())
    corpus = read_corpus([text_column(frame, name) for name in parts.columns], parts.variant)
    parts.keep(part, "words", corpus.words)
    for name in ("tokens", "document", "section"):
        parts.keep(part, name, getattr(corpus, name).astype(np.int32))
    return len(corpus.tokens)


def _common(parts: Parts, part: int) -> Corpus:
    """Return a part's corpus in the numbers of all parts' words."""
    words = np.load(parts.folder / "words.npy", mmap_mode="r")
    number = np.searchsorted(words, parts.array(part, "words")).astype(np.int64)
    start, stop = parts.bounds[part]
    return Corpus(
        words=words,
        tokens=number[parts.array(part, "tokens")],
        document=parts.array(part, "document").astype(np.int64),
        section=parts.array(part, "section").astype(np.int64),
        documents=stop - start,
        sections=len(parts.columns),
    )


def _count_part(parts: Parts, blocks: Sequence[Block], part: int) -> None:
    corpus = _common(parts, part)
    start, stop = parts.bounds[part]
    patients = np.load(parts.folder / "patients.npy", mmap_mode="r")[start:stop]
    for block in blocks:
        keys, matrix = _char_keys(parts, corpus) if block == "char" else _word_keys(corpus, block)
        parts.keep(part, f"{block}.keys", keys)
        parts.keep(part, f"{block}.holders", patients_per_term(matrix, patients))
        for name in ("data", "indices", "indptr"):
            parts.keep(part, f"{block}.{name}", getattr(matrix, name))


def _word_keys(corpus: Corpus, block: Block) -> tuple[IntArray, sparse.csr_array]:
    if block == "section":
        grams = section_grams(corpus)
        documents, found = grams.documents, grams.keys
    else:
        one, two = word_grams(corpus, 2)
        documents = np.concatenate([one.documents, two.documents])
        # Pairs come after the single words.
        found = np.concatenate([one.keys, two.keys + len(corpus.words)])
    keys, places = np.unique(found, return_inverse=True)
    ones = np.ones(len(places), dtype=COUNT_TYPE)
    matrix = sparse.coo_array(
        (ones, (documents.astype(np.int32), places.astype(np.int32))), shape=(corpus.documents, len(keys))
    ).tocsr()
    matrix.sort_indices()
    return keys, matrix


def _char_keys(parts: Parts, corpus: Corpus) -> tuple[IntArray, sparse.csr_array]:
    spelling = sparse.csr_array(sparse.load_npz(parts.folder / "spelling.npz"))
    grams = np.load(parts.folder / "spelling.grams.npy", mmap_mode="r")
    matrix = char_matrix(corpus, Spelling(spelling, grams))
    keys = np.unique(matrix.indices).astype(np.int64)
    return keys, matrix[:, keys]


def _merge(parts: Parts, block: Block, order: IntArray, place: Path, min_patients: int) -> IntArray:
    """Write the parts' counts as one matrix in the order of the notes, and return the numbers of its terms."""
    numbers = range(len(parts.bounds))
    found = np.concatenate([parts.array(part, f"{block}.keys") for part in numbers])
    holders = np.concatenate([parts.array(part, f"{block}.holders") for part in numbers])
    keys, places = np.unique(found, return_inverse=True)
    keys = keys[np.bincount(places, weights=holders, minlength=len(keys)) >= min_patients]
    kept = [_kept_entries(parts, block, part, keys) for part in numbers]
    lengths = np.zeros(len(order), dtype=np.int64)
    lengths[order] = np.concatenate([row_lengths for row_lengths, _ in kept])
    indptr = np.concatenate([[0], np.cumsum(lengths)])
    indices = new_array(place / f"{block}.indices.npy", np.int32, int(indptr[-1]))
    data = new_array(place / f"{block}.data.npy", COUNT_TYPE, int(indptr[-1]))
    for part, (row_lengths, entries) in zip(numbers, kept, strict=True):
        start, stop = parts.bounds[part]
        ends = np.cumsum(row_lengths)
        target = np.arange(len(entries)) + np.repeat(indptr[order[start:stop]] - (ends - row_lengths), row_lengths)
        columns = np.searchsorted(keys, parts.array(part, f"{block}.keys"))
        indices[target] = columns[parts.array(part, f"{block}.indices")[entries]]
        data[target] = parts.array(part, f"{block}.data")[entries]
    save_array(place / f"{block}.indptr.npy", indptr.astype(np.int32 if indptr[-1] < 2**31 else np.int64))
    return keys


def _kept_entries(parts: Parts, block: Block, part: int, keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return how many entries of each row stay, and the positions of those that do."""
    stays = np.isin(parts.array(part, f"{block}.keys"), keys, assume_unique=True)
    entries = np.flatnonzero(stays[parts.array(part, f"{block}.indices")])
    indptr = parts.array(part, f"{block}.indptr")
    return np.diff(np.searchsorted(entries, indptr)).astype(np.int64), entries


def _named(
    block: Block, keys: IntArray, words: npt.NDArray[np.str_], spelling: Spelling | None, columns: Sequence[str]
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.int8]]:
    if spelling is not None and block == "char":
        terms = spelling.grams[keys]
        return terms, char_sizes(terms)
    if block == "section":
        return name_sections(keys, columns, words), np.ones(len(keys), dtype=np.int8)
    single = int(np.searchsorted(keys, len(words)))
    pairs = name_words(keys[single:] - len(words), 2, words)
    sizes = np.repeat(np.array([1, 2], dtype=np.int8), [single, len(keys) - single])
    return np.concatenate([words[keys[:single]], pairs]), sizes
