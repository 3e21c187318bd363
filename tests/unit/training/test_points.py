from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epicrisis.training.points import points_of

VALUE = st.one_of(st.none(), st.booleans(), st.sampled_from(["a", "b", "1"]), st.integers(-5, 5), st.floats(-10, 10))
TRIALS = st.lists(st.dictionaries(st.sampled_from(["p", "q", "r"]), VALUE), max_size=10)


def test_numbers_are_scaled_and_categories_have_a_column_each() -> None:
    points = points_of(
        [
            {"C": 0.01, "depth": 2, "weight": None},
            {"C": 1.0, "depth": 4, "weight": "b"},
            {"C": 0.1, "depth": 3, "weight": "b"},
        ],
        log=["C"],
        bounds={"depth": (0, 4)},
    )
    np.testing.assert_allclose(points, [[0, 0.5, 1, 0], [1, 1, 0, 1], [0.5, 0.75, 0, 1]])


def test_an_absent_parameter_is_nan_or_no_category() -> None:
    points = points_of(
        [{"kind": "linear"}, {"kind": "trees", "leaves": 1}, {"kind": "trees", "leaves": 5, "rule": "x"}]
    )
    # kind: linear, trees; leaves; rule: x.
    np.testing.assert_array_equal(points, [[1, 0, np.nan, 0], [0, 1, 0, 0], [0, 1, 1, 1]])


def test_a_parameter_of_one_value_has_no_column() -> None:
    assert points_of([{"a": 1, "b": "x"}, {"a": 1, "b": "x"}]).shape == (2, 0)
    assert points_of([]).shape == (0, 0)
    # Whether it is there at all is still a difference.
    np.testing.assert_array_equal(points_of([{"a": 3}, {}]), [[0.5], [np.nan]])


def test_true_one_and_the_text_one_are_three_categories() -> None:
    np.testing.assert_array_equal(points_of([{"a": True}, {"a": 1}, {"a": "1"}]).sum(axis=0), [1, 1, 1])


def test_a_logarithm_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="C is searched on a logarithmic scale and is zero or below"):
        points_of([{"C": 0.0}, {"C": 1.0}], log=["C"])


@given(TRIALS)
@settings(deadline=None)
def test_all_points_are_in_the_unit_cube_and_equal_trials_have_equal_points(
    trials: list[dict[str, str | int | float | bool | None]],
) -> None:
    points = points_of([*trials, *trials])
    known = points[~np.isnan(points)]
    assert ((known >= 0) & (known <= 1)).all()
    np.testing.assert_array_equal(points[: len(trials)], points[len(trials) :])
