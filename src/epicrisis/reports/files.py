"""A report as files: the data, the page, the Markdown and the drawings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from epicrisis.reports.figures import write_drawings
from epicrisis.reports.html import to_html
from epicrisis.reports.markdown import to_markdown
from epicrisis.reports.report import Report
from epicrisis.reports.sections import compose
from epicrisis.reports.wording import Wording
from epicrisis.workspace import whole_folder, write_whole


@dataclass(frozen=True)
class ReportFiles:
    """Where a report stands.

    Parameters
    ----------
    html, markdown, json : Path
        The page, the Markdown, and the data that `read_report` takes.
    figures : tuple of Path
        The drawings as SVG files.
    """

    html: Path
    markdown: Path
    json: Path
    figures: tuple[Path, ...]


def write_report(report: Report, folder: Path, language: str) -> ReportFiles:
    """Write a report in one language; a report that is already in `folder` is replaced as a whole.

    Parameters
    ----------
    report : Report
        The data.
    folder : Path
        The folder of this report alone.
    language : {"es", "en"}
        Language of page and Markdown.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    document = compose(report, Wording(language))
    with whole_folder(folder) as beside:
        write_whole(beside / "report.json", report.model_dump_json(indent=1))
        write_whole(beside / "report.html", to_html(document))
        write_whole(beside / "report.md", to_markdown(document))
        drawn = write_drawings(document, beside / "figures")
    figures = tuple(folder / "figures" / path.name for path in drawn)
    return ReportFiles(folder / "report.html", folder / "report.md", folder / "report.json", figures)


def render_markdown(report: Report, language: str) -> str:
    """Return a report as Markdown, small enough for a Prefect artifact."""
    return to_markdown(compose(report, Wording(language)))


def render_html(report: Report, language: str) -> str:
    """Return a report as one self-contained page."""
    return to_html(compose(report, Wording(language)))
