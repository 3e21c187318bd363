"""What a batch comes to depends on its scores, never on which worker was quick."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from epicrisis.errors import DataError, OutsideError
from epicrisis.features.weighting import TextParams
from epicrisis.training.folds import Candidate, FoldScore
from epicrisis.training.pool import FoldJob
from epicrisis.training.result import Failure
from epicrisis.training.scheduling import Contender, run_folds

CANDIDATE = Candidate("dummy", TextParams(), {}, 1, 0)
FOLDS = 5


class Workers:
    """Answers in an order of its own, as workers of different speed do."""

    def __init__(self, values: Mapping[int, list[float | Exception]], workers: int, seed: int) -> None:
        self.values, self.workers = values, workers
        self.jobs: list[FoldJob] = []
        self.asked: list[tuple[int, int]] = []
        self.dice = random.Random(seed)

    @property
    def busy(self) -> int:
        return len(self.jobs)

    def submit(self, job: FoldJob) -> None:
        self.asked.append((job.trial, job.fold))
        self.jobs.append(job)

    def next_score(self) -> tuple[FoldJob, FoldScore | Exception]:
        job = self.jobs.pop(self.dice.randrange(len(self.jobs)))
        value = self.values[job.trial][job.fold]
        return job, value if isinstance(value, Exception) else score(job.fold, value)


def score(fold: int, value: float) -> FoldScore:
    return FoldScore(fold, {"f1_macro": value}, {"slicing": 0.0, "fitting": 1.0, "scoring": 0.0, "predict_ms": 0.0})


def contenders(count: int, known: Mapping[int, dict[int, FoldScore]] | None = None) -> list[Contender]:
    def trial(number: int) -> Any:
        return SimpleNamespace(number=number)

    orders = [random.Random(number).sample(range(FOLDS), FOLDS) for number in range(count)]
    return [Contender(trial(n), CANDIDATE, orders[n], dict((known or {}).get(n, {}))) for n in range(count)]


def carry_out(
    batch: list[Contender], workers: Workers, *, until: int = 10_000
) -> list[tuple[int, str, list[int], str]]:
    def hopeless(values: Mapping[int, float]) -> bool:
        return sum(values.values()) / len(values) < 0.3

    kept: list[tuple[int, int]] = []
    decided: list[int] = []
    run_folds(
        batch,
        workers,  # type: ignore[arg-type]
        judge=lambda one: one.judge(lambda fold: fold.metrics.get("f1_macro"), hopeless, "f1_macro"),
        scored=lambda one, fold: kept.append((one.trial.number, fold.fold)),
        decided=lambda one: decided.append(one.trial.number),
        in_time=lambda: len(workers.asked) < until,
    )
    assert len(set(kept)) == len(kept)
    assert len(set(decided)) == len(decided)
    return [(one.trial.number, one.outcome, one.counted, str(one.failure or "")) for one in batch]


def test_speed_makes_no_difference() -> None:
    values: dict[int, list[float | Exception]] = {
        0: [0.9, 0.8, 0.9, 0.7, 0.8],
        1: [0.1, 0.1, 0.1, 0.1, 0.1],
        2: [0.4, 0.1, 0.1, 0.2, 0.1],
        3: [0.5, 0.5, ValueError("a patient's words"), 0.5, 0.5],
    }
    outcomes = [carry_out(contenders(4), Workers(values, workers, seed)) for workers in (1, 2, 4) for seed in range(20)]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert [(outcome, reason) for _, outcome, _, reason in outcomes[0]] == [
        ("complete", ""),
        ("pruned", ""),
        ("pruned", ""),
        ("failed", "ValueError"),
    ]
    assert [len(counted) for _, _, counted, _ in outcomes[0]][:2] == [5, 1]


def test_scores_of_an_interrupted_run_are_not_made_again() -> None:
    values: dict[int, list[float | Exception]] = {0: [0.9] * 5, 1: [0.5] * 5}
    whole = carry_out(contenders(2), Workers(values, 2, 0))
    known = {0: {fold: score(fold, 0.9) for fold in range(5)}, 1: {3: score(3, 0.5)}}
    workers = Workers(values, 2, 1)
    assert carry_out(contenders(2, known), workers) == whole
    assert len(workers.asked) == 4
    assert (1, 3) not in workers.asked


def test_when_the_time_is_up_what_was_begun_is_finished_and_kept() -> None:
    workers = Workers({0: [0.9] * 5, 1: [0.9] * 5}, 2, 0)
    batch = contenders(2)
    outcomes = carry_out(batch, workers, until=4)
    assert [outcome for _, outcome, _, _ in outcomes] == ["open", "open"]
    assert sum(len(one.scores) for one in batch) == 4


def test_a_metric_that_a_fold_lacks_fails_the_candidate() -> None:
    class Lacking(Workers):
        def next_score(self) -> tuple[FoldJob, FoldScore | Exception]:
            job, answer = super().next_score()
            assert isinstance(answer, FoldScore)
            return job, FoldScore(job.fold, {}, answer.costs)

    ((_, outcome, _, reason),) = carry_out(contenders(1), Lacking({0: [0.1] * 5}, 1, 0))
    assert outcome == "failed"
    assert reason.startswith("f1_macro does not exist on fold ")


def test_our_own_errors_about_the_data_are_the_candidates_and_others_are_not() -> None:
    ((_, outcome, _, reason),) = carry_out(contenders(1), Workers({0: [DataError("No term.")] * 5}, 1, 0))
    assert (outcome, reason) == ("failed", "No term.")
    for error in (OutsideError("The disk."), RuntimeError("a bug")):
        with pytest.raises(type(error)):
            carry_out(contenders(1), Workers({0: [error] * 5}, 1, 0))


def test_a_failure_is_kept_as_a_sentence_that_can_be_told_in_another_language() -> None:
    error = DataError("No term is left in {folder}, of {terms}.", folder=Path("a"), terms=3)
    (one,) = batch = contenders(1)
    carry_out(batch, Workers({0: [error] * 5}, 1, 0))
    assert one.failure is not None
    assert Failure.model_validate_json(one.failure.model_dump_json()) == one.failure
    assert one.failure.fields == {"folder": "a", "terms": 3}
    assert str(one.failure) == "No term is left in a, of 3."


def test_of_another_s_error_only_its_kind_is_kept() -> None:
    (one,) = batch = contenders(1)
    carry_out(batch, Workers({0: [ValueError("paciente con llanto")] * 5}, 1, 0))
    assert one.failure == Failure(template="ValueError")
