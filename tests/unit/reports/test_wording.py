"""Every sentence of a report has its Spanish, with the same fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from epicrisis.checks.contract import Finding
from epicrisis.evaluation.metrics import METRICS
from epicrisis.i18n.catalogue import fields_of, translate
from epicrisis.i18n.spanish import SPANISH
from epicrisis.reports.charts.flow import REASONS
from epicrisis.reports.details import REPAIRS, STAGES
from epicrisis.reports.limits import SENTENCES, limit_sentence
from epicrisis.reports.searching import COST_STAGES, COST_TITLES, STOPS
from epicrisis.reports.sections import STATEMENT
from epicrisis.reports.standing import VERDICTS
from epicrisis.reports.tables import ORIGINS, READINGS, SPLITS, STATES, parameter_text
from epicrisis.reports.wording import Wording, shorten

ROOM = Path(__file__).parents[3] / "src" / "epicrisis" / "reports"

# These are the same in both languages.
SAME = {"Total", "F1 (macro)", "Detectable", "error {value}", "no"}

PROBAST_COUNTS = (
    "PROBAST+AI, {total} questions: {passed} pass, {failed} fail, {unknown} unknown, {person} need a person, {idle} "
    "not applicable."
)
NEAR_DUPLICATES = (
    "Near-duplicate notes: {notes}; clusters of them: {clusters}; clusters with notes of several patients, who are "
    "kept on one side of the split together: {across}."
)


def said_in_code() -> Iterator[str]:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "say":
                yield str(node.args[0].value)


def said_in_templates() -> Iterator[str]:
    for path in (ROOM / "templates").glob("*.j2"):
        for call in Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                yield call.args[0].as_const()


def said_in_tables() -> Iterator[str]:
    tables = (REASONS, REPAIRS, STAGES, SENTENCES, VERDICTS, SPLITS, STATES)
    of_search = (ORIGINS, READINGS, STOPS, COST_STAGES, COST_TITLES)
    for table in (*tables, *of_search):
        yield from table.values()
    yield from (metric.title for metric in METRICS.values())
    yield STATEMENT


ALL = sorted({*said_in_code(), *said_in_templates(), *said_in_tables()})


def test_sentences_are_found_in_code_and_templates():
    assert "Keep in mind" in ALL
    assert "Rows and patients" in ALL
    assert len(ALL) > 150


def test_every_sentence_has_its_spanish_with_the_same_fields():
    assert [sentence for sentence in ALL if sentence not in SPANISH] == []
    assert [sentence for sentence in ALL if fields_of(SPANISH[sentence]) != fields_of(sentence)] == []
    assert {sentence for sentence in ALL if SPANISH[sentence] == sentence} == SAME


def test_numbers_are_written_as_the_language_writes_them():
    english, spanish = Wording("en"), Wording("es")
    assert (english.count(1234567), english.count(1234)) == ("1,234,567", "1,234")
    assert (spanish.count(1234567), spanish.count(1234)) == ("1\u202f234\u202f567", "1234")
    assert english.score(-0.0312) == "−0.031"
    assert english.score(None) == english.score(float("nan")) == "–"
    assert english.interval((0.6811, 0.742)) == "0.681 to 0.742"
    assert spanish.interval((0.6811, 0.742)) == "0.681 a 0.742"
    assert (english.percent(0.736), spanish.percent(0.736)) == ("74%", "74\u00a0%")


@pytest.mark.parametrize(
    ("seconds", "written"), [(12.34, "12.3 s"), (59.97, "1 min 00 s"), (185, "3 min 05 s"), (3900, "1 h 05 min")]
)
def test_durations_are_written_as_they_are_said(seconds, written):
    assert Wording("en").duration(seconds).replace("\u00a0", " ") == written


def test_moments_keep_date_minutes_and_zone():
    words = Wording("en")
    assert words.moment("2026-11-22T10:18:05.123+00:00") == "2026-11-22 10:18 UTC"
    assert words.moment("2023-01-01") == "2023-01-01"


def test_text_is_cut_to_one_line():
    assert shorten("a\nb\x00c", 10) == "a b c"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"


def test_a_remark_of_another_floor_keeps_its_braces():
    assert Wording("es").quote("12 {not a field}") == "12 {not a field}"


def test_spanish_quotes_and_percentages_of_what_a_check_found():
    found = Finding(code="telling_terms", level="warning", fields={"names": ["“llanto” (a, 56%)", "“risa” (b, 7%)"]})
    assert "«llanto» (a, 56\xa0%), «risa» (b, 7\xa0%)" in limit_sentence(found, Wording("es"), {})
    assert "“llanto” (a, 56%), “risa” (b, 7%)" in limit_sentence(found, Wording("en"), {})


def test_counts_stand_where_one_and_many_read_alike():
    said = translate(PROBAST_COUNTS, "es", total=34, passed=20, failed=1, unknown=1, person=1, idle=0)
    assert "no pasan: 1;" in said
    alone = translate(NEAR_DUPLICATES, "es", notes=2, clusters=1, across=1)
    assert "grupos de ellas: 1;" in alone


def test_spanish_has_no_english_quotes_and_one_name_for_a_figure():
    assert [text for text in SPANISH.values() if "“" in text] == []
    assert [text for text in SPANISH.values() if "ROC AUC" in text or text.startswith("Log loss")] == []


def test_truth_of_a_parameter_is_a_word():
    assert [parameter_text(value, Wording("es")) for value in (True, False, 0.25, 1)] == ["sí", "no", "0.25", "1"]
