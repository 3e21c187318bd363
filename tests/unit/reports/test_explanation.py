"""The page of an explanation: the note whole and escaped, signs in letters, letters as a sum."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from epicrisis.reports.explanation import explanation_page, note_fragment, stretches, term_rows
from epicrisis.reports.wording import Wording
from epicrisis.training.explaining import Explanation, TermContribution
from epicrisis.training.placing import Mark

TEXT = 'Ansiedad <b>"intensa"</b> & llanto\nZubizarreta'


def term(kind: str, name: str, contribution: float) -> TermContribution:
    return TermContribution.model_validate(
        {"kind": kind, "term": name, "weight": contribution, "value": 1.0, "contribution": contribution}
    )


@pytest.fixture
def explanation() -> Explanation:
    marks = [Mark(start=0, stop=8, contribution=2.0), Mark(start=28, stop=34, contribution=-0.5)]
    faint = Mark(start=35, stop=46, contribution=0.01)
    terms = [term("word", "ansiedad", 2.0), term("word", "no~llanto", -0.5), term("char", "zub", 0.01)]
    return Explanation(
        label="T. de Ansiedad",
        predicted="T. Depresivos",
        decision=1.6,
        intercept=0.09,
        terms=terms,
        marks={"subjetivo": [*marks, faint]},
    )


def test_the_pieces_are_the_text_and_strength_follows_the_share(explanation: Explanation) -> None:
    pieces = list(stretches(TEXT, explanation.marks["subjetivo"], 2.0))
    assert "".join(piece.text for piece in pieces) == TEXT
    assert [(piece.text, piece.look) for piece in pieces if piece.level] == [
        ("Ansiedad", "for level-5"),
        ("llanto", "against level-2"),
    ]
    assert [piece.text for piece in stretches(TEXT, [], 0.0)] == [TEXT]


def test_the_fragment_is_escaped_and_tells_the_sign_in_letters(explanation: Explanation) -> None:
    fragment = note_fragment(explanation, "subjetivo", TEXT)
    assert '<mark class="for level-5" title="+2.0000">Ansiedad<sup>+</sup></mark>' in fragment
    assert '<mark class="against level-2" title="-0.5000">llanto<sup>−</sup></mark>' in fragment
    assert "<b>" not in fragment
    assert Markup(re.sub(r"<sup>.</sup>|</?mark[^>]*>", "", fragment)).unescape() == TEXT


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_is_whole_in_both_languages_and_loads_nothing(explanation: Explanation, language: str) -> None:
    page = explanation_page(explanation, {"subjetivo": TEXT}, "Nota <1>", language)
    assert f'<html lang="{language}">' in page
    assert "Nota &lt;1&gt;" in page
    assert not re.search(r"<(script|link|img|iframe)\b", page)
    assert ("Explicación de una nota" if language == "es" else "Explanation of a note") in page
    assert "no … llanto" in page


def test_the_table_tells_letters_as_a_sum_and_the_rest_too(explanation: Explanation) -> None:
    rows = term_rows(explanation, Wording("en"), limit=1)
    assert [(row["Term"], row["Contribution"]) for row in rows] == [
        ("ansiedad", "+2.0000"),
        ("Character n-grams, all together", "+0.0100"),
        ("All other terms", "-0.5000"),
    ]


def test_stems_are_told_where_the_model_reads_them(explanation: Explanation) -> None:
    said = "The terms are stems, the beginnings of words"
    stems = explanation.model_copy(update={"stems": True})
    assert said in explanation_page(stems, {"subjetivo": TEXT}, "note", "en")
    assert said not in explanation_page(explanation, {"subjetivo": TEXT}, "note", "en")
