"""Several models on one leaderboard, ranked by one yardstick on the same folds of the same training rows.

The rank never comes from the test rows: choosing by them would make their figures too good. They are shown beside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from scipy import stats

from epicrisis.errors import DataError
from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.metrics import get_metric
from epicrisis.i18n.catalogue import join_names
from epicrisis.record import Record
from epicrisis.reports.report import RunReference
from epicrisis.training.result import CrossValidation, Parameter, SplitFacts, TrainingResult


class Candidate(NamedTuple):
    """A trained model, where its run was recorded, and its name in the workspace."""

    result: TrainingResult
    run: RunReference = RunReference()
    local_id: str = ""


class Difference(Record):
    """Mean difference to the best model over the folds, with its 95 % interval; below zero is worse.

    Parameters
    ----------
    mean, low, high : float
        In units of the yardstick, its sign turned where lower is better.
    detectable : bool
        Whether the interval leaves zero out.
    """

    mean: float
    low: float
    high: float
    detectable: bool


class LeaderboardRow(Record):
    """One model of the leaderboard.

    Parameters
    ----------
    rank : int or None
        Place by the yardstick's mean over the folds; None where the yardstick does not exist on them.
    model, metric : str
        The model, and the metric that its search optimised.
    cv_mean, cv_std : float or None
        The yardstick over the folds of the training rows.
    difference : Difference or None
        To the best model; None for the best itself.
    test, ci95 : dict
        Every metric on the sealed test rows, with 95 % intervals.
    seconds : float
        Time of search, refit and evaluation.
    local_id : str
        Its run's name in the workspace; empty in comparisons of versions that did not keep it.
    """

    rank: int | None
    model: str
    metric: str
    cv_mean: float | None
    cv_std: float | None
    difference: Difference | None
    test: dict[str, float]
    ci95: dict[str, tuple[float, float]]
    seconds: float
    complete: int
    best_params: dict[str, Parameter]
    run: RunReference
    local_id: str = ""


class Leaderboard(Record):
    """Models compared on the same snapshot, split and folds.

    Parameters
    ----------
    yardstick : str
        The metric that ranks all of them, whichever metric each one searched.
    baseline : dict of str to float
        The test figures of always answering the most frequent class.
    rows : list of LeaderboardRow
        From the best to the worst.
    """

    version: Literal[1] = 1
    yardstick: str
    label: str
    snapshot_id: str
    ledger: Ledger
    split: SplitFacts
    baseline: dict[str, float]
    rows: list[LeaderboardRow]

    @property
    def best(self) -> LeaderboardRow:
        """The first of the ranking."""
        return self.rows[0]


def build_leaderboard(candidates: Sequence[Candidate], yardstick: str) -> Leaderboard:
    """Rank trained models by one metric on the folds that they share.

    Parameters
    ----------
    candidates : sequence of Candidate
        The models, all trained on the same rows.
    yardstick : str
        A metric of ``epicrisis.evaluation.metrics``.

    Raises
    ------
    DataError
        No model was given, or they were not trained on the same rows and folds.
    """
    first = _same_rows(candidates)
    sign = 1 if get_metric(yardstick).direction == "maximize" else -1
    scored = [(candidate, _folds_of(candidate.result, yardstick)) for candidate in candidates]
    scored.sort(key=lambda one: -math.inf if one[1] is None else sign * one[1].mean, reverse=True)
    best = scored[0][1]
    rows = []
    for index, (candidate, folds) in enumerate(scored):
        difference = _difference(folds, best, sign) if folds and best and index else None
        rows.append(_row(candidate, folds, index + 1 if folds else None, difference))
    return Leaderboard(
        yardstick=yardstick,
        label=", ".join(first.columns.get("label", [])),
        snapshot_id=first.source.snapshot_id,
        ledger=first.ledger,
        split=first.split,
        baseline=first.baseline.metrics,
        rows=rows,
    )


def to_json(leaderboard: Leaderboard) -> dict[str, object]:
    """Return what ``compare --json`` prints: ``leaderboard``, ``best`` and ``rows``."""
    ledger, split = leaderboard.ledger, leaderboard.split
    return {
        "leaderboard": [row.model_dump(mode="json") for row in leaderboard.rows],
        "best": leaderboard.best.model_dump(mode="json"),
        "yardstick": leaderboard.yardstick,
        "baseline": leaderboard.baseline,
        "rows": {
            "read": ledger.read,
            "kept": ledger.kept,
            "train": split.rows_train,
            "test": split.rows_test,
            "dropped": {str(reason): count for reason, count in ledger.dropped.items()},
        },
    }


def paired_difference(mine: Sequence[float], best: Sequence[float]) -> Difference:
    """Return the mean of ``mine - best`` over the same folds with its corrected resampled t interval.

    Folds share training rows, so the plain variance of the mean is too small; Nadeau and Bengio (2003,
    doi 10.1023/A:1024068626366) put ``1/k + n_test/n_train`` in the place of ``1/k``, which is ``1/k + 1/(k-1)`` here.

    Parameters
    ----------
    mine, best : sequence of float of length k
        Scores by fold, higher is better; k is at least 2.
    """
    differences = [one - other for one, other in zip(mine, best, strict=True)]
    number = len(differences)
    mean = math.fsum(differences) / number
    variance = math.fsum((value - mean) ** 2 for value in differences) / (number - 1)
    reach = float(stats.t.ppf(0.975, number - 1)) * math.sqrt((1 / number + 1 / (number - 1)) * variance)
    return Difference(mean=mean, low=mean - reach, high=mean + reach, detectable=not mean - reach <= 0 <= mean + reach)


def _same_rows(candidates: Sequence[Candidate]) -> TrainingResult:
    if not candidates:
        raise DataError("There is no trained model to compare.")
    first = candidates[0].result
    splits = {(one.result.source.snapshot_id, one.result.split.sha256, one.result.split.folds) for one in candidates}
    if len(splits) > 1:
        raise DataError(
            "These models were not trained on the same rows, split and folds, so they cannot be ranked: {models}. "
            "Train them with one compare.",
            models=join_names([f"{one.result.model} ({one.result.split.sha256[:8]})" for one in candidates]),
        )
    return first


def _folds_of(result: TrainingResult, yardstick: str) -> CrossValidation | None:
    return result.cv if result.metric == yardstick else result.cv_metrics.get(yardstick)


def _difference(mine: CrossValidation, best: CrossValidation, sign: int) -> Difference | None:
    # A fold without the metric (a class that is absent from it, say) cannot be paired.
    if len(mine.folds) != len(best.folds) or len(mine.folds) < 2:
        return None
    return paired_difference([sign * value for value in mine.folds], [sign * value for value in best.folds])


def _row(
    candidate: Candidate, folds: CrossValidation | None, rank: int | None, difference: Difference | None
) -> LeaderboardRow:
    result = candidate.result
    return LeaderboardRow(
        rank=rank,
        model=result.model,
        metric=result.metric,
        cv_mean=folds.mean if folds else None,
        cv_std=folds.std if folds else None,
        difference=difference,
        test=result.test.metrics,
        ci95=result.test.ci95,
        seconds=sum(result.timings.get(stage, 0.0) for stage in ("search_s", "refit_s", "evaluate_s")),
        complete=result.search.complete,
        best_params=result.best_params,
        run=candidate.run,
        local_id=candidate.local_id,
    )
