"""Words as numbers: what is equal, what is a window, and what none goes over."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.audit.findings import fingerprint
from epicrisis.audit.words import SEPARATOR, WINDOW, fold, hash_words, is_among, runs, split_words

WORD = st.text("abcñúÁ", min_size=2, max_size=5)


def windows(text: str, size: int = WINDOW) -> set[int]:
    return set(runs(hash_words(split_words(text)), size)[0].tolist())


def test_case_accents_blanks_and_punctuation_make_no_difference() -> None:
    written = "Refiere llanto fácil, desde hace tres\nsemanas; niega ideas."
    cut = "REFIERE  llanto fa\u0301cil desde hace... TRES semanas"
    assert windows(cut) < windows(written)


def test_another_word_or_order_is_another_window() -> None:
    assert not windows("uno dos tres cuatro cinco seis siete") & windows("dos uno tres cuatro cinco seis siete")


def test_no_run_goes_over_a_separator_and_rows_of_figures_are_no_window() -> None:
    assert not windows(f"uno dos tres {SEPARATOR} cuatro cinco seis siete ocho")
    assert not windows("1 2 3 uno dos tres 4 5 6 7")
    assert windows("1 2 3 uno dos tres cuatro")
    assert not windows("")


def test_decimal_numbers_times_and_uuids_are_one_word_each() -> None:
    assert split_words("a 58.123456 12:30:05 9f1c2d3e-12345678 12345678-1234-1234-1234-123456789012") == [
        "a",
        "58.123456",
        "12:30:05",
        "9f1c2d3e",
        "12345678",
        "12345678-1234-1234-1234-123456789012",
    ]


@given(st.lists(WORD, min_size=1, max_size=30), st.integers(1, WINDOW))
@settings(deadline=None)
def test_runs_are_equal_exactly_if_their_words_are(words: list[str], size: int) -> None:
    values, starts = runs(hash_words(words), size)
    told = {}
    for value, start in zip(values.tolist(), starts.tolist(), strict=True):
        run = tuple(fold(word) for word in words[start : start + size])
        assert told.setdefault(value, run) == run
    assert len(set(told.values())) == len(told)


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_membership_is_that_of_sets(values: list[int], known: list[int]) -> None:
    found = is_among(np.array(values, dtype=np.uint64), np.unique(np.array(known, dtype=np.uint64)))
    assert found.tolist() == [value in set(known) for value in values]


def test_a_fingerprint_shows_two_letters_and_tells_texts_apart() -> None:
    shown = fingerprint("Ernestina Zubizarreta")
    assert shown.startswith("Er… (")
    assert "nestina" not in shown
    assert shown[2:] == fingerprint("ERNESTINA ZUBIZARRETA")[2:] != fingerprint("Ernestina Zubizarreto")[2:]
