"""``epicrisis explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from epicrisis.cli.browser import open_in_browser
from epicrisis.cli.call import Call
from epicrisis.cli.options import OpenOption, TargetArgument


def explain(
    call: Call,
    target: TargetArgument = "",
    row: Annotated[
        int | None, typer.Option("--row", min=1, metavar="N", help="Row of the snapshot, counted from 1.")
    ] = None,
    note_file: Annotated[
        Path | None, typer.Option("--note-file", metavar="FILE", help="A note: a text, or a JSON object of columns.")
    ] = None,
    label: Annotated[
        str | None, typer.Option("--class", metavar="NAME", help="Class to explain; the predicted one if none.")
    ] = None,
    open_page: OpenOption = False,
) -> None:
    """Explain the decision on one note, exactly: what each term gave. The page with the note stays in the workspace.

    Parameters
    ----------
    call : Call
        The common options.
    target : str
        The model or run.
    row : int
        A row of the snapshot.
    note_file : Path
        A file with a note.
    label : str
        The class.
    open_page : bool
        Whether to open the page in the browser.

    Raises
    ------
    UsageError
        The model is not linear, or there is no such class or row.
    SourceNotFound
        There is no such model, run or file.
    """
    from epicrisis.cli.explanation_lines import explanation_lines
    from epicrisis.flows.explaining import explain as explain_run
    from epicrisis.flows.logs import library_logs
    from epicrisis.workspace import open_workspace

    console, settings = call.console, call.settings().settings
    with library_logs(open_workspace(settings.workspace.dir).logs / "libraries.log"):
        record = explain_run(settings, target, row=row, note_file=note_file, label=label)
    if console.as_json:
        # Where the terms stand tells about the note; it is in the page.
        told = record.explanation.model_dump(mode="json", exclude={"marks"})
        console.show_json({"target": record.target, **told, "page": record.page})
    console.show(*explanation_lines(record, console))
    if open_page:
        open_in_browser(Path(record.page).as_uri())
