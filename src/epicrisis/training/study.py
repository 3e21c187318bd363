"""The search's memory: an Optuna study in a journal file, from which a later run goes on.

A journal is one file of lines that survives a killed process, and needs no migrations; SQLite under Optuna does not
suit parallel use, and its heartbeat is not needed, since one process alone writes.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import optuna
from optuna.samplers import TPESampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import FixedTrial, FrozenTrial, Trial, TrialState

from epicrisis.evaluation.metrics import METRICS
from epicrisis.features.weighting import TextParams
from epicrisis.models.spec import ModelSpec
from epicrisis.settings.schema import Settings
from epicrisis.training.folds import Candidate
from epicrisis.training.result import TrialRecord
from epicrisis.training.result import TrialState as RecordState

SEARCH_VERSION = 1
"""Raised when earlier trials may no longer stand beside new ones."""
SAMPLER = "TPE, multivariate, 8 random start-up trials"
_STATES: dict[TrialState, RecordState] = {
    TrialState.COMPLETE: "complete",
    TrialState.PRUNED: "pruned",
    TrialState.FAIL: "failed",
}


def open_study(journal: Path, name: str, metric: str) -> optuna.Study:
    """Open or make a study; trials that a killed run left unfinished are set aside.

    Parameters
    ----------
    journal : Path
        The journal file; its folder is made.
    name : str
        Name of the study.
    metric : str
        Name of the metric, which gives the direction.
    """
    journal.parent.mkdir(parents=True, exist_ok=True)
    logging.getLogger("optuna").setLevel(logging.WARNING)
    # The lock by an exclusively made file works on Windows too, where symbolic links need a privilege.
    backend = JournalFileBackend(str(journal), lock_obj=JournalFileOpenLock(str(journal)))
    study = optuna.create_study(
        storage=JournalStorage(backend), study_name=name, direction=METRICS[metric].direction, load_if_exists=True
    )
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING, TrialState.WAITING)):
        study.tell(trial.number, state=TrialState.FAIL)
    return study


def finished(study: optuna.Study) -> list[FrozenTrial]:
    """Return the trials that count: complete, pruned and failed ones, not those that a killed run lost."""
    trials = study.get_trials(deepcopy=False, states=tuple(_STATES))
    return [trial for trial in trials if trial.state != TrialState.FAIL or "reason" in trial.user_attrs]


def ask(study: optuna.Study, spec: ModelSpec, seed: int) -> Trial:
    """Ask for the next candidate: first the known-good ones, then what the sampler finds.

    The sampler is made anew for each trial, seeded by how many are finished, so that a search that was interrupted
    goes on exactly as one that was not.
    """
    number = len(finished(study))
    if number < len(spec.first):
        study.enqueue_trial(dict(spec.first[number]))
    study.sampler = TPESampler(
        n_startup_trials=8, n_ei_candidates=24, multivariate=True, constant_liar=False, seed=seed + number
    )
    return study.ask()


def candidate_of(trial: Trial | FixedTrial, spec: ModelSpec, settings: Settings) -> Candidate:
    """Return what a trial tries.

    Parameters
    ----------
    trial : Trial or FixedTrial
        A running trial, or a finished one's parameters.
    spec : ModelSpec
        The model.
    settings : Settings
        Columns, privacy and seed.
    """
    text = TextParams(**spec.suggest_text(trial))
    if len(settings.columns.text) == 1:
        text = replace(text, section_terms=False)
    return Candidate(spec.name, text, spec.suggest(trial), settings.privacy.min_patients_per_term, settings.split.seed)


def trial_records(trials: Sequence[FrozenTrial], metric: str) -> list[TrialRecord]:
    """Return trials as plain records, numbered from 0 without gaps."""
    return [_record(number, trial, metric) for number, trial in enumerate(trials)]


def _record(number: int, trial: FrozenTrial, metric: str) -> TrialRecord:
    facts = trial.user_attrs
    return TrialRecord(
        number=number,
        state=_STATES[trial.state],
        params=trial.params,
        value=trial.value,
        std=facts.get("std"),
        folds=[fold[metric] for fold in facts.get("folds", []) if metric in fold],
        seconds=facts.get("seconds", 0.0),
        reason=facts.get("reason", ""),
        warnings=facts.get("warnings", []),
    )
