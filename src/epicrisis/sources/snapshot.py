"""A snapshot: the rows as they were read, once and for all, with the account of how they were read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from epicrisis.errors import CorruptFile
from epicrisis.settings.values import ParameterValue
from epicrisis.sources.notes import Note
from epicrisis.training.result import SourceFacts
from epicrisis.workspace import Workspace, file_digest

NOTES = "notes.parquet"
MANIFEST = "manifest.json"


class SnapshotManifest(BaseModel):
    """How the rows were read, and what makes sure that they are still the same.

    Parameters
    ----------
    version : int
        Version of this schema.
    id : str
        Name of the snapshot: of its question and of its content.
    question : str
        Content name of what was asked: source, query, parameters, order and number of rows.
    description : str
        The source without secrets.
    backend : str
        Kind of database or file.
    source_sha256 : str
        Hash of the file that was read; empty for a server.
    query_sha256 : str
        Hash of the SQL; empty for a table or file.
    table : str
        The table; empty for a query or file.
    params : dict
        Parameters bound in the query.
    limit : int
        Rows asked for at most; 0 for all.
    order : list of str
        Columns by which the database ordered the rows before it cut them.
    rows : int
        Rows read.
    columns : dict of str to str
        Columns and their Arrow types.
    window : tuple of (str, str) or None
        First and last date of the date column, ISO 8601.
    taken_at : str
        When it was read, ISO 8601 in UTC.
    sha256 : str
        Hash of the Parquet file.
    tool : str
        What read it, with its version.
    notes : list of Note
        What the report should tell of the reading.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    id: str
    question: str
    description: str
    backend: str
    source_sha256: str = ""
    query_sha256: str = ""
    table: str = ""
    params: Mapping[str, ParameterValue] = {}
    limit: int = 0
    order: list[str] = []
    rows: int
    columns: dict[str, str]
    window: tuple[str, str] | None = None
    taken_at: str
    sha256: str
    tool: str
    notes: list[Note] = []


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in the workspace.

    Parameters
    ----------
    folder : Path
        Where it is.
    manifest : SnapshotManifest
        Its account.
    reused : bool
        Whether it was there before it was asked for.
    """

    folder: Path
    manifest: SnapshotManifest
    reused: bool = False

    @property
    def path(self) -> Path:
        """The Parquet file."""
        return self.folder / NOTES

    def read(self) -> pl.DataFrame:
        """Return the rows, after making sure that they are the ones that were read.

        Raises
        ------
        CorruptFile
            The file was changed or damaged.
        """
        self.verify()
        return pl.read_parquet(self.path, glob=False)

    def verify(self) -> None:
        """Compare the Parquet file with the manifest.

        Raises
        ------
        CorruptFile
            The two differ, or the file is gone.
        """
        try:
            sound = file_digest(self.path) == self.manifest.sha256
            sound = sound and pq.read_metadata(self.path).num_rows == self.manifest.rows
        except (OSError, pa.ArrowInvalid):
            sound = False
        if not sound:
            raise CorruptFile(
                "The snapshot {folder} is damaged: its rows are not those of its manifest. "
                "Read the source again with --refresh.",
                folder=self.folder,
            )

    def facts(self, language: str = "en") -> SourceFacts:
        """Return what reports and runs say of the source, its notes told in `language`."""
        manifest = self.manifest
        return SourceFacts(
            snapshot_id=manifest.id,
            description=manifest.description,
            query_sha256=manifest.query_sha256,
            params=dict(manifest.params),
            rows=manifest.rows,
            window=manifest.window,
            taken_at=manifest.taken_at,
            sha256=manifest.sha256,
            reused=self.reused,
            notes=[each.told(language) for each in manifest.notes],
        )


def open_snapshot(folder: Path, *, reused: bool = False) -> Snapshot:
    """Open a snapshot and make sure that it is whole.

    Raises
    ------
    CorruptFile
        The manifest or the rows are missing, changed or damaged.
    """
    try:
        manifest = SnapshotManifest.model_validate(json.loads((folder / MANIFEST).read_bytes()))
    except (OSError, ValueError, ValidationError):
        raise CorruptFile(
            "The snapshot {folder} has no manifest that can be read. Read the source again with --refresh.",
            folder=folder,
        ) from None
    snapshot = Snapshot(folder, manifest, reused)
    snapshot.verify()
    return snapshot


def latest_snapshot(workspace: Workspace, question: str) -> Path | None:
    """Return the folder of the newest snapshot of a question; None if there is none."""
    folders = [folder for folder in workspace.snapshots.glob(f"{question}-*") if (folder / MANIFEST).is_file()]
    return max(folders, key=lambda folder: (folder / MANIFEST).stat().st_mtime_ns, default=None)


def window_of(path: Path, column: str | None) -> tuple[str, str] | None:
    """Return the first and last date of a column of a Parquet file.

    Text counts only where it begins like an ISO date: anything else could be a patient's words.
    """
    if column is None:
        return None
    dates = pl.scan_parquet(path, glob=False).select(
        pl.col(column).cast(pl.String).str.extract(r"^(\d{4}-\d{2}-\d{2})")
    )
    first, last = dates.select(pl.col(column).min().alias("first"), pl.col(column).max().alias("last")).collect().row(0)
    return None if first is None else (first, last)
