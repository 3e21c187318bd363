"""``epicrisis init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from epicrisis.cli.call import Call


def init(
    call: Call,
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", show_default=False, help="Folder of the project.")
    ] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that are already there.")] = False,
) -> None:
    """Write epicrisis.toml and sql/historias.sql to start from.

    Parameters
    ----------
    call : Call
        The common options.
    directory : Path
        Folder of the project; it is made if need be.
    force : bool
        Whether files that are there may be overwritten.

    Raises
    ------
    UsageError
        A file is there already.
    WorkspaceUnusable
        The folder cannot be written.
    """
    from epicrisis.cli.starting import start_project

    console = call.console
    written = start_project(directory, console.language, force=force)
    if console.as_json:
        console.show_json({"written": [path.as_posix() for path in written]})
        return
    console.show(
        *(console.translate("Written: {path}", path=path) for path in written),
        "",
        console.translate("What comes next:"),
        console.translate("1. Say in epicrisis.toml where the notes are, and which column is what."),
        console.translate("2. Adapt sql/historias.sql, if the notes come from a query."),
        console.translate("3. Copy .env.example to .env and write the password there."),
        console.translate("4. Run: epicrisis check, and then: epicrisis train"),
    )
