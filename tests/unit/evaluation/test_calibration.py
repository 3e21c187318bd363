from __future__ import annotations

import numpy as np
import pytest
from scipy.special import softmax

from epicrisis.evaluation.calibration import calibrate, fit_isotonic, fit_sigmoid, fit_temperature, fit_vector
from epicrisis.evaluation.isotonic import MOST_KNOTS
from epicrisis.evaluation.losses import row_log_losses


def _drawn(rows: int, classes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return true log-probabilities of rows, and classes drawn from them."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 1.5, (rows, classes))
    shares = softmax(logits, axis=1)
    true = (shares.cumsum(axis=1) > generator.random((rows, 1))).argmax(axis=1)
    return logits, true


def test_a_factor_is_found_again() -> None:
    logits, true = _drawn(8_000, 4)
    assert fit_temperature(logits / 2.5, true).scales == pytest.approx([2.5] * 4, rel=0.05)
    assert fit_temperature(logits, true).kind == "temperature"


def test_what_class_weights_added_is_taken_back() -> None:
    logits, true = _drawn(8_000, 3)
    added = np.array([-1.0, 0.0, 1.0])
    found = fit_vector(logits + added, true)
    assert found.shifts == pytest.approx(-added, abs=0.15)
    assert sum(found.shifts) == pytest.approx(0, abs=1e-9)
    assert found.probabilities(logits + added) == pytest.approx(softmax(logits, axis=1), abs=0.05)


def test_margins_that_are_log_odds_of_each_class_are_bent_by_sigmoids() -> None:
    logits, true = _drawn(8_000, 4)
    shares = softmax(2 * logits, axis=1)
    true = (shares.cumsum(axis=1) > np.random.default_rng(1).random((8_000, 1))).argmax(axis=1)
    margins = 3 * np.log(shares / (1 - shares)) + 1
    found = calibrate(margins, true, np.arange(8_000) % 5)
    assert found.calibration.kind == "sigmoid"
    assert found.calibration.probabilities(margins) == pytest.approx(shares, abs=0.05)


def test_scores_on_any_scale_are_calibrated() -> None:
    logits, true = _drawn(2000, 3)
    expected = row_log_losses(true, fit_temperature(logits, true).probabilities(logits)).mean()
    for factor in (1e-4, 0.02, 100.0):
        for fit in (fit_temperature, fit_vector, fit_sigmoid):
            found = fit(factor * logits, true).probabilities(factor * logits)
            assert row_log_losses(true, found).mean() < expected + 0.02
        bent = fit_isotonic(factor * logits, true).probabilities(factor * logits)
        assert bent == pytest.approx(fit_isotonic(logits, true).probabilities(logits), abs=1e-6)


def test_what_no_sigmoid_can_bend_is_bent_by_curves() -> None:
    generator = np.random.default_rng(0)
    scores = generator.uniform(-1, 1, (8_000, 2))
    high = np.array([0.05, 0.5, 0.95])[np.digitize(scores[:, 0], [-0.4, 0.4])]  # steps
    true = (generator.random(8_000) > high).astype(int)
    scores[:, 1] = -scores[:, 0]
    found = calibrate(scores, true, np.arange(8_000) % 5)
    assert found.calibration.kind == "isotonic"
    assert np.abs(found.calibration.probabilities(scores)[:, 0] - high).mean() < 0.02


def test_curves_rise_have_few_knots_and_never_reach_certainty() -> None:
    generator = np.random.default_rng(0)
    logits, true = _drawn(5_000, 3)
    rare = np.where(generator.random(5_000) < 0.002, 3, true)
    knots = fit_isotonic(np.column_stack([logits, 5.0 * (rare == 3)]), rare).knots
    assert knots.shape[0] == 2
    assert knots.shape[1] == 4
    assert knots.shape[2] <= MOST_KNOTS
    assert (np.diff(knots, axis=2) >= 0).all()
    held = (rare == 3).sum()
    assert knots[1, 3, -1] == pytest.approx((held + 1) / (held + 2))  # all rows there have the class, and 1 is not said
    assert knots[1].min() > 0


def test_no_calibrated_row_has_seen_its_own_fold() -> None:
    logits, true = _drawn(600, 3)
    folds = np.arange(600) % 5
    before = calibrate(logits, true, folds).probabilities
    changed = true.copy()
    changed[folds == 2] = np.roll(true[folds == 2], 1)
    after = calibrate(logits, changed, folds).probabilities
    assert before[folds == 2] == pytest.approx(after[folds == 2])
    assert not np.allclose(before[folds != 2], after[folds != 2])


def test_the_simpler_kind_is_taken_where_shifts_do_not_pay_and_the_log_loss_falls() -> None:
    logits, true = _drawn(400, 8)
    folds = np.arange(400) % 5
    plain = calibrate(3 * logits, true, folds)
    assert plain.calibration.kind == "temperature"
    shifted = calibrate(logits + 2 * np.eye(8)[0], true, folds)
    assert shifted.calibration.kind == "vector"
    given = row_log_losses(true, softmax(logits + 2 * np.eye(8)[0], axis=1)).mean()
    assert row_log_losses(true, shifted.probabilities).mean() < given


def test_scores_without_any_sense_or_of_one_row_a_class_give_finite_probabilities() -> None:
    for scores, true in (
        (np.zeros((30, 3)), np.arange(30) % 3),
        (np.full((30, 3), -20.0), np.arange(30) % 3),
        (1e4 * np.eye(3)[np.arange(30) % 3], np.arange(30) % 3),
        (np.random.default_rng(0).normal(size=(30, 3)), np.array([0] * 28 + [1, 2])),
    ):
        found = calibrate(scores, true, np.arange(30) % 3).probabilities
        assert np.isfinite(found).all()
        assert found.sum(axis=1) == pytest.approx(1.0)
