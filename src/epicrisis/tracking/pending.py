"""Keep a finished training in the workspace while MLflow is away, and send it later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from filelock import FileLock
from pydantic import ValidationError
from sklearn.pipeline import Pipeline

from epicrisis.errors import CorruptFile
from epicrisis.progress import Listener, silent, warning
from epicrisis.tracking.model_io import MODEL_FILE, save_pipeline
from epicrisis.tracking.tracker import TrackedRun, Tracker
from epicrisis.training.held_out import HELD_OUT_FILE
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace, whole_folder, write_whole

RESULT_FILE: Final = "result.json"
REPORT_FOLDER: Final = "report"
_PENDING: Final = "pending.json"
_TRACKED: Final = "tracked.json"


def keep_run(
    workspace: Workspace,
    local_id: str,
    result: TrainingResult,
    pipeline: Pipeline,
    report_files: Sequence[Path],
    *,
    challenger: bool = True,
) -> Path:
    """Keep a training that MLflow did not take, whole or not at all.

    Parameters
    ----------
    workspace : Workspace
        Where to: ``runs/<local id>/`` with ``result.json``, ``pipeline.skops``, ``report/`` and ``pending.json``.
    local_id : str
        The training's name, as given to `Tracker.start_run` if a run was begun.
    result : TrainingResult
        The training.
    pipeline : Pipeline
        The fitted pipeline.
    report_files : sequence of Path
        The report.
    challenger : bool
        Whether the model may have the alias ``challenger`` once it is registered.

    Returns
    -------
    Path
        The folder.
    """
    place = workspace.runs / local_id
    with whole_folder(place) as folder:
        save_pipeline(pipeline, folder / MODEL_FILE)
        if (place / HELD_OUT_FILE).is_file():
            shutil.copy2(place / HELD_OUT_FILE, folder / HELD_OUT_FILE)
        (folder / REPORT_FOLDER).mkdir()
        for file in report_files:
            shutil.copy2(file, folder / REPORT_FOLDER / file.name)
        (folder / RESULT_FILE).write_text(result.model_dump_json(indent=2), encoding="utf-8")
        (folder / _PENDING).write_text(_marker(local_id, challenger=challenger), encoding="utf-8")
    return place


def keep_as_challenger(workspace: Workspace, local_id: str) -> bool:
    """Let a training that waits have the alias ``challenger`` when it is sent; return whether it waits."""
    marker = workspace.runs / local_id / _PENDING
    if not marker.is_file():
        return False
    write_whole(marker, _marker(local_id, challenger=True))
    return True


def find_result(workspace: Workspace, local_id: str) -> TrainingResult | None:
    """Return what a finished training left behind; None if the workspace has it no more.

    Raises
    ------
    CorruptFile
        It is damaged.
    """
    folder = workspace.runs / local_id
    return _read_result(folder) if (folder / RESULT_FILE).is_file() else None


def pending_runs(workspace: Workspace) -> list[Path]:
    """Return the folders of trainings that still wait, the oldest first."""
    return [marker.parent for marker in sorted(workspace.runs.glob(f"*/{_PENDING}"), key=lambda m: m.stat().st_mtime)]


def send_pending(tracker: Tracker, listener: Listener = silent) -> list[TrackedRun]:
    """Send every training that waits. A sending that is killed midway and repeated doubles nothing.

    Parameters
    ----------
    tracker : Tracker
        Where to.
    listener : Listener
        Told of a training that is damaged; the others are sent all the same.

    Returns
    -------
    list of TrackedRun
        Those that were sent now.

    Raises
    ------
    TrackingUnavailable
        MLflow is still away; what was not sent keeps waiting.
    """
    sent: list[TrackedRun] = []
    if not pending_runs(tracker.workspace):
        return sent
    with FileLock(tracker.workspace.runs / "sending.lock"):
        for folder in pending_runs(tracker.workspace):
            try:
                sent.append(_send(tracker, folder))
            except CorruptFile as error:
                warning(listener, "The kept run {run} cannot be sent: {reason}", run=folder.name, reason=error)
    return sent


def _send(tracker: Tracker, folder: Path) -> TrackedRun:
    result = _read_result(folder)
    run_id = tracker.find_local(folder.name) or tracker.start_run(
        result.model, result.metric, local_id=folder.name, started_at=result.created_at
    )
    files = sorted(file for file in (folder / REPORT_FOLDER).iterdir() if file.is_file())
    run = tracker.finish_saved(run_id, result, folder / MODEL_FILE, files, challenger=_may_be_challenger(folder))
    write_whole(folder / _TRACKED, json.dumps(asdict(run), indent=2))
    (folder / _PENDING).unlink()
    return run


def _marker(local_id: str, *, challenger: bool) -> str:
    return json.dumps({"local_id": local_id, "challenger": challenger})


def _may_be_challenger(folder: Path) -> bool:
    try:
        return json.loads((folder / _PENDING).read_text(encoding="utf-8")).get("challenger", True) is True
    except (OSError, ValueError, AttributeError) as error:
        raise CorruptFile("The file {file} is damaged.", file=folder / _PENDING) from error


def _read_result(folder: Path) -> TrainingResult:
    try:
        return TrainingResult.model_validate_json((folder / RESULT_FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise CorruptFile("The file {file} is damaged.", file=folder / RESULT_FILE) from error
