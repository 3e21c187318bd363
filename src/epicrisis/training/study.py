"""The search's memory: an Optuna study, whose trials are asked for in batches and whose folds are kept one by one.

A batch is as many trials as there are workers. What a batch tries depends on the batches before it, on the seed and on
nothing else, so that the order in which workers finish makes no difference. A trial comes into being with all of its
parameters, in one line of the journal, and each of its folds is another line: whenever the process is killed, what is
left is a whole number of trials and folds, and the next run goes on from there as if nothing had happened.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import optuna
from optuna.samplers import TPESampler
from optuna.trial import FixedTrial, FrozenTrial, Trial, TrialState

from epicrisis.features.weighting import TextParams
from epicrisis.models.spec import ModelSpec
from epicrisis.settings.schema import Settings
from epicrisis.training.folds import COSTS, Candidate, FoldScore
from epicrisis.training.journal import open_journal
from epicrisis.training.objective import Direction, Objective
from epicrisis.training.result import Failure, TrialRecord
from epicrisis.training.result import TrialState as RecordState

SEARCH_VERSION = 3
"""Raised when earlier trials may no longer stand beside new ones."""
SAMPLER_ARGUMENTS: Mapping[str, Any] = {
    "n_startup_trials": 8,
    "n_ei_candidates": 24,
    "multivariate": True,
    "group": False,
    "constant_liar": False,  # would look at the batch's other trials, which a resumed run may know more of
}
SAMPLER = "TPE, multivariate, at random until 8 trials are finished"
_STATES: dict[TrialState, RecordState] = {
    TrialState.COMPLETE: "complete",
    TrialState.PRUNED: "pruned",
    TrialState.FAIL: "failed",
}
_OPEN = (TrialState.WAITING, TrialState.RUNNING)
_FOLD = "fold {}"


def open_study(journal: Path, name: str, directions: Sequence[Direction]) -> optuna.Study:
    """Open or make a study in a file that this process owns, see `epicrisis.training.journal.owned`.

    Parameters
    ----------
    journal : Path
        The journal file.
    name : str
        Name of the study.
    directions : sequence of {"maximize", "minimize"}
        One for each objective.
    """
    logging.getLogger("optuna").setLevel(logging.WARNING)
    storage = open_journal(journal)
    return optuna.create_study(storage=storage, study_name=name, directions=list(directions), load_if_exists=True)


def finished(study: optuna.Study) -> list[FrozenTrial]:
    """Return the trials that are complete, pruned or failed, in their order."""
    return study.get_trials(deepcopy=False, states=tuple(_STATES))


def next_batch(study: optuna.Study, spec: ModelSpec, seed: int, size: int, budget: int) -> list[Trial]:
    """Return the trials to score next: those of a batch that was cut short, else of a new one; none at the end.

    Parameters
    ----------
    study : Study
        The study.
    spec : ModelSpec
        What is searched.
    seed : int
        Seed of the search.
    size : int
        Trials of a new batch.
    budget : int
        Trials of the whole search.
    """
    trials = study.get_trials(deepcopy=False)
    start, end = _batch_at_hand(trials, size, budget)
    if start >= budget:
        return []
    known = [trial for trial in trials if trial.number < start and trial.state in _STATES]
    for number in range(len(trials), end):
        study.add_trial(_proposal(study, known, spec, seed, number, [start, end]))
    return _opened(study, start)


def _batch_at_hand(trials: list[FrozenTrial], size: int, budget: int) -> tuple[int, int]:
    if trials:
        start, end = trials[-1].user_attrs["batch"]
        if len(trials) < end or any(trial.state in _OPEN for trial in trials[start:]):
            return start, end
    return len(trials), min(len(trials) + size, budget)


def _proposal(
    study: optuna.Study, known: list[FrozenTrial], spec: ModelSpec, seed: int, number: int, batch: list[int]
) -> FrozenTrial:
    """Return a trial that waits, with all of its parameters.

    They are known to be good, or won an earlier search; the sampler gives what these leave open, or all of them.
    """
    given = [(params, "default") for params in spec.first] + [
        (params, "earlier") for params in study.user_attrs.get("earlier", [])
    ]
    sampler = TPESampler(seed=seed + number, **SAMPLER_ARGUMENTS)
    sketch = optuna.create_study(directions=study.directions, sampler=sampler)
    sketch.add_trials(known)
    params, origin = given[number] if number < len(given) else ({}, "search")
    if params:
        sketch.enqueue_trial(dict(params))
    trial = sketch.ask()
    spec.suggest_text(trial)
    spec.suggest(trial)
    return optuna.trial.create_trial(
        state=TrialState.WAITING,
        params=trial.params,
        distributions=trial.distributions,
        user_attrs={"batch": batch, "origin": origin if params else "search"},
    )


def _opened(study: optuna.Study, start: int) -> list[Trial]:
    """Begin the waiting trials and take up the running ones again."""
    running = study.get_trials(deepcopy=False, states=(TrialState.RUNNING,))
    waiting = study.get_trials(deepcopy=False, states=(TrialState.WAITING,))
    opened = [*(Trial(study, trial._trial_id) for trial in running), *(study.ask() for _ in waiting)]
    return sorted((trial for trial in opened if trial.number >= start), key=lambda trial: trial.number)


def batch_start(trial: Trial) -> int:
    """Return the number of the first trial of a trial's batch."""
    start, _ = trial.user_attrs["batch"]
    return int(start)


