"""From the settings to a snapshot: an earlier one of the same question, or a new one."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from epicrisis.errors import CorruptFile, NoRows
from epicrisis.progress import Listener, notice, silent, warning
from epicrisis.settings.data import SourceSettings
from epicrisis.settings.names import fold_name
from epicrisis.settings.schema import Settings
from epicrisis.sources.added import AddedReader
from epicrisis.sources.addresses import AddedAddress, Address, FileAddress, describe, local_file, locate
from epicrisis.sources.notes import note
from epicrisis.sources.readers import DatabaseReader, FileReader, Read
from epicrisis.sources.snapshot import (
    MANIFEST,
    NOTES,
    Snapshot,
    SnapshotManifest,
    latest_snapshot,
    open_snapshot,
    window_of,
)
from epicrisis.workspace import Workspace, content_id, file_digest, translate_os_errors, whole_folder, write_whole

Reader = DatabaseReader | FileReader | AddedReader
# Raised when the same question would be read into other columns or types than before.
_READER_VERSION = 1
_STALE_SECONDS = 24 * 3600


def take_snapshot(
    settings: Settings, workspace: Workspace, *, refresh: bool = False, listener: Listener = silent
) -> Snapshot:
    """Read the notes into the workspace, or find them there.

    A file, a SQLite or DuckDB database among them, is read again whenever its content has changed. What a server
    holds cannot be known without reading it, so the same question gives the same snapshot until `refresh` is asked.

    Parameters
    ----------
    settings : Settings
        What to read: ``source``, and ``columns.patient`` and ``columns.date`` to order rows by.
    workspace : Workspace
        Where snapshots live.
    refresh : bool
        Read again, whatever is there.
    listener : callable
        Is told of progress, of retries and of a reuse.

    Returns
    -------
    Snapshot
        Whole and verified.

    Raises
    ------
    SettingsError
        The source is not named, or not understood.
    SourceNotFound, QueryFailed, ParameterMismatch, NoRows, CorruptFile
        What was asked for cannot be read.
    ConnectionFailed, LoginRefused, DriverMissing, QueryTimedOut
        The database cannot be reached.
    WorkspaceUnusable
        The workspace cannot be written, for a full disk say.
    """
    address = locate(settings.source)
    reader = _reader(address, settings)
    identity = {**reader.identity(), "reader": _READER_VERSION, "source_sha256": _source_digest(reader)}
    question = content_id(identity)
    if not refresh and (found := _earlier(workspace, question, bool(identity["source_sha256"]), listener)):
        return found
    return _read(reader, question, identity["source_sha256"], settings, workspace, listener)


def _reader(address: Address, settings: Settings) -> Reader:
    match address:
        case AddedAddress():
            return AddedReader(address, settings)
        case FileAddress():
            return FileReader(address, settings)
        case _:
            return DatabaseReader(address, settings)


def _earlier(workspace: Workspace, question: str, compared: bool, listener: Listener) -> Snapshot | None:
    """Return the newest snapshot of a question; `compared` says whether the source's content is part of it."""
    folder = latest_snapshot(workspace, question)
    if folder is None:
        return None
    try:
        snapshot = open_snapshot(folder, reused=True)
    except CorruptFile:
        warning(listener, "The earlier snapshot {name} is damaged, so the source is read again.", name=folder.name)
        return None
    about = {"rows": snapshot.manifest.rows, "taken_at": snapshot.manifest.taken_at}
    if compared:
        notice(listener, "The source has not changed: its {rows} rows, read {taken_at}, are reused.", **about)
    else:
        notice(
            listener,
            "The {rows} rows that this same question read {taken_at} are reused; --refresh asks the database again.",
            **about,
        )
    return snapshot


def _read(
    reader: Reader,
    question: str,
    source_sha256: str,
    settings: Settings,
    workspace: Workspace,
    listener: Listener,
) -> Snapshot:
    taken_at = datetime.now(UTC).isoformat(timespec="seconds")
    with _staging(workspace, question) as stage:
        path = stage / NOTES
        read = reader.read_into(path, listener)
        if read.rows == 0:
            raise _no_rows(describe(reader.address), settings.source)
        manifest = _manifest(reader, read, path, question, settings).model_copy(
            update={"taken_at": taken_at, "source_sha256": source_sha256}
        )
        place = workspace.snapshots / manifest.id
        with whole_folder(place) as folder:
            path.replace(folder / NOTES)
            write_whole(folder / MANIFEST, manifest.model_dump_json(indent=2))
    return Snapshot(place, manifest)


def _no_rows(source: str, asked: SourceSettings) -> NoRows:
    if not asked.query:
        return NoRows("{source} gave no rows: it is empty.", source=source)
    if not asked.params:
        return NoRows("{source} gave no rows. Check the query's conditions.", source=source)
    return NoRows("{source} gave no rows. Check the query's conditions and the values of source.params.", source=source)


def _manifest(reader: Reader, read: Read, path: Path, question: str, settings: Settings) -> SnapshotManifest:
    digest = file_digest(path)
    schema = pq.read_schema(path)
    notes = list(read.notes)
    if read.mended:
        notes.append(note("{cells} cells were not UTF-8; their letters were read as Windows-1252.", cells=read.mended))
    facts: dict[str, Any] = reader.facts()
    added = [reader.tool()] if isinstance(reader, AddedReader) else []
    return SnapshotManifest(
        id=f"{question}-{digest[:8]}",
        question=question,
        description=describe(reader.address),
        limit=settings.source.rows,
        order=list(read.order),
        rows=read.rows,
        columns={field.name: str(field.type) for field in schema},
        window=window_of(path, _column(schema.names, settings.columns.date)),
        taken_at="",
        sha256=digest,
        tool=", ".join([f"epicrisis {version('epicrisis')}", *added]),
        notes=notes,
        **facts,
    )


def _column(names: list[str], wanted: str) -> str | None:
    return next((name for name in names if wanted and fold_name(name) == fold_name(wanted)), None)


def _source_digest(reader: Reader) -> str:
    """Return the hash of a file's content, or what another package says of its own; empty for a server."""
    if isinstance(reader, AddedReader):
        return reader.fingerprint()
    address = reader.address
    path = address.path if isinstance(address, FileAddress) else local_file(address)
    if path is None:
        return ""
    # SQLite keeps what was written last in a log beside the file.
    log = path.with_name(f"{path.name}-wal")
    parts = [path, log] if log.is_file() and log.stat().st_size else [path]
    return "+".join(file_digest(part) for part in parts)


@contextmanager
def _staging(workspace: Workspace, question: str) -> Iterator[Path]:
    """Lend a folder for unfinished rows; it is gone afterwards, and those of killed processes too."""
    with translate_os_errors(workspace.snapshots):
        workspace.snapshots.mkdir(parents=True, exist_ok=True)
        for left in workspace.snapshots.glob(".reading-*"):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(prefix=f".reading-{question}-", dir=workspace.snapshots))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
