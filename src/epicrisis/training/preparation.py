"""What the search works on: the split, and the n-gram counts of the training rows, counted once and kept on disk.

The test rows are only named here; nothing of their content is counted, so that nothing can be learned from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import ValidationError
from scipy import sparse

from epicrisis.errors import CorruptFile
from epicrisis.etl.parquet import write_parquet
from epicrisis.etl.store import StoredNotes, open_notes
from epicrisis.evaluation.splits import Split, make_split
from epicrisis.features.columns import number_column, object_column, text_column, wrapped
from epicrisis.features.ngrams import Counts, char_counts, read_corpus, section_counts, word_counts
from epicrisis.features.pipeline import patient_codes, stacked
from epicrisis.features.weighting import Block
from epicrisis.progress import Advance, Listener, notice, silent
from epicrisis.settings.schema import ColumnSettings, Settings
from epicrisis.training.result import Record, SplitFacts
from epicrisis.workspace import Workspace, content_id, whole_folder, write_whole

FEATURES_VERSION = 1
"""Raised when the same notes would be counted or divided differently."""


class PreparedFacts(Record):
    """The manifest of a prepared folder.

    Parameters
    ----------
    prepared_id : str
        Content name of the folder.
    notes : str
        Name of the folder of clean notes.
    columns : ColumnSettings
        Which column is what.
    classes : list of str
        The classes, in the order of their numbers.
    split : SplitFacts
        How the rows were divided.
    blocks : dict of str to int
        Terms counted of each kind.
    mean_tokens : float
        Mean number of tokens of a training row.
    """

    prepared_id: str
    notes: str
    columns: ColumnSettings
    classes: list[str]
    split: SplitFacts
    blocks: dict[str, int]
    mean_tokens: float


@dataclass(frozen=True)
class Prepared:
    """A prepared folder.

    Parameters
    ----------
    folder : Path
        Where it is.
    facts : PreparedFacts
        Its manifest.
    notes : StoredNotes
        The clean notes that it divides.
    """

    folder: Path
    facts: PreparedFacts
    notes: StoredNotes

    @cached_property
    def split(self) -> Split:
        """The division of the clean notes' rows."""
        assignment = pl.read_parquet(self.folder / "split.parquet")["assignment"].to_numpy()
        return Split(assignment.astype(np.int64), self.facts.split.folds, self.facts.split.boundary)


@dataclass(frozen=True)
class TrainingRows:
    """Arrays of the training rows, in their order; the counts stay on disk and are read through memory maps.

    Parameters
    ----------
    counts : dict of str to Counts
        By kind of term.
    categories : ndarray of str of shape (rows, categorical columns)
        Missing ones are empty.
    numbers : ndarray of float of shape (rows, numeric columns)
        Missing ones are NaN.
    labels, patients, folds : ndarray of int of shape (rows,)
        Class number, patient, and the fold that holds the row out.
    classes : list of str
        The classes, in the order of their numbers.
    """

    counts: Mapping[Block, Counts]
    categories: npt.NDArray[np.str_]
    numbers: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64]
    patients: npt.NDArray[np.int64]
    folds: npt.NDArray[np.int64]
    classes: list[str]


def prepare(notes: StoredNotes, settings: Settings, workspace: Workspace, *, listener: Listener = silent) -> Prepared:
    """Divide the notes and count the n-grams of the training rows; reuse what was counted before.

    Parameters
    ----------
    notes : StoredNotes
        The clean notes.
    settings : Settings
        Columns and split.
    workspace : Workspace
        Where the folder is kept.
    listener : callable
        Hears of progress.

    Raises
    ------
    UnusableLabels
        The classes cannot be divided.
    WorkspaceUnusable
        The folder cannot be written.
    """
    question = [FEATURES_VERSION, notes.folder.name, settings.columns.model_dump(), settings.split.model_dump()]
    place = workspace.features / content_id(question)
    if (place / "manifest.json").exists():
        notice(listener, "Split and n-gram counts {name} are there already.", name=place.name)
        return open_prepared(place, workspace)
    frame = notes.read()
    split = _divide(frame, settings)
    with whole_folder(place) as folder:
        assignment = pl.DataFrame({"row_number": frame["row_number"], "assignment": split.assignment})
        write_parquet(assignment, folder / "split.parquet")
        train = frame[split.train]
        blocks, mean_tokens = _count(train, settings.columns, folder, listener)
        _save_rows(train, split, settings.columns, folder)
        facts = PreparedFacts(
            prepared_id=place.name,
            notes=notes.folder.name,
            columns=settings.columns,
            classes=sorted(frame[settings.columns.label].unique().to_list()),
            split=_split_facts(frame, split, settings),
            blocks=blocks,
            mean_tokens=mean_tokens,
        )
        write_whole(folder / "manifest.json", facts.model_dump_json(indent=1))
    return Prepared(place, facts, notes)


