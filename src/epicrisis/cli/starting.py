"""The files that a project starts from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from epicrisis.errors import UsageError, WorkspaceUnusable
from epicrisis.i18n.catalogue import join_names, translate

if TYPE_CHECKING:
    from epicrisis.settings.values import Language

IGNORED = (".env", ".epicrisis/")


def start_project(folder: Path, language: Language, *, force: bool = False) -> list[Path]:
    """Write a project's first files: settings, query, example of the secrets, and what git must never see.

    Parameters
    ----------
    folder : Path
        The project's folder; it is made if need be.
    language : {"es", "en"}
        Language of the comments.
    force : bool
        Whether files that are there may be overwritten. ``.gitignore`` is only ever added to.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        A file is there already; nothing has been written.
    WorkspaceUnusable
        The folder cannot be written.
    """
    from epicrisis.settings.templates import query_template, settings_template

    files = {
        folder / "epicrisis.toml": settings_template(language),
        folder / "sql" / "historias.sql": query_template(language),
        folder / ".env.example": _environment_example(language),
    }
    present = [path for path in files if path.exists()]
    if present and not force:
        raise UsageError(
            "Already there: {files}. Nothing was written; --force overwrites.",
            files=join_names([str(path) for path in present]),
        )
    try:
        ignored = _with_missing_lines(folder / ".gitignore")
        if ignored is not None:
            files[folder / ".gitignore"] = ignored
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise WorkspaceUnusable(
            "{folder} cannot be written ({reason}).", folder=folder, reason=error.strerror
        ) from error
    return list(files)


def _with_missing_lines(gitignore: Path) -> str | None:
    present = gitignore.read_text(encoding="utf-8") if gitignore.exists() else ""
    missing = [line for line in IGNORED if line not in present.splitlines()]
    if not missing:
        return None
    before = f"{present.rstrip()}\n" if present else ""
    return "\n".join([*before.splitlines(), *missing, ""])


def _environment_example(language: Language) -> str:
    lines = [
        translate("# Copy this file to .env and fill it in. It never leaves this machine: git ignores it.", language),
        "",
        translate("# With a URL or server in epicrisis.toml, the password is enough:", language),
        "# EPICRISIS_SOURCE__PASSWORD=",
        "",
        translate("# Or the parts of the address; without a user, SQL Server takes the Windows user:", language),
        translate("# They are SQL Server's unless source.dialect in epicrisis.toml names another database.", language),
        "# DB_SERVER=",
        "# DB_NAME=",
        "# DB_DRIVER=ODBC Driver 18 for SQL Server",
        "# DB_USER=",
        "# DB_PASSWORD=",
        "",
    ]
    return "\n".join(lines)
