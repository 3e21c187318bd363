from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from epicrisis.features.context import (
    MARKS,
    find_assertions,
    mark_context,
    mark_negation,
    sentence_assertions,
)
from epicrisis.features.cue_finder import all_cues
from epicrisis.features.cue_patterns import CATEGORIES, Category
from epicrisis.features.scopes import AHEAD, BACK, LIST
from epicrisis.features.text import SENTENCE_ENDS, fold_accents, tokenise, tokenise_sentences

NUBES = Path(__file__).parents[4] / "shared" / "data" / "nubes_negation_dev.parquet"
SENTENCES = Path(__file__).with_name("context_sentences.txt")
NAMES: dict[str, Category] = {"no": "negated", "maybe": "uncertain", "past": "historical", "family": "family"}
SMALL = frozenset(
    tokenise("y e o u ni de del la el los las lo en al a con un una su no se que the of in a for and or known")
)
CUES = sorted(" ".join(cue) for cue in all_cues() if "{" not in " ".join(cue))
WORDS = st.sampled_from([*sorted(SENTENCE_ENDS), "fiebre", "depresión", "niñez", "1,5", "dm2", "mamá", "[DATE]"])
TEXTS = st.lists(st.one_of(st.sampled_from(CUES), WORDS)).map(" ".join)


def _sentences() -> list[tuple[str, dict[Category, set[str]]]]:
    read = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, *parts = (part.strip() for part in line.split("|"))
            pairs = [part.split(":") for part in parts if part]
            said = {NAMES[name.strip()]: set(words.split()) - SMALL for name, words in pairs}
            read.append((text, {category: said.get(category, set()) for category in CATEGORIES}))
    return read


def held(text: str) -> dict[Category, set[str]]:
    """Return the words of which each category holds, small ones left out."""
    items = tokenise_sentences(text)
    found: dict[Category, set[str]] = {category: set() for category in CATEGORIES}
    for one in find_assertions(items):
        found[one.category] |= {items[place] for place in one.scope} - SMALL - SENTENCE_ENDS
    return found


def bare(item: str) -> str:
    for mark in MARKS.values():
        item = item.removeprefix(mark)
    return item


@pytest.mark.parametrize(("text", "said"), _sentences(), ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_reader_holds_of_a_sentence(text: str, said: dict[Category, set[str]]) -> None:
    assert held(text) == said


def negated(text: str) -> str:
    """Return the words that are denied in a text, as `mark_negation` marks them."""
    return " ".join(bare(item) for item in mark_negation(tokenise_sentences(text)) if item.startswith("no~"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niega fiebre, tos y disnea", "fiebre tos y disnea"),
        ("Niega fiebre; tos", "fiebre"),
        ("No fiebre\ntos", "fiebre"),
        ("Niega: fiebre, tos. Refiere cefalea", "fiebre tos"),
        ("Sin fiebre pero con tos", "fiebre"),
        ("Sin fiebre, sin embargo tose", "fiebre"),
        ("AUSENCIA DE dolor", "dolor"),
        ("No solo insomnio", ""),
        ("No fiebre y sin duda insomnio", "fiebre y"),
        ("Jamas crisis", "crisis"),
        ("Fiebre: no. Tos: sí", "fiebre"),
        ("Hidronefrosis: ausente", "hidronefrosis"),
        ("Sin fiebre, antecedente de asma", "fiebre"),
        ("Sin lesiones sugestivas de metástasis", "lesiones sugestivas de metástasis"),
        ("Sin fiebre, lesiones cutáneas difusas sugestivas de zóster", "fiebre lesiones cutáneas difusas"),
        ("Imposibildiad para caminar", "caminar"),
        ("Imposibbilidad para caminar", "caminar"),
        ("Imposiblidad para caminar", "caminar"),
        ("Retirar puntos el jueves", ""),
        ("Sin y con contraste", ""),
        ("Exploración normal, excepto soplo", ""),
        ("Madre sin diabetes", "diabetes"),
        ("", ""),
        ("No", ""),
        (": no", ""),
    ],
)
def test_what_a_negation_reaches(text: str, expected: str) -> None:
    assert negated(text) == expected


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Padre con asma", "padre con familia~asma"),
        ("Acude con padre por asma", "acude con padre por asma"),
        ("Riesgo por rama materna", "familia~riesgo por rama materna"),
        ("Abuso por parte de padre", "abuso por parte de padre"),
        ("Lives with mother and sister", "lives with mother and sister"),
        ("Sister: lupus", "sister : familia~lupus"),
        ("Antecedentes de importancia: gota", "antecedentes de importancia : antes~gota"),
        ("Infarto previo, sin angina", "antes~infarto previo sin no~angina"),
        ("Asma desde hace 10 años", "asma desde hace 10 años"),
        ("Hace 10 años ictus", "hace 10 años antes~ictus"),
        ("AP:\nasma", "ap : \n antes~asma"),
        ("[HISTORY] asma", "[history] antes~asma"),
        ("[FAMILY]: asma", "[family] : familia~asma"),
        ("AF: madre sin asma, posible gota", "af : madre sin no~asma posible familia~gota"),
    ],
)
def test_marks_stand_before_the_words(text: str, marked: str) -> None:
    assert " ".join(mark_context(tokenise_sentences(text))) == marked


