"""Several models on one leaderboard, ranked by one yardstick on the same folds of the same training rows.

Rank and choice come from the rows that the folds held out. The test rows only confirm, and are shown beside: choosing
by them would make their figures too good.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from epicrisis.errors import DataError
from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.comparison import HeldOut, Standing, resampled_means, standings
from epicrisis.evaluation.metrics import METRICS, get_metric
from epicrisis.evaluation.uncertainty import ADDED_RESAMPLES, RESAMPLES
from epicrisis.i18n.catalogue import join_names
from epicrisis.record import Record
from epicrisis.reports.report import RunReference
from epicrisis.training.result import CrossValidation, Parameter, SplitFacts, TrainingResult

ABOUT_AS_FAST: Final = 1.5
RULE: Final = (
    "Of the models that are not detectably behind the first, those are considered that answer a note in at most 1.5 "
    "times the least time; the first of these in rank is taken. A blend that is one model alone is never taken before "
    "that model."
)
"""The rule of `choose` in words."""


class Candidate(NamedTuple):
    """A trained model, where its run was recorded, its name in the workspace, and its answers on rows held out."""

    result: TrainingResult
    run: RunReference = RunReference()
    local_id: str = ""
    held_out: HeldOut | None = None


class Difference(Record):
    """Mean difference to the best model over the folds, with its 95 % interval; below zero is worse.

    The intervals of one leaderboard hold together, for all pairs of its models.

    Parameters
    ----------
    mean, low, high : float
        In units of the yardstick, its sign turned where lower is better.
    detectable : bool
        Whether the interval leaves zero out.
    unadjusted : (float, float) or None
        The interval as if no other models had been compared.
    """

    mean: float
    low: float
    high: float
    detectable: bool
    unadjusted: tuple[float, float] | None = None


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
        To the best model; None for the best itself, and where there are no answers on rows held out.
    test, ci95 : dict
        Every metric on the sealed test rows, with 95 % intervals.
    seconds : float
        Time of search, refit and evaluation.
    local_id : str
        Its run's name in the workspace; empty in comparisons of versions that did not keep it.
    first : float or None
        Share of the resamples of patients in which it comes first.
    ranks : (int, int) or None
        The middle 95 % of its ranks in the resamples.
    same_as : str
        The model that a blend consists of, if it is one alone.
    nested : float or None
        The yardstick's mean over the outer folds of a nested cross-validation, if it was also searched by it.
    refit_s, predict_ms : float or None
        Seconds to fit it on all training rows, and milliseconds to read and classify a test row.
    model_bytes : int or None
        Size of the saved model.
    chosen : bool
        Whether it is the one to take, see `RULE`.
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
    first: float | None = None
    ranks: tuple[int, int] | None = None
    same_as: str = ""
    nested: float | None = None
    refit_s: float | None = None
    predict_ms: float | None = None
    model_bytes: int | None = None
    chosen: bool = False


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
    resamples : int
        Draws of patients behind differences and ranks; 0 in comparisons of versions that had a t test of the folds.
    """

    version: Literal[1] = 1
    yardstick: str
    label: str
    snapshot_id: str
    ledger: Ledger
    split: SplitFacts
    baseline: dict[str, float]
    rows: list[LeaderboardRow]
    resamples: int = 0

    @property
    def chosen(self) -> LeaderboardRow:
        """The one to take."""
        return next((row for row in self.rows if row.chosen), self.best)

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
    scored = [_Scored(candidate, _folds_of(candidate.result, yardstick)) for candidate in candidates]
    # A blend that is one model alone scores what that scores, and stands behind it.
    scored.sort(key=lambda one: (-sign * one.folds.mean if one.folds else math.inf, bool(one.same_as)))
    found = _standings(scored, yardstick, sign)
    rows = [_row(one, yardstick, place, found) for place, one in enumerate(scored)]
    chosen = choose(rows)
    return Leaderboard(
        yardstick=yardstick,
        label=", ".join(first.columns.get("label", [])),
        snapshot_id=first.source.snapshot_id,
        ledger=first.ledger.published(),
        split=first.split,
        baseline=first.baseline.metrics,
        rows=[row.model_copy(update={"chosen": True}) if row is chosen else row for row in rows],
        resamples=(RESAMPLES if yardstick in METRICS else ADDED_RESAMPLES) if found else 0,
    )


