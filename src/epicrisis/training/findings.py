"""What a search has found: the winner, every candidate, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from optuna.distributions import FloatDistribution, IntDistribution
from optuna.trial import FixedTrial, FrozenTrial, TrialState

from epicrisis.errors import DataError
from epicrisis.evaluation.facts import LearningPoint, Optimism
from epicrisis.evaluation.metrics import METRICS
from epicrisis.evaluation.pareto import cheapest_within_one_se, pareto_front
from epicrisis.models.registry import get_model
from epicrisis.settings.schema import Settings
from epicrisis.training.clock import Clock
from epicrisis.training.folds import COSTS, Candidate, FoldScore
from epicrisis.training.growing import learning_curve, whole_point
from epicrisis.training.importance import parameter_importance
from epicrisis.training.objective import Objective
from epicrisis.training.pool import FoldPool
from epicrisis.training.result import CrossValidation, Range, SearchFacts, StoppedBy, TrialRecord
from epicrisis.training.study import (
    SAMPLER,
    SAMPLER_ARGUMENTS,
    candidate_of,
    counted_folds,
    trial_records,
)


@dataclass(frozen=True)
class Found:
    """What a search found.

    Parameters
    ----------
    candidate : Candidate
        The winner.
    params : dict
        The winner's parameters as the search knows them.
    scores : dict of str to CrossValidation
        The winner's scores under every metric.
    trials : list of TrialRecord
        All candidates.
    facts : SearchFacts
        How it went.
    workers_peak_mb : float
        Peak memory of the workers together, in MiB.
    held_out : ndarray of shape (rows, classes)
        The winner's scores of the training rows, each fitted without the row's fold.
    learning_curve : list of LearningPoint
        What parts of the training patients give, and all of them.
    optimism : Optimism or None
        What a split by rows would have promised; None if it was not measured.
    """

    candidate: Candidate
    params: dict[str, str | int | float | bool | None]
    scores: dict[str, CrossValidation]
    trials: list[TrialRecord]
    facts: SearchFacts
    workers_peak_mb: float
    held_out: npt.NDArray[np.float64]
    learning_curve: list[LearningPoint]
    optimism: Optimism | None = None


@dataclass(frozen=True)
class Asked:
    """What was asked of a search, and how it ended.

    Parameters
    ----------
    model : str
        Name of the model.
    objectives : sequence of Objective
        The first is the metric.
    settings : Settings
        Columns, privacy, seed.
    folds, trials, resumed : int
        Number of folds, of trials asked for, and of trials that an earlier run had finished.
    stopped_by : str
        What ended it.
    apart : bool
        Whether it is one of a nested cross-validation, which needs no learning curve.
    """

    model: str
    objectives: Sequence[Objective]
    settings: Settings
    folds: int
    trials: int
    resumed: int
    stopped_by: StoppedBy
    apart: bool = False


def found_of(
    asked: Asked,
    study: str,
    trials: Sequence[FrozenTrial],
    pool: FoldPool,
    clock: Clock,
    folds: npt.NDArray[np.int64],
) -> Found:
    """Return what a search found; the winner is fitted once more without each fold, for its scores, and on parts.

    Parameters
    ----------
    asked : Asked
        What was asked.
    study : str
        Name of the study.
    trials : sequence of FrozenTrial
        The finished trials.
    pool : FoldPool
        The workers.
    clock : Clock
        Seconds of counting and of bookkeeping, the wait for the workers still among the latter.
    folds : ndarray of int of shape (rows,)
        The fold that holds each training row out.

    Raises
    ------
    DataError
        No candidate could be scored.
    """
    records = trial_records(trials, asked.objectives, asked.folds)
    complete = [trial for trial in trials if trial.state == TrialState.COMPLETE]
    if not complete:
        raise DataError(
            "No candidate of {model} could be scored (tried: {trials}). The last one failed: {reason}",
            trials=len(records),
            model=asked.model,
            reason=_told(records[-1]) if records else "-",
        )
    best = _winner(complete, asked)
    told = {
        "winner": best.number,
        "space": _space(best),
        "importance": parameter_importance(trials, asked.objectives[0].sign),
    }
    candidate = candidate_of(FixedTrial(best.params), get_model(asked.model), asked.settings)
    metric, scores = asked.objectives[0].name, _cross_validations(counted_folds(best, asked.folds))
    held_out = pool.held_out_scores(candidate, metric, folds)
    whole = whole_point(len(folds), asked.folds, scores[metric], held_out.fitted)
    winner = next(record for record in records if record.number == best.number)
    curve = [] if asked.apart else learning_curve(pool, candidate, metric, asked.folds, whole, winner, records)
    return Found(
        candidate=candidate,
        params=best.params,
        scores=scores,
        trials=records,
        facts=_facts(asked, study, complete, records, pool, clock).model_copy(update=told),
        workers_peak_mb=pool.peak_mb,
        held_out=held_out.scores,
        learning_curve=curve,
    )


def _told(record: TrialRecord) -> DataError | str:
    failure = record.failure
    return DataError(failure.template, **failure.fields) if failure else record.reason


def _winner(complete: Sequence[FrozenTrial], asked: Asked) -> FrozenTrial:
    """Return the best trial, the first among equals; with several objectives the cheapest that is as good."""
    first = asked.objectives[0]
    values = np.array([first.sign * trial.values[0] for trial in complete])
    if len(asked.objectives) == 1:
        return complete[int(values.argmax())]
    folds = [first.of(score) for score in counted_folds(complete[int(values.argmax())], asked.folds)]
    error = float(np.std([value for value in folds if value is not None], ddof=1) / np.sqrt(len(folds)))
    second = asked.objectives[1]
    cost = np.array([-second.sign * trial.values[1] for trial in complete])
    return complete[cheapest_within_one_se(values, error, cost, "maximize")]


def _facts(
    asked: Asked,
    study: str,
    complete: Sequence[FrozenTrial],
    records: Sequence[TrialRecord],
    pool: FoldPool,
    clock: Clock,
) -> SearchFacts:
    pruned = [record for record in records if record.state == "pruned"]
    first = asked.objectives[0]
    spent = {name: sum(record.costs.get(name, 0.0) for record in records) for name in COSTS}
    counting = clock.seconds.get("counting", 0.0)
    around = max(clock.seconds.get("bookkeeping", 0.0) - pool.waited, 0.0)
    return SearchFacts(
        study=study,
        sampler=SAMPLER,
        sampler_arguments=dict(SAMPLER_ARGUMENTS),
        metric=first.name,
        direction="maximize" if first.sign > 0 else "minimize",
        requested=asked.trials,
        complete=len(complete),
        pruned=len(pruned),
        failed=sum(record.state == "failed" for record in records),
        resumed=asked.resumed,
        stopped_by=asked.stopped_by,
        workers=pool.workers,
        fits_done=sum(len(record.folds) for record in records),
        fits_saved=sum(asked.folds - len(record.folds) for record in pruned),
        seconds_saved=sum(
            (asked.folds - len(record.folds)) * record.seconds / len(record.folds) for record in pruned if record.folds
        ),
        costs={"counting": counting, **spent, "bookkeeping": around},
        objectives=[one.name for one in asked.objectives],
        pareto=_front(complete, asked.objectives),
    )


def _space(best: FrozenTrial) -> dict[str, Range]:
    """Return where the winner's numbers were looked for."""
    return {
        name: Range(low=of.low, high=of.high, log=of.log, whole=isinstance(of, IntDistribution))
        for name, of in best.distributions.items()
        if isinstance(of, IntDistribution | FloatDistribution)
    }


def _front(complete: Sequence[FrozenTrial], objectives: Sequence[Objective]) -> list[int]:
    if len(objectives) == 1:
        return []
    values = np.array([trial.values for trial in complete])
    kept = pareto_front(values, ["maximize" if one.sign > 0 else "minimize" for one in objectives])
    return [trial.number for trial, stays in zip(complete, kept, strict=True) if stays]


def _cross_validations(scores: Sequence[FoldScore]) -> dict[str, CrossValidation]:
    found = {}
    # A study keeps what was measured then, other packages' metrics among it.
    for name in dict.fromkeys([*METRICS, *(name for score in scores for name in score.metrics)]):
        values = [score.metrics[name] for score in scores if name in score.metrics]
        if values:
            found[name] = CrossValidation(mean=float(np.mean(values)), std=float(np.std(values)), folds=values)
    return found
