from __future__ import annotations

import numpy as np
import pytest

from epicrisis.training.blending import blend
from epicrisis.training.settling import Settled, settle

pytestmark = pytest.mark.slow

ROWS = 1200
FOLDS = np.arange(ROWS) % 5
PATIENTS = np.arange(ROWS) // 2
TRUE = np.random.default_rng(0).integers(0, 3, ROWS)


def _model(strength: float, seed: int) -> Settled:
    noise = np.random.default_rng(seed).normal(size=(ROWS, 3))
    return settle(strength * np.eye(3)[TRUE] + noise, TRUE, FOLDS, "f1_macro")


def test_models_that_err_otherwise_are_averaged_and_win() -> None:
    members = {"one": _model(1.5, 1), "two": _model(1.5, 2), "poor": _model(0.1, 3)}
    found = blend(members, TRUE, FOLDS, PATIENTS, "f1_macro", seed=0)
    assert found.kept
    assert set(found.weights) >= {"one", "two"}
    assert sum(found.weights.values()) == pytest.approx(1)
    assert found.weights.get("poor", 0) < 0.2
    best = max(one.metrics["f1_macro"].mean for one in members.values())
    assert found.settled.metrics["f1_macro"].mean > best + 0.02
    assert found.gain[0] > 0


def test_an_average_that_is_no_better_is_not_kept() -> None:
    members = {"good": _model(2.5, 1), "noise": _model(0.0, 2)}
    found = blend(members, TRUE, FOLDS, PATIENTS, "f1_macro", seed=0)
    assert not found.kept
    assert found.weights == {"good": 1.0}
    assert found.settled is members["good"]


def test_twins_are_not_averaged() -> None:
    members = {"one": _model(1.5, 1), "two": _model(1.5, 1)}
    assert not blend(members, TRUE, FOLDS, PATIENTS, "f1_macro", seed=0).kept


@pytest.mark.parametrize("metric", ["log_loss", "roc_auc"])
def test_any_metric_can_be_wanted(metric: str) -> None:
    members = {"one": _model(1.5, 1), "two": _model(1.5, 2)}
    assert blend(members, TRUE, FOLDS, PATIENTS, metric, seed=0).kept
