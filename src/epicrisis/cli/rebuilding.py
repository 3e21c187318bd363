"""Reports of earlier runs, written again; and runs that wait to be sent."""

from __future__ import annotations

from pathlib import Path

from epicrisis.errors import SourceNotFound
from epicrisis.i18n.catalogue import join_names
from epicrisis.progress import Listener
from epicrisis.reports.files import ReportFiles, write_report
from epicrisis.reports.report import Report, read_report
from epicrisis.settings.schema import Settings
from epicrisis.workspace import Workspace, open_workspace


def rebuild(settings: Settings, run: str = "") -> tuple[Report, ReportFiles]:
    """Write the report of a run again, in the settings' language.

    Parameters
    ----------
    settings : Settings
        The workspace and the language.
    run : str
        The run's folder, or the beginning of its MLflow id; the latest run if empty.

    Raises
    ------
    SourceNotFound
        There is no such run, or none at all.
    CorruptFile
        Its report is damaged.
    """
    folder = _find(open_workspace(settings.workspace.dir), run)
    found = read_report(folder / "report.json")
    return found, write_report(found, folder, settings.language)


def send_waiting(settings: Settings, listener: Listener) -> list[str]:
    """Send the runs that MLflow has not received, and return their ids.

    Raises
    ------
    TrackingUnavailable
        MLflow cannot be reached.
    """
    from epicrisis.tracking.pending import send_pending
    from epicrisis.tracking.tracker import Tracker

    tracker = Tracker(settings, open_workspace(settings.workspace.dir))
    tracker.prepare()
    return [sent.run_id for sent in send_pending(tracker, listener)]


def _find(workspace: Workspace, run: str) -> Path:
    written = {path.parent.name: path for path in workspace.reports.glob("*/report.json")}
    # The names begin with the time of the training.
    newest_first = sorted(written, reverse=True)
    for name in newest_first:
        if name.startswith(run) or (read_report(written[name]).run.run_id or "").startswith(run):
            return written[name].parent
    if not newest_first:
        raise SourceNotFound(
            "There is no report in {folder} yet: epicrisis train writes one.", folder=workspace.reports
        )
    raise SourceNotFound(
        "There is no run {run!r} in {folder}. Known: {known}.",
        run=run,
        folder=workspace.reports,
        known=join_names(newest_first),
    )
