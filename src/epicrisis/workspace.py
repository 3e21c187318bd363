"""The workspace: the one folder that a run writes to, private to its owner.

Everything in it is named by its content and written beside its place first, so that what is there is whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from epicrisis.errors import WorkspaceUnusable


def content_id(facts: object) -> str:
    """Return a short name for `facts`, the same on every machine.

    Parameters
    ----------
    facts : object
        Anything that JSON can hold.

    Returns
    -------
    str
        The first 16 hexadecimal digits of the SHA-256 of the canonical JSON.
    """
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Workspace:
    """The folder and the names inside it.

    Parameters
    ----------
    root : Path
        The folder; `open_workspace` makes it.
    """

    root: Path

    @property
    def snapshots(self) -> Path:
        """Raw rows as read, one folder a snapshot: ``notes.parquet`` and ``manifest.json``."""
        return self.root / "snapshots"

    @property
    def clean(self) -> Path:
        """Cleaned rows, one folder a cleaning: notes, quarantine, clusters of near-duplicates, ledger."""
        return self.root / "clean"

    @property
    def features(self) -> Path:
        """Splits and n-gram counts of the training rows, named by content."""
        return self.root / "features"

    @property
    def studies(self) -> Path:
        """Journals of the searches, one a study."""
        return self.root / "studies"

    @property
    def runs(self) -> Path:
        """Results and models of finished trainings, before and after they are tracked."""
        return self.root / "runs"

    @property
    def reports(self) -> Path:
        """Reports, one folder a run."""
        return self.root / "reports"

    @property
    def explanations(self) -> Path:
        """Explanations of single notes: pages that hold the notes, like `snapshots`."""
        return self.root / "explanations"

    @property
    def prefect_home(self) -> Path:
        """Home of Prefect's server and its database."""
        return self.root / "prefect"

    @property
    def mlflow_database(self) -> Path:
        """MLflow's SQLite file, used while ``tracking.uri`` is empty."""
        return self.root / "mlflow.db"

    @property
    def mlflow_artifacts(self) -> Path:
        """Folder of MLflow's artifacts, used while ``tracking.uri`` is empty."""
        return self.root / "mlartifacts"

    @property
    def logs(self) -> Path:
        """Logs of the servers and libraries, kept out of the terminal."""
        return self.root / "logs"


def open_workspace(root: Path) -> Workspace:
    """Make the workspace's folder if need be, readable by its owner only, and prove that it can be written.

    Raises
    ------
    WorkspaceUnusable
        The folder cannot be made or written.
    """
    root = root.expanduser().absolute()
    with translate_os_errors(root), _no_such_place(root):
        root.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            root.chmod(0o700)
        probe = root / f".probe-{uuid.uuid4().hex}"
        probe.write_bytes(b"")
        probe.unlink()
    return Workspace(root)


@contextmanager
def _no_such_place(root: Path) -> Iterator[None]:
    # A drive that is not there, say. Elsewhere a missing file is the reader's business, so this is not for everyone.
    try:
        yield
    except FileNotFoundError as error:
        raise WorkspaceUnusable(
            "{place} cannot be written ({reason}). Set workspace.dir to a folder of your own.",
            place=root,
            reason=error.strerror,
        ) from error


@contextmanager
def whole_folder(place: Path) -> Iterator[Path]:
    """Fill a folder beside `place` and move it there once it is whole.

    A folder that is already at `place` is replaced. If the body raises, nothing is left behind.

    Parameters
    ----------
    place : Path
        Where the folder will be.

    Yields
    ------
    Path
        An empty folder to write into.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    beside = place.with_name(f".{place.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with translate_os_errors(place):
            beside.mkdir(parents=True)
            yield beside
            if place.exists():
                old = place.with_name(f".{place.name}.{uuid.uuid4().hex[:8]}.old")
                place.replace(old)
                shutil.rmtree(old, ignore_errors=True)
            beside.replace(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and move it there, so that no reader ever sees half of it.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    data = content.encode() if isinstance(content, str) else content
    with translate_os_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def translate_os_errors(place: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write into `WorkspaceUnusable`.

    Errors of other kinds, a missing input file say, pass unchanged.
    """
    try:
        yield
    except OSError as error:
        # EFBIG: a file larger than the file system or a quota allows, 4 GiB on FAT32.
        if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None)):
            raise WorkspaceUnusable(
                "The disk is full: {place} could not be written. Free space, or set workspace.dir to another disk.",
                place=place,
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise WorkspaceUnusable(
                "{place} cannot be written ({reason}). Set workspace.dir to a folder of your own.",
                place=place,
                reason=error.strerror,
            ) from error
        raise
