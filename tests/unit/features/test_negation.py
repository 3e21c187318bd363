from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.features.negation import BACKWARD_TOKENS, FORWARD_TOKENS, MARK, mark_negated
from epicrisis.features.negation_rules import SIGNS
from epicrisis.features.text import SENTENCE_ENDS, normalise, tokenise, tokenise_sentences

NUBES = Path(__file__).parents[4] / "shared" / "data" / "nubes_negation_dev.parquet"
TEXTS = st.lists(st.sampled_from([*sorted(SIGNS), *sorted(SENTENCE_ENDS), "fiebre", "tos", "1,5", "dm2"])).map(" ".join)


def negated(text: str) -> str:
    """Return the tokens that are marked in a text, without their mark."""
    tokens = mark_negated(tokenise_sentences(text))
    return " ".join(token.removeprefix(MARK) for token in tokens if token.startswith(MARK))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niega ideación suicida.", "ideación suicida"),
        ("Ideación suicida.", ""),
        ("Niega fiebre, tos y disnea", "fiebre tos y disnea"),
        ("Niega fiebre; tos", "fiebre"),
        ("No fiebre\ntos", "fiebre"),
        ("Niega: fiebre, tos. Refiere cefalea", "fiebre tos"),
        ("Sin fiebre pero con tos", "fiebre"),
        ("Sin fiebre, sin embargo tose", "fiebre"),
        ("No se observan lesiones", "lesiones"),
        ("AUSENCIA DE dolor", "dolor"),
        ("Se descarta TEP", "tep"),
        ("No se descarta TEP", ""),
        ("No solo insomnio", ""),
        ("Sin duda, insomnio", ""),
        ("No fiebre y sin duda insomnio", "fiebre y"),
        ("Sin clara focalidad", ""),
        ("Nunca ha tenido crisis", "crisis"),
        ("Jamás crisis", "crisis"),
        ("Jamas crisis", "crisis"),
        ("Hemocultivos negativos", "hemocultivos"),
        ("Urocultivo: negativo", "urocultivo"),
        ("Negativo para malignidad", "malignidad"),
        ("Fiebre: no. Tos: sí", "fiebre"),
        ("Suspende enalapril", "enalapril"),
        ("Exploración normal, excepto soplo", ""),
        ("Denies chest pain but reports cough", "chest pain"),
        ("No evidence of fracture", "fracture"),
        ("Pulmonary embolism was ruled out", "pulmonary embolism"),
        ("Cannot rule out fracture", ""),
        ("Without fever, however coughing", "fever"),
        ("", ""),
        ("No", ""),
        (": no", ""),
    ],
)
def test_what_a_negation_reaches(text: str, expected: str) -> None:
    assert negated(text) == expected


def test_a_scope_is_bounded_on_both_sides() -> None:
    words = "uno dos tres cuatro cinco seis siete"
    assert negated(f"sin {words}").split() == words.split()[:FORWARD_TOKENS]
    assert negated(f"{words} ausentes").split() == words.split()[-BACKWARD_TOKENS:]


@given(TEXTS)
def test_marking_changes_no_token_beyond_its_mark(text: str) -> None:
    tokens = mark_negated(tokenise_sentences(text))
    assert [token.removeprefix(MARK) for token in tokens] == tokenise(text)


@given(st.text())
def test_sentence_ends_stand_between_the_same_tokens(text: str) -> None:
    items = tokenise_sentences(text)
    assert [item for item in items if item not in SENTENCE_ENDS] == tokenise(text)
    assert [item for item in items if item in SENTENCE_ENDS].count(";") <= normalise(text).count(";")


def test_the_mark_is_no_token_and_follows_the_blank() -> None:
    assert tokenise(MARK + "fiebre") == ["no", "fiebre"]
    assert min(MARK) > " "


def test_every_phrase_can_be_met() -> None:
    assert [phrase for phrase in SIGNS if " ".join(tokenise(phrase)) != phrase] == []


def test_real_sentences_are_judged_as_their_annotators_judged_them() -> None:
    if not NUBES.exists():
        pytest.skip("the NUBes sentences are not in ../shared/data")
    # The phrases were completed on the sentences of even number.
    held_out = pl.read_parquet(NUBES).gather_every(2, offset=1)
    truth = held_out["label"].is_in(["negacion", "ambas"]).to_numpy()
    found = pl.Series([bool(negated(text)) for text in held_out["text"]]).to_numpy()
    right = (truth & found).sum()
    assert right / found.sum() > 0.93
    assert right / truth.sum() > 0.87
    assert 2 * right / (found.sum() + truth.sum()) > 0.90
