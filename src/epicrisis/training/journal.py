"""The file of a study: one process owns it, and what a killed one left half-written is cut off.

The owner holds a lock of the operating system's, which ends with its process, however it ends and on every system; a
note beside it tells others who it is. Optuna's own locks are files that stay behind when their process is killed, so
that the next one waits for half a minute: under the owner's lock none of them is needed.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

from epicrisis.errors import WorkspaceUnusable
from epicrisis.workspace import translate_os_errors, write_whole


@contextmanager
def owned(journal: Path) -> Iterator[None]:
    """Own a study while the body runs.

    Parameters
    ----------
    journal : Path
        The study's file; its folder is made.

    Raises
    ------
    WorkspaceUnusable
        Another process owns it, or the workspace cannot be written.
    """
    with translate_os_errors(journal):
        journal.parent.mkdir(parents=True, exist_ok=True)
    lock, note = FileLock(journal.with_suffix(".lock")), journal.with_suffix(".owner")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WorkspaceUnusable(
            "Another run searches here at this moment (study {name}, process {pid} on {host}, since {since}). Wait for "
            "it, or end it; what it has finished is kept.",
            name=journal.stem,
            **_owner(note),
        ) from None
    try:
        write_whole(note, json.dumps(_myself()))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def open_journal(journal: Path) -> JournalStorage:
    """Open a study's file, which this process must own.

    A line that a killed process or a power cut left unfinished is cut off: what it would have said is done again.
    """
    with translate_os_errors(journal):
        _cut_unfinished_line(journal)
        return JournalStorage(JournalFileBackend(str(journal), lock_obj=_OwnersLock(str(journal))))


class _OwnersLock(JournalFileOpenLock):
    """No lock beside the owner's."""

    def acquire(self) -> bool:
        """Do nothing: nobody else writes."""
        return True

    def release(self) -> None:
        """Do nothing."""


def _cut_unfinished_line(journal: Path) -> None:
    if not journal.exists():
        return
    content = journal.read_bytes()
    end = content.rfind(b"\n") + 1
    # A power cut may also leave a whole line of zeros.
    while end and not _is_json(content[content.rfind(b"\n", 0, end - 1) + 1 : end]):
        end = content.rfind(b"\n", 0, end - 1) + 1
    if end < len(content):
        with journal.open("r+b") as file:
            file.truncate(end)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _myself() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _owner(note: Path) -> dict[str, object]:
    try:
        said = json.loads(note.read_bytes())
        return {name: said[name] for name in ("pid", "host", "since")}
    except (OSError, ValueError, KeyError, TypeError):  # it begins or ends at this moment
        return dict.fromkeys(("pid", "host", "since"), "?")
