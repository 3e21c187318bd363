"""Which parameters mattered, told only where there are candidates enough."""

from __future__ import annotations

from optuna.distributions import CategoricalDistribution, FloatDistribution
from optuna.trial import TrialState, create_trial

from epicrisis.training.importance import LEAST_TRIALS, parameter_importance

SPACE = {"C": FloatDistribution(0.0, 1.0), "noise": FloatDistribution(0.0, 1.0)}


def trials(number, value):
    return [
        create_trial(
            value=value(index / number),
            params={"C": index / number, "noise": (index * 7 % number) / number},
            distributions=SPACE,
        )
        for index in range(number)
    ]


def test_the_parameter_that_decides_comes_first_in_either_direction():
    for sign in (1, -1):
        found = parameter_importance(trials(40, lambda c, sign=sign: sign * c), sign)
        assert next(iter(found)) == "C"
        assert found["C"] > 0.8
        assert abs(sum(found.values()) - 1) < 1e-9


def test_too_few_or_equal_candidates_tell_nothing():
    assert parameter_importance(trials(LEAST_TRIALS - 1, lambda c: c), 1) == {}
    assert parameter_importance(trials(40, lambda _: 0.5), 1) == {}
    assert parameter_importance([], 1) == {}


def test_a_parameter_of_some_candidates_only_is_told_too():
    some = trials(30, lambda c: c)
    extra = {**SPACE, "kind": CategoricalDistribution(["a", "b"])}
    some += [
        create_trial(value=0.9, params={"C": 0.9, "noise": 0.1, "kind": "ab"[index % 2]}, distributions=extra)
        for index in range(10)
    ]
    assert set(parameter_importance(some, 1)) == {"C", "noise", "kind"}


def test_pruned_candidates_stand_with_the_worst():
    pruned = create_trial(state=TrialState.PRUNED, params={"C": 0.05, "noise": 0.5}, distributions=SPACE)
    failed = create_trial(state=TrialState.FAIL, params={"C": 0.99, "noise": 0.5}, distributions=SPACE)
    complete = trials(12, lambda c: c)
    assert parameter_importance(complete, 1) == {}
    assert parameter_importance([*complete, *[failed] * 20], 1) == {}
    assert next(iter(parameter_importance([*complete, *[pruned] * 8], 1))) == "C"
    assert parameter_importance([*complete[:7], *[pruned] * 30], 1) == {}
