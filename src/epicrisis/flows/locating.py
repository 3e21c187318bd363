"""What a user may call a model or a run by, and where its pieces are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from epicrisis.errors import SourceNotFound
from epicrisis.reports.finding import REPORT, find_report
from epicrisis.reports.report import read_report
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import resolve_address
from epicrisis.tracking.leftovers import MODELS, find_model, knows_run, local_folder, stored_folders
from epicrisis.tracking.model_io import MODEL_FILE
from epicrisis.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """A model or a run.

    Parameters
    ----------
    name : str
        What it is called in messages.
    local_id : str
        Its name in the workspace; empty if it is not there.
    run_id, flow_run_id : str
        What MLflow and Prefect know it by; empty if they do not.
    snapshot_id : str
        The rows that it was trained on; empty if that is not known.
    columns : dict of str to list of str
        Its columns by role; empty if they are not known.
    files : list of Path
        Files and folders that belong to it beside the workspace's: what the user pointed to.
    """

    name: str
    local_id: str = ""
    run_id: str = ""
    flow_run_id: str = ""
    snapshot_id: str = ""
    columns: dict[str, list[str]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    @property
    def is_run(self) -> bool:
        """Whether it is a run, which leaves more behind than a file."""
        return bool(self.local_id or self.run_id)


def locate(settings: Settings, workspace: Workspace, given: str = "") -> Target:
    """Find a model or a run.

    Parameters
    ----------
    settings : Settings
        Section ``tracking`` says where MLflow is.
    workspace : Workspace
        Where runs and reports are.
    given : str
        A run's or comparison's name in the workspace or its beginning, an MLflow run id or, of a run with a report,
        its beginning, a report's folder, a model's file or folder, or ``models:/name/version`` or ``…/alias``. Empty
        for the latest run.

    Raises
    ------
    SourceNotFound
        There is no such thing.
    TrackingUnavailable
        MLflow had to be asked and cannot be reached.
    """
    if given.startswith(MODELS):
        return _of_version(settings, workspace, given)
    if given and Path(given).exists():
        path = Path(given).absolute()
        if (path / REPORT).is_file():
            return _of_report(path, files=[path])
        return Target(path.name, files=[path])
    try:
        return _of_report(find_report(workspace, given))
    except SourceNotFound:
        if (workspace.runs / given).is_dir() and given:
            return Target(given, local_id=given)
        if given and knows_run(resolve_address(settings, workspace), workspace.root, given):
            return Target(given, run_id=given)
        raise


def model_file(settings: Settings, workspace: Workspace, target: Target) -> Path | None:
    """Return the saved pipeline of a model or a run, if it is on this machine."""
    address = resolve_address(settings, workspace)
    places = [workspace.runs / target.local_id] if target.local_id else []
    if target.run_id and address.database is not None:
        places += stored_folders(address.database, target.run_id)[0]
    for place in [*target.files, *places]:
        if place.name == MODEL_FILE and place.is_file():
            return place
        found = sorted(place.rglob(MODEL_FILE)) if place.is_dir() else []
        if found:
            return found[0]
    return None


def _of_report(folder: Path, files: list[Path] | None = None) -> Target:
    if not (folder / REPORT).is_file():  # a comparison
        return Target(folder.name, local_id=folder.name, files=files or [])
    report = read_report(folder / REPORT)
    return Target(
        name=folder.name,
        local_id=folder.name,
        run_id=report.run.run_id or "",
        flow_run_id=report.run.flow_run_id or "",
        snapshot_id=report.source.snapshot_id,
        columns=report.columns,
        files=files or [],
    )


def _of_version(settings: Settings, workspace: Workspace, uri: str) -> Target:
    version = find_model(resolve_address(settings, workspace), workspace.root, uri)
    folder = local_folder(version.source)
    files = [folder] if folder is not None and folder.exists() else []
    try:
        report = _of_report(find_report(workspace, version.run_id)) if version.run_id else None
    except SourceNotFound:
        report = None
    if report is None:
        return Target(uri, run_id=version.run_id, files=files)
    return Target(uri, report.local_id, report.run_id, report.flow_run_id, report.snapshot_id, report.columns, files)
