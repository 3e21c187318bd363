from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from epicrisis.training.curtailment import Curtailment, chance_of_passing, pooled_variance

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"
SEARCHES = 200
SPREAD = ("wide", "folds differ in their best")
NAN = float("nan")
HISTORY = [[0.80, 0.82, 0.78, 0.81, 0.79], [0.79, 0.80, 0.79, 0.80, 0.77]]
HISTORY += [[0.78, 0.81, 0.75, 0.79, 0.78], [0.81, 0.80, 0.76, 0.80, 0.80], [0.77, 0.80, 0.79, 0.77, 0.78]]
BEST = HISTORY[0]
SCORE = st.floats(-1, 1).map(lambda score: round(score, 3))
ANY = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([NAN, float("inf"), float("-inf")]))
ROW = st.lists(SCORE, min_size=5, max_size=5)


@pytest.fixture(scope="module")
def pruning() -> Any:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        return importlib.import_module("pruning")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.mark.slow
def test_the_best_is_lost_in_at_most_a_twentieth_of_searches_in_every_scenario(pruning: Any) -> None:
    lost, saved = {}, {}
    for name, draw_scores in pruning.SCENARIOS.items():
        for size in pruning.SIZES:
            scores = draw_scores(np.random.default_rng(7), SEARCHES, size[1], size[0])
            found = pruning.play(scores, pruning.ours, seed=7)
            lost[name, size], saved[name, size] = found.lost, found.saved
    assert {case: share for case, share in lost.items() if share > 0.05} == {}
    assert np.mean(list(lost.values())) < 0.01
    for name in SPREAD:
        for size in pruning.SIZES:
            assert saved[name, size] > 0.33, (name, size)
    assert min(saved.values()) > 0.08


def test_many_searches_at_a_time_give_up_what_one_search_gives_up(pruning: Any) -> None:
    scores = pruning.SCENARIOS["heteroscedastic"](np.random.default_rng(0), 6, 15, 5)
    order = np.random.default_rng(1).random((6, 5)).argsort(axis=1)
    complete = np.random.default_rng(2).random((6, 15)) < 0.7
    best = np.where(complete, scores.mean(axis=2), -np.inf)[:, :14].argmax(axis=1)
    used = pruning._folds_used(scores, 14, best, complete, order, pruning.ours)
    for search in range(6):
        history = scores[search, :14][complete[search, :14]].tolist()
        incumbent = scores[search, best[search]].tolist()
        stops = [
            scored
            for scored in range(1, 5)
            if Curtailment().hopeless(
                {int(fold): scores[search, 14, fold] for fold in order[search, :scored]}, incumbent, history
            )
        ]
        assert used[search] == (stops[0] if stops else 0)


def test_optuna_s_rule_is_optuna_s(pruning: Any) -> None:
    """Hold the benchmark's form of the rule beside the pruner itself, on the same numbers."""
    import optuna

    draw = np.random.default_rng(3)
    for _ in range(40):
        best, mine = draw.normal(0, 1, 8), draw.normal(-0.5, 1, 8)
        study = optuna.create_study(direction="maximize")
        study.add_trial(optuna.trial.create_trial(value=best.mean(), intermediate_values=dict(enumerate(best))))
        for scored in range(1, 8):
            trial = optuna.trial.create_trial(
                state=optuna.trial.TrialState.PRUNED, intermediate_values=dict(enumerate(mine[:scored]))
            )
            ahead = np.array([mine[:scored].mean() >= best.mean()])
            with pytest.warns(optuna.exceptions.ExperimentalWarning):
                pruner = optuna.pruners.WilcoxonPruner()
            asked = pruner.prune(study, trial)
            look = pruning.Look((mine - best)[None, :scored], 8, np.ones(1), np.ones(1), ahead)
            assert pruning.optuna_wilcoxon(look)[0] == asked


def test_one_fold_far_below_is_enough_and_one_fold_slightly_below_is_not() -> None:
    assert Curtailment().hopeless({2: 0.60}, BEST, HISTORY)
    assert not Curtailment().hopeless({2: 0.76}, BEST, HISTORY)
    assert Curtailment().hopeless({2: 0.74, 0: 0.76, 4: 0.75, 1: 0.78}, BEST, HISTORY)


def test_the_chance_is_that_of_the_sum_of_the_folds_to_come() -> None:
    differences, folds, variance, prior_df = np.array([-0.3, -0.1, 0.05]), 8, 0.04, 4.0
    mean, df, left = differences.mean(), 6.0, 5
    deviation = np.sqrt((4 * 0.04 + ((differences - mean) ** 2).sum()) / df)
    scale = deviation * np.sqrt(left + left**2 / 3)
    expected = student.sf((-differences.sum() - left * mean) / scale, df)
    assert chance_of_passing(differences, folds, variance, prior_df) == pytest.approx(expected, rel=1e-12)


def test_one_that_ends_level_is_given_up_at_a_look_as_often_as_the_threshold_says() -> None:
    differences = np.random.default_rng(5).normal(0, 1, (40_000, 10))
    differences -= differences.mean(axis=1, keepdims=True)
    for scored in (1, 4, 8):
        # Nearly all of the weight is the earlier candidates', who say the truth.
        chance = chance_of_passing(differences[:, :scored], 10, 1.0, 1e6)
        assert (chance < 0.05).mean() == pytest.approx(0.05, abs=0.005)


