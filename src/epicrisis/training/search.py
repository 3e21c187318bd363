"""The search: ask for a candidate, score it on every fold, tell. The one place that a faster engine would replace."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import optuna
from optuna.trial import FixedTrial, Trial, TrialState

from epicrisis.errors import DataError, EpicrisisError
from epicrisis.evaluation.metrics import METRICS
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance, Listener, notice, silent
from epicrisis.settings.schema import Settings
from epicrisis.training.folds import Candidate, FoldScore
from epicrisis.training.pool import FoldPool, fold_pool
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import CrossValidation, SearchFacts, TrialRecord
from epicrisis.training.study import (
    SAMPLER,
    SEARCH_VERSION,
    ask,
    candidate_of,
    finished,
    open_study,
    trial_records,
)
from epicrisis.workspace import Workspace, content_id


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
    """

    candidate: Candidate
    params: dict[str, str | int | float | bool | None]
    scores: dict[str, CrossValidation]
    trials: list[TrialRecord]
    facts: SearchFacts
    workers_peak_mb: float


def search(
    prepared: Prepared,
    settings: Settings,
    workspace: Workspace,
    *,
    model: str,
    metric: str,
    trials: int,
    listener: Listener = silent,
) -> Found:
    """Search the best candidate on the folds of the training rows; go on where an earlier run stopped.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    settings : Settings
        Seed, workers, timeout, privacy.
    workspace : Workspace
        Where the study is kept.
    model, metric : str
        What is searched, and by which figure.
    trials : int
        Number of candidates, those of an earlier run included.
    listener : callable
        Hears of each finished trial.

    Raises
    ------
    DataError
        No candidate could be scored.
    """
    seed, facts = settings.split.seed, prepared.facts
    name = content_id([SEARCH_VERSION, facts.prepared_id, model, metric, seed, settings.privacy.min_patients_per_term])
    study = open_study(workspace.studies / f"{name}.journal", name, metric)
    resumed = len(finished(study))
    if resumed:
        notice(
            listener,
            "Study {name}: {found} of {trials} trials are finished already.",
            name=name,
            found=resumed,
            trials=trials,
        )
    started, stopped_by = time.monotonic(), "trials"
    with fold_pool(prepared.folder, facts.classes, settings.search.workers) as pool:
        while (done := len(finished(study))) < trials:
            listener(Advance("search", done, trials, best=_best_value(study)))
            if settings.search.timeout and done and time.monotonic() - started > settings.search.timeout:
                stopped_by = "timeout"
                break
            _try_one(study, pool, settings, model, metric, facts.split.folds)
        listener(Advance("search", len(finished(study)), trials, best=_best_value(study)))
        return _found(study, settings, model, metric, trials, resumed, stopped_by, pool)


def _try_one(study: optuna.Study, pool: FoldPool, settings: Settings, model: str, metric: str, folds: int) -> None:
    spec = get_model(model)
    trial = ask(study, spec, settings.split.seed)
    started = time.perf_counter()
    try:
        scores = pool.score(candidate_of(trial, spec, settings), folds)
    except EpicrisisError as error:
        if error.exit_code != DataError.exit_code:
            raise
        _tell_failure(study, trial, str(error), time.perf_counter() - started)
    except (ValueError, ArithmeticError, np.linalg.LinAlgError, MemoryError) as error:
        # The message may quote a value of the data; its kind may not.
        _tell_failure(study, trial, type(error).__name__, time.perf_counter() - started)
    else:
        _tell_scores(study, trial, scores, metric, time.perf_counter() - started)


def _tell_scores(study: optuna.Study, trial: Trial, scores: list[FoldScore], metric: str, seconds: float) -> None:
    values = [score.metrics[metric] for score in scores if metric in score.metrics]
    if not values:
        _tell_failure(study, trial, f"{metric} does not exist on any fold", seconds)
        return
    trial.set_user_attr("folds", [score.metrics for score in scores])
    trial.set_user_attr("seconds", seconds)
    trial.set_user_attr("std", float(np.std(values)))
    trial.set_user_attr("warnings", sorted({code for score in scores for code in score.warnings}))
    study.tell(trial, float(np.mean(values)))


def _tell_failure(study: optuna.Study, trial: Trial, reason: str, seconds: float) -> None:
    trial.set_user_attr("reason", reason)
    trial.set_user_attr("seconds", seconds)
    study.tell(trial, state=TrialState.FAIL)


def _best_value(study: optuna.Study) -> float | None:
    values = [trial.value for trial in finished(study) if trial.value is not None]
    better = max if study.direction == optuna.study.StudyDirection.MAXIMIZE else min
    return better(values) if values else None


def _found(
    study: optuna.Study,
    settings: Settings,
    model: str,
    metric: str,
    trials: int,
    resumed: int,
    stopped_by: str,
    pool: FoldPool,
) -> Found:
    records = trial_records(finished(study), metric)
    complete = [record for record in records if record.state == "complete"]
    if not complete:
        raise DataError(
            "All {trials} candidates of {model} failed, the last one with: {reason}",
            trials=len(records),
            model=model,
            reason=records[-1].reason,
        )
    best = study.best_trial
    facts = SearchFacts(
        study=study.study_name,
        sampler=SAMPLER,
        metric=metric,
        direction=METRICS[metric].direction,
        requested=trials,
        complete=len(complete),
        pruned=sum(record.state == "pruned" for record in records),
        failed=sum(record.state == "failed" for record in records),
        resumed=resumed,
        stopped_by="timeout" if stopped_by == "timeout" else "trials",
        workers=pool.workers,
    )
    return Found(
        candidate=candidate_of(FixedTrial(best.params), get_model(model), settings),
        params=best.params,
        scores=_cross_validations(best.user_attrs["folds"]),
        trials=records,
        facts=facts,
        workers_peak_mb=pool.peak_mb,
    )


def _cross_validations(folds: list[dict[str, float]]) -> dict[str, CrossValidation]:
    scores = {}
    for name in METRICS:
        values = [fold[name] for fold in folds if name in fold]
        if values:
            scores[name] = CrossValidation(mean=float(np.mean(values)), std=float(np.std(values)), folds=values)
    return scores
