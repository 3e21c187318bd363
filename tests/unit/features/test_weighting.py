from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from epicrisis.features.ngrams import read_corpus, word_counts
from epicrisis.features.text import tokenise
from epicrisis.features.weighting import TextParams, TextWeights, patients_per_term

WORDS = st.sampled_from(["no", "niega", "depresión", "años", "mg", "x", "dm2", "llanto"])
NOTES = st.lists(st.lists(WORDS, max_size=10).map(" ".join), min_size=4, max_size=12)


@given(NOTES, st.integers(1, 3), st.sampled_from([0.6, 1.0]), st.booleans(), st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_a_slice_of_counts_equals_a_freshly_fitted_vectoriser(
    notes: list[str], min_df: int, max_df: float, sublinear: bool, largest: int
) -> None:
    half = len(notes) // 2
    counts = word_counts(read_corpus([notes]), 2)
    params = TextParams(word_ngram_max=largest, min_df=min_df, max_df=max_df, sublinear_tf=sublinear)
    weights = TextWeights(params, min_patients=1)
    fitted = weights.fit({"word": counts.rows(np.arange(half))}, np.arange(half))
    applied = weights.transform({"word": counts.rows(np.arange(half, len(notes)))})
    reference = TfidfVectorizer(
        tokenizer=tokenise,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, largest),
        min_df=min_df,
        max_df=max_df,
        sublinear_tf=sublinear,
        dtype=np.float32,
    )
    try:
        expected = reference.fit_transform(notes[:half]).toarray()
    except ValueError:  # scikit-learn refuses an empty vocabulary or max_df below min_df
        return
    order = np.argsort(counts.terms[weights.blocks["word"].columns])
    np.testing.assert_allclose(fitted.toarray()[:, order], expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(applied.toarray()[:, order], reference.transform(notes[half:]).toarray(), atol=1e-6)


def test_patients_are_counted_once_a_term() -> None:
    counts = word_counts(read_corpus([["a b", "a", "a c", "b"]]), 1)
    assert counts.terms.tolist() == ["a", "b", "c"]
    assert patients_per_term(counts.matrix, np.array([7, 7, 9, 9])).tolist() == [2, 2, 1]


def test_a_term_of_held_out_rows_only_is_never_chosen() -> None:
    counts = word_counts(read_corpus([["a b", "a b", "canario a"]]), 2)
    weights = TextWeights(TextParams(min_df=1), min_patients=1)
    weights.fit({"word": counts.rows(np.array([0, 1]))}, np.array([0, 1]))
    chosen = counts.terms[weights.blocks["word"].columns].tolist()
    assert chosen == ["a", "b", "a b"]
