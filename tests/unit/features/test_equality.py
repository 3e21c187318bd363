"""A slice of stored counts, weighed, is what scikit-learn's own vectorisers give when fitted anew: to 1e-12."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from epicrisis.errors import DataError
from epicrisis.features.counting import count_notes, open_counts
from epicrisis.features.ngrams import Counts
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.features.variants import TextVariant, variant_tokens
from epicrisis.features.weighting import Block, TextParams, TextWeights

BLOCKS: tuple[Block, ...] = ("word", "char", "section")
WORDS = ["no", "niega", "depresión", "años", "mg", "x", "dm2", "llanto", "50", "ñ", ".", "sin"]
NOTES = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), min_size=2, max_size=12)
EXACT = {"rtol": 0, "atol": 1e-12}


def stored(columns: dict[str, list[str]], variant: TextVariant, part_rows: int) -> dict[Block, Counts]:
    """Count through files, in parts, and take the counts back in double precision, to compare digits."""
    rows = len(next(iter(columns.values())))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        count_notes(frame, np.arange(rows), BLOCKS, place, variant=variant, part_rows=part_rows)
        opened = {block: open_counts(place, block) for block in BLOCKS}
        return {
            block: Counts(
                sparse.csr_array(counts.matrix.astype(np.float64)), np.array(counts.terms), np.array(counts.sizes)
            )
            for block, counts in opened.items()
        }


def vectoriser(block: Block, params: TextParams, variant: TextVariant) -> TfidfVectorizer:
    least = params.char_min_df if block == "char" and params.char_min_df else params.min_df
    common = {"min_df": least, "max_df": params.max_df, "sublinear_tf": params.sublinear_tf}
    if block == "char":
        # One word a time between blanks is what scikit-learn's own analyzer is given too.
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            preprocessor=lambda text: " ".join(variant_tokens(text, variant)),
            **common,
        )
    return TfidfVectorizer(
        tokenizer=lambda text: variant_tokens(text, variant),
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, params.word_ngram_max),
        **common,
    )


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    notes=NOTES,
    min_df=st.integers(1, 3),
    max_df=st.sampled_from([0.5, 0.8, 1.0]),
    sublinear=st.booleans(),
    largest=st.integers(1, 2),
    variant=st.sampled_from([TextVariant(), TextVariant(("negation",)), TextVariant(("folded",))]),
    part_rows=st.integers(1, 5),
    block=st.sampled_from(["word", "char"]),
    rare_chars=st.booleans(),
)
def test_any_slice_equals_a_vectoriser_fitted_on_its_rows(
    notes: list[str],
    min_df: int,
    max_df: float,
    sublinear: bool,
    largest: int,
    variant: TextVariant,
    part_rows: int,
    block: Block,
    rare_chars: bool,
) -> None:
    params = TextParams(word_ngram_max=largest, min_df=min_df, max_df=max_df, sublinear_tf=sublinear)
    params = replace(params, char_ngrams=block == "char", char_min_df=min_df if rare_chars else 0)
    params = replace(params, min_df=1 if block == "char" and rare_chars else min_df)
    counts = stored({"subjetivo": notes}, variant, part_rows)
    fitting, held_out = np.arange(0, len(notes), 2), np.arange(1, len(notes), 2)
    weights = TextWeights(params, min_patients=1).blocks[block]
    fitted = weights.fit(counts[block].rows(fitting), fitting)
    applied = weights.transform(counts[block].rows(held_out))
    reference = vectoriser(block, params, variant)
    try:
        expected = reference.fit_transform([notes[row] for row in fitting])
    except ValueError:  # scikit-learn refuses what leaves no term, where ours has a block without columns
        assert fitted.shape[1] == 0 or max_df * len(fitting) < min_df
        return
    names = counts[block].terms[weights.columns].tolist()
    assert sorted(names) == sorted(reference.get_feature_names_out().tolist())
    order = np.argsort(np.array(names))
    back = np.argsort(reference.get_feature_names_out())
    np.testing.assert_allclose(fitted.toarray()[:, order], expected.toarray()[:, back], **EXACT)
    fresh = reference.transform([notes[row] for row in held_out])
    np.testing.assert_allclose(applied.toarray()[:, order], fresh.toarray()[:, back], **EXACT)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(notes=NOTES, steps=st.sampled_from([(), ("negation",), ("folded",)]), least=st.integers(1, 2))
def test_any_slice_equals_the_pipeline_that_is_saved(notes: list[str], steps: tuple[str, ...], least: int) -> None:
    params = TextParams(char_ngrams=True, section_terms=True, min_df=1, steps=steps)
    columns = {"subjetivo": notes, "objetivo": notes[::-1]}
    patients = np.arange(len(notes)) // 2
    fitting = np.flatnonzero(patients % 2 == 0)
    with tempfile.TemporaryDirectory() as folder:
        frame = pl.DataFrame({**columns, "paciente_id": [str(one) for one in patients]})
        count_notes(
            frame.select(list(columns)),
            patients,
            BLOCKS,
            Path(folder),
            variant=params.variant("es"),
            min_patients=least,
            part_rows=3,
        )
        counts = {block: open_counts(Path(folder), block).rows(fitting) for block in BLOCKS}
        fitted = TextWeights(params, least).fit(counts, patients[fitting])
        del counts
    fresh = ClinicalFeatures(list(columns), [], [], "paciente_id", least, **params.__dict__)
    try:
        expected = fresh.fit_transform(frame[fitting])
    except DataError:  # no term is held by enough patients
        assert fitted.shape[1] == 0
        return
    np.testing.assert_allclose(fitted.toarray(), expected.toarray(), **EXACT)


def test_one_note_is_enough_to_count() -> None:
    counts = stored({"subjetivo": ["niega depresión"]}, TextVariant(), 1)
    assert counts["word"].terms.tolist() == ["depresión", "niega", "niega depresión"]
    assert counts["word"].matrix.toarray().tolist() == [[1.0, 1.0, 1.0]]
