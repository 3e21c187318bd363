from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from epicrisis.evaluation.losses import calibration_error
from epicrisis.evaluation.metrics import METRICS, Metric, measure_all
from epicrisis.evaluation.ranking import ranked_by_class
from epicrisis.settings.learning import MetricName

GENERATOR = np.random.default_rng(3)
TRUE = GENERATOR.integers(0, 4, 200)
SCORES = GENERATOR.random((200, 4)) + np.eye(4)[TRUE] * 0.7
PROBABILITIES = SCORES / SCORES.sum(axis=1, keepdims=True)


@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(1, 60))
@settings(max_examples=25, deadline=None)
def test_figures_equal_those_of_scikit_learn(seed: int, classes: int, rows: int) -> None:
    generator = np.random.default_rng(seed)
    true, answered = generator.integers(0, classes, (2, rows))
    shares = generator.dirichlet(np.ones(classes), rows)
    figures = measure_all(true, shares, answered)
    assert figures["accuracy"] == pytest.approx(sk.accuracy_score(true, answered))
    present = np.unique(true)
    recalls = sk.recall_score(true, answered, labels=present, average=None, zero_division=0)
    assert figures["balanced_accuracy"] == pytest.approx(recalls.mean())
    for name, function in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
        for suffix, average in (("", "weighted"), ("_macro", "macro")):
            expected = function(true, answered, average=average, zero_division=0)
            assert figures[name + suffix] == pytest.approx(expected), name + suffix
    if len(np.unique([true, answered])) > 1:
        assert figures["mcc"] == pytest.approx(sk.matthews_corrcoef(true, answered))


def test_figures_of_probabilities_equal_those_of_scikit_learn() -> None:
    figures = measure_all(TRUE, PROBABILITIES)
    assert figures["log_loss"] == pytest.approx(sk.log_loss(TRUE, PROBABILITIES))
    assert figures["roc_auc"] == pytest.approx(
        sk.roc_auc_score(TRUE, PROBABILITIES, multi_class="ovr", average="macro")
    )


@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.integers(2, 60), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_ranks_and_losses_equal_those_of_scikit_learn(seed: int, classes: int, rows: int, decimals: int) -> None:
    generator = np.random.default_rng(seed)
    true = generator.integers(0, classes, rows)
    shares = generator.dirichlet(np.ones(classes), rows).round(decimals)  # with ties
    areas, precisions = [], []
    for number in range(classes):
        mine = true == number
        if 0 < mine.sum() < rows:
            areas.append(sk.roc_auc_score(mine, shares[:, number]))
        if mine.any():
            precisions.append(sk.average_precision_score(mine, shares[:, number]))
    figures = measure_all(true, shares)
    assert figures.get("roc_auc", np.nan) == pytest.approx(np.mean(areas) if areas else np.nan, nan_ok=True)
    assert figures["average_precision"] == pytest.approx(np.mean(precisions))
    labels = np.arange(classes)
    brier = ((shares - np.eye(classes)[true]) ** 2).sum(axis=1).mean()
    assert figures["brier"] == pytest.approx(brier)
    if classes == 2:
        assert brier == pytest.approx(((shares - np.eye(classes)[true]) ** 2).mean(axis=0).sum())
    prior = np.bincount(true, minlength=len(labels)) / rows
    floor = ((prior - np.eye(classes)[true]) ** 2).sum(axis=1).mean()
    if floor > 1e-9:
        assert figures["scaled_brier"] == pytest.approx(1 - brier / floor)


def test_the_brier_score_is_scikit_learn_s() -> None:
    expected = sk.brier_score_loss(TRUE, PROBABILITIES, scale_by_half=False)
    assert measure_all(TRUE, PROBABILITIES)["brier"] == pytest.approx(expected)


def test_the_calibration_error_is_the_mean_distance_of_bins_of_equal_width() -> None:
    predicted = np.array([0.05, 0.06, 0.52, 0.53, 0.99, 1.0, 0.0])
    happened = np.array([False, True, True, False, True, True, False])
    # By hand: bins (0, 1/15], (7/15, 8/15], (14/15, 1].
    distances = [abs(0.11 / 3 - 1 / 3) * 3, abs(1.05 / 2 - 1 / 2) * 2, abs(1.99 / 2 - 1) * 2]
    assert calibration_error(predicted, happened) == pytest.approx(sum(distances) / 7)
    two = np.stack([1 - predicted, predicted], axis=1)
    top = two.argmax(axis=1)
    expected = calibration_error(two.max(axis=1), top == happened)
    assert measure_all(happened.astype(int), two)["ece"] == pytest.approx(expected)


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_row_of_the_table_is_whole(metric: Metric) -> None:
    assert metric.averaging in ("rows", "weighted", "macro")
    assert len(metric.source) > 10
    assert (
        metric.measure(TRUE, PROBABILITIES.argmax(axis=1), PROBABILITIES)
        == measure_all(TRUE, PROBABILITIES)[metric.name]
    )


def test_every_metric_of_the_settings_is_in_the_table() -> None:
    assert set(METRICS) == set(get_args(MetricName))


def test_the_area_of_an_absent_class_does_not_exist() -> None:
    areas = [one.area[0] for one in ranked_by_class(np.array([0, 0, 1]), np.eye(3))]
    assert areas == pytest.approx([0.75, 0.25, np.nan], nan_ok=True)
    assert "roc_auc" not in measure_all(np.zeros(3, dtype=int), np.full((3, 2), 0.5))


def test_a_certain_error_has_a_finite_log_loss() -> None:
    assert np.isfinite(measure_all(np.array([0, 1]), np.array([[0.0, 1.0], [0.0, 1.0]]))["log_loss"])


@pytest.mark.parametrize("name", METRICS)
def test_each_direction_is_right(name: str) -> None:
    good = METRICS[name].measure(TRUE, TRUE, np.eye(4)[TRUE])
    poor = METRICS[name].measure(TRUE, np.zeros_like(TRUE), np.full((200, 4), 0.25))
    assert good is not None
    assert poor is not None
    assert (good > poor) == (METRICS[name].direction == "maximize")