def choose(rows: Sequence[LeaderboardRow]) -> LeaderboardRow:
    """Return the model to take, by `RULE`: the cheapest of those that the first is not told apart from.

    The time to answer is the cost, since it is paid with every note. Times that differ by less than half are alike: a
    measurement's noise shall not decide. Where one of them was not measured, the first is taken.

    Parameters
    ----------
    rows : sequence of LeaderboardRow
        By rank.
    """
    names = {(row.model, row.metric) for row in rows}
    level = [
        row
        for row in rows
        if row is rows[0]
        or (row.difference and not row.difference.detectable and (row.same_as, row.metric) not in names)
    ]
    times = [row.predict_ms for row in level if row.predict_ms is not None]
    if len(times) < len(level):
        return level[0]
    return next(row for row, time in zip(level, times, strict=True) if time <= ABOUT_AS_FAST * min(times))


def to_json(leaderboard: Leaderboard) -> dict[str, object]:
    """Return what ``compare --json`` prints: ``leaderboard``, ``best`` (the first), ``choice``, ``rows`` and more."""
    ledger, split = leaderboard.ledger, leaderboard.split
    return {
        "leaderboard": [row.model_dump(mode="json") for row in leaderboard.rows],
        "best": leaderboard.best.model_dump(mode="json"),
        "yardstick": leaderboard.yardstick,
        "baseline": leaderboard.baseline,
        "choice": {**leaderboard.chosen.model_dump(mode="json", include={"model", "metric", "local_id"}), "rule": RULE},
        "comparison": {
            "rows": "training rows, held out by their folds",
            "resamples": leaderboard.resamples,
            "resampled": "row" if split.by == "row" else "patient",
            "adjusted": "all pairs of models together, by the largest standardised difference",
        },
        "rows": {
            "read": ledger.read,
            "kept": ledger.kept,
            "train": split.rows_train,
            "test": split.rows_test,
            "dropped": {str(reason): count for reason, count in ledger.dropped.items()},
        },
    }


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


class _Scored(NamedTuple):
    candidate: Candidate
    folds: CrossValidation | None

    @property
    def same_as(self) -> str:
        members = self.candidate.result.members
        return members[0].model if len(members) == 1 else ""


def _standings(scored: Sequence[_Scored], yardstick: str, sign: int) -> dict[tuple[str, str], Standing]:
    """Return the standing of each model by model and metric; that of a blend of one is its only member's."""
    names = {(one.candidate.result.model, one.candidate.result.metric) for one in scored}
    apart = [
        (one.candidate.result, one.folds, one.candidate.held_out)
        for one in scored
        if one.folds and one.candidate.held_out and (one.same_as, one.candidate.result.metric) not in names
    ]
    if len(apart) < 2 or apart[0][0] is not scored[0].candidate.result:
        return {}
    held_out = [answers for _, _, answers in apart]
    draws = resampled_means(held_out, yardstick, seed=apart[0][0].split.seed)
    found = standings(sign * np.array([folds.mean for _, folds, _ in apart]), sign * draws)
    if found is None:
        return {}
    by_name = {(result.model, result.metric): one for (result, _, _), one in zip(apart, found, strict=True)}
    alone = {
        (one.candidate.result.model, one.candidate.result.metric): by_name[one.same_as, one.candidate.result.metric]
        for one in scored
        if (one.same_as, one.candidate.result.metric) in by_name
    }
    return {**by_name, **alone}


def _row(one: _Scored, yardstick: str, place: int, found: dict[tuple[str, str], Standing]) -> LeaderboardRow:
    result, folds = one.candidate.result, one.folds
    standing, nested = found.get((result.model, result.metric)), result.assessment.nested
    return LeaderboardRow(
        rank=place + 1 if folds else None,
        model=result.model,
        metric=result.metric,
        cv_mean=folds.mean if folds else None,
        cv_std=folds.std if folds else None,
        difference=_difference(standing) if standing and place else None,
        test=result.test.metrics,
        ci95=result.test.ci95,
        seconds=sum(result.timings.get(stage, 0.0) for stage in ("search_s", "nested_s", "refit_s", "evaluate_s")),
        complete=result.search.complete,
        best_params=result.best_params,
        run=one.candidate.run,
        local_id=one.candidate.local_id,
        first=standing.first if standing else None,
        ranks=standing.ranks if standing else None,
        same_as=one.same_as,
        nested=float(np.mean(nested.outer)) if nested and nested.outer and nested.metric == yardstick else None,
        refit_s=result.timings.get("refit_s"),
        predict_ms=result.predict_ms,
        model_bytes=result.model_bytes or None,
    )


def _difference(standing: Standing) -> Difference:
    low, high = standing.interval
    return Difference(
        mean=standing.difference,
        low=low,
        high=high,
        detectable=standing.detectable,
        unadjusted=standing.unadjusted,
    )