def open_prepared(folder: Path, workspace: Workspace) -> Prepared:
    """Open a prepared folder.

    Raises
    ------
    CorruptFile
        The manifest is missing or damaged.
    """
    try:
        facts = PreparedFacts.model_validate_json((folder / "manifest.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise CorruptFile(
            "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.",
            folder=folder,
        ) from error
    return Prepared(folder, facts, open_notes(workspace.clean / facts.notes))


def open_rows(folder: Path, classes: list[str]) -> TrainingRows:
    """Open the arrays of the training rows; the counts are mapped, not read.

    Raises
    ------
    CorruptFile
        A file is missing or damaged.
    """
    try:
        blocks: tuple[Block, ...] = ("word", "char", "section")
        counts = {block: _load_counts(folder, block) for block in blocks if (folder / f"{block}.terms.npy").exists()}
        with (folder / "rows.npz").open("rb") as file, np.load(file, allow_pickle=False) as rows:
            return TrainingRows(counts, classes=classes, **{name: rows[name] for name in rows.files})
    except (OSError, ValueError, TypeError, EOFError, BadZipFile) as error:
        raise CorruptFile(
            "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.",
            folder=folder,
        ) from error


def _divide(frame: pl.DataFrame, settings: Settings) -> Split:
    columns = settings.columns
    labels = frame[columns.label].to_numpy().astype(np.str_)
    times = None
    if settings.split.by == "time" and columns.date in frame.columns:
        times = frame[columns.date].cast(pl.Datetime("us")).to_numpy().astype("datetime64[us]")
    return make_split(labels, _patients(frame, columns), settings.split, times)


def _patients(frame: pl.DataFrame, columns: ColumnSettings) -> npt.NDArray[np.int64]:
    named = columns.patient and columns.patient in frame.columns
    return patient_codes(object_column(wrapped(frame), columns.patient) if named else None, frame.height)


def _count(
    train: pl.DataFrame, columns: ColumnSettings, folder: Path, listener: Listener
) -> tuple[dict[str, int], float]:
    native = wrapped(train)
    corpus = read_corpus([text_column(native, name) for name in columns.text])
    makers: dict[str, Callable[[], Counts]] = {"word": lambda: word_counts(corpus), "char": lambda: char_counts(corpus)}
    if len(columns.text) > 1:
        makers["section"] = lambda: section_counts(corpus, columns.text)
    sizes: dict[str, int] = {}
    for done, (block, make) in enumerate(makers.items()):
        listener(Advance("features", done, len(makers)))
        counts = make()
        _save_counts(counts, folder, block)
        sizes[block] = len(counts.terms)
    listener(Advance("features", len(makers), len(makers)))
    return sizes, len(corpus.tokens) / max(train.height, 1)


def _save_counts(counts: Counts, folder: Path, block: str) -> None:
    for part in ("data", "indices", "indptr"):
        np.save(folder / f"{block}.{part}.npy", getattr(counts.matrix, part), allow_pickle=False)
    np.save(folder / f"{block}.terms.npy", counts.terms, allow_pickle=False)
    np.save(folder / f"{block}.sizes.npy", counts.sizes, allow_pickle=False)


def _load_counts(folder: Path, block: str) -> Counts:
    part = {
        name: np.load(folder / f"{block}.{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in ("data", "indices", "indptr", "terms", "sizes")
    }
    shape = (len(part["indptr"]) - 1, len(part["terms"]))
    matrix = sparse.csr_array((part["data"], part["indices"], part["indptr"]), shape=shape)
    return Counts(matrix, part["terms"], part["sizes"])


def _save_rows(train: pl.DataFrame, split: Split, columns: ColumnSettings, folder: Path) -> None:
    native = wrapped(train)
    _, labels = np.unique(train[columns.label].to_numpy().astype(np.str_), return_inverse=True)
    np.savez(
        folder / "rows.npz",
        categories=stacked([object_column(native, name) for name in columns.categorical], train.height, np.str_),
        numbers=stacked([number_column(native, name) for name in columns.numeric], train.height, np.float64),
        labels=labels,
        patients=_patients(train, columns),
        folds=split.assignment[split.train],
    )


def _split_facts(frame: pl.DataFrame, split: Split, settings: Settings) -> SplitFacts:
    columns, patients = settings.columns, _patients(frame, settings.columns)

    labels = frame[columns.label].to_numpy().astype(np.str_)

    def classes(rows: npt.NDArray[np.int64]) -> dict[str, int]:
        names, counts = np.unique(labels[rows], return_counts=True)
        return dict(zip(names.tolist(), counts.tolist(), strict=True))

    return SplitFacts(
        by=settings.split.by,
        seed=settings.split.seed,
        folds=split.folds,
        sha256=split.sha256,
        rows_train=len(split.train),
        rows_test=len(split.test),
        patients_train=len(np.unique(patients[split.train])),
        patients_test=len(np.unique(patients[split.test])),
        classes_train=classes(split.train),
        classes_test=classes(split.test),
        boundary=split.boundary,
    )