def has_open_trials(study: optuna.Study) -> bool:
    """Return whether a batch was cut short."""
    return bool(study.get_trials(deepcopy=False, states=_OPEN))


def report_once(trial: Trial, value: float, step: int) -> None:
    """Report the mean of a pruned trial's folds; a run that was killed right after it finds it there."""
    known = trial.study.get_trials(deepcopy=False)[trial.number].intermediate_values
    if step not in known:
        trial.report(value, step)


def keep_fold(trial: Trial, score: FoldScore) -> None:
    """Write a fold's score to the journal."""
    said = {"metrics": score.metrics, "costs": score.costs, "warnings": list(score.warnings)}
    trial.set_user_attr(_FOLD.format(score.fold), said)


def kept_folds(trial: Trial | FrozenTrial, folds: int) -> dict[int, FoldScore]:
    """Return the scores that the journal holds of a trial, by fold."""
    found = {fold: trial.user_attrs.get(_FOLD.format(fold)) for fold in range(folds)}
    return {
        fold: FoldScore(fold, said["metrics"], said["costs"], tuple(said["warnings"]))
        for fold, said in found.items()
        if said is not None
    }


def fold_order(seed: int, number: int, folds: int) -> list[int]:
    """Return the order in which a trial's folds count, shuffled so that no fold decides over all candidates."""
    return [int(fold) for fold in np.random.default_rng([seed, number]).permutation(folds)]


def counted_folds(trial: FrozenTrial, folds: int) -> list[FoldScore]:
    """Return the scores that count for a finished trial, in fold order; a pruned one has those up to its end."""
    order = trial.user_attrs.get("counted", list(range(folds)))
    kept = kept_folds(trial, folds)
    return [kept[fold] for fold in sorted(order) if fold in kept]


def candidate_of(trial: Trial | FixedTrial | FrozenTrial, spec: ModelSpec, settings: Settings) -> Candidate:
    """Return what a trial tries.

    Parameters
    ----------
    trial : Trial, FixedTrial or FrozenTrial
        A running trial, or a finished one's parameters.
    spec : ModelSpec
        The model.
    settings : Settings
        Columns, privacy and seed.
    """
    text = TextParams(**spec.suggest_text(trial))
    if len(settings.columns.text) == 1:
        text = replace(text, section_terms=False)
    return Candidate(
        model=spec.name,
        text=text,
        classifier=spec.suggest(trial),
        min_patients=settings.privacy.min_patients_per_term,
        seed=settings.split.seed,
        variant=text.variant(settings.notes_language),
    )


def trial_records(trials: Sequence[FrozenTrial], objectives: Sequence[Objective], folds: int) -> list[TrialRecord]:
    """Return trials as plain records."""
    return [_record(trial, objectives, folds) for trial in trials]


def _record(trial: FrozenTrial, objectives: Sequence[Objective], folds: int) -> TrialRecord:
    facts, scores = trial.user_attrs, counted_folds(trial, folds)
    values = [value for score in scores if (value := objectives[0].of(score)) is not None]
    complete = trial.state == TrialState.COMPLETE
    # Studies of earlier versions have the English sentence alone, as "reason".
    failure = Failure.model_validate(facts["failure"]) if "failure" in facts else None
    return TrialRecord(
        number=trial.number,
        state=_STATES[trial.state],
        params=trial.params,
        value=float(np.mean(values)) if complete else None,
        std=float(np.std(values)) if complete else None,
        folds=values,
        seconds=sum(score.seconds for score in scores),
        reason=str(failure) if failure else facts.get("reason", ""),
        failure=failure,
        warnings=sorted({code for score in scores for code in score.warnings}),
        origin=facts.get("origin", "search"),
        costs={name: sum(score.costs[name] for score in scores) for name in COSTS} if scores else {},
        predict_ms=float(np.mean([score.costs["predict_ms"] for score in scores])) if scores else None,
        objectives=_figures(trial, objectives),
    )


def _figures(trial: FrozenTrial, objectives: Sequence[Objective]) -> dict[str, float]:
    if len(objectives) == 1 or trial.state != TrialState.COMPLETE:
        return {}
    return {one.name: value for one, value in zip(objectives, trial.values, strict=True)}
