"""What the search works on: the split, the training rows' small columns, and the shelf of their n-gram counts.

The test rows are only named here; nothing of their content is counted, so that nothing can be learned from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import polars as pl
from pydantic import ValidationError

from epicrisis.errors import CorruptFile, Sentences, UnusableLabels
from epicrisis.etl.parquet import write_parquet
from epicrisis.etl.store import StoredNotes, open_notes
from epicrisis.evaluation.splits import Split, make_split, smallest_part, without_fold
from epicrisis.features.columns import number_column, object_column, wrapped
from epicrisis.features.counting import Run
from epicrisis.features.pipeline import patient_codes, stacked
from epicrisis.features.variants import PLAIN, TextVariant
from epicrisis.features.weighting import Block
from epicrisis.progress import Advance, Listener, notice, silent, warning
from epicrisis.record import Record
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.schema import Settings
from epicrisis.training.counts import COUNTS_VERSION, CountShelf
from epicrisis.training.joining import Joined, join_units
from epicrisis.training.processes import many_processes
from epicrisis.training.result import JoinedFacts, SplitFacts
from epicrisis.workspace import Workspace, content_id, whole_folder, write_whole

FEATURES_VERSION = 3
"""Raised when the same notes would be divided differently."""


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
    """

    prepared_id: str
    notes: str
    columns: ColumnSettings
    classes: list[str]
    split: SplitFacts


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
        return Split(self._column("assignment"), self.facts.split.folds, self.facts.split.boundary)

    @cached_property
    def groups(self) -> npt.NDArray[np.int64]:
        """The group of each of the clean notes' rows, no two rows of which are on different sides."""
        return self._column("group")

    @cached_property
    def patients(self) -> npt.NDArray[np.int64]:
        """The patient of each of the clean notes' rows, as a number; each row its own without a patient column."""
        return patients_of(self.notes.read(), self.facts.columns)

    def _column(self, name: str) -> npt.NDArray[np.int64]:
        return pl.read_parquet(self.folder / "split.parquet", columns=[name])[name].to_numpy().astype(np.int64)

    @property
    def folds(self) -> npt.NDArray[np.int64]:
        """The fold that holds each training row out."""
        return np.asarray(self.split.assignment[self.split.train])

    @cached_property
    def labels(self) -> npt.NDArray[np.int64]:
        """The class number of each training row, among the classes that the training rows have.

        Raises
        ------
        CorruptFile
            A file is missing or damaged.
        """
        return open_rows(self.folder, self.facts.classes, self.shelf(1)).labels

    def shelf(self, min_patients: int) -> CountShelf:
        """Return the shelf of the training rows' counts, for a least number of patients a term."""
        facts = self.facts
        rows = [COUNTS_VERSION, facts.notes, facts.columns.text, facts.split.sha256, min_patients]
        return CountShelf(self.folder.parent / "counts", content_id(rows))

    def count(self, variant: TextVariant, blocks: Sequence[Block], min_patients: int, *, run: Run = map) -> bool:
        """Count the training rows in one way of reading, unless it has been done; tell whether there was work."""
        shelf = self.shelf(min_patients)
        missing = shelf.missing(variant, blocks)
        if missing:
            train = self.notes.read()[self.split.train]
            texts, patients = train.select(self.facts.columns.text), patients_of(train, self.facts.columns)
            shelf.add(variant, missing, texts, patients, min_patients=min_patients, run=run)
        shelf.touch(variant)
        return bool(missing)


@dataclass(frozen=True)
class TrainingRows:
    """Arrays of the training rows, in their order; the counts stay on disk and are read through memory maps.

    Parameters
    ----------
    counts : CountShelf
        The counts, by way of reading and kind of term.
    categories : ndarray of str of shape (rows, categorical columns)
        Missing ones are empty.
    numbers : ndarray of float of shape (rows, numeric columns)
        Missing ones are NaN.
    labels, patients, folds : ndarray of int of shape (rows,)
        Class number, patient, and the fold that holds the row out.
    classes : list of str
        The classes, in the order of their numbers.
    """

    counts: CountShelf
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
    known = (place / "manifest.json").exists()
    prepared = open_prepared(place, workspace) if known else _divided(place, notes, settings)
    _tell_apart(prepared.facts.split.near_duplicates, listener)
    listener(Advance("features", 0, 1))
    with many_processes(prepared.facts.split.rows_train, settings.search.workers) as run:
        counted = prepared.count(PLAIN, blocks_of(settings.columns), settings.privacy.min_patients_per_term, run=run)
    listener(Advance("features", 1, 1))
    if known and not counted:
        notice(listener, "Split and n-gram counts {name} are there already.", name=place.name)
    return prepared


def _tell_apart(facts: JoinedFacts | None, listener: Listener) -> None:
    if facts is not None and facts.clusters_apart:
        warning(
            listener,
            "{notes} near-duplicate notes ({clusters} clusters) are shared by so many patients that the split would be "
            "uneven or impossible if all were kept together: they may stand on both sides. If they are templates, take "
            "the fixed text out in the query; if they are alike by chance, raise etl.near_duplicates.",
            notes=facts.notes_apart,
            clusters=facts.clusters_apart,
        )


