"""The artificial clinic: believable Spanish psychology notes of patients who do not exist, in SQLite.

The table ``historias_clinicas`` has the shape, and the faults, of a published description of a real one: six unequal
groups, null texts, exact duplicates, several visits a patient with passages copied forward, labels spelt in several
ways, typing errors, abbreviations, negations, impossible ages and broken encodings. Part of its labels are wrong, and
the groups share their symptoms: `ceiling` computes how good a model can be.
"""

from __future__ import annotations

import errno
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

import numpy as np

from epicrisis.errors import UsageError, WorkspaceUnusable
from epicrisis.progress import Advance, Listener, silent
from epicrisis.sources.clinic.ceiling import best_macro_f1, posterior, usable
from epicrisis.sources.clinic.rows import Row, write_notes
from epicrisis.workspace import translate_os_errors

TABLE = "historias_clinicas"
MOST_NOTES = 5_000_000
BATCH_ROWS = 1_000
APPLICATION_ID = int.from_bytes(b"EPIC")
"""Stands in the file's header (https://www.sqlite.org/fileformat.html, offset 68): by it we know our own files."""

_PRAGMAS = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA auto_vacuum = NONE",
    f"PRAGMA application_id = {APPLICATION_ID}",
    # Nobody reads the file before it is whole and in its place, so there is nothing to roll back to.
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
)
# Dates are ISO 8601 text, SQLite's own convention; it has no type for them.
_CREATE = f"""
CREATE TABLE {TABLE} (
    nota_id INTEGER PRIMARY KEY,
    paciente_id TEXT NOT NULL,
    fecha TEXT NOT NULL,
    sexo TEXT,
    edad INTEGER,
    especialidad_medica TEXT NOT NULL,
    subjetivo TEXT,
    objetivo TEXT,
    grupo TEXT NOT NULL
)
"""
_INSERT = f"INSERT INTO {TABLE} VALUES ({', '.join('?' * len(Row._fields))})"  # noqa: S608 - both parts are our own


def generate(notes: int, seed: int) -> Iterator[list[Row]]:
    """Generate the clinic's rows, at most `BATCH_ROWS` at a time.

    Memory does not grow with `notes`; about 10,000 visits are planned ahead, and each is written when its turn comes.

    Parameters
    ----------
    notes : int
        How many rows in all, duplicates included.
    seed : int
        The same seed gives the same rows, on every platform and version of Python.

    Yields
    ------
    list of Row
        The next rows; ``nota_id`` runs from 1.

    Raises
    ------
    UsageError
        `notes` is not from 1 to 5,000,000.
    """
    _check(notes)
    rows = (note.row for note in write_notes(notes, seed))
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def ceiling(notes: int = 10_000, seed: int = 42) -> float:
    """Compute the macro-F1 of the best possible classifier of single notes of this clinic.

    The generator draws a patient's true group, and then for every note, given the group only, which findings it tells
    (at most one of each domain: sleep, mood, risk …), the sex and the age band. All else in a note (words, order,
    denials, relatives' illnesses, errors) is drawn without regard to the group. So the findings, the sex and the age
    are a sufficient statistic, and with the generator's own tables ``P(finding | group)``, the rate of wrong diagnoses
    and the rate of wrongly clicked labels, ``P(recorded label | note)`` follows exactly from Bayes' rule. This function
    gives the classifier those true findings, which a model would have to read from the text, decides by the classes'
    weights that score best on the very rows, and scores against the recorded labels as a cleaning leaves them: without
    copies and rows without text. No model that sees one note at a time can do better, but for luck on few rows.

    Measured with 10,000 notes: 0.845 (seed 42), 0.838 to 0.841 (seeds 0 to 3). To know every patient's true group, as a
    reader of the whole file might, would give 0.88; the rest is wrong labels. On two splits by patient, TF-IDF of words
    and pairs of words with a balanced logistic regression reached 0.76 and 0.77; with its defaults 0.72.

    Parameters
    ----------
    notes : int
        How many rows are generated; under some thousands the figure is noisy.
    seed : int
        Their seed.

    Returns
    -------
    float
        Macro-F1 from 0 to 1.

    Raises
    ------
    UsageError
        `notes` is not from 1 to 5,000,000.
    """
    _check(notes)
    seen = usable(notes, seed)
    return best_macro_f1(posterior(seen), np.array([note.label for note in seen]))


