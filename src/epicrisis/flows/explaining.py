"""The explanation of one note by a run's model: figures for the caller, and a page with the note for the workspace."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from sklearn.pipeline import Pipeline

from epicrisis.errors import SourceNotFound, UsageError
from epicrisis.flows.locating import Target, locate, model_file
from epicrisis.i18n.catalogue import translate
from epicrisis.record import Record
from epicrisis.reports.explanation import explanation_page
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import resolve_address
from epicrisis.tracking.leftovers import server_files
from epicrisis.tracking.model_io import MODEL_FILE, load_pipeline
from epicrisis.training.explaining import Explanation, explain_note, note_texts, require_linear
from epicrisis.workspace import Workspace, content_id, open_workspace, write_whole

_NOTES = "notes.parquet"


class ExplainRecord(Record):
    """An explanation, and where its page is.

    Parameters
    ----------
    target : str
        The model or run.
    explanation : Explanation
        Terms of the vocabulary and numbers; not the note.
    page : str
        The page, which holds the note.
    """

    target: str
    explanation: Explanation
    page: str


def explain(
    settings: Settings,
    given: str = "",
    *,
    row: int | None = None,
    note_file: Path | None = None,
    label: str | None = None,
) -> ExplainRecord:
    """Explain a model's decision on a note, and write the page into the workspace.

    Parameters
    ----------
    settings : Settings
        The workspace and the language.
    given : str
        The model or run, see `epicrisis.flows.locating.locate`; of a comparison, its choice is explained.
    row : int, optional
        A row of the snapshot that the model was trained on, counted from 1.
    note_file : Path, optional
        A file with a note instead: a text, or a JSON object of columns.
    label : str, optional
        The class to explain; the predicted one by default.

    Raises
    ------
    UsageError
        The model is not linear, there is no such class or row, or not exactly one note was named.
    SourceNotFound
        There is no such model, run, snapshot or file.
    """
    if (row is None) == (note_file is None):
        raise UsageError("Name one note: --row N for a row of the snapshot, or --note-file FILE.")
    workspace = open_workspace(settings.workspace.dir)
    target = locate(settings, workspace, given).chosen
    pipeline = find_pipeline(settings, workspace, target)
    require_linear(pipeline)
    features = pipeline.named_steps["features"]
    if note_file is not None:
        note, name = _read_note(note_file, features.text, [*features.categorical, *features.numeric])
        title = translate("Note of a file", settings.language)
    else:
        note, name = _snapshot_row(workspace, target, row or 0), f"row-{row}"
        title = translate("Row {row} of the snapshot", settings.language, row=row)
    explanation = explain_note(pipeline, note, label)
    page = workspace.explanations / f"{_file_name(f'{target.name}-{name}-{explanation.label}')}.html"
    write_whole(page, explanation_page(explanation, note_texts(features, note), title, settings.language))
    return ExplainRecord(target=target.name, explanation=explanation, page=str(page))


def find_pipeline(settings: Settings, workspace: Workspace, target: Target) -> Pipeline:
    """Load the model of a run, from this machine or from MLflow's server.

    Raises
    ------
    SourceNotFound
        It is on neither.
    CorruptFile
        It is damaged.
    TrackingUnavailable
        MLflow cannot be reached.
    """
    file = model_file(settings, workspace, target)
    if file is not None:
        return load_pipeline(file)
    address = resolve_address(settings, workspace)
    if address.database is None and target.run_id:
        with TemporaryDirectory() as folder:
            server_files(address, workspace.root, target.run_id, Path(folder))
            for file in sorted(Path(folder).rglob(MODEL_FILE)):
                return load_pipeline(file)
    raise SourceNotFound("The model of {target} is not on this machine.", target=target.name)


def _snapshot_row(workspace: Workspace, target: Target, row: int) -> pl.DataFrame:
    found = sorted(workspace.snapshots.glob(f"{target.snapshot_id or '*'}/{_NOTES}"), key=lambda p: p.stat().st_mtime)
    if not found:
        raise SourceNotFound("The snapshot of {target} is not in {folder}.", target=target.name, folder=workspace.root)
    frame = pl.scan_parquet(found[-1], glob=False)
    rows = frame.select(pl.len()).collect().item()
    if not 1 <= row <= rows:
        raise UsageError("There is no row {row}: the snapshot has rows 1 to {rows}.", row=row, rows=rows)
    return frame.slice(row - 1, 1).collect()


def _read_note(file: Path, text: list[str], others: list[str]) -> tuple[pl.DataFrame, str]:
    try:
        content = file.read_text(encoding="utf-8-sig")
        note: Any = json.loads(content) if file.suffix.lower() == ".json" else {text[0]: content}
    except FileNotFoundError as error:
        raise SourceNotFound("There is no file {file}.", file=file) from error
    except (OSError, ValueError) as error:
        raise UsageError(
            "The file {file} is neither a text in UTF-8 nor a JSON object of columns.", file=file
        ) from error
    if not isinstance(note, dict):
        raise UsageError("The file {file} is neither a text in UTF-8 nor a JSON object of columns.", file=file)
    row = {**dict.fromkeys([*text, *others]), **note}
    return pl.DataFrame({name: [value] for name, value in row.items()}, strict=False), f"note-{content_id(content)}"


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name)[:120]
