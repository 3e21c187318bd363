from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.features.text import MAX_TOKEN_LENGTH, fold_accents, tokenise
from epicrisis.features.variants import PLAIN, TextVariant, map_words, variant_tokens


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("depresión", "depresion"),
        ("pingüino", "pinguino"),
        ("niña", "niña"),
        ("español", "español"),
        ("ángeles", "angeles"),
        ("façade", "facade"),
        ("são", "sao"),
        ("120/80", "120/80"),
    ],
)
def test_accents_are_folded_and_ñ_stays(word: str, folded: str) -> None:
    assert fold_accents(word) == folded


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("es", "Niega depresiones; pacientes deprimidas", "negar depresión paciente deprimir"),
        ("es", "Años 50 mg/día dm2", "año 50 miligramo día dm2"),
        ("en", "Patients denied headaches", "patient deny headache"),
    ],
)
def test_lemmas_are_of_the_language(language: str, text: str, tokens: str) -> None:
    assert variant_tokens(text, TextVariant(lemmas=True, language=language)) == tokens.split()  # type: ignore[arg-type]


def test_lemmas_and_folding_go_under_the_mark() -> None:
    assert variant_tokens("Niega depresiones", TextVariant(True, True, True)) == ["negar", "no~depresion"]


def test_the_plain_variant_is_what_tokenise_returns() -> None:
    text = "No refiere Depresión. 50mg"
    assert variant_tokens(text, PLAIN) == tokenise(text)


def test_names_tell_apart_what_reads_differently_and_nothing_else() -> None:
    every = [TextVariant(*switches, "es") for switches in product([False, True], repeat=3)]
    assert [variant.name for variant in every] == [
        *("plain", "negation", "lemmas_es", "lemmas_es-negation"),
        *("folded", "folded-negation", "folded-lemmas_es", "folded-lemmas_es-negation"),
    ]
    assert TextVariant(negation=True, language="en").name == TextVariant(negation=True).name
    assert TextVariant(lemmas=True, language="en").name == "lemmas_en"


@given(st.text(), st.booleans(), st.sampled_from(["es", "en"]))
def test_a_mapped_word_is_one_token(text: str, fold: bool, language: str) -> None:
    words = tokenise(text)
    mapped = map_words(words, TextVariant(fold, True, language=language))  # type: ignore[arg-type]
    assert len(mapped) == len(words)
    assert all(0 < len(word) <= MAX_TOKEN_LENGTH and " " not in word for word in mapped)