def test_a_scope_is_bounded_on_both_sides() -> None:
    words = [f"palabra{number}" for number in range(60)]
    assert negated(f"sin {' '.join(words)}").split() == words[: AHEAD["negated"]]
    assert negated(f"{' '.join(words)} ausentes").split() == words[-BACK["negated"] :]
    assert len(held(f"antecedentes: {' '.join(words)}")["historical"]) == LIST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Afebril", {"negated"}),
        ("No.", {"negated"}),
        ("TC para descartar fractura", set()),
        ("Márgenes libres de tumor", set()),
        ("Probable asma, madre con asma, niega tos", {"uncertain", "family", "negated"}),
        ("Antecedente de asma", {"historical"}),
        ("Asma", set()),
        ("", set()),
    ],
)
def test_what_a_sentence_says(text: str, said: set[str]) -> None:
    found = sentence_assertions(text)
    assert {category for category in CATEGORIES if getattr(found, category)} == said


@given(TEXTS)
def test_every_item_is_kept_in_order_and_marks_are_only_added(text: str) -> None:
    items = tokenise_sentences(text)
    for mark in (mark_context, mark_negation):
        assert [bare(item) for item in mark(items)] == items
    assert [item for item in mark_context(items) if item in SENTENCE_ENDS] == [i for i in items if i in SENTENCE_ENDS]


@given(TEXTS)
def test_marking_twice_marks_once(text: str) -> None:
    marked = mark_context(tokenise_sentences(text))
    assert mark_context(marked) == marked
    assert mark_negation(mark_negation(tokenise_sentences(text))) == mark_negation(tokenise_sentences(text))


@given(st.text())
@example("NO observó lesión")
def test_other_marks_are_left_and_looked_through(text: str) -> None:
    items = tokenise_sentences(text)
    elsewhere = [item if item in SENTENCE_ENDS else f"plan~{item}" for item in items]
    assert [item.replace("plan~", "") for item in mark_context(elsewhere)] == mark_context(items)


@given(TEXTS)
@example("no se observó lesión, ningún síntoma; depresión en la niñez")
def test_accents_change_no_mark(text: str) -> None:
    items = tokenise_sentences(text)
    folded = [fold_accents(item) for item in items]
    assert mark_context(folded) == [
        marked.removesuffix(item) + fold_accents(item) for marked, item in zip(mark_context(items), items, strict=True)
    ]


@given(TEXTS, TEXTS)
def test_what_follows_a_sentence_changes_nothing_before_it(text: str, more: str) -> None:
    items = tokenise_sentences(text + " . \n")
    assert mark_context([*items, *tokenise_sentences(more)])[: len(items)] == mark_context(items)


@given(TEXTS)
def test_a_cue_is_no_part_of_its_own_scope(text: str) -> None:
    items = tokenise_sentences(text)
    for one in find_assertions(items):
        assert set(one.scope).isdisjoint(one.cue)
        assert list(one.scope) == sorted(set(one.scope))
        assert all(0 <= place < len(items) for place in one.scope)


def test_the_marks_are_no_tokens_and_follow_the_blank() -> None:
    for mark in MARKS.values():
        assert tokenise(mark + "fiebre") == [mark[:-1], "fiebre"]
        assert mark > " "


def test_real_sentences_are_judged_as_their_annotators_judged_them() -> None:
    if not NUBES.exists():
        pytest.skip("the NUBes sentences are not in ../shared/data")
    # Every fifth: the whole is in benchmarks/context.py.
    sentences = pl.read_parquet(NUBES).gather_every(5)
    found = [sentence_assertions(text) for text in sentences["text"]]
    for truth, category, least in (("negacion", "negated", 0.96), ("incertidumbre", "uncertain", 0.88)):
        true = sentences["label"].is_in([truth, "ambas"]).to_numpy()
        said = pl.Series([getattr(one, category) for one in found]).to_numpy()
        assert 2 * (true & said).sum() / (true.sum() + said.sum()) > least
