from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from epicrisis.evaluation.metrics import METRICS, measure_all, roc_auc_by_class
from epicrisis.settings.schema import MetricName

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


def test_every_metric_of_the_settings_is_in_the_table() -> None:
    assert set(METRICS) == set(get_args(MetricName))


def test_the_area_of_an_absent_class_does_not_exist() -> None:
    assert roc_auc_by_class(np.array([0, 0, 1]), np.eye(3)) == [0.75, 0.25, None]
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
