from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from epicrisis.features.ngrams import aligned, char_counts, read_corpus, section_counts, word_counts
from epicrisis.features.steps import step_names
from epicrisis.features.text import MAX_TOKEN_LENGTH, tokenise
from epicrisis.features.variants import TextVariant, variant_tokens

WORDS = st.sampled_from(
    ["no", "niega", "depresión", "años", "50", "mg", "120/80", "x", "dm2", "ñ", "a", ".", "pero", "anos"]
)
VARIANTS = st.builds(
    TextVariant, st.lists(st.sampled_from(step_names()), max_size=3).map(tuple), st.sampled_from(["es", "en"])
)
NOTES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=8)


@given(NOTES, VARIANTS)
@settings(max_examples=100, deadline=None)
def test_word_counts_equal_those_of_scikit_learn(notes: list[str], variant: TextVariant) -> None:
    counts = word_counts(read_corpus([notes], variant), 2)
    if not any(map(tokenise, notes)):
        assert counts.matrix.shape == (len(notes), 0)
        return
    reference = CountVectorizer(
        tokenizer=partial(variant_tokens, variant=variant), token_pattern=None, lowercase=False, ngram_range=(1, 2)
    )
    expected = reference.fit_transform(notes)
    order = np.argsort(counts.terms)
    assert all(
        counts.terms[counts.sizes == size].tolist() == sorted(counts.terms[counts.sizes == size]) for size in (1, 2)
    )
    assert counts.terms[order].tolist() == reference.get_feature_names_out().tolist()
    np.testing.assert_array_equal(counts.matrix[:, order].toarray(), expected.toarray())


@given(NOTES, VARIANTS)
@settings(max_examples=100, deadline=None)
def test_char_counts_equal_those_of_scikit_learn(notes: list[str], variant: TextVariant) -> None:
    counts = char_counts(read_corpus([notes], variant))
    if not any(map(tokenise, notes)):
        assert counts.matrix.shape == (len(notes), 0)
        return
    reference = CountVectorizer(analyzer="char_wb", lowercase=False, ngram_range=(3, 5))
    expected = reference.fit_transform([" ".join(variant_tokens(note, variant)) for note in notes])
    assert counts.terms.tolist() == reference.get_feature_names_out().tolist()
    np.testing.assert_array_equal(counts.matrix.toarray(), expected.toarray())


def test_no_word_pair_reaches_over_a_section_or_a_note() -> None:
    corpus = read_corpus([["llanto", "insomnio"], ["orientado tranquilo", "alerta"]])
    terms = word_counts(corpus, 2).terms.tolist()
    assert [term for term in terms if " " in term] == ["orientado tranquilo"]


def test_no_negation_reaches_over_a_section_or_a_note() -> None:
    corpus = read_corpus([["niega", "llanto"], ["insomnio", "niega fobias"]], TextVariant(("negation",)))
    assert corpus.words.tolist() == ["insomnio", "llanto", "niega", "no~fobias"]


def test_words_that_become_one_are_counted_together() -> None:
    counts = word_counts(read_corpus([["crisis de pánico", "panico panicos"]], TextVariant(("folded", "lemmas"))), 1)
    assert counts.terms.tolist() == ["crisis", "de", "panico"]
    assert counts.matrix.toarray().tolist() == [[1, 1, 1], [0, 0, 2]]


def test_section_terms_keep_the_column_they_stand_in() -> None:
    counts = section_counts(read_corpus([["llanto", ""], ["llanto", "alerta"]]), ["subjetivo", "objetivo"])
    assert counts.terms.tolist() == ["subjetivo:llanto", "objetivo:alerta", "objetivo:llanto"]
    assert counts.matrix.toarray().tolist() == [[1, 0, 1], [0, 1, 0]]


def test_aligned_moves_known_terms_and_leaves_out_unknown_ones() -> None:
    counts = word_counts(read_corpus([["b c", "a a"]]), 1)
    moved = aligned(counts, np.array(["c", "z", "a"]))
    assert moved.toarray().tolist() == [[1, 0, 0], [0, 0, 2]]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Depresión y ANSIEDAD", ["depresión", "y", "ansiedad"]),
        ("Depresio\u0301n en nin\u0303a", ["depresión", "en", "niña"]),
        ("sertralina 50mg/día", ["sertralina", "50", "mg", "día"]),
        ("0.5 mg, 1,5 ml; TA 120/80 a las 10:30", ["0.5", "mg", "1,5", "ml", "ta", "120/80", "a", "las", "10:30"]),
        ("DM2, PHQ-9", ["dm2", "phq", "9"]),
        ("a_b\x00c", ["a", "b", "c"]),
        ("x" * (MAX_TOKEN_LENGTH + 1) + " no", ["no"]),
    ],
)
def test_tokens_keep_accents_numbers_and_doses(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens
