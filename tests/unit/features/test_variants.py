from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.features.text import MAX_TOKEN_LENGTH, fold_accents, tokenise
from epicrisis.features.variants import PLAIN, TextVariant, map_words, variant_tokens
from epicrisis.settings.values import Language


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
def test_lemmas_are_of_the_language(language: Language, text: str, tokens: str) -> None:
    assert variant_tokens(text, TextVariant(("lemmas",), language)) == tokens.split()


def test_lemmas_and_folding_go_under_the_mark() -> None:
    variant = TextVariant(("folded", "lemmas", "negation"))
    assert variant_tokens("Niega depresiones", variant) == ["negar", "no~depresion"]


def test_the_plain_variant_is_what_tokenise_returns() -> None:
    text = "No refiere Depresión. 50mg"
    assert variant_tokens(text, PLAIN) == tokenise(text)


def test_steps_are_put_in_their_order_and_counted_once() -> None:
    assert TextVariant(("folded", "negation", "folded", "lemmas")).steps == ("negation", "lemmas", "folded")
    assert TextVariant(["lemmas"]) == TextVariant(("lemmas",))  # type: ignore[arg-type]


def test_names_tell_apart_what_reads_differently_and_nothing_else() -> None:
    every = [TextVariant(steps) for size in range(4) for steps in combinations(["folded", "lemmas", "negation"], size)]
    assert [variant.name for variant in every] == [
        *("plain", "folded", "lemmas_es", "negation_v2"),
        *("lemmas_es-folded", "negation_v2-folded", "negation_v2-lemmas_es", "negation_v2-lemmas_es-folded"),
    ]
    assert TextVariant(("negation",), "en").name == TextVariant(("negation",)).name
    assert TextVariant(("lemmas",), "en").name == "lemmas_en"


@given(st.text(), st.booleans(), st.sampled_from(["es", "en"]))
def test_a_mapped_word_is_one_token(text: str, fold: bool, language: Language) -> None:
    words = tokenise(text)
    mapped = map_words(words, TextVariant(("folded", "lemmas") if fold else ("lemmas",), language))
    assert len(mapped) == len(words)
    assert all(0 < len(word) <= MAX_TOKEN_LENGTH and " " not in word for word in mapped)


@pytest.mark.parametrize("steps", [(), ("negation",), ("folded", "lemmas")])
def test_a_placeholder_is_one_token_that_no_word_can_be(steps: tuple[str, ...]) -> None:
    tokens = variant_tokens("Acude [NAME] el [DATE_TIME]; [date] [Name]", TextVariant(steps))
    assert tokens[1] == "[name]"
    assert tokens[3] == "[date_time]"
    assert not any("[" in token for token in tokens[4:])
