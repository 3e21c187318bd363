from __future__ import annotations

import numpy as np
import pytest

from epicrisis.evaluation.abstaining import abstention
from epicrisis.evaluation.conformal import SetRule
from epicrisis.evaluation.facts import MAX_POINTS, Abstention

CLASSES = ["a", "b", "<script>"]
RULE = SetRule(0.9, (0.3, 0.3, 0.3), (2,))


def _made(rows: int = 600, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    probabilities = generator.dirichlet([2, 1, 0.5], rows)
    true = (probabilities.cumsum(axis=1) > generator.random((rows, 1))).argmax(axis=1)
    return probabilities, true, np.arange(rows) // 3


def _told(probabilities: np.ndarray, true: np.ndarray, patients: np.ndarray) -> Abstention:
    return abstention(RULE, probabilities, probabilities.argmax(axis=1), true, patients, CLASSES)


def test_every_figure_is_what_it_says() -> None:
    probabilities, true, patients = _made()
    told = _told(probabilities, true, patients)
    inside, best = probabilities >= 0.3, probabilities.argmax(axis=1)
    inside[np.arange(600), best] = True
    single = inside.sum(axis=1) == 1
    assert told.achieved == pytest.approx(inside[np.arange(600), true].mean())
    assert told.achieved_ci95[0] < told.achieved < told.achieved_ci95[1]
    assert sum(told.set_sizes.values()) == 600
    assert told.set_sizes[1] == single.sum()
    assert told.single_accuracy == pytest.approx((best == true)[single].mean())
    assert told.achieved_by_class["b"] == pytest.approx(inside[true == 1, 1].mean())
    assert told.single_accuracy_by_answer["a"] == pytest.approx((true == 0)[single & (best == 0)].mean())
    assert told.thresholds == {"a": 0.3, "b": 0.3, "<script>": 0.3}
    assert told.pooled == ["<script>"]
    assert Abstention.model_validate_json(told.model_dump_json()) == told


def test_the_curve_ends_with_the_accuracy_on_all_rows_and_begins_with_the_most_certain() -> None:
    probabilities, true, patients = _made(2000)
    told = _told(probabilities, true, patients)
    right = probabilities.argmax(axis=1) == true
    assert len(told.curve.x) == MAX_POINTS
    assert told.curve.x[-1] == 1.0
    assert told.curve.y[-1] == pytest.approx(right.mean())
    half = np.interp(0.5, told.curve.x, told.curve.y)
    assert half == pytest.approx(right[np.argsort(-probabilities.max(axis=1))[:1000]].mean(), abs=0.01)
    assert all(len(curve.x) <= 50 for curve in told.curve_by_answer.values())


def test_rows_of_equal_certainty_come_together() -> None:
    probabilities = np.tile([0.5, 0.3, 0.2], (40, 1))
    told = _told(probabilities, np.arange(40) % 2, np.arange(40))
    assert told.curve.x == [1.0]
    assert told.curve.y == [0.5]


def test_nothing_answered_a_class_that_is_absent_and_one_patient_are_told() -> None:
    probabilities = np.tile([0.34, 0.33, 0.33], (30, 1))
    told = _told(probabilities, np.zeros(30, dtype=int), np.zeros(30))
    assert told.single == 0.0
    assert told.single_accuracy is None
    assert told.single_accuracy_ci95 is None
    assert set(told.achieved_by_class) == {"a"}
    assert told.achieved_ci95 == (0.0, 1.0)  # of one patient nothing is known


def test_one_patient_with_many_notes_widens_the_interval() -> None:
    probabilities, true, _ = _made()
    narrow = _told(probabilities, true, np.arange(600)).achieved_ci95
    order = np.argsort(probabilities[np.arange(600), true])  # one patient has the notes that are missed most
    wide = _told(probabilities[order], true[order], np.maximum(np.arange(600) - 100, 0)).achieved_ci95
    assert wide[1] - wide[0] > 2 * (narrow[1] - narrow[0])
