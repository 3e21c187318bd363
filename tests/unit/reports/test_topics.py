"""A section for each topic that was looked at, none for the others, in figures that stay readable."""

from __future__ import annotations

import pytest

from epicrisis.evaluation.facts import Assessment, Curve
from epicrisis.reports.charts.confusion import gather_matrix
from epicrisis.reports.charts.forest import Estimate, draw_forest
from epicrisis.reports.charts.panels import Legend, Line, Panel, draw_panels
from epicrisis.reports.details import class_rows
from epicrisis.reports.files import render_html, render_markdown
from epicrisis.reports.report import Confusion, RunReference, gather
from epicrisis.reports.sections import compose
from epicrisis.reports.topics.choosing import MOST_DRAWN, drawn_labels
from epicrisis.reports.topics.utility import _inside
from epicrisis.reports.wording import Wording

from .assessed import assess

ENGLISH = Wording("en")
TOPICS = {
    "curves": ["curves", "probabilities"],
    "calibration": ["calibration"],
    "decision_curves": ["decisions"],
    "operating_points": ["points"],
    "abstention": ["abstention"],
    "subgroups": ["subgroups"],
    "learning_curve": ["learning"],
}


def keys(report):
    return [section.key for section in compose(report, ENGLISH).sections]


@pytest.mark.parametrize("topic", list(TOPICS))
def test_a_topic_that_was_not_looked_at_leaves_no_section(make_result, topic):
    report = gather(assess(make_result()), RunReference())
    assert set(TOPICS[topic]) <= set(keys(report))
    empty = {topic: getattr(Assessment(), topic)}
    without = report.model_copy(update={"assessment": report.assessment.model_copy(update=empty)})
    assert not set(TOPICS[topic]) & set(keys(without))


def test_promises_need_one_of_two_topics(make_result):
    report = gather(assess(make_result()), RunReference())
    for left in ("nested", "optimism"):
        some = report.assessment.model_copy(update={left: None})
        assert "promises" in keys(report.model_copy(update={"assessment": some}))
    none = report.assessment.model_copy(update={"nested": None, "optimism": None})
    assert "promises" not in keys(report.model_copy(update={"assessment": none}))


def test_two_hundred_classes_stay_usable(make_result):
    support = {f"Clase {number} <script>alert(1)</script>": 600 - 2 * number for number in range(199)} | {
        "y" * 1000: 700
    }
    report = gather(assess(make_result(support)), RunReference())
    page = render_html(report, "es")
    assert len(page.encode()) < 2_000_000
    assert "<script" not in page
    assert "y" * 600 not in page
    assert page.count("<summary>") > 10
    assert len(render_markdown(report, "es").encode()) <= 250_000
    labels = drawn_labels(report)
    assert len(labels) == MOST_DRAWN
    assert labels[0] == "y" * 1000


def test_a_matrix_of_many_classes_keeps_every_row(make_result):
    confusion = gather(make_result({f"c{one}": 20 + one for one in range(100)}), RunReference()).confusion
    matrix = gather_matrix(confusion)
    assert (len(matrix.classes), matrix.left_out) == (39, 61)
    assert sum(map(sum, matrix.counts)) == sum(map(sum, confusion.counts))
    assert gather_matrix(Confusion(classes=["a"], counts=[[3]])).left_out == 0


def test_constant_scores_are_drawn(make_result):
    report = gather(assess(make_result()), RunReference())
    flat = [
        one.model_copy(
            update={
                "roc": Curve(x=[0, 1], y=[0, 1]),
                "precision_recall": None,
                "bins": [0.0, 1.0],
                "of_class": [5],
                "of_others": [9],
            }
        )
        for one in report.assessment.curves
    ]
    curves = [
        one.model_copy(update={"thresholds": [0.1], "model": [0.0], "everyone": [0.0], "low": [], "high": []})
        for one in report.assessment.decision_curves
    ]
    changed = report.assessment.model_copy(update={"curves": flat, "decision_curves": curves})
    page = render_html(report.model_copy(update={"assessment": changed}), "en")
    assert "figure-roc" in page
    assert "nan" not in page.lower().replace("tenant", "")


