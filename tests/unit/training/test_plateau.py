from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from epicrisis.training.plateau import fold_noise, gain_bound, on_plateau
from epicrisis.training.points import points_of

FOLDS = 5
NOISE = 0.4
CHECKS = (20, 30, 40, 60, 80, 100)


def _problem(draw: np.random.Generator, params: int) -> tuple[Callable[[np.ndarray], np.ndarray], float]:
    """Return a smooth function with one summit, of deviation 1 over the cube, and its height."""
    summit, weights = draw.uniform(0.15, 0.85, params), draw.exponential(1, params) + 0.1

    def raw(points: np.ndarray) -> np.ndarray:
        return -np.sqrt(0.1 + ((points - summit) ** 2 * weights).sum(axis=-1))

    deviation = raw(draw.random((2000, params))).std()
    return lambda points: raw(points) / deviation, float(raw(summit) / deviation)


def _propose(draw: np.random.Generator, points: list[np.ndarray], means: list[float], params: int) -> np.ndarray:
    """Propose as TPE does: at first anywhere, then near the better quarter."""
    if len(points) < 8:
        return draw.random(params)
    better = np.array(points)[np.argsort(means)[::-1][: max(1, len(means) // 4)]]
    near = better[draw.integers(len(better))] + draw.normal(0, np.maximum(better.std(axis=0), 0.05))
    return np.clip(np.where(draw.random(params) < 0.1, draw.random(params), near), 0, 1)


def _stopped(seed: int, params: int) -> tuple[int, float] | None:
    """Return after how many trials a search stops, and its regret then, in standard errors."""
    draw = np.random.default_rng(seed)
    function, height = _problem(draw, params)
    difficulty = draw.normal(0, NOISE, FOLDS)
    points: list[np.ndarray] = []
    folds: list[np.ndarray] = []
    for trial in range(1, CHECKS[-1] + 1):
        points.append(_propose(draw, points, [scores.mean() for scores in folds], params))
        folds.append(function(points[-1]) + difficulty + draw.normal(0, NOISE, FOLDS))
        means = np.mean(folds, axis=1)
        best = int(means.argmax())
        if trial in CHECKS and on_plateau(np.array(points), means, folds[best].tolist(), seed=seed):
            return trial, (height - float(function(points[best]))) / fold_noise(folds[best].tolist())
    return None


@pytest.mark.slow
def test_most_searches_stop_and_not_before_the_regret_is_within_two_standard_errors() -> None:
    stops = [_stopped(seed, params) for params in (4, 6) for seed in range(8)]
    fired = [stop for stop in stops if stop is not None]
    assert len(fired) / len(stops) > 0.5
    assert np.mean([regret <= 2 for _, regret in fired]) >= 0.9


def test_a_search_that_still_climbs_goes_on() -> None:
    points = np.linspace(0, 0.5, 25)[:, None]
    values = points[:, 0] * 10
    assert not on_plateau(points, values, [4.9, 5.0, 5.1, 5.0, 5.0], seed=0)
    assert gain_bound(points, values, seed=0) > 2


def test_a_function_that_is_known_everywhere_has_nothing_left_to_gain() -> None:
    points = np.linspace(0, 1, 40)[:, None]
    values = -((points[:, 0] - 0.5) ** 2) + np.random.default_rng(0).normal(0, 1e-4, 40)
    assert gain_bound(points, values, seed=0) < 2e-3
    assert on_plateau(points, values, [-0.01, 0.0, 0.01, 0.0, 0.01], seed=0)


def test_the_bound_keeps_its_unit_and_its_seed() -> None:
    draw = np.random.default_rng(1)
    points, values = draw.random((30, 3)), draw.normal(0, 1, 30)
    bound = gain_bound(points, values, seed=5)
    assert gain_bound(points, values, seed=5) == bound
    assert gain_bound(points, values, seed=6) != bound
    assert gain_bound(points, 8 * values + 16, seed=5) == pytest.approx(8 * bound, rel=1e-4)


def test_a_failed_trial_is_passed_over() -> None:
    draw = np.random.default_rng(2)
    points, values = draw.random((25, 2)), draw.normal(0, 1, 25)
    worse = np.append(values, [np.nan, np.inf])
    assert gain_bound(np.vstack([points, draw.random((2, 2))]), worse, seed=0) == gain_bound(points, values, seed=0)


def test_conditional_and_categorical_parameters_have_a_bound() -> None:
    draw = np.random.default_rng(3)
    trials: list[dict[str, str | int | float | bool | None]] = []
    for _ in range(30):
        trial: dict[str, str | int | float | bool | None] = {"kind": str(draw.choice(["linear", "trees"]))}
        trial |= {"leaves": int(draw.integers(1, 9))} if trial["kind"] == "trees" else {"C": float(draw.random() + 0.1)}
        trials.append(trial)
    values = np.array([0.8 if trial["kind"] == "trees" else 0.2 for trial in trials]) + draw.normal(0, 0.01, 30)
    bound = gain_bound(points_of(trials, log=["C"]), values, seed=0)
    assert 0 <= bound < 0.1


def test_early_and_empty_searches_go_on() -> None:
    points, values = np.random.default_rng(4).random((19, 2)), np.zeros(19)
    folds = [0.1, 0.2, 0.3]
    assert not on_plateau(points, values, folds, seed=0)
    assert on_plateau(points, values, folds, least_trials=19, seed=0)
    assert not on_plateau(points, values, [0.1], least_trials=19, seed=0)
    assert gain_bound(points[:1], values[:1], seed=0) == float("inf")
    assert gain_bound(points[:0], values[:0], seed=0) == float("inf")


def test_equal_values_and_equal_points_leave_nothing_to_gain() -> None:
    assert gain_bound(np.random.default_rng(0).random((20, 2)), np.full(20, 0.7), seed=0) == 0.0
    assert gain_bound(np.empty((20, 0)), np.arange(20.0), seed=0) == 0.0
    # The same point twenty times: what differs is noise.
    assert gain_bound(np.full((20, 2), 0.5), np.random.default_rng(0).normal(0, 1, 20), seed=0) < 3


def test_points_without_their_values_are_refused() -> None:
    with pytest.raises(ValueError, match="3 points and 2 values are not one of each a trial"):
        gain_bound(np.zeros((3, 1)), np.zeros(2), seed=0)


def test_the_noise_of_folds_is_nadeau_s_and_bengio_s() -> None:
    assert fold_noise([1.0, 2.0, 3.0]) == pytest.approx(np.sqrt((1 / 3 + 1 / 2) * 1.0))
    assert fold_noise([1.0, float("nan"), 2.0, 3.0]) == fold_noise([1.0, 2.0, 3.0])
    assert fold_noise([0.5, 0.5]) == 0.0
    assert np.isnan(fold_noise([0.5]))
    assert np.isnan(fold_noise([]))