def write_clinic(path: Path, notes: int = 10_000, seed: int = 42, *, listener: Listener = silent) -> None:
    """Write the artificial clinic into an SQLite file.

    The file is written beside its place and moved there once it is whole. The same notes and seed give the same bytes
    wherever the same version of SQLite writes (its number stands in the header, at offset 96).

    Parameters
    ----------
    path : Path
        The file. An earlier clinic there is replaced; any other file is left as it is. Folders are made.
    notes : int
        How many rows, from 1 to 5,000,000.
    seed : int
        The seed of all that is drawn.
    listener : callable
        Told how many rows are written.

    Raises
    ------
    UsageError
        `notes` is out of range, or something else is at `path`.
    WorkspaceUnusable
        The disk is full or the place cannot be written.
    """
    _check(notes)
    _refuse_foreign(path)
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    with translate_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with _sqlite_errors_as_os_errors(path):
                _fill(beside, notes, seed, listener)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def demo_settings(database_name: str, language: str) -> str:
    """Return the settings file of a project that trains on the artificial clinic.

    Parameters
    ----------
    database_name : str
        The database's file, relative to the settings file's folder.
    language : {"es", "en"}
        Language of the comments, and of the project.

    Returns
    -------
    str
        TOML.
    """
    say = _COMMENTS[language]
    return f"""\
# {say["title"]}
language = "{language}"

[source]
url = "sqlite:///{database_name}"  # {say["url"]}
table = "{TABLE}"

[columns]
text = ["subjetivo", "objetivo"]  # {say["text"]}
label = "grupo"  # {say["label"]}
categorical = ["sexo"]
numeric = ["edad"]
patient = "paciente_id"  # {say["patient"]}
date = "fecha"
language = "es"  # {say["language"]}
"""


_COMMENTS = {
    "es": {
        "title": "Clínica artificial de epicrisis: ningún paciente es real.",
        "url": "aquí va después la base de datos de su hospital",
        "text": "lo que el modelo lee",
        "label": "lo que el modelo predice",
        "language": "la lengua de las notas",
        "patient": "un paciente nunca está a la vez en entrenamiento y en prueba",
    },
    "en": {
        "title": "The artificial clinic of epicrisis: no patient is real.",
        "url": "your hospital's database goes here later",
        "text": "what the model reads",
        "label": "what the model predicts",
        "language": "the language of the notes",
        "patient": "a patient is never both in training and in test",
    },
}


def _check(notes: int) -> None:
    if not 1 <= notes <= MOST_NOTES:
        raise UsageError("The clinic can have 1 to 5,000,000 notes; {notes} were asked for.", notes=notes)


def _refuse_foreign(path: Path) -> None:
    with translate_os_errors(path):
        if path.is_file():
            with path.open("rb") as file:
                header = file.read(72)
            if header.startswith(b"SQLite format 3\0") and header[68:] == APPLICATION_ID.to_bytes(4):
                return
        elif not path.exists():
            return
    raise UsageError(
        "{path} exists and is not an artificial clinic, so it is left as it is. Give another name or move it away.",
        path=path,
    )


def _fill(path: Path, notes: int, seed: int, listener: Listener) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute("BEGIN")
        connection.execute(_CREATE)
        done = 0
        listener(Advance("generate", done, notes))
        for batch in generate(notes, seed):
            connection.executemany(_INSERT, batch)
            done += len(batch)
            listener(Advance("generate", done, notes))
        connection.execute("COMMIT")


@contextmanager
def _sqlite_errors_as_os_errors(path: Path) -> Iterator[None]:
    """Tell SQLite's refusals to write as the operating system tells them."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, str(error)) from error
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise OSError(errno.EACCES, str(error)) from error
        raise WorkspaceUnusable("{path} could not be written: {reason}.", path=path, reason=str(error)) from error
