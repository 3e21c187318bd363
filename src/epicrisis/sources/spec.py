"""What a source of another package must say of itself.

A package registers a `NoteSource` in the entry-point group ``epicrisis.sources`` under its scheme; it is asked for the
notes of every ``source.url`` that begins with ``scheme://``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

import polars as pl
import pyarrow as pa

from epicrisis.settings.data import SourceSettings

Batch: TypeAlias = "pa.Table | pa.RecordBatch | pl.DataFrame"


def without_login(url: str) -> str:
    """Return an address without user, password, query and fragment."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@dataclass(frozen=True)
class NoteSource:
    """Notes that are read by another package.

    Parameters
    ----------
    name : str
        The scheme: what stands before ``://`` in ``source.url``.
    read : callable
        From the settings of the source to its rows, batch by batch, as Arrow or Polars tables; what ``source.query``,
        ``table`` and ``params`` mean is its own affair. It may send no more than ``source.rows`` rows where that is
        not 0, in an order that is always the same; what comes beyond is cut off. Secrets are behind
        ``source.url.get_secret_value()`` and ``source.password.get_secret_value()``.
    describe : callable
        From ``source.url`` to what may be shown and stored of it. User, password and query are left out by default.
    fingerprint : callable, optional
        From the settings of the source to a text that changes when the notes do, the hash of a file say. Without one,
        the notes are read again only with ``--refresh``, like those of a database.
    version : int
        Raised when the same notes would be read into other columns or values, so that earlier snapshots are not used.
    """

    name: str
    read: Callable[[SourceSettings], Iterable[Batch]]
    describe: Callable[[str], str] = without_login
    fingerprint: Callable[[SourceSettings], str] | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z][a-z0-9.-]*", self.name):
            raise ValueError(f"A source named {self.name!r} cannot be.")
