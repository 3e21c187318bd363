"""Reports of the workspace, found by the names that a user has for them."""

from __future__ import annotations

from pathlib import Path

from epicrisis.errors import SourceNotFound
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.report import read_report
from epicrisis.workspace import Workspace

REPORT = "report.json"
COMPARISON = "comparison.json"
BEGUN = "begun.json"
"""Of a training that has no report yet, and perhaps never will."""
_COMPARISON_NAME = "comparison-"


def find_report(workspace: Workspace, run: str = "") -> Path:
    """Return the folder of the report of a run or a comparison.

    Parameters
    ----------
    workspace : Workspace
        Where the reports are.
    run : str
        The folder's name or its beginning, or the beginning of the run's MLflow id; the latest of all if empty.

    Raises
    ------
    SourceNotFound
        There is no such report, or none at all.
    CorruptFile
        A report that had to be read is damaged.
    """
    written = {path.parent.name: path for name in (REPORT, COMPARISON) for path in workspace.reports.glob(f"*/{name}")}
    # The names begin with the time of the training, or with that of a comparison's end.
    newest_first = sorted(written, key=lambda name: name.removeprefix(_COMPARISON_NAME), reverse=True)
    for name in newest_first:
        if name.startswith(run) or _run_id(written[name]).startswith(run):
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


def _run_id(file: Path) -> str:
    return (read_report(file).run.run_id or "") if file.name == REPORT else ""
