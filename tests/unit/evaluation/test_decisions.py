from __future__ import annotations

import numpy as np
import pytest

from epicrisis.evaluation.decisions import choose_decision, decide, tempered
from epicrisis.evaluation.metrics import measure_all


def _imbalanced(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return the true probabilities of rows of a frequent and two rare classes, and classes drawn from them."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 1.2, (rows, 3)) + np.array([2.5, 0.0, -0.5])
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return shares, (shares.cumsum(axis=1) > generator.random((rows, 1))).argmax(axis=1)


def test_no_tempering_answers_the_most_probable_class() -> None:
    shares, true = _imbalanced(500)
    assert decide(shares, tempered(true, 3, 0.0).offsets).tolist() == shares.argmax(axis=1).tolist()


def test_rare_classes_are_answered_sooner_for_macro_f1_and_not_for_accuracy() -> None:
    shares, true = _imbalanced(6000)
    folds = np.arange(6000) % 5
    macro = choose_decision(shares, true, folds, "f1_macro")
    assert macro.decision.tempering > 0.1
    assert choose_decision(shares, true, folds, "accuracy").decision.tempering <= 0.1
    answered = decide(shares, macro.decision.offsets)
    assert measure_all(true, shares, answered)["f1_macro"] > measure_all(true, shares)["f1_macro"] + 0.02


@pytest.mark.parametrize("metric", ["log_loss", "roc_auc"])
def test_a_metric_of_probabilities_is_served_by_no_tempering(metric: str) -> None:
    shares, true = _imbalanced(300)
    assert choose_decision(shares, true, np.arange(300) % 5, metric).decision.tempering == 0


def test_no_answer_has_seen_its_own_fold() -> None:
    shares, true = _imbalanced(400)
    folds = np.arange(400) % 5
    before = choose_decision(shares, true, folds, "f1_macro").answered
    changed = true.copy()
    mine = np.flatnonzero(folds == 1)
    changed[mine] = np.roll(true[mine], 7)  # the classes' shares stay the same
    after = choose_decision(shares, changed, folds, "f1_macro").answered
    assert before[mine].tolist() == after[mine].tolist()


def test_a_probability_of_zero_is_not_answered() -> None:
    assert decide(np.array([[0.6, 0.4, 0.0]]), (0.0, 1.0, 50.0)).tolist() == [1]
