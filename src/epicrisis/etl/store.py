"""Clean notes in the workspace: made once for each snapshot and way of cleaning, read back whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from epicrisis.errors import CorruptFile
from epicrisis.etl.cleaning import CleanNotes, clean
from epicrisis.etl.deidentification.notes import masking_identity
from epicrisis.etl.ledger import Ledger
from epicrisis.etl.near_duplicates import Clusters, find_near_duplicates, no_clusters, tell_near_duplicates
from epicrisis.etl.parquet import write_parquet
from epicrisis.etl.shingles import text_parts
from epicrisis.progress import Advance, Listener, notice, silent, warning
from epicrisis.settings.schema import Settings
from epicrisis.workspace import Workspace, content_id, file_digest, whole_folder, write_whole

# Raise it when the same rows and settings come out differently: what is stored is then made anew.
CLEANING_VERSION = 3

_NOTES = "notes.parquet"
_QUARANTINE = "quarantine.parquet"
_CLUSTERS = "near_duplicates.parquet"
_MANY_NOTES = 50_000
_FILES = (_NOTES, _QUARANTINE, _CLUSTERS)
_ACCOUNT = "ledger.json"


class _Account(BaseModel):
    """Content of ``ledger.json``: the ledger, what it is of, and the SHA-256 of each file beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    snapshot_id: str
    ledger: Ledger
    sha256: dict[str, str]


@dataclass(frozen=True)
class StoredNotes:
    """Clean notes in a folder of the workspace.

    Parameters
    ----------
    folder : Path
        Holds ``notes.parquet``, ``quarantine.parquet``, ``near_duplicates.parquet`` and ``ledger.json``; its name is
        the content's.
    ledger : Ledger
        The account of every row.
    snapshot_id : str
        The snapshot that was cleaned.
    sha256 : dict of str to str
        Digest of each Parquet file.
    reused : bool
        Whether an earlier cleaning was found.
    """

    folder: Path
    ledger: Ledger
    snapshot_id: str
    sha256: dict[str, str]
    reused: bool = False

    def read(self) -> pl.DataFrame:
        """Return the rows kept, see `CleanNotes`.

        Raises
        ------
        CorruptFile
            The file is missing or not the one that was written.
        """
        return self._read(_NOTES)

    def read_quarantine(self) -> pl.DataFrame:
        """Return the rows dropped, as read, with ``row_number`` and ``reason``.

        Raises
        ------
        CorruptFile
            The file is missing or not the one that was written.
        """
        return self._read(_QUARANTINE)

    def read_clusters(self) -> Clusters:
        """Return the cluster of near-duplicates of each row kept.

        Raises
        ------
        CorruptFile
            The file is missing or not the one that was written.
        """
        frame = self._read(_CLUSTERS)
        return Clusters(frame["cluster"].to_numpy(), frame["short"].to_numpy())

    def verify(self) -> None:
        """Check that the files are those that were written.

        Raises
        ------
        CorruptFile
            One is missing or changed.
        """
        for name in _FILES:
            self._checked(name)

    def _read(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self._checked(name))

    def _checked(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file() or file_digest(path) != self.sha256.get(name):
            raise CorruptFile(
                "{path} is missing or not as it was written. Delete {folder}; the next run makes it anew.",
                path=path,
                folder=self.folder,
            )
        return path


def clean_snapshot(
    load: Callable[[], pl.DataFrame],
    snapshot_id: str,
    settings: Settings,
    workspace: Workspace,
    *,
    listener: Listener = silent,
) -> StoredNotes:
    """Clean a snapshot, or find that it has been cleaned the same way before.

    Parameters
    ----------
    load : callable
        Returns the snapshot's rows; called only if they must be cleaned.
    snapshot_id : str
        Content name of the snapshot.
    settings : Settings
        ``columns``, ``etl`` and what is masked decide, and name the folder together with the snapshot.
    workspace : Workspace
        Where the folder is.
    listener : callable
        Hears of progress, see `clean`.

    Raises
    ------
    DataError
        See `clean`.
    SettingsError
        The file of ``privacy.names`` cannot be used.
    WorkspaceUnusable
        The disk is full or the workspace cannot be written.
    """
    facts = {
        "snapshot": snapshot_id,
        "columns": settings.columns.model_dump(mode="json"),
        "etl": settings.etl.model_dump(mode="json"),
        "masked": masking_identity(settings.privacy),
        "version": CLEANING_VERSION,
    }
    folder = workspace.clean / content_id(facts)
    found = _found(folder, listener)
    if found is not None:
        notice(listener, "These rows were cleaned before in the same way: {kept} notes reused.", kept=found.ledger.kept)
        return found
    cleaned = clean(load(), settings, listener=listener)
    with whole_folder(folder) as place:
        clusters, ledger = _clustered(cleaned, settings, place, listener)
        write_parquet(cleaned.notes, place / _NOTES)
        write_parquet(cleaned.quarantine, place / _QUARANTINE)
        write_parquet(clusters.frame(), place / _CLUSTERS)
        account = _Account(
            version=CLEANING_VERSION,
            snapshot_id=snapshot_id,
            ledger=ledger,
            sha256={name: file_digest(place / name) for name in _FILES},
        )
        write_whole(place / _ACCOUNT, json.dumps(account.model_dump(mode="json"), ensure_ascii=False, indent=2))
    return StoredNotes(folder, ledger, snapshot_id, account.sha256)


def open_notes(folder: Path) -> StoredNotes:
    """Return the clean notes in a folder that `clean_snapshot` made.

    Raises
    ------
    CorruptFile
        The folder has no readable account.
    """
    path = folder / _ACCOUNT
    try:
        account = _Account.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CorruptFile(
            "{path} is missing or not as it was written. Delete {folder}; the next run makes it anew.",
            path=path,
            folder=folder,
        ) from error
    return StoredNotes(folder, account.ledger, account.snapshot_id, account.sha256, reused=True)


def _clustered(cleaned: CleanNotes, settings: Settings, place: Path, listener: Listener) -> tuple[Clusters, Ledger]:
    """Return the clusters of near-duplicates, and the ledger with their account."""
    notes, threshold, columns = cleaned.notes, settings.etl.near_duplicates, settings.columns
    if not threshold:
        return no_clusters(notes.height), cleaned.ledger
    parts = text_parts(notes, columns.text)
    clusters = find_near_duplicates(_heard(parts, notes.height, listener), threshold, place / "shingles.part")
    whose = notes[columns.patient].rank("dense").to_numpy() if columns.patient else np.arange(notes.height)
    account = clusters.account(threshold, whose.astype(np.int64))
    tell_near_duplicates(account, listener)
    return clusters, cleaned.ledger.model_copy(update={"near_duplicates": account})


def _heard(parts: Iterator[pl.Series], notes: int, listener: Listener) -> Iterator[pl.Series]:
    done = 0
    for part in parts:
        yield part
        done += len(part)
        if notes >= _MANY_NOTES:
            listener(Advance("etl", done, notes))


def _found(folder: Path, listener: Listener) -> StoredNotes | None:
    if not folder.exists():
        return None
    try:
        stored = open_notes(folder)
        stored.verify()
    except CorruptFile as damage:
        warning(listener, "Cleaned notes are damaged and made anew: {path}.", path=damage.fields["path"])
        return None
    return stored
