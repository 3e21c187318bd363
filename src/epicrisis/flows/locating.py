"""What a user may call a model or a run by, and where its pieces are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from epicrisis.errors import SourceNotFound
from epicrisis.flows.comparing import read_comparison
from epicrisis.reports.comparison import LeaderboardRow
from epicrisis.reports.finding import COMPARISON, REPORT, find_report
from epicrisis.reports.report import read_report
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import resolve_address
from epicrisis.tracking.leftovers import MODELS, find_model, knows_run, local_folder, stored_folders
from epicrisis.tracking.model_io import MODEL_FILE
from epicrisis.workspace import Workspace


@dataclass(frozen=True)
class Target:
    """A model, a run or a comparison.

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
    candidates : list of Target
        The runs of a comparison, from the best to the worst; empty for anything else.
    choice : str
        Of a comparison, the name in the workspace of the run that it chose.
    """

    name: str
    local_id: str = ""
    run_id: str = ""
    flow_run_id: str = ""
    snapshot_id: str = ""
    columns: dict[str, list[str]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    candidates: list[Target] = field(default_factory=list)
    choice: str = ""

    @property
    def is_run(self) -> bool:
        """Whether it is a run, which leaves more behind than a file."""
        return bool(self.local_id or self.run_id)

    @property
    def every(self) -> list[Target]:
        """What left something behind: itself, and the candidates of a comparison."""
        return [self, *self.candidates]

    @property
    def chosen(self) -> Target:
        """The choice of a comparison, the first of its ranking if that is not known; anything else is its own."""
        return next((one for one in self.candidates if self.choice and one.local_id == self.choice), self.first)

    @property
    def first(self) -> Target:
        """The first of a comparison's ranking; anything else is its own."""
        return self.candidates[0] if self.candidates else self


def locate(settings: Settings, workspace: Workspace, given: str = "") -> Target:
    """Find a model, a run or a comparison with its candidates.

    Parameters
    ----------
    settings : Settings
        Section ``tracking`` says where MLflow is.
    workspace : Workspace
        Where runs and reports are.
    given : str
        A run's or comparison's name in the workspace or its beginning, an MLflow run id or, of a run with a report,
        its beginning, a report's folder, a model's file or folder, or ``models:/name/version`` or ``…/alias``. Empty
        for the latest run or comparison.

    Raises
    ------
    SourceNotFound
        There is no such thing.
    CorruptFile
        A report or a comparison that had to be read is damaged.
    TrackingUnavailable
        MLflow had to be asked and cannot be reached.
    """
    if given.startswith(MODELS):
        return _of_version(settings, workspace, given)
    if given and Path(given).exists():
        path = Path(given).absolute()
        if (path / REPORT).is_file():
            return _of_report(path, files=[path])
        if (path / COMPARISON).is_file():
            return _of_comparison(workspace, path, files=[path])
        return Target(path.name, files=[path])
    try:
        return _of_folder(workspace, find_report(workspace, given))
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


def _of_folder(workspace: Workspace, folder: Path) -> Target:
    if (folder / REPORT).is_file():
        return _of_report(folder)
    return _of_comparison(workspace, folder)


def _of_comparison(workspace: Workspace, folder: Path, files: list[Path] | None = None) -> Target:
    record = read_comparison(folder)
    candidates = [_of_row(workspace, row, record.leaderboard.snapshot_id) for row in record.leaderboard.rows]
    return Target(
        name=folder.name,
        local_id=folder.name,
        flow_run_id=record.flow_run_id or "",
        snapshot_id=record.leaderboard.snapshot_id,
        columns=next((one.columns for one in candidates if one.columns), {}),
        files=files or [],
        candidates=candidates,
        choice=record.leaderboard.chosen.local_id,
    )


def _of_row(workspace: Workspace, row: LeaderboardRow, snapshot_id: str) -> Target:
    run_id = row.run.run_id or ""
    if row.local_id:
        report = workspace.reports / row.local_id
        if (report / REPORT).is_file():
            return _of_report(report)
    elif run_id:  # of a version that did not keep the name
        try:
            return _of_report(find_report(workspace, run_id))
        except SourceNotFound:
            pass
    name = row.local_id or f"{row.model}, {row.metric}"
    return Target(name, row.local_id, run_id, row.run.flow_run_id or "", snapshot_id)


def _of_report(folder: Path, files: list[Path] | None = None) -> Target:
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
