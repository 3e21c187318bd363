from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.features import cues_en, cues_es
from epicrisis.features.cue_finder import all_cues, find_cues, word_sets
from epicrisis.features.cue_patterns import expand, split_patterns
from epicrisis.features.slips import SHORTEST, Slips
from epicrisis.features.text import fold_accents, tokenise_sentences


@pytest.mark.parametrize(
    ("pattern", "cues"),
    [
        ("no", ["no"]),
        ("[no] hay", ["hay", "no hay"]),
        ("(no|sin) ten(er|ido)", ["no tener", "no tenido", "sin tener", "sin tenido"]),
        ("[(se le|le)] ve", ["ve", "se le ve", "le ve"]),
        ("no {found} #", ["no {found} #"]),
        ("dud(a|)", ["duda", "dud"]),
    ],
)
def test_a_pattern_is_written_out(pattern: str, cues: list[str]) -> None:
    assert [" ".join(words) for words in expand(pattern)] == cues


@pytest.mark.parametrize("pattern", ["no (se", "(a|(b|c))", "[le|les] ve", "no)"])
def test_a_pattern_with_brackets_left_over_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError):
        list(expand(pattern))


def test_every_cue_can_be_met() -> None:
    sets = word_sets()
    words = {word for cue in all_cues() for word in cue}.union(*sets.values()) - sets.keys() - {"#"}
    met = {word for word in words if tokenise_sentences(word) == [fold_accents(word)]}
    assert {word for word in words - met if not word.startswith("@")} == set()
    assert all(sets.values())


def test_no_cue_is_written_twice_with_different_effects_in_one_language() -> None:
    # A later table may take a cue from an earlier one only to say that it is none.
    for module in (cues_en, cues_es):
        written: dict[tuple[str, ...], set[str | None]] = {}
        for table in module.TABLES:
            for words in {words for pattern in split_patterns(table.patterns) for words in expand(pattern)}:
                written.setdefault(words, set()).add(table.effect.category)
        assert [words for words, categories in written.items() if len(categories - {None}) > 1] == []


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("no se ha observado nada de dolor", ["no se ha observado", "nada de"]),
        ("no sin duda", ["no", "sin duda"]),
        ("se puede", []),
        ("no se puede descartar", ["no se puede descartar"]),
        ("no se puede", ["no se"]),
        ("hace 3 años", ["hace 3 años"]),
        ("hace tres anos", []),
    ],
)
def test_the_longest_cue_is_found(text: str, cues: list[str]) -> None:
    items = tokenise_sentences(text)
    assert [" ".join(items[cue.start : cue.stop]) for cue in find_cues(items)] == cues


@given(st.lists(st.sampled_from([word for cue in list(all_cues())[::50] for word in cue if word[0] not in "{#@"])))
def test_cues_do_not_overlap(items: list[str]) -> None:
    free = 0
    for cue in find_cues(items):
        assert free <= cue.start < cue.stop <= len(items)
        free = cue.stop


@given(st.integers(1, 8), st.sampled_from(["drop", "double", "swap"]))
def test_one_slip_is_understood(at: int, slip: str) -> None:
    word = "imposibilidad"
    typed = {
        "drop": word[:at] + word[at + 1 :],
        "double": word[:at] + word[at] + word[at:],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[slip]
    assert Slips([word]).meant(typed) == word


@pytest.mark.parametrize("typed", ["imposible", "imposibilidades", "", "x" * 1000, "creciendo", "justificara"])
def test_another_word_is_no_slip(typed: str) -> None:
    assert Slips(["imposibilidad", "careciendo", "justificaria"]).meant(typed) is None
    assert len("careciendo") < SHORTEST
