"""The files of the guidelines: one record in two languages, safe to open, and a table to fill in."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from epicrisis.reports.guidelines.files import gather_guidelines, write_guidelines
from epicrisis.reports.guidelines.records import GuidelineRecord
from epicrisis.reports.report import read_report
from epicrisis.settings.loading import load_settings
from epicrisis.settings.study import StudySettings


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_is_written_and_read_again(whole, read_page, tmp_path, language):
    files = write_guidelines(whole, StudySettings(), tmp_path / "run", language)
    assert GuidelineRecord.model_validate_json(files.json.read_bytes()) == files.record
    assert files.record.run == "run"
    assert files.record.language == language
    page = read_page(files.html.read_text("utf-8"))
    markdown = files.markdown.read_text("utf-8")
    for item in files.record.tripod:
        assert item.asks in page.text
        assert item.number in markdown
    for question in files.record.probast:
        assert question.asks in page.text
    assert files.card.is_file()


def test_the_two_records_say_the_same_in_two_languages(whole):
    english, spanish = (gather_guidelines(whole, StudySettings(), "run", language) for language in ("en", "es"))
    for one, other in zip([*english.tripod, *english.asks], [*spanish.tripod, *spanish.asks], strict=True):
        assert one.asks != other.asks
    for one, other in zip(english.probast, spanish.probast, strict=True):
        assert (one.answer, one.where) == (other.answer, other.where)
        assert one.asks != other.asks
        assert one.reason != other.reason
    assert [item.status for item in english.tripod] == [item.status for item in spanish.tripod]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_table_to_paste_loads_and_changes_nothing(whole, tmp_path, language):
    files = write_guidelines(whole, StudySettings(), tmp_path / "run", language)
    assert files.study is not None
    table = tomllib.loads(files.study.read_text("utf-8"))["study"]
    assert {f"study.{key}" for key in table} == {ask.key for ask in files.record.asks}
    assert load_settings(files.study, environ={}, directory=tmp_path).settings.study == StudySettings()


def test_when_everything_is_said_there_is_nothing_to_paste(whole, tmp_path, everything_said):
    folder = tmp_path / "run"
    assert write_guidelines(whole, StudySettings(), folder, "en").study
    files = write_guidelines(whole, everything_said, folder, "en")
    assert files.study is None
    assert sorted(path.name for path in files.html.parent.iterdir()) == [
        "guidelines.html",
        "guidelines.json",
        "guidelines.md",
        "model-card.xml",
    ]


def test_hostile_words_stay_words(whole, read_page, evil, tmp_path):
    study = StudySettings(title=evil, funding=evil)
    report = whole.model_copy(update={"columns": {**whole.columns, "label": [evil]}, "classes": [evil]})
    files = write_guidelines(report, study, tmp_path / "run", "en")
    page = read_page(files.html.read_text("utf-8"))
    assert "script" not in page.tags
    assert "<script" not in files.markdown.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_of_an_earlier_version_is_answered_with_what_it_knows(language):
    report = read_report(Path(__file__).parents[1] / "golden" / "report-1.json")
    record = gather_guidelines(report, StudySettings(), "run", language)
    status = {item.number: item.status for item in record.tripod}
    assert (status["15"], status["12e"], status["20a"]) == ("needs_person", "partial", "reported")


def test_two_hundred_classes_stay_readable(make_result, make_known, tmp_path):
    many = make_known(make_result(support={f"class {number:03d} {'x' * 900}": 30 for number in range(200)}))
    files = write_guidelines(many, StudySettings(), tmp_path / "run", "es")
    assert files.html.stat().st_size < 400_000
    assert files.card.stat().st_size < 100_000