def test_panels_and_forests_of_nothing_are_not_drawn():
    assert draw_panels("k", "t", "d", [], Legend("x", "y"), ENGLISH) is None
    assert draw_forest("k", "t", "d", [Estimate("heading")], ENGLISH) is None


def test_what_leaves_its_axes_is_cut_at_their_ends():
    panel = Panel("p", "", [Line([-5.0, 7.0], [-3.0, 3.0])])
    drawing = draw_panels("k", "t", "d", [panel], Legend("x", "y"), ENGLISH)
    assert drawing is not None
    path = next(one for one in drawing.root.iter("path") if one.get("class") == "curve")
    numbers = [float(part) for part in path.get("d", "").replace("M", "").replace("L", "").split()]
    assert min(numbers) >= 0
    assert max(numbers[0::2]) <= drawing.width
    assert max(numbers[1::2]) <= drawing.height


def test_a_long_legend_goes_on_in_the_next_line():
    looks = [("curve", "a look with a name as long as this one is") for _ in range(4)]
    drawing = draw_panels("k", "t", "d", [Panel("title")], Legend("x", "y", looks), ENGLISH)
    names = [one for one in drawing.root.iter("text") if one.text == looks[0][1]]
    assert len(names) == 4
    assert len({one.get("y") for one in names}) > 1
    assert drawing.height > draw_panels("k", "t", "d", [Panel("title")], Legend("x", "y"), ENGLISH).height


def test_groups_say_that_their_differences_hold_together_and_why_some_are_missing(make_result):
    report = gather(assess(make_result()), RunReference())
    (section,) = (one for one in compose(report, ENGLISH).sections if one.key == "subgroups")
    told = " ".join(section.sentences)
    assert "hold together with 95%" in told
    assert "(–) where fewer than thirty patients stand on either side, nor of macro-F1" in told
    assert "of twenty groups alike" not in told


def test_a_bound_that_leaves_the_chart_has_a_gap() -> None:
    parts = _inside((-0.1, 0.0, 0.2), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.1, 0.15, 0.3, 0.1, 0.0, -0.2])
    assert [(list(one.x), list(one.y)) for one in parts] == [([0.1, 0.2], [0.1, 0.15]), ([0.4, 0.5], [0.1, 0.0])]


def test_figures_of_each_class_are_shown_with_their_intervals(make_result):
    report = gather(assess(make_result()), RunReference())
    known = dict.fromkeys(("precision", "recall", "f1", "roc_auc", "average_precision"), (0.5, 0.9))
    classes = [one.model_copy(update={"ci95": known, "average_precision": 0.7}) for one in report.per_class]
    row = class_rows(report.model_copy(update={"per_class": classes}), Wording("es"))[0]
    assert row["Precisión media"] == "0.700 (0.500 a 0.900)"
    assert [name for name, cell in row.items() if str(cell).endswith("(0.500 a 0.900)")] == [
        "Precisión",
        "Sensibilidad",
        "F1",
        "AUC ROC",
        "Precisión media",
    ]
    assert "(" not in class_rows(report, ENGLISH)[0]["F1"]


def test_the_calibration_error_s_interval_and_the_two_values_of_the_winner_are_explained(make_result):
    report = gather(assess(make_result()), RunReference())
    error = report.metrics[0].model_copy(update={"name": "ece", "title": "Expected calibration error"})
    with_error = report.model_copy(update={"metrics": [*report.metrics, error]})
    sections = {one.key: one for one in compose(with_error, ENGLISH).sections}
    assert any("mirrored" in said for said in sections["performance"].sentences)
    assert any("before calibration and decision" in said for said in sections["search"].sentences)
    assert "before calibration and decision" in sections["search"].drawings[0].description
    assert [one.caption for one in sections["search"].tables if one and one.key == "table-folds"] == [
        "The winner, fold by fold, after calibration and decision"
    ]
