"""The folder of the demonstration: the artificial clinic and the settings that train on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from epicrisis.errors import EpicrisisError, UsageError
from epicrisis.progress import Listener, notice, silent
from epicrisis.settings.loading import FILE_NAME, load_settings
from epicrisis.sources.synthetic import TABLE, demo_settings, generate, write_clinic
from epicrisis.workspace import write_whole

if TYPE_CHECKING:
    from epicrisis.settings.values import Language

DATABASE_NAME = "clinic.db"


def prepare_demonstration(
    folder: Path, language: Language, *, notes: int, seed: int, listener: Listener = silent
) -> Path:
    """Make the folder, or find it made with the same notes and seed.

    Parameters
    ----------
    folder : Path
        The folder; it is made if need be.
    language : {"es", "en"}
        Language of the settings file.
    notes, seed : int
        What the clinic is made of.
    listener : callable
        Told how many notes are written.

    Returns
    -------
    Path
        The settings file.

    Raises
    ------
    UsageError
        The folder holds another project, or another file has the clinic's name.
    WorkspaceUnusable
        The folder cannot be written.
    """
    file, database = folder / FILE_NAME, folder / DATABASE_NAME
    if file.exists() and not _reads(file, database):
        raise UsageError(
            "{file} belongs to another project. Give the demonstration a folder of its own: epicrisis demo DIR.",
            file=file,
        )
    if _holds(database, notes, seed):
        notice(listener, "The clinic in {path} is there already.", path=database)
    else:
        write_clinic(database, notes, seed, listener=listener)
    if not file.exists():
        write_whole(file, demo_settings(DATABASE_NAME, language))
    return file


def _reads(file: Path, database: Path) -> bool:
    """Whether a settings file is one of the demonstration, perhaps changed since."""
    try:
        source = load_settings(file, environ={}).settings.source
    except EpicrisisError:
        return False
    return source.url.get_secret_value() == f"sqlite:///{database.absolute().as_posix()}"


def _holds(database: Path, notes: int, seed: int) -> bool:
    """Whether a file is the clinic of so many notes and that seed: it has the number, and begins with the same rows."""
    if not database.is_file():
        return False
    first = next(generate(notes, seed))
    query = f"SELECT * FROM {TABLE} ORDER BY nota_id LIMIT ?"  # noqa: S608 - the name is our own
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (last,) = connection.execute(f"SELECT max(nota_id) FROM {TABLE}").fetchone()  # noqa: S608
            rows = connection.execute(query, (len(first),)).fetchall()
    except sqlite3.Error:
        return False
    return last == first[0].nota_id + notes - 1 and rows == [tuple(row) for row in first]
