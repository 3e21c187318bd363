"""What stages hand to each other, and what a run answers: names, counts and figures, never a frame or a text."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from pydantic import Field

from epicrisis.checks.registry import run_checks
from epicrisis.record import Record
from epicrisis.reports.comparison import Leaderboard, to_json
from epicrisis.tracking.tracker import TrackedRun
from epicrisis.training.result import CrossValidation, Parameter, TrainingResult


class DataReference(Record):
    """Clean notes in the workspace.

    Parameters
    ----------
    snapshot, notes : str
        Names of the folders in ``snapshots/`` and ``clean/``.
    reused : bool
        Whether an earlier snapshot was used.
    rows_read, rows_kept : int
        Rows before and after the cleaning.
    timings : dict of str to float
        Seconds by stage.
    """

    snapshot: str
    notes: str
    reused: bool
    rows_read: int
    rows_kept: int
    timings: dict[str, float]


class FeaturesReference(Record):
    """Counted and divided notes in the workspace: `prepared` names the folder in ``features/``."""

    prepared: str
    rows_train: int
    rows_test: int
    data: DataReference
    timings: dict[str, float]


class TrainingReference(Record):
    """A trained model in the workspace.

    Parameters
    ----------
    local_id : str
        Name of the folder in ``runs/``, with ``result.json`` and the fitted pipeline.
    run_id : str
        The MLflow run that was begun; empty if MLflow is away.
    model, metric : str
        What was trained, and by which figure.
    """

    local_id: str
    run_id: str
    model: str
    metric: str


class ReportPlaces(Record):
    """Where a run's report and records are."""

    report_html: str
    report_md: str
    tracked: TrackedRun | None


class TrialCounts(Record):
    """Candidates by what became of them; `resumed` of them are from an earlier, interrupted run."""

    complete: int
    pruned: int
    failed: int
    resumed: int


class RowCounts(Record):
    """Where the rows went; ``read == kept + sum(dropped.values())`` and ``kept == train + test``."""

    read: int
    kept: int
    train: int
    test: int
    dropped: dict[str, int]


class RunRecord(Record):
    """What ``train --json`` prints: names and order are part of the contract.

    Parameters
    ----------
    run_id, tracking_uri, model_uri : str or None
        Where MLflow has the run and the model; None while MLflow is away.
    best_params : dict
        The winner's searched parameters.
    cv : CrossValidation
        Its scores on the folds of the training rows.
    test : dict
        Every metric on the sealed test rows, and ``ci95``: their 95 % intervals.
    classes : dict of str to int
        Rows kept of each class.
    timings : dict of str to float
        Seconds by stage; ``total_s`` is the whole command.
    flow_run_id : str or None
        The Prefect flow run; None without Prefect.
    nested : CrossValidation or None
        The metric on the outer folds of a nested cross-validation; None where none was asked for.
    row_split : CrossValidation or None
        What folds that let patients straddle would have promised; None where nothing could straddle.
    checks : dict of str to str
        The numbered checks and how each came out.
    """

    run_id: str | None
    experiment: str
    tracking_uri: str | None
    model: str
    model_uri: str | None
    metric: str
    best_params: dict[str, Parameter]
    cv: CrossValidation
    test: dict[str, Any]
    classes: dict[str, int]
    rows: RowCounts
    trials: TrialCounts
    timings: dict[str, float]
    peak_rss_mb: float
    report_html: str
    report_md: str
    flow_run_id: str | None
    nested: CrossValidation | None = None
    row_split: CrossValidation | None = None
    checks: dict[str, str] = Field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON has it: a figure that is not finite is null."""
        return {key: _finite(value) for key, value in self.model_dump(mode="json").items()}


class Failure(Record):
    """A candidate of a comparison that could not be trained."""

    model: str
    metric: str
    error: str


class CompareRecord(Record):
    """What a comparison found.

    Parameters
    ----------
    leaderboard : Leaderboard
        The trained models by rank.
    failures : list of Failure
        Those that could not be trained.
    report_html, report_md : str
        The leaderboard as files.
    timings : dict of str to float
        Seconds by stage, of all candidates together.
    flow_run_id : str or None
        The Prefect flow run; None without Prefect.
    """

    leaderboard: Leaderboard
    failures: list[Failure]
    report_html: str
    report_md: str
    timings: dict[str, float]
    flow_run_id: str | None

    def to_json(self) -> dict[str, Any]:
        """Return what ``compare --json`` prints."""
        rest = self.model_dump(mode="json", exclude={"leaderboard"})
        return {key: _finite(value) for key, value in {**to_json(self.leaderboard), **rest}.items()}


def run_record(result: TrainingResult, places: ReportPlaces, experiment: str, flow_run_id: str | None) -> RunRecord:
    """Put a finished training into the words of ``train --json``."""
    tracked, ledger, split, search = places.tracked, result.ledger, result.split, result.search
    return RunRecord(
        run_id=tracked.run_id if tracked else None,
        experiment=experiment,
        tracking_uri=tracked.tracking_uri if tracked else None,
        model=result.model,
        model_uri=tracked.model_uri if tracked else None,
        metric=result.metric,
        best_params=result.best_params,
        cv=result.cv,
        test={**result.test.metrics, "ci95": result.test.ci95},
        classes=ledger.classes,
        rows=RowCounts(
            read=ledger.read,
            kept=ledger.kept,
            train=split.rows_train,
            test=split.rows_test,
            dropped={str(reason): count for reason, count in ledger.dropped.items()},
        ),
        trials=TrialCounts(
            complete=search.complete, pruned=search.pruned, failed=search.failed, resumed=search.resumed
        ),
        timings=result.timings,
        peak_rss_mb=result.peak_rss_mb,
        report_html=places.report_html,
        report_md=places.report_md,
        flow_run_id=flow_run_id,
        nested=_folds(result.assessment.nested.outer) if result.assessment.nested else None,
        row_split=_folds(result.assessment.optimism.by_row) if result.assessment.optimism else None,
        checks={check.code: check.state for check in run_checks(result)},
    )


def _folds(values: list[float]) -> CrossValidation:
    return CrossValidation(mean=float(np.mean(values)), std=float(np.std(values)), folds=values)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
