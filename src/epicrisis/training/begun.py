"""What is known of a training before it is finished, so that one that never is can still be reported."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import optuna
from pydantic import Field

from epicrisis.etl.ledger import Ledger
from epicrisis.models.registry import get_model
from epicrisis.record import Record
from epicrisis.settings.schema import Settings
from epicrisis.training.journal import open_journal, owned
from epicrisis.training.objective import objectives_of
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import SourceFacts, SplitFacts, TrialRecord
from epicrisis.training.search import study_name
from epicrisis.training.study import finished, trial_records
from epicrisis.workspace import Workspace


class Begun(Record):
    """A training that has begun: what the cleaning and the split say, and where its candidates are kept.

    Parameters
    ----------
    created_at : str
        When it began, ISO 8601 in UTC.
    model, metric : str
        What is searched, and by which figure.
    objectives : list of str
        What is improved; the first is the metric.
    trials : int
        Candidates asked for.
    study : str
        Name of its study; empty of a blend, which has none of its own, and of an encoder.
    """

    version: Literal[1] = 1
    created_at: str
    model: str
    metric: str
    objectives: list[str] = Field(default_factory=list)
    trials: int
    study: str
    label: str
    ledger: Ledger
    source: SourceFacts
    split: SplitFacts


def describe_begun(prepared: Prepared, settings: Settings, *, model: str, metric: str, source: SourceFacts) -> Begun:
    """Return what is known of a training before its search.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    settings : Settings
        Search and columns.
    model, metric : str
        What is searched, and by which figure.
    source : SourceFacts
        Where the rows came from.
    """
    spec = get_model(model)
    return Begun(
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        model=spec.name,
        metric=metric,
        objectives=[one.name for one in objectives_of(metric, settings.search.objectives)],
        trials=settings.search.trials,
        study="" if spec.blends or spec.encodes else study_name(prepared, settings, spec.name, metric),
        label=settings.columns.label,
        ledger=prepared.notes.ledger.published(),
        source=source,
        split=prepared.facts.split,
    )


def begun_trials(begun: Begun, workspace: Workspace) -> list[TrialRecord]:
    """Return the candidates that a training has finished so far; none where it keeps none.

    Raises
    ------
    WorkspaceUnusable
        The training is still going on in another process.
    """
    journal = workspace.studies / f"{begun.study}.journal"
    if not begun.study or not journal.exists():
        return []
    with owned(journal):
        storage = open_journal(journal)
        known = {summary.study_name for summary in optuna.get_all_study_summaries(storage)}
        if begun.study not in known:  # killed between the file and its first line
            return []
        study = optuna.load_study(study_name=begun.study, storage=storage)
        objectives = objectives_of(begun.metric, begun.objectives)
        return trial_records(finished(study), objectives, begun.split.folds)
