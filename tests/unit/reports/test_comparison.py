"""The leaderboard: one yardstick, the same folds, honest differences."""

from __future__ import annotations

import json
import random

import pytest

from epicrisis.errors import DataError
from epicrisis.reports.comparison import Candidate, build_leaderboard, paired_difference, to_json
from epicrisis.reports.leaderboard import leaderboard_html, leaderboard_markdown
from epicrisis.reports.report import RunReference
from epicrisis.reports.tables import leaderboard_rows
from epicrisis.training.result import CrossValidation


def folds(*values):
    return CrossValidation(mean=sum(values) / len(values), std=0.01, folds=list(values))


@pytest.fixture
def three(make_result):
    first = make_result(cv=folds(0.70, 0.71, 0.72, 0.69, 0.73))
    near = make_result(
        model="random_forest", metric="roc_auc", cv_metrics={"f1_macro": folds(0.69, 0.72, 0.70, 0.70, 0.72)}
    )
    far = make_result(model="dummy", metric="log_loss", cv_metrics={"f1_macro": folds(0.08, 0.08, 0.08, 0.08, 0.08)})
    return [Candidate(far), Candidate(near), Candidate(first, RunReference(run_id="8f1c"))]


def test_models_are_ranked_by_one_metric_whichever_each_one_searched(three):
    board = build_leaderboard(three, "f1_macro")
    assert [(row.rank, row.model, row.metric) for row in board.rows] == [
        (1, "logistic_regression", "f1_macro"),
        (2, "random_forest", "roc_auc"),
        (3, "dummy", "log_loss"),
    ]
    assert board.best.run.run_id == "8f1c"
    assert board.best.difference is None


def test_a_difference_is_detectable_only_when_its_interval_leaves_zero_out(three):
    near, far = build_leaderboard(three, "f1_macro").rows[1:]
    assert near.difference is not None
    assert near.difference.low < 0 < near.difference.high
    assert not near.difference.detectable
    assert far.difference is not None
    assert far.difference.high < 0
    assert far.difference.detectable


def test_lower_is_better_for_a_loss(make_result):
    low, high = (
        make_result(model=name, cv_metrics={"log_loss": folds(*values)})
        for name, values in (("low", (0.8, 0.81, 0.79)), ("high", (1.2, 1.3, 1.1)))
    )
    board = build_leaderboard([Candidate(high), Candidate(low)], "log_loss")
    assert [row.model for row in board.rows] == ["low", "high"]
    assert board.rows[1].difference is not None
    assert board.rows[1].difference.mean == pytest.approx(-0.4)


def test_the_interval_is_nadeau_and_bengios():
    # Differences -0.02, 0.00, 0.02 of three folds: variance 0.0004, t(0.975, 2) = 4.302653, factor 1/3 + 1/2.
    difference = paired_difference([0.68, 0.70, 0.72], [0.70, 0.70, 0.70])
    reach = 4.302653 * (0.0004 * (1 / 3 + 1 / 2)) ** 0.5
    assert difference.mean == pytest.approx(0, abs=1e-12)
    assert difference.high == pytest.approx(reach, rel=1e-5)
    assert difference.low == pytest.approx(-reach, rel=1e-5)


def test_equal_models_are_rarely_told_apart():
    dice = random.Random(11)
    detected = 0
    for _ in range(600):
        mine, best = ([0.7 + dice.gauss(0, 0.02) for _ in range(5)] for _ in range(2))
        detected += paired_difference(mine, best).detectable
    # The correction is for folds that share rows; these do not, so alarms are rarer than the nominal 5 %.
    assert detected / 600 < 0.05


def test_identical_scores_are_no_difference():
    assert not paired_difference([0.7, 0.8], [0.7, 0.8]).detectable


def test_a_model_without_the_yardstick_stands_last_and_unranked(make_result):
    ranked = make_result()
    without = make_result(model="odd", metric="roc_auc", cv_metrics={})
    board = build_leaderboard([Candidate(without), Candidate(ranked)], "f1_macro")
    assert [(row.model, row.rank) for row in board.rows] == [("logistic_regression", 1), ("odd", None)]
    assert "stands at the end, unranked" in leaderboard_html(board, "en")


def test_models_of_different_splits_are_refused(make_result):
    other = make_result(model="random_forest")
    other = other.model_copy(update={"split": other.split.model_copy(update={"sha256": "d4" * 32})})
    with pytest.raises(
        DataError,
        match=r"not trained on the same rows, split and folds, so they cannot be ranked: "
        r"logistic_regression \(c3c3c3c3\), random_forest \(d4d4d4d4\)\. Train them with one compare\.",
    ):
        build_leaderboard([Candidate(make_result()), Candidate(other)], "f1_macro")


def test_nothing_to_compare_is_refused():
    with pytest.raises(DataError, match=r"There is no trained model to compare\."):
        build_leaderboard([], "f1_macro")


def test_json_has_the_promised_keys(three):
    content = json.loads(json.dumps(to_json(build_leaderboard(three, "f1_macro"))))
    assert [row["model"] for row in content["leaderboard"]] == ["logistic_regression", "random_forest", "dummy"]
    assert content["best"]["model"] == "logistic_regression"
    assert content["best"]["test"]["f1_macro"] == 0.709
    rows = content["rows"]
    assert rows["read"] == rows["kept"] + sum(rows["dropped"].values())
    assert rows["kept"] == rows["train"] + rows["test"]


def test_rows_say_when_no_difference_is_detectable(three):
    rows = leaderboard_rows(build_leaderboard(three, "f1_macro"), "es")
    assert list(rows[0]) == [
        "Puesto",
        "Modelo",
        "Métrica buscada",
        "Validación cruzada",
        "Diferencia con el mejor",
        "Prueba reservada, intervalo del 95\u00a0%",
        "Tiempo",
    ]
    assert rows[0]["Diferencia con el mejor"] == "–"
    assert rows[1]["Diferencia con el mejor"] == "−0.004 (−0.029 a 0.021): sin diferencia detectable"
    assert rows[2]["Diferencia con el mejor"] == "−0.630 (−0.659 a −0.601)"


def test_the_page_and_the_markdown_say_how_the_rank_came_about(three):
    board = build_leaderboard(three, "f1_macro")
    page, markdown = leaderboard_html(board, "en"), leaderboard_markdown(board, "en")
    for text in (page, markdown):
        assert "The rank comes from the folds of the training rows; the sealed test had no say in it." in text
        assert "Nadeau and Bengio, 2003" in text
    assert "Models without a detectable difference to the first: 1. Take the simplest." in page
    assert len(markdown.encode()) < 250_000
