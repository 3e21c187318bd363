"""The leaderboard: one yardstick, the same folds, honest differences."""

from __future__ import annotations

import json

import numpy as np
import pytest

from epicrisis.errors import DataError
from epicrisis.evaluation.comparison import HeldOut
from epicrisis.evaluation.metrics import get_metric
from epicrisis.evaluation.uncertainty import RESAMPLES
from epicrisis.reports.comparison import ABOUT_AS_FAST, RULE, Candidate, Leaderboard, build_leaderboard, choose, to_json
from epicrisis.reports.leaderboard import leaderboard_html, leaderboard_markdown
from epicrisis.reports.report import RunReference
from epicrisis.reports.tables import leaderboard_rows
from epicrisis.training.result import CrossValidation, Member


def folds(*values):
    return CrossValidation(mean=sum(values) / len(values), std=0.01, folds=list(values))


def answers(rightly: float, seed: int) -> HeldOut:
    """What a model says of 600 rows of 200 patients on five folds, of which it answers a share rightly."""
    generator = np.random.default_rng(seed)
    groups = np.arange(600) // 3
    true = np.arange(600) % 3
    answered = np.where(generator.random(600) < rightly, true, (true + 1) % 3)
    return HeldOut(true, answered, np.eye(3)[answered] * 0.7 + 0.1, groups % 5, groups)


def scored(held_out: HeldOut, metric: str = "f1_macro") -> CrossValidation:
    parts = [held_out.part(fold) for fold in range(5)]
    measure = get_metric(metric).measure
    return folds(*(measure(part.true, part.answered, part.probabilities) for part in parts))


@pytest.fixture
def three(make_result):
    said = answers(0.72, 1), answers(0.71, 2), answers(0.2, 3)
    first = make_result(cv=scored(said[0]))
    near = make_result(model="random_forest", metric="roc_auc", cv_metrics={"f1_macro": scored(said[1])})
    far = make_result(model="dummy", metric="log_loss", cv_metrics={"f1_macro": scored(said[2])})
    return [
        Candidate(far, held_out=said[2]),
        Candidate(near, held_out=said[1]),
        Candidate(first, RunReference(run_id="8f1c"), held_out=said[0]),
    ]


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
    said = {"low": answers(0.9, 1), "high": answers(0.5, 2)}
    candidates = [
        Candidate(make_result(model=name, cv_metrics={"log_loss": scored(one, "log_loss")}), held_out=one)
        for name, one in reversed(said.items())
    ]
    board = build_leaderboard(candidates, "log_loss")
    assert [row.model for row in board.rows] == ["low", "high"]
    low, high = board.rows
    assert high.difference is not None
    assert high.difference.mean == pytest.approx(low.cv_mean - high.cv_mean)
    assert high.difference.detectable
    assert (low.first, high.first) == (1, 0)


def test_ranks_and_first_places_come_from_the_resamples(three):
    board = build_leaderboard(three, "f1_macro")
    assert board.resamples == RESAMPLES
    assert sum(row.first or 0 for row in board.rows) == pytest.approx(1)
    assert [row.ranks for row in board.rows] == [(1, 2), (1, 2), (3, 3)]


def test_without_answers_on_rows_held_out_nothing_is_said_of_differences(three):
    board = build_leaderboard([one._replace(held_out=None) for one in three], "f1_macro")
    assert [row.difference for row in board.rows] == [None, None, None]
    assert board.resamples == 0
    assert board.chosen is board.best
    assert "There are no intervals of a bootstrap over patients" in leaderboard_html(board, "en")


def timed(candidates, *milliseconds):
    return [
        one._replace(result=one.result.model_copy(update={"predict_ms": time}))
        for one, time in zip(candidates, milliseconds, strict=True)
    ]