def blocks_of(columns: ColumnSettings) -> tuple[Block, ...]:
    """Return the kinds of terms that notes can have: with one text column, words are not told apart by section."""
    return ("word", "char", "section") if len(columns.text) > 1 else ("word", "char")


def _divided(place: Path, notes: StoredNotes, settings: Settings) -> Prepared:
    frame = notes.read()
    joined = _groups(frame, notes, settings)
    return _written(place, notes, frame, _divide(frame, joined, settings), joined, settings)


def _written(
    place: Path, notes: StoredNotes, frame: pl.DataFrame, split: Split, joined: Joined, settings: Settings
) -> Prepared:
    facts = PreparedFacts(
        prepared_id=place.name,
        notes=notes.folder.name,
        columns=settings.columns,
        classes=sorted(frame[settings.columns.label].unique().to_list()),
        split=_split_facts(frame, split, joined, settings),
    )
    with whole_folder(place) as folder:
        assignment = pl.DataFrame(
            {"row_number": frame["row_number"], "assignment": split.assignment, "group": joined.groups}
        )
        write_parquet(assignment, folder / "split.parquet")
        _save_rows(frame[split.train], split, settings.columns, folder)
        write_whole(folder / "manifest.json", facts.model_dump_json(indent=1))
    return Prepared(place, facts, notes)


def prepare_outer_fold(prepared: Prepared, fold: int, settings: Settings, workspace: Workspace) -> Prepared:
    """Divide the training rows once more: a fold stands in the place of the test rows, which nobody sees.

    Parameters
    ----------
    prepared : Prepared
        The division with the test rows.
    fold : int
        Number of the fold.
    settings : Settings
        Columns and split.
    workspace : Workspace
        Where the folder is kept.
    """
    place = workspace.features / content_id([FEATURES_VERSION, prepared.facts.prepared_id, "outer fold", fold])
    if (place / "manifest.json").exists():
        return open_prepared(place, workspace)
    frame = prepared.notes.read()
    joined = _groups(frame, prepared.notes, settings)
    labels = frame[settings.columns.label].to_numpy().astype(np.str_)
    split = without_fold(prepared.split, fold, labels, joined.groups, settings.split)
    return _written(place, prepared.notes, frame, split, joined, settings)


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


def open_rows(folder: Path, classes: list[str], shelf: CountShelf) -> TrainingRows:
    """Open the arrays of the training rows; their counts are mapped when they are first used.

    Raises
    ------
    CorruptFile
        A file is missing or damaged.
    """
    try:
        with (folder / "rows.npz").open("rb") as file, np.load(file, allow_pickle=False) as rows:
            return TrainingRows(shelf, classes=classes, **{name: rows[name] for name in rows.files})
    except (OSError, ValueError, TypeError, EOFError, BadZipFile) as error:
        raise CorruptFile(
            "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.",
            folder=folder,
        ) from error


def _groups(frame: pl.DataFrame, notes: StoredNotes, settings: Settings) -> Joined:
    units = np.arange(frame.height) if settings.split.by == "row" else patients_of(frame, settings.columns)
    return join_units(units, notes.read_clusters(), smallest_part(settings.split))


def _divide(frame: pl.DataFrame, joined: Joined, settings: Settings) -> Split:
    columns = settings.columns
    labels = frame[columns.label].to_numpy().astype(np.str_)
    times = None
    if settings.split.by == "time" and columns.date in frame.columns:
        times = frame[columns.date].cast(pl.Datetime("us")).to_numpy().astype("datetime64[us]")
    try:
        return make_split(labels, joined.groups, settings.split, times)
    except UnusableLabels as problem:
        if not joined.facts.units:
            raise
        raise UnusableLabels(
            "{problem}\nHere, {units} patients or rows that share near-duplicate notes are counted by group, {joined} "
            "clusters in all. Raise etl.near_duplicates, or set it to 0: copies may then stand on both sides.",
            problem=Sentences([problem]),
            units=joined.facts.units,
            joined=joined.facts.joined,
        ) from problem


def patients_of(frame: pl.DataFrame, columns: ColumnSettings) -> npt.NDArray[np.int64]:
    """Return a number for each row's patient; each row its own where no column names patients."""
    named = columns.patient and columns.patient in frame.columns
    return patient_codes(object_column(wrapped(frame), columns.patient) if named else None, frame.height)


def _save_rows(train: pl.DataFrame, split: Split, columns: ColumnSettings, folder: Path) -> None:
    native = wrapped(train)
    _, labels = np.unique(train[columns.label].to_numpy().astype(np.str_), return_inverse=True)
    np.savez(
        folder / "rows.npz",
        categories=stacked([object_column(native, name) for name in columns.categorical], train.height, np.str_),
        numbers=stacked([number_column(native, name) for name in columns.numeric], train.height, np.float64),
        labels=labels,
        patients=patients_of(train, columns),
        folds=split.assignment[split.train],
    )


def _split_facts(frame: pl.DataFrame, split: Split, joined: Joined, settings: Settings) -> SplitFacts:
    columns, patients = settings.columns, patients_of(frame, settings.columns)

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
        near_duplicates=joined.facts if settings.etl.near_duplicates else None,
    )
