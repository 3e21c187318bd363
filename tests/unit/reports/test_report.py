"""The report as data: gathered, written as JSON, read again by this version and by later ones."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from epicrisis.errors import CorruptFile, DataError, SourceNotFound
from epicrisis.reports.files import render_html, write_report
from epicrisis.reports.report import Report, RunReference, gather, read_report

GOLDEN = Path(__file__).parent / "golden" / "report-1.json"
RUN = RunReference(run_id="8f1c", experiment="historias", model_uri="models:/historias@challenger")


def test_the_headline_is_the_searched_metric_beside_the_baseline_and_the_folds(make_result):
    headline = gather(make_result(), RUN).headline
    assert (headline.name, headline.title) == ("f1_macro", "F1 (macro)")
    assert (headline.test, headline.ci95) == (0.709, (0.688, 0.73))
    assert (headline.baseline, headline.baseline_ci95) == (0.081, (0.07, 0.092))
    assert (headline.cv_mean, headline.cv_std) == (0.701, 0.014)


def test_every_metric_is_there_once_with_its_direction(make_result):
    report = gather(make_result(metric="log_loss"), RUN)
    names = [figure.name for figure in report.metrics]
    assert names[0] == "log_loss"
    assert sorted(names) == sorted({*make_result().test.metrics})
    assert [figure.name for figure in report.metrics if not figure.higher_is_better] == ["log_loss"]


def test_the_counts_of_rows_add_up(make_result):
    report = gather(make_result(), RUN)
    assert report.ledger.read == report.ledger.kept + sum(report.ledger.dropped.values()) == 10_000
    assert report.split.rows_train + report.split.rows_test == report.ledger.kept


def test_json_holds_all_of_a_report(make_result, tmp_path):
    report = gather(make_result(), RUN)
    files = write_report(report, tmp_path / "report", "es")
    assert read_report(files.json) == report


def test_a_figure_that_json_cannot_hold_is_shown_as_none(make_result, tmp_path):
    made = make_result()
    test = made.test.model_copy(update={"metrics": made.test.metrics | {"log_loss": math.inf}})
    files = write_report(gather(made.model_copy(update={"test": test}), RUN), tmp_path / "report", "es")
    json.loads(files.json.read_text("utf-8"), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    figure = read_report(files.json).figure("log_loss")
    assert figure is not None
    assert figure.test is None


def test_a_report_of_version_1_is_read_and_shown_for_ever():
    report = read_report(GOLDEN)
    assert report.version == 1
    assert report.headline.test == 0.709
    assert report.ledger.read == 10_000
    page = render_html(report, "en")
    assert "0.709" in page
    assert "T. de Adaptación" in page


def test_the_golden_report_is_what_this_version_writes_but_for_the_checks(make_result):
    written = gather(make_result(), RUN).model_copy(update={"checks": []})
    golden = Report.model_validate_json(GOLDEN.read_text("utf-8"))
    # It is older than the rule that spellings of few notes are only counted.
    assert golden.model_copy(update={"ledger": golden.ledger.published()}) == written


def test_a_newer_report_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"version": 2, "unheard": "of"}), "utf-8")
    with pytest.raises(DataError, match=r"report\.json is a report of version 2; .* up to 1\. Update epicrisis\."):
        read_report(path)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"version": 1}', b'{"version": "1"}', b"\xff\xfe", b'{"model": "x"}']
)
def test_a_damaged_report_is_called_so_without_quoting_it(tmp_path, content):
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(CorruptFile, match=r"report\.json is not a whole report of epicrisis\."):
        read_report(path)


def test_half_a_report_is_called_damaged(tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(GOLDEN.read_bytes()[:4000])
    with pytest.raises(CorruptFile):
        read_report(path)


def test_a_report_that_is_not_there_is_called_so(tmp_path):
    with pytest.raises(SourceNotFound, match=r"There is no report at .*nowhere\.json\."):
        read_report(tmp_path / "nowhere.json")
