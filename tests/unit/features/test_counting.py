"""Counts made in parts equal those made at once, whatever the parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.features.counting import count_notes, open_counts
from epicrisis.features.ngrams import Counts, char_counts, read_corpus, section_counts, word_counts
from epicrisis.features.weighting import Block, patients_per_term

BLOCKS: tuple[Block, ...] = ("word", "char", "section")
WORDS = ["depresión", "año", "niega", "sin", "50", "mg", "ab", "a", "abc", "ñ", "é", "10/12", "zona"]
text = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
notes = st.lists(st.tuples(text, text, st.integers(0, 4)), min_size=1, max_size=14)


def at_once(columns: list[list[str]], names: list[str]) -> dict[Block, Counts]:
    corpus = read_corpus(columns)
    return {"word": word_counts(corpus), "char": char_counts(corpus), "section": section_counts(corpus, names)}


def thinned(counts: Counts, patients: np.ndarray, least: int) -> tuple[list[str], np.ndarray, list[int]]:
    kept = np.flatnonzero(patients_per_term(counts.matrix, patients) >= least)
    return counts.terms[kept].tolist(), counts.matrix[:, kept].toarray(), counts.sizes[kept].tolist()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(notes=notes, part_rows=st.integers(1, 6), least=st.integers(1, 3))
def test_parts_make_no_difference(notes: list[tuple[str, str, int]], part_rows: int, least: int) -> None:
    names = ["subjetivo", "objetivo"]
    first, second, owners = (list(column) for column in zip(*notes, strict=True))
    patients = np.array(owners)
    frame = pl.DataFrame({names[0]: first, names[1]: second}, schema=dict.fromkeys(names, pl.String))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tokens = count_notes(frame, patients, BLOCKS, place, min_patients=least, part_rows=part_rows)
        assert tokens == sum(len(note.split()) for note in first + second)
        for block, expected in at_once([first, second], names).items():
            found = open_counts(place, block)
            terms, matrix, sizes = thinned(expected, patients, least)
            assert found.terms.tolist() == terms
            assert found.sizes.tolist() == sizes
            np.testing.assert_array_equal(found.matrix.toarray(), matrix)
            assert found.matrix.has_sorted_indices
            del found


@pytest.mark.parametrize("rows", [1, 3])
def test_notes_without_a_word_have_no_terms(tmp_path: Path, rows: int) -> None:
    frame = pl.DataFrame({"subjetivo": [" . "] * rows})
    assert count_notes(frame, np.zeros(rows, dtype=np.int64), BLOCKS, tmp_path) == 0
    for block in BLOCKS:
        assert open_counts(tmp_path, block).matrix.shape == (rows, 0)
