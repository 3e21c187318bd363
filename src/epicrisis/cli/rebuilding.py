"""Reports of earlier runs and comparisons, written again, with their guidelines; and runs that wait to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from epicrisis.errors import SourceNotFound, UsageError
from epicrisis.i18n.catalogue import translate
from epicrisis.progress import Listener
from epicrisis.reports.files import write_report
from epicrisis.reports.finding import BEGUN, COMPARISON, REPORT, find_report
from epicrisis.reports.report import Report, RunReference, gather, read_report
from epicrisis.settings.schema import Settings
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace, open_workspace


@dataclass(frozen=True)
class Rebuilt:
    """A report or a comparison that was written again.

    Parameters
    ----------
    run_id : str or None
        The MLflow run; None for a comparison, which has several, and for a run that MLflow has not received.
    html, markdown, json : Path
        Its files.
    lines : list of str
        What the command that made it told at its end.
    shown : Path
        The page to open.
    guidelines : dict
        What ``--json`` tells of the guidelines; empty where they were not written.
    """

    run_id: str | None
    html: Path
    markdown: Path
    json: Path
    lines: list[str]
    shown: Path
    guidelines: dict[str, object] = field(default_factory=dict)


def rebuild(settings: Settings, run: str = "", *, tripod: bool = False) -> Rebuilt:
    """Write the report of a run or a comparison again, in the settings' language.

    Guidelines that were written for the run once are written again with it.

    Parameters
    ----------
    settings : Settings
        The workspace and the language.
    run : str
        The folder of a run or a comparison, or the beginning of its name or of a run's MLflow id; the latest of
        both if empty.
    tripod : bool
        Whether to answer the reporting guidelines from the run.

    Raises
    ------
    SourceNotFound
        There is no such run, or none at all.
    UsageError
        Guidelines are asked for of a comparison, or of a training without a result.
    CorruptFile
        Its report is damaged.
    """
    workspace = open_workspace(settings.workspace.dir)
    folder, late = _place_of(workspace, run)
    if late is None and (folder / BEGUN).is_file() and not (folder / REPORT).is_file():
        if tripod:
            raise UsageError("{run} ended before it had a result; --tripod needs one.", run=folder.name)
        return _rebuild_unfinished(workspace, folder, settings)
    if (folder / COMPARISON).is_file():
        if tripod:
            raise UsageError(
                "{run} is a comparison of several models; --tripod is about one. Name the run.", run=folder.name
            )
        return _rebuild_comparison(folder, settings)
    from epicrisis.cli.summary import summary_lines
    from epicrisis.cli.table import shown_path
    from epicrisis.reports.guidelines.files import FOLDER

    kept = (folder / FOLDER).is_dir()
    found = read_report(folder / REPORT) if late is None else gather(late, RunReference())
    files = write_report(found, folder, settings.language)
    place = translate("Report: {path}", settings.language, path=shown_path(files.html))
    lines = [*_told(late, settings.language), *summary_lines(found, settings.language), "", place]
    rebuilt = Rebuilt(found.run.run_id, files.html, files.markdown, files.json, lines, files.html)
    guided = _with_guidelines(rebuilt, found, folder, settings) if tripod or kept else rebuilt
    return guided if tripod else rebuilt


def rebuild_side_by_side(settings: Settings, runs: Sequence[str]) -> Rebuilt:
    """Write one leaderboard of runs that are finished already; see `epicrisis.flows.comparing.compare_runs`."""
    from epicrisis.flows.comparing import compare_runs

    _, folder = compare_runs(open_workspace(settings.workspace.dir), runs, settings.language)
    return _rebuild_comparison(folder, settings)


def _place_of(workspace: Workspace, run: str) -> tuple[Path, TrainingResult | None]:
    """Return the folder of a report, or of a run without one; and what a run had that ended just before its report."""
    try:
        return find_report(workspace, run), None
    except SourceNotFound:
        from epicrisis.tracking.pending import RESULT_FILE, find_result

        trained = sorted(file.parent.name for file in workspace.runs.glob(f"*/{RESULT_FILE}"))
        for name in reversed(trained):
            if name.startswith(run):
                return workspace.reports / name, find_result(workspace, name)
        begun = sorted(file.parent for file in workspace.reports.glob(f"*/{BEGUN}"))
        for folder in reversed(begun):
            if folder.name.startswith(run):
                return folder, None
        raise


def _rebuild_unfinished(workspace: Workspace, folder: Path, settings: Settings) -> Rebuilt:
    from epicrisis.cli.table import shown_path
    from epicrisis.reports.unfinished import read_begun, unfinished_points, write_unfinished
    from epicrisis.reports.wording import Wording
    from epicrisis.training.begun import begun_trials

    begun = read_begun(folder)
    trials = begun_trials(begun, workspace)
    files = write_unfinished(begun, trials, folder, settings.language)
    place = translate("Report: {path}", settings.language, path=shown_path(files.html))
    lines = [*unfinished_points(begun, trials, Wording(settings.language)), "", place]
    return Rebuilt(None, files.html, files.markdown, files.json, lines, files.html)


def _told(late: TrainingResult | None, language: str) -> list[str]:
    if late is None:
        return []
    return [
        translate("This run ended before its report was written; here is what its training left behind.", language),
        "",
    ]


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


def _rebuild_comparison(folder: Path, settings: Settings) -> Rebuilt:
    from epicrisis.cli.leaderboard import leaderboard_lines
    from epicrisis.flows.comparing import read_comparison, write_comparison

    record = read_comparison(folder)
    write_comparison(record, folder, settings.language)
    places = Path(record.report_html), Path(record.report_md), folder / COMPARISON
    return Rebuilt(None, *places, lines=leaderboard_lines(record, settings.language), shown=places[0])


def _with_guidelines(rebuilt: Rebuilt, report: Report, folder: Path, settings: Settings) -> Rebuilt:
    from epicrisis.cli.guideline_lines import guideline_answer, guideline_lines
    from epicrisis.reports.guidelines.files import write_guidelines

    files = write_guidelines(report, settings.study, folder, settings.language)
    return replace(
        rebuilt,
        lines=[*rebuilt.lines, "", *guideline_lines(files, settings.language)],
        shown=files.html,
        guidelines=guideline_answer(files),
    )
