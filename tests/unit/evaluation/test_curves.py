"""Curves, reliability and operating points: right on rows counted by hand, and usable on the worst of input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from sklearn import metrics as sk

from epicrisis.evaluation.clusters import share
from epicrisis.evaluation.curves import class_curves, decision_curve, points_of_each
from epicrisis.evaluation.operating import operating_points
from epicrisis.evaluation.reliability import equal_bins, reliability

GENERATOR = np.random.default_rng(5)
ROWS = 6000
PATIENTS = np.arange(ROWS) // 3
LOGITS = GENERATOR.normal(-1, 1.5, ROWS)
HAPPENED = GENERATOR.random(ROWS) < expit(LOGITS)


def test_curves_are_short_and_keep_their_areas() -> None:
    curves = class_curves("a", HAPPENED, expit(LOGITS), 200)
    assert curves.roc is not None
    assert curves.precision_recall is not None
    for curve in (curves.roc, curves.precision_recall):
        assert len(curve.x) == len(curve.y) <= 200
        assert curve.x == sorted(curve.x)
    assert (curves.roc.x[0], curves.roc.y[-1]) == (0, 1)
    assert sk.auc(curves.roc.x, curves.roc.y) == pytest.approx(sk.roc_auc_score(HAPPENED, LOGITS), abs=2e-3)
    area = np.trapezoid(curves.precision_recall.y, curves.precision_recall.x)
    assert area == pytest.approx(sk.average_precision_score(HAPPENED, LOGITS), abs=0.01)
    assert sum(curves.of_class) == HAPPENED.sum()
    assert sum(curves.of_class) + sum(curves.of_others) == ROWS
    assert points_of_each(2) == 200
    assert points_of_each(200) == 20


def test_perfect_probabilities_have_slope_one_and_intercept_zero_within_their_intervals() -> None:
    found = reliability("a", expit(LOGITS), HAPPENED, PATIENTS)
    assert found.slope_ci95 is not None
    assert found.intercept_ci95 is not None
    assert found.slope_ci95[0] < 1 < found.slope_ci95[1]
    assert found.intercept_ci95[0] < 0 < found.intercept_ci95[1]
    assert len(found.rows) == 10
    assert max(found.rows) - min(found.rows) <= 1
    assert all(low < seen < high for low, seen, high in zip(found.low, found.observed, found.high, strict=True))


def test_slope_and_intercept_undo_what_was_done_to_the_logits() -> None:
    found = reliability("a", expit(2 * LOGITS), HAPPENED, PATIENTS)
    assert found.slope == pytest.approx(0.5, abs=0.03)
    moved = reliability("a", expit(LOGITS + 0.7), HAPPENED, PATIENTS)
    assert moved.slope == pytest.approx(1, abs=0.06)
    assert moved.intercept == pytest.approx(-0.7, abs=0.1)
    assert moved.ece > found.ece > reliability("a", expit(LOGITS), HAPPENED, PATIENTS).ece


def test_probabilities_without_sense_have_what_can_be_said_of_them() -> None:
    constant = reliability("a", np.full(ROWS, 0.3), HAPPENED, PATIENTS)
    assert (constant.slope, len(constant.rows)) == (None, 1)
    assert constant.intercept is not None
    certain = reliability("a", HAPPENED.astype(float), HAPPENED, PATIENTS)
    assert (certain.slope, certain.ece) == (None, 0)
    assert certain.observed == [0, 1]
    assert certain.low[1] < 1 == certain.high[1]
    wrong = reliability("a", 1.0 - HAPPENED, HAPPENED, PATIENTS)
    assert (wrong.slope, wrong.ece) == (None, 1)
    noisy = reliability("a", np.where(GENERATOR.random(ROWS) < 0.1, 1.0 - HAPPENED, HAPPENED), HAPPENED, PATIENTS)
    assert noisy.slope is not None
    assert 0 < noisy.slope < 1
    for all_or_none in (np.ones(4, dtype=bool), np.zeros(4, dtype=bool)):
        few = reliability(None, np.array([0.1, 0.2, 0.9, 1.0]), all_or_none, np.arange(4))
        assert (few.slope, few.intercept) == (None, None)


@pytest.mark.parametrize("patients", [np.zeros(2, dtype=int), np.arange(2)])
def test_two_rows_are_enough_not_to_fail(patients: np.ndarray) -> None:
    scores, mine = np.array([0.2, 0.6]), np.array([False, True])
    found = reliability("a", scores, mine, patients)
    assert sum(found.rows) == 2
    assert found.low == [0, 0] or found.low[1] > 0
    curve = decision_curve("a", mine, scores, patients)
    assert bool(curve.low) == (len(np.unique(patients)) > 1)
    assert class_curves("a", mine, scores).roc is not None
    assert class_curves("a", ~mine & mine, scores).roc is None


def test_net_benefit_is_counted_as_its_definition_says() -> None:
    scores = expit(LOGITS)
    curve = decision_curve("a", HAPPENED, scores, PATIENTS)
    assert curve.thresholds == [number / 100 for number in range(1, len(curve.thresholds) + 1)]
    for threshold in (0.1, 0.5):
        place = curve.thresholds.index(threshold)
        acted = scores >= threshold
        price = threshold / (1 - threshold)
        expected = (acted & HAPPENED).mean() - (acted & ~HAPPENED).mean() * price
        assert curve.model[place] == pytest.approx(expected, abs=1e-5)
        assert curve.everyone[place] == pytest.approx(HAPPENED.mean() - (1 - HAPPENED.mean()) * price, abs=1e-5)
        assert curve.low[place] < curve.model[place] < curve.high[place]
        assert curve.model[place] > max(0, curve.everyone[place])
    assert decision_curve("a", HAPPENED, scores, PATIENTS, 20).thresholds[0] == 0.05


def test_operating_points_are_those_of_the_answers() -> None:
    true = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    answered = np.array([0, 0, 1, 1, 1, 1, 0, 1])
    first, _, third = operating_points(["a", "b", "c"], true, answered, np.arange(8))
    assert first.alerts_per_100 == 37.5
    assert first.figures == pytest.approx({"sensitivity": 2 / 3, "specificity": 4 / 5, "ppv": 2 / 3, "npv": 4 / 5})
    assert set(third.figures) == {"specificity", "npv"}  # no row has it, no row is answered as it
    assert all(low < first.figures[name] < high for name, (low, high) in first.ci95.items())


def test_a_share_of_single_rows_is_wilson_s_but_for_student_s_t_and_clusters_widen_it() -> None:
    happened = np.arange(400) % 4 == 0
    found = share(happened, np.arange(400))
    assert found is not None
    # Wilson's interval of 100 in 400, by hand.
    assert (found.low, found.high) == pytest.approx((0.210, 0.295), abs=2e-3)
    same = share(np.repeat(happened[:40], 10), np.repeat(np.arange(40), 10))
    assert same is not None
    assert same.high - same.low > 2.5 * (found.high - found.low)
    every = share(np.ones(10, dtype=bool), np.arange(10))
    assert every is not None
    assert every.low == pytest.approx(0.66, abs=0.01)
    heavy = share(np.ones(1009, dtype=bool), np.concatenate([np.zeros(1000, dtype=int), np.arange(1, 10)]))
    assert heavy is not None
    assert heavy.low < 0.2  # one patient with a thousand notes is one patient
    assert share(np.ones(1000, dtype=bool), np.zeros(1000, dtype=int)) == (1, 0, 1)
    assert share(happened[:0], np.arange(0)) is None


def test_bins_of_equal_rows_keep_equal_values_together() -> None:
    assert np.bincount(equal_bins(np.arange(100.0), 10)).tolist() == [10] * 10
    assert set(equal_bins(np.array([0.1] * 95 + [0.9] * 5), 10)) == {0, 1}


def test_intervals_in_closed_form_cover_the_truth_about_as_often_as_they_say() -> None:
    generator = np.random.default_rng(7)
    covered = np.zeros(3)
    for _ in range(120):
        # A patient's three notes are all alike in half of the patients; one in five goes wrong.
        usual = np.repeat(generator.random(60) < 0.8, 3)
        right = np.where(np.repeat(generator.random(60) < 0.5, 3), usual, generator.random(180) < 0.8)
        found = share(right, np.repeat(np.arange(60), 3))
        logits = generator.normal(-1, 1.5, 600)
        curve = reliability(None, expit(logits), generator.random(600) < expit(logits), np.arange(600) // 3)
        assert found is not None
        for place, (truth, interval) in enumerate([(0.8, found[1:]), (1, curve.slope_ci95), (0, curve.intercept_ci95)]):
            assert interval is not None
            covered[place] += interval[0] <= truth <= interval[1]
    # 95 % of 120, and what chance does to it: less than 106 once in a thousand times.
    assert (covered >= 106).all()


def test_a_decision_curve_ends_where_fewer_than_ten_rows_are_acted_upon() -> None:
    scores = np.concatenate([np.full(90, 0.2), np.full(10, 0.62), np.full(5, 0.97)])
    curve = decision_curve("a", scores > 0.5, scores, np.arange(105))
    assert curve.thresholds[-1] == 0.62
    assert len(curve.model) == len(curve.everyone) == len(curve.low) == 62
    assert len(decision_curve("a", scores > 0.5, scores / 100, np.arange(105)).thresholds) == 2
