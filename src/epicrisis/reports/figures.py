"""The drawings of a report as files."""

from __future__ import annotations

from pathlib import Path

from epicrisis.reports.document import Document
from epicrisis.reports.report import Report
from epicrisis.reports.sections import compose
from epicrisis.reports.wording import Wording
from epicrisis.workspace import write_whole


def write_figures(report: Report, folder: Path, language: str) -> list[Path]:
    """Write every drawing of a report as an SVG file of its own and return the files.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    return write_drawings(compose(report, Wording(language)), folder)


def write_drawings(document: Document, folder: Path) -> list[Path]:
    """Write every drawing of a document's sections as an SVG file of its own and return the files.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    written = []
    for drawing in (drawing for section in document.sections for drawing in section.drawings if drawing):
        path = folder / f"{drawing.key.removeprefix('figure-')}.svg"
        write_whole(path, drawing.standalone())
        written.append(path)
    return written
