"""The learning curve: what parts of the patients give, and when it is not worth its time."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from epicrisis.evaluation.facts import LearningPoint
from epicrisis.features.weighting import TextParams
from epicrisis.training.folds import Candidate
from epicrisis.training.growing import PARTS, Grown, grow, learning_curve, whole_point
from epicrisis.training.preparation import open_rows
from epicrisis.training.result import CrossValidation, TrialRecord

from .conftest import Bench

CANDIDATE = Candidate("logistic_regression", TextParams(), {}, 2, 42)
WHOLE = LearningPoint(rows=80, held_out=0.8, held_out_std=0.02, fitted=0.9)


class Pool:
    """Gives what a test says, and notes what it was asked."""

    def __init__(self, given: Any = None) -> None:
        self.given = given
        self.asked: list[int] = []

    def on_rows(self, work: Any, numbers: Any) -> list[Any]:  # noqa: ARG002 - as of a pool
        self.asked = list(numbers)
        return [self.given(number) for number in numbers]


def _curve(pool: Pool, others: int = 9) -> list[LearningPoint]:
    trials = [TrialRecord(number=number, state="complete", params={}, seconds=10.0) for number in range(others + 1)]
    return learning_curve(pool, CANDIDATE, "accuracy", 2, WHOLE, trials[0], trials)  # type: ignore[arg-type]


def test_each_point_is_the_mean_of_its_folds_and_the_last_is_that_of_all_patients() -> None:
    points = _curve(Pool(lambda number: Grown(10 * (number // 2 + 1), 0.5 + 0.1 * (number % 2), 1.0)))
    assert [point.rows for point in points] == [10, 20, 30, 80]
    assert points[0].held_out == pytest.approx(0.55)
    assert points[0].held_out_std == pytest.approx(0.05)
    assert points[-1] == WHOLE


def test_it_is_left_out_where_it_would_take_more_than_its_share_of_the_search() -> None:
    pool = Pool()
    assert _curve(pool, others=2) == [WHOLE]
    assert pool.asked == []


def test_a_part_that_a_fold_could_not_be_fitted_on_has_no_point() -> None:
    points = _curve(Pool(lambda number: None if number == 1 else Grown(number, 0.5, None)))
    assert len(points) == len(PARTS)
    assert points[0].fitted is None


def test_the_point_of_all_patients_needs_no_metric_of_the_fitted_rows() -> None:
    folds = CrossValidation(mean=0.7, std=0.1, folds=[0.6, 0.8])
    assert whole_point(100, 5, folds, [None, None]) == LearningPoint(rows=80, held_out=0.7, held_out_std=0.1)


@pytest.mark.slow
def test_larger_parts_contain_the_smaller_ones_and_never_the_patients_held_out(
    small: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = open_rows(small.prepared.folder, small.prepared.facts.classes, small.prepared.shelf(2))
    small.prepared.count(CANDIDATE.variant, list(CANDIDATE.text.blocks), 2, run=lambda work, of: map(work, of))
    seen: list[set[int]] = []
    from epicrisis.training import growing

    def watched(rows: Any, candidate: Candidate, fitting: np.ndarray) -> Any:
        seen.append(set(rows.patients[fitting].tolist()))
        return fit(rows, candidate, fitting)

    fit = growing.fit_candidate
    monkeypatch.setattr(growing, "fit_candidate", watched)
    one = partial(grow, candidate=CANDIDATE, metric="accuracy", folds=3)
    found = [one(rows, part * 3 + 1) for part in range(len(PARTS))]
    assert seen[0] < seen[1] < seen[2]
    assert not seen[2] & set(rows.patients[rows.folds == 1].tolist())
    assert [grown.rows for grown in found if grown] == sorted(grown.rows for grown in found if grown)
    assert found[2] is not None
    assert found[2].held_out is not None
    assert found[2].fitted is not None
    assert found[2].held_out <= found[2].fitted
    many = Candidate("logistic_regression", TextParams(), {}, 10_000, 42)
    assert grow(rows, 0, candidate=many, metric="accuracy", folds=3) is None
