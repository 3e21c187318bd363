from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from epicrisis.features.cutting import cut
from epicrisis.features.text import MAX_TOKEN_LENGTH, tokenise

PIECES = [
    "Niega",
    "DEPRESIÓN",
    "50mg",
    "120/80",
    "[DATE]",
    "[sic]",
    "İ",
    "½",
    "x²",
    "שלום",
    "e\u0301",
    "ß",
    "a_b",
    "1.",
    "😀",
]
RANGES = [(0, 0x2B0), (0x2010, 0x2028), (0x2030, 0x205F), (0x20AC, 0x20AD), (0x2190, 0x2300), (0x25A0, 0x2600)]


def in_python(texts: list[str]) -> list[list[str]]:
    return [tokenise(text) for text in texts]


def at_once(texts: list[str], asked: list[str] | None = None) -> list[list[str]]:
    def one(text: str) -> list[str]:
        if asked is not None:
            asked.append(text)
        return tokenise(text)

    found = cut(texts, one)
    tokens = iter(found.words[number] for number in found.tokens)
    return [[next(tokens) for _ in range(length)] for length in found.lengths]


@given(st.lists(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)), max_size=5))
@settings(deadline=None, max_examples=200)
@example(["x" * (MAX_TOKEN_LENGTH + 1) + " no", "", "no"])
@example([])
def test_texts_cut_at_once_have_the_tokens_of_texts_cut_one_by_one(texts: list[str]) -> None:
    assert at_once(texts) == in_python(texts)


@pytest.mark.parametrize(("first", "end"), RANGES)
def test_every_character_that_rust_cuts_is_cut_alike(first: int, end: int) -> None:
    asked: list[str] = []
    texts = [pattern.replace("#", chr(code)) for code in range(first, end) for pattern in ("a#b", "1#2", "#", "A##")]
    assert at_once(texts, asked) == in_python(texts)
    assert {text for text in asked if "\u0130" not in text} == set()
