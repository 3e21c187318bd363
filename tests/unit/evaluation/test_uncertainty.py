from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as sk

from epicrisis.evaluation.by_class import class_intervals
from epicrisis.evaluation.metrics import METRICS, measure_all
from epicrisis.evaluation.uncertainty import bootstrap_intervals, draw, patient_weights


def _answers(rows: int, seed: int, classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    true = generator.integers(0, classes, rows)
    scores = generator.random((rows, classes)) + np.eye(classes)[true] * 0.5
    return true, (scores / scores.sum(axis=1, keepdims=True)).round(2)


@pytest.mark.parametrize("seed", range(5))
def test_every_figure_of_a_resample_equals_that_of_the_drawn_rows(seed: int) -> None:
    true, probabilities = _answers(120, seed)
    if seed == 0:
        probabilities = np.tile([0.2, 0.5, 0.3], (120, 1))
    groups = np.random.default_rng(seed).integers(0, 30 if seed < 4 else 3, 120)
    figures = draw(true, probabilities, groups, seed=seed, resamples=70).figures
    assert set(figures) == set(METRICS)
    codes = np.unique(groups, return_inverse=True)[1]
    for place, weights in enumerate(patient_weights(codes.max() + 1, 70, seed, 1)):
        rows = np.repeat(np.arange(120), weights[codes, 0].astype(int))
        expected = measure_all(true[rows], probabilities[rows])
        for name, values in figures.items():
            assert values[place] == pytest.approx(expected.get(name, np.nan), rel=1e-5, nan_ok=True), name


def test_a_figure_that_few_resamples_have_has_no_interval() -> None:
    true, probabilities = np.array([0, 0, 0, 0]), np.array([[1, 0], [0.4, 0.6], [0, 1], [0.5, 0.5]])
    found = bootstrap_intervals(true, probabilities, np.arange(4), seed=0, resamples=50)
    assert "roc_auc" not in found
    assert "scaled_brier" not in found
    assert found["average_precision"] == (1, 1)


def test_two_rows_and_one_patient_have_intervals_all_the_same() -> None:
    probabilities = np.array([[0.7, 0.3], [0.4, 0.6]])
    found = bootstrap_intervals(np.array([0, 1]), probabilities, np.zeros(2), seed=0, resamples=50)
    assert found["accuracy"] == (1, 1)
    assert found["log_loss"][0] == found["log_loss"][1]
    apart = bootstrap_intervals(np.array([0, 1]), probabilities, np.arange(2), seed=0, resamples=50)
    assert apart["log_loss"][0] < apart["log_loss"][1]


def test_the_same_seed_gives_the_same_intervals_and_another_does_not() -> None:
    true, probabilities = _answers(200, 0)
    groups = np.arange(200) // 3
    first = bootstrap_intervals(true, probabilities, groups, seed=1, resamples=200)
    assert bootstrap_intervals(true, probabilities, groups, seed=1, resamples=200) == first
    assert bootstrap_intervals(true, probabilities, groups, seed=2, resamples=200) != first


def test_intervals_of_clustered_rows_are_wider_than_those_of_rows() -> None:
    generator = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 10)
    right = np.repeat(generator.random(60) < 0.7, 10)
    true = generator.integers(0, 2, 600)
    probabilities = np.eye(2)[np.where(right, true, 1 - true)]
    by_patient = bootstrap_intervals(true, probabilities, groups, seed=0)["accuracy"]
    by_row = bootstrap_intervals(true, probabilities, np.arange(600), seed=0)["accuracy"]
    assert by_patient[1] - by_patient[0] > 2 * (by_row[1] - by_row[0])


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    generator = np.random.default_rng(11)
    covered = 0
    for seed in range(100):
        groups = np.repeat(np.arange(100), 3)
        right = np.repeat(generator.random(100) < 0.8, 3)
        true = generator.integers(0, 2, 300)
        probabilities = np.eye(2)[np.where(right, true, 1 - true)]
        found = draw(true, probabilities, groups, seed=seed, resamples=200, ranks=False).figures["accuracy"]
        low, high = np.quantile(found, [0.025, 0.975])
        covered += low <= 0.8 <= high
    # 95 % of 100, and what chance does to it: less than 87 once in a thousand times.
    assert covered >= 87


