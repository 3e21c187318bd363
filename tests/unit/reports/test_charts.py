"""What is drawn is gathered first, and drawn whole."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from epicrisis.reports.charts.classes import gather_classes
from epicrisis.reports.charts.confusion import gather_matrix
from epicrisis.reports.charts.flow import gather_flow
from epicrisis.reports.charts.history import gather_history
from epicrisis.reports.charts.svg import Drawing, nice_ticks
from epicrisis.reports.charts.whiskers import gather_whiskers
from epicrisis.reports.figures import write_figures
from epicrisis.reports.files import write_report
from epicrisis.reports.report import Confusion, RunReference, gather
from epicrisis.reports.wording import Wording

ENGLISH = Wording("en")


def test_the_best_so_far_never_gets_worse(make_result):
    result = make_result()
    history = gather_history(result.trials, result.search)
    assert history is not None
    assert history.best == sorted(history.best)
    assert history.best[-1] == max(history.values)
    assert history.unfinished == [5, 7, 11, 17]
    assert history.values[history.numbers.index(history.best_at)] == max(history.values)


def test_the_best_so_far_of_a_loss_goes_down(make_result):
    result = make_result()
    search = result.search.model_copy(update={"direction": "minimize"})
    history = gather_history(result.trials, search)
    assert history is not None
    assert history.best == sorted(history.best, reverse=True)
    assert history.best[-1] == min(history.values)


def test_a_search_without_a_complete_candidate_has_no_history(make_result):
    result = make_result()
    assert gather_history([trial for trial in result.trials if trial.value is None], result.search) is None


def test_shares_of_the_matrix_are_of_the_true_class():
    matrix = gather_matrix(Confusion(classes=["a", "b"], counts=[[3, 1], [0, 0]]))
    assert matrix.shares == [[0.75, 0.25], [0.0, 0.0]]


def test_of_many_classes_the_worst_are_drawn(make_result):
    figures = make_result({f"c{number}": 5 + number for number in range(60)}).test.per_class
    bars = gather_classes(figures)
    assert (len(bars.classes), bars.left_out) == (40, 20)
    assert min(one.f1 for one in figures) == bars.classes[-1].f1


def test_a_loss_is_not_drawn_on_the_scale_of_shares(make_result):
    report = gather(make_result(), RunReference())
    assert "Log loss" not in {one.label for one in gather_whiskers(report.metrics, ENGLISH)}


def test_the_flow_tells_the_reasons_from_the_most_frequent(make_result):
    result = make_result()
    flow = gather_flow(result.ledger, result.split, ENGLISH)
    assert flow.dropped[0] == ("Impossible age", "224")
    assert (flow.kept.rows, flow.kept.patients) == ("9,331", "3,127 patients")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]), (0.52, 0.7, [0.5, 0.55, 0.6, 0.65, 0.7]), (0.3, 0.3, [0.3, 0.4])],
)
def test_ticks_are_round_and_span_the_values(low, high, ticks):
    assert nice_ticks(low, high, 6 if high == 1.0 else 5) == ticks


def test_figures_are_whole_drawings_with_their_own_style(make_result, tmp_path):
    paths = write_figures(gather(make_result(), RunReference()), tmp_path, "es")
    drawn = ["rows.svg", "balance.svg", "metrics.svg", "classes.svg", "confusion.svg", "search.svg"]
    assert [path.name for path in paths] == drawn
    for path in paths:
        root = ElementTree.fromstring(path.read_text("utf-8"))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert [child.tag.rpartition("}")[2] for child in root][:2] == ["style", "rect"]
        assert "prefers-color-scheme: dark" in path.read_text("utf-8")
        assert path.stat().st_size < 100_000


def test_text_in_a_drawing_is_escaped_and_printable():
    drawing = Drawing("figure-x", "<b>\x00", "&", 10)
    drawing.text(0, 0, "</svg><script>\x1b", limit=30)
    ElementTree.fromstring(drawing.standalone())
    assert "<script" not in drawing.inline()
    assert "\x1b" not in drawing.inline()


def test_a_report_replaces_the_one_before_it_as_a_whole(make_result, tmp_path):
    folder = tmp_path / "report"
    write_report(gather(make_result(), RunReference()), folder, "es")
    (folder / "left-over.txt").write_text("old", "utf-8")
    files = write_report(gather(make_result(seed=8), RunReference()), folder, "en")
    assert sorted(path.name for path in folder.iterdir()) == ["figures", "report.html", "report.json", "report.md"]
    assert all(path.is_file() for path in (files.html, files.markdown, files.json, *files.figures))
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
