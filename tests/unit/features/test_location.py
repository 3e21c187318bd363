from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from epicrisis.features.location import located_tokens
from epicrisis.features.rewriting import Alignment, Change, rewrite, rewrite_items
from epicrisis.features.steps import step_names
from epicrisis.features.variants import PLAIN, TextVariant, variant_tokens

PIECES = [
    *("no", "niega", "Depresio\u0301n", "AÑOS", "50mg", "TA 120/80", "[DATE]", "İstanbul", "s/", "c/", "HTA", "DM 2"),
    *(".", "\n", ": ", "•", "--", "…", "שלום", "😀", "\u1112\u1161\u11ab", "\x00", "e\u0301", "1-0-1", "37,5 ºC"),
    *("Plan:", "Motivo de consulta:", "12/03/2020", "SatO2 95%", "IR", "ir", "\t", "hiper-\ntensión", "500mg c/12h"),
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
VARIANTS = st.builds(
    TextVariant, st.lists(st.sampled_from(step_names()), max_size=4).map(tuple), st.sampled_from(["es", "en"])
)


@given(TEXTS, VARIANTS)
@settings(max_examples=100, deadline=None)
@example("Depresio\u0301n İ [NAME] 😀", TextVariant(("negation",)))
def test_located_tokens_are_those_that_are_counted(text: str, variant: TextVariant) -> None:
    located = located_tokens(text, variant)
    assert [token for token, _, _ in located] == variant_tokens(text, variant)
    assert all(0 <= start <= stop <= len(text) for _, start, stop in located)
    assert [start for _, start, _ in located] == sorted(start for _, start, _ in located)


@given(TEXTS)
@settings(deadline=None)
def test_plain_tokens_stand_where_it_is_said(text: str) -> None:
    for token, start, stop in located_tokens(text, PLAIN):
        assert token in variant_tokens(text[start:stop], PLAIN)


def test_places_are_those_of_the_text_as_it_was_written() -> None:
    text = "İ Depresio\u0301n; niega IDEACIO\u0301N, José Pérez"
    masks = [Change(text.index("José"), len(text), "[NAME]")]
    found = {token: text[start:stop] for token, start, stop in located_tokens(text, TextVariant(("negation",)), masks)}
    assert found["depresión"] == "Depresio\u0301n"
    assert found["no~ideación"] == "IDEACIO\u0301N"
    assert found["no~[name]"] == "José Pérez"


def test_one_letter_alone_grows_in_lower_case() -> None:
    letters = (chr(code) for code in range(sys.maxunicode + 1))
    assert [letter for letter in letters if len(letter.lower()) != 1] == ["İ"]


CHANGES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.text("xyz", max_size=3)), max_size=6)


@given(CHANGES, st.text("abc", max_size=5))
def test_every_place_of_a_rewritten_text_is_found_in_the_text_before(
    drawn: list[tuple[int, int, str]], tail: str
) -> None:
    changes, end = [], 0
    for gap, length, new in drawn:
        changes.append(Change(end + gap, end + gap + length, new))
        end += gap + length
    text = "".join(chr(ord("A") + place % 26) for place in range(end)) + tail
    written = rewrite(text, changes)
    assert rewrite_items(list(text), changes) == list(written)
    way = Alignment(changes)
    before = 0
    for place, letter in enumerate(written):
        start, stop = way.back(place, place + 1)
        assert start >= before
        before = start
        if letter in "xyz":
            assert (start, stop) in [(change.start, change.stop) for change in changes]
        else:
            assert text[start:stop] == letter


@pytest.mark.parametrize("steps", [(), *((name,) for name in step_names())])
def test_no_text_has_no_tokens(steps: tuple[str, ...]) -> None:
    assert located_tokens("", TextVariant(steps)) == []