def test_the_calibration_error_s_interval_holds_the_error_and_a_truth_of_nearly_none() -> None:
    generator = np.random.default_rng(1)
    shares = generator.dirichlet([1.0, 1.0], 300)
    true = (generator.random(300) < shares[:, 1]).astype(int)
    low, high = bootstrap_intervals(true, shares, np.arange(300), seed=0, resamples=200)["ece"]
    assert low <= measure_all(true, shares)["ece"] <= high
    assert low < 0.01


def test_one_patient_with_a_thousand_notes_widens_every_interval() -> None:
    true, probabilities = _answers(1100, 3)
    groups = np.maximum(np.arange(1100) - 999, 0)
    heavy = bootstrap_intervals(true, probabilities, groups, seed=0, resamples=200)
    alone = bootstrap_intervals(true, probabilities, np.arange(1100), seed=0, resamples=200)
    for name in ("accuracy", "roc_auc", "average_precision", "brier"):
        assert heavy[name][1] - heavy[name][0] > 1.5 * (alone[name][1] - alone[name][0]), name


def test_certain_probabilities_and_two_hundred_classes_have_their_figures() -> None:
    generator = np.random.default_rng(0)
    true = generator.integers(0, 150, 600)  # fifty classes are in no row
    certain = np.eye(200)[np.where(generator.random(600) < 0.9, true, generator.integers(0, 200, 600))]
    found = bootstrap_intervals(true, certain, np.arange(600) // 2, seed=0, resamples=50)
    assert set(found) == set(METRICS)
    assert all(np.isfinite(interval).all() for interval in found.values())


def test_a_constant_forecast_has_no_interval_of_its_scaled_brier_score_that_misses_the_score() -> None:
    true = np.arange(300) % 4
    forecast = np.tile([0.25, 0.25, 0.25, 0.25], (300, 1))
    drawn = draw(true, forecast, np.arange(300), seed=0, resamples=200, ranks=False)
    assert drawn.figures["scaled_brier"].max() <= drawn.observed["scaled_brier"] == pytest.approx(0)
    assert "scaled_brier" not in drawn.intervals()
    learned = draw(*_answers(300, 4), np.arange(300), seed=0, resamples=200, ranks=False)
    assert "scaled_brier" in learned.intervals()


def test_figures_of_each_class_have_intervals_that_hold_them_and_keep_their_width() -> None:
    true, probabilities = _answers(300, 3)
    answered, patients = probabilities.argmax(axis=1), np.arange(300) // 2
    drawn = draw(true, probabilities, patients, seed=0, resamples=200)
    figures = sk.precision_recall_fscore_support(true, answered, zero_division=0)
    for number, found in enumerate(class_intervals(true, answered, patients, drawn.ranked)):
        assert set(found) == {"precision", "recall", "f1", "roc_auc", "average_precision"}
        for name, values in zip(("precision", "recall", "f1"), figures, strict=False):
            assert found[name][0] < values[number] < found[name][1]
        low, high = found["roc_auc"]
        assert low < sk.roc_auc_score(true == number, probabilities[:, number]) < high
    few, sure = np.array([0, 0, 0, 1, 1, 1]), np.eye(3)[[0, 0, 0, 1, 1, 1]]
    drawn = draw(few, sure, np.arange(6), seed=0, resamples=50)
    first, _, absent = class_intervals(few, few, np.arange(6), drawn.ranked)
    assert {name: high for name, (_, high) in first.items()} == {"precision": 1, "recall": 1, "f1": 1}
    assert all(low < 0.9 for low, _ in first.values())
    assert absent == {}