@pytest.mark.parametrize("folds", [1, 2, 3, 4])
def test_below_five_folds_nothing_is_given_up(folds: int) -> None:
    history = [row[:folds] for row in HISTORY]
    assert not Curtailment().applies(folds)
    assert Curtailment().applies(5)
    for scored in range(1, folds + 1):
        assert not Curtailment().hopeless(dict.fromkeys(range(scored), -9.0), BEST[:folds], history)


def test_without_enough_different_candidates_nothing_is_given_up() -> None:
    assert not Curtailment().hopeless({0: -9.0}, BEST, [])
    assert not Curtailment().hopeless({0: -9.0}, BEST, HISTORY[:3])
    assert Curtailment().hopeless({0: -9.0}, BEST, HISTORY[:4])
    # Copies, shifted copies and lists of another length say nothing of the noise.
    same = [BEST, [score + 0.1 for score in BEST], [score - 0.3 for score in BEST], BEST, BEST]
    assert not Curtailment().hopeless({0: -9.0}, BEST, same)
    assert not Curtailment().hopeless({0: -9.0}, BEST, [*same, *HISTORY[1:3], [0.1, 0.2, 0.3]])


def test_ties_and_complete_candidates_are_kept() -> None:
    for scored in range(1, 6):
        assert not Curtailment().hopeless(dict(list(enumerate(BEST))[:scored]), BEST, HISTORY)
    assert not Curtailment().hopeless(dict.fromkeys(range(5), -9.0), BEST, HISTORY)
    assert not Curtailment().hopeless({}, BEST, HISTORY)


def test_a_fold_without_the_metric_is_out_of_the_comparison() -> None:
    six = [[*row, NAN] for row in HISTORY]
    for candidate in ({2: 0.60}, {2: 0.76}, {2: 0.60, 5: 0.9}, {2: 0.60, 5: NAN}):
        shorter = {fold: score for fold, score in candidate.items() if fold < 5}
        expected = Curtailment().hopeless(shorter, BEST, HISTORY)
        assert Curtailment().hopeless(candidate, six[0], six) == expected
    assert not Curtailment().hopeless({0: NAN}, BEST, HISTORY)
    # Four folds are left to compare.
    assert not Curtailment().hopeless({0: NAN, 1: -9.0}, BEST, HISTORY)
    assert not Curtailment().hopeless({1: -9.0}, [NAN, *BEST[1:]], HISTORY)
    assert not Curtailment().hopeless({1: -9.0}, [NAN] * 5, HISTORY)
    assert not Curtailment().hopeless({1: -np.inf}, BEST, HISTORY)


def test_a_fold_that_the_incumbent_does_not_have_is_refused() -> None:
    for fold in (-1, 5):
        with pytest.raises(ValueError, match=rf"folds \[{fold}\] are not all among the incumbent's 5"):
            Curtailment().hopeless({fold: 0.5}, BEST, HISTORY)


def test_the_pooled_variance_is_that_of_candidates_that_vary() -> None:
    differences = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [4.0, NAN, 8.0], [NAN, NAN, 1.0]])
    variance, pairs = pooled_variance(differences)
    assert (variance, pairs) == (pytest.approx((2 + 8) / (2 + 1)), 2)
    assert tuple(map(float, pooled_variance(differences, 2.5))) == (0.0, 0.0)


@given(st.lists(ROW, min_size=4, max_size=8), ROW, st.integers(1, 4), st.permutations(range(5)))
@settings(max_examples=80, deadline=None)
def test_scale_shift_and_order_change_nothing(
    history: list[list[float]], scores: list[float], scored: int, order: list[int]
) -> None:
    incumbent = max(history, key=lambda row: float(np.mean(row)))
    candidate = {fold: scores[fold] for fold in order[:scored]}
    asked = Curtailment().hopeless(candidate, incumbent, history)
    # Powers of two, so that only the rule's own arithmetic could differ.
    for scale, shift in ((4.0, 0.0), (0.25, 0.0), (1.0, 8.0)):
        moved = [[scale * score + shift for score in row] for row in history]
        best = [scale * score + shift for score in incumbent]
        there = {fold: scale * score + shift for fold, score in reversed(candidate.items())}
        assert Curtailment().hopeless(there, best, moved[::-1]) == asked


@given(
    st.dictionaries(st.integers(0, 5), ANY),
    st.lists(ANY, min_size=6, max_size=6),
    st.lists(st.lists(ANY, min_size=4, max_size=7), max_size=8),
)
@example({1: np.inf}, [0.0, np.inf, 0.0, 0.0, 0.0, 0.0], [])
@settings(max_examples=100, deadline=None)
def test_any_numbers_give_an_answer_without_a_warning(
    candidate: dict[int, float], incumbent: list[float], history: list[list[float]]
) -> None:
    answer = Curtailment().hopeless(candidate, incumbent, history)
    assert isinstance(answer, bool)
    known = [fold for fold, score in candidate.items() if np.isfinite(score) and np.isfinite(incumbent[fold])]
    if answer:
        assert sum(candidate[fold] - incumbent[fold] for fold in known) < 0


@given(st.lists(ROW, min_size=4, max_size=8), st.dictionaries(st.integers(0, 4), SCORE, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_a_larger_threshold_gives_up_all_that_a_smaller_one_does(
    history: list[list[float]], candidate: dict[int, float]
) -> None:
    answers = [Curtailment(threshold).hopeless(candidate, history[0], history) for threshold in (0, 0.001, 0.05, 0.4)]
    assert answers == sorted(answers)
    assert not answers[0]
