"""``epicrisis audit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from epicrisis.cli.call import Call
from epicrisis.cli.options import TargetArgument
from epicrisis.errors import DataError, OutsideError


def audit(
    call: Call,
    target: TargetArgument = "",
    string: Annotated[
        list[str], typer.Option("--string", metavar="TEXT", help="Text that must not be found; may be repeated.")
    ] = [],  # noqa: B006 - Typer reads it, nobody writes to it
    strings: Annotated[
        Path | None, typer.Option("--strings", metavar="FILE", help="File of such texts in UTF-8, one a line.")
    ] = None,
) -> None:
    """Look for patients' words in everything that a run left behind; exit with 4 if any are found.

    Parameters
    ----------
    call : Call
        The common options.
    target : str
        The model or run.
    string : list of str
        Texts to look for.
    strings : Path
        A file of such texts.

    Raises
    ------
    SourceNotFound
        There is no such model or run, or no such file.
    UsageError
        The file holds no text in UTF-8.
    """
    from epicrisis.cli.audit_lines import audit_lines, wanted_strings
    from epicrisis.flows.auditing import audit as search
    from epicrisis.flows.logs import library_logs
    from epicrisis.workspace import open_workspace

    console, settings = call.console, call.settings().settings
    wanted = wanted_strings(string, strings)
    with library_logs(open_workspace(settings.workspace.dir).logs / "libraries.log"):
        record = search(settings, target, wanted, listener=console.listen)
    console.settle()
    if console.as_json:
        console.show_json(record.model_dump(mode="json"))
    console.show(*audit_lines(record, console))
    if record.found:
        raise typer.Exit(DataError.exit_code)
    if record.unread:
        raise typer.Exit(OutsideError.exit_code)
