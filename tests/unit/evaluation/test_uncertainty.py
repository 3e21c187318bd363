from __future__ import annotations

import numpy as np
import pytest

from epicrisis.evaluation.metrics import METRICS, measure_all
from epicrisis.evaluation.uncertainty import _weighted, bootstrap_intervals


def _answers(rows: int, seed: int, classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    true = generator.integers(0, classes, rows)
    scores = generator.random((rows, classes)) + np.eye(classes)[true] * 0.5
    return true, (scores / scores.sum(axis=1, keepdims=True)).round(2)


@pytest.mark.parametrize("seed", range(5))
def test_weighted_figures_equal_those_of_the_drawn_rows(seed: int) -> None:
    true, probabilities = _answers(120, seed)
    weights = np.random.default_rng(seed).multinomial(120, np.full(120, 1 / 120), size=2).astype(float)
    figures = _weighted(true, probabilities.argmax(axis=1), probabilities, weights)
    for number, weight in enumerate(weights):
        drawn = np.repeat(np.arange(120), weight.astype(int))
        expected = measure_all(true[drawn], probabilities[drawn])
        assert set(expected) == set(METRICS) == set(figures)
        for name, value in expected.items():
            assert figures[name][number] == pytest.approx(value, abs=1e-9), name


def test_a_class_absent_from_a_draw_is_left_out_as_scikit_learn_does() -> None:
    true, probabilities = np.array([0, 0, 1, 2]), np.array([[1, 0, 0], [0.4, 0.6, 0], [0, 1, 0], [0, 0, 1.0]])
    figures = _weighted(true, probabilities.argmax(axis=1), probabilities, np.array([[1.0, 1.0, 1.0, 0.0]]))
    for name, value in measure_all(true[:3], probabilities[:3]).items():
        assert figures[name][0] == pytest.approx(value, abs=1e-9), name


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
    for seed in range(150):
        groups = np.repeat(np.arange(100), 3)
        right = np.repeat(generator.random(100) < 0.8, 3)
        true = generator.integers(0, 2, 300)
        probabilities = np.eye(2)[np.where(right, true, 1 - true)]
        low, high = bootstrap_intervals(true, probabilities, groups, seed=seed, resamples=300)["accuracy"]
        covered += low <= 0.8 <= high
    # 95 % of 150 with the binomial's own spread, and a percentile interval's slight undercoverage.
    assert 0.89 <= covered / 150 <= 0.995