@pytest.mark.parametrize(
    ("far", "near", "first", "chosen"),
    [
        (0.1, 1.0, 1.0, "logistic_regression"),  # a poor model is cheap
        (0.1, 1.0, 1.4, "logistic_regression"),  # no faster than a measurement may err
        (0.1, 1.0, 1.6, "random_forest"),
        (0.1, None, 1.6, "logistic_regression"),
    ],
)
def test_the_cheapest_that_is_not_told_apart_from_the_first_is_chosen(three, far, near, first, chosen):
    board = build_leaderboard(timed(three, far, near, first), "f1_macro")
    assert board.chosen.model == chosen
    assert board.best.model == "logistic_regression"
    assert [row.model for row in board.rows if row.chosen] == [chosen]


def test_a_blend_of_one_model_is_named_as_such_and_never_taken_before_it(three, make_result):
    (_, near, first) = timed(three, 1, 5, 5)
    only = Member(model=first.result.model, weight=1.0, cv=first.result.cv, params={})
    result = first.result.model_copy(update={"model": "blend", "members": [only], "predict_ms": 0.1})
    board = build_leaderboard([Candidate(result, held_out=first.held_out), near, first], "f1_macro")
    assert [(row.model, row.same_as) for row in board.rows][:2] == [
        ("logistic_regression", ""),
        ("blend", "logistic_regression"),
    ]
    assert board.chosen.model == "logistic_regression"
    best, blend, other = board.rows
    assert blend.difference is not None
    assert (blend.difference.mean, blend.difference.low, blend.difference.high) == (0, 0, 0)
    assert best.first == blend.first
    assert (best.first or 0) + (other.first or 0) == pytest.approx(1)
    page = leaderboard_html(board, "en")
    assert "blend is logistic_regression alone, because no average was better." in page
    assert "blend = logistic_regression" in page


def test_the_rule_is_told_with_the_number_it_goes_by(three):
    assert f" {ABOUT_AS_FAST} times the least time" in RULE
    board = build_leaderboard(three, "f1_macro")
    assert choose(board.rows).model == to_json(board)["choice"]["model"]
    assert to_json(board)["choice"]["rule"] == RULE


def test_a_comparison_of_an_earlier_version_is_still_read(three):
    content = build_leaderboard(three, "f1_macro").model_dump(mode="json")
    new = {"first", "ranks", "same_as", "nested", "refit_s", "predict_ms", "model_bytes", "chosen"}
    content["rows"] = [{name: value for name, value in row.items() if name not in new} for row in content["rows"]]
    del content["resamples"]
    old = Leaderboard.model_validate(content)
    assert old.chosen is old.best
    assert "bootstrap over patients" in leaderboard_html(old, "en")


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
        "Elegido",
        "Métrica buscada",
        "Validación cruzada",
        "Diferencia con el mejor",
        "Primero en los remuestreos",
        "Puestos, 95\u00a0%",
        "Prueba reservada, intervalo del 95\u00a0%",
        "Tiempo",
        "Respuesta, ms por nota",
        "Modelo, MB",
    ]
    assert rows[0]["Diferencia con el mejor"] == "–"
    assert rows[1]["Diferencia con el mejor"].endswith(": sin diferencia detectable")
    assert rows[2]["Diferencia con el mejor"].startswith("−0.")
    assert "detectable" not in rows[2]["Diferencia con el mejor"]
    assert [row["Elegido"] for row in rows] == ["✓", "", ""]


def test_the_page_and_the_markdown_say_how_the_rank_came_about(three):
    board = build_leaderboard(three, "f1_macro")
    page, markdown = leaderboard_html(board, "en"), leaderboard_markdown(board, "en")
    for text in (page, markdown):
        assert "The rank comes from the folds of the training rows; the sealed test had no say in it." in text
        assert "are adjusted for the number of models" in text
    assert "No detectable difference to the first: random_forest." in page
    assert f"Take logistic_regression (f1_macro). {RULE}" in page
    assert len(markdown.encode()) < 250_000
