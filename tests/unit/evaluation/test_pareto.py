from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from epicrisis.evaluation.pareto import Direction, cheapest_within_one_se, pareto_front

# Few distinct values, so that ties are common.
COARSE = st.integers(-3, 3).map(float)
TABLE = st.integers(1, 3).flatmap(
    lambda columns: arrays(float, st.tuples(st.integers(1, 12), st.just(columns)), elements=COARSE)
)
WAYS: list[Direction] = ["maximize", "minimize", "maximize"]


def _beats(one: np.ndarray, other: np.ndarray, directions: list[Direction]) -> bool:
    signs = np.array([1 if direction == "maximize" else -1 for direction in directions])
    return bool(np.all(signs * one >= signs * other) and np.any(signs * one > signs * other))


@given(TABLE)
@settings(deadline=None)
def test_the_front_is_what_nobody_beats_and_beats_all_others(values: np.ndarray) -> None:
    directions = WAYS[: values.shape[1]]
    front = pareto_front(values, directions)
    assert front.any()
    for row, inside in zip(values, front, strict=True):
        assert inside != any(_beats(other, row, directions) for other in values[front])


@given(TABLE, st.integers(0, 99))
@settings(deadline=None)
def test_order_and_monotone_scales_do_not_matter(values: np.ndarray, seed: int) -> None:
    directions = WAYS[: values.shape[1]]
    front = pareto_front(values, directions)
    order = np.random.default_rng(seed).permutation(len(values))
    np.testing.assert_array_equal(pareto_front(values[order], directions), front[order])
    np.testing.assert_array_equal(pareto_front(np.exp(values), directions), front)
    turned: list[Direction] = ["minimize" if way == "maximize" else "maximize" for way in directions]
    np.testing.assert_array_equal(pareto_front(-values, turned), front)


def test_one_objective_leaves_the_best_and_its_equals() -> None:
    assert pareto_front(np.array([[1.0], [3.0], [3.0], [2.0]]), ["maximize"]).tolist() == [False, True, True, False]
    assert pareto_front(np.array([[1.0], [3.0], [1.0]]), ["minimize"]).tolist() == [True, False, True]


def test_a_candidate_without_a_figure_is_out_and_beats_nobody() -> None:
    values = np.array([[0.9, np.nan], [0.8, 5.0], [np.nan, 1.0], [0.7, 6.0]])
    assert pareto_front(values, ["maximize", "minimize"]).tolist() == [False, True, False, False]
    assert pareto_front(np.empty((0, 2)), ["maximize", "minimize"]).tolist() == []


def test_values_that_do_not_fit_the_directions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"values of shape \(2, 2\) do not fit 1 directions"):
        pareto_front(np.zeros((2, 2)), ["maximize"])


def test_the_cheapest_of_those_near_the_best_is_chosen() -> None:
    first, cost = np.array([0.80, 0.85, 0.84, 0.83]), np.array([1.0, 9.0, 4.0, 2.0])
    chosen = [cheapest_within_one_se(first, error, cost, "maximize") for error in (0.0, 0.011, 0.021, 1.0)]
    assert chosen == [1, 2, 3, 0]
    assert cheapest_within_one_se(-first, 0.011, cost, "minimize") == 2


def test_ties_go_to_the_better_and_then_to_the_first() -> None:
    assert cheapest_within_one_se(np.array([0.7, 0.8, 0.8]), 0.2, np.array([1.0, 1.0, 1.0]), "maximize") == 1


@given(
    arrays(float, st.just(8), elements=st.one_of(COARSE, st.just(float("nan")))),
    arrays(float, st.just(8), elements=st.one_of(COARSE, st.just(float("nan")))),
    st.integers(0, 4).map(float),
    st.sampled_from(WAYS),
)
@settings(deadline=None)
def test_the_choice_is_near_the_best_and_nothing_near_is_cheaper(
    first: np.ndarray, cost: np.ndarray, error: float, direction: Direction
) -> None:
    usable = ~np.isnan(first) & ~np.isnan(cost)
    if not usable.any():
        with pytest.raises(ValueError, match="no candidate has both a figure and a cost"):
            cheapest_within_one_se(first, error, cost, direction)
        return
    sign = 1 if direction == "maximize" else -1
    chosen = cheapest_within_one_se(first, error, cost, direction)
    near = usable & (sign * first >= (sign * first)[usable].max() - error)
    assert near[chosen]
    assert cost[chosen] == cost[near].min()
    assert sign * first[chosen] == (sign * first)[near & (cost == cost[chosen])].max()


@pytest.mark.parametrize("error", [-0.1, float("nan")])
def test_a_standard_error_that_is_none_is_refused(error: float) -> None:
    with pytest.raises(ValueError, match="is not one"):
        cheapest_within_one_se(np.array([1.0]), error, np.array([1.0]), "maximize")


def test_figures_without_their_costs_are_refused() -> None:
    with pytest.raises(ValueError, match="are not one of each a candidate"):
        cheapest_within_one_se(np.array([1.0, 2.0]), 0.1, np.array([1.0]), "maximize")
