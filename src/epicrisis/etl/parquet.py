"""Frames in files, written so that a full disk is told as one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to a Parquet file.

    Raises
    ------
    OSError
        The operating system refused: the disk is full, say.
    """
    with _reason_told(path):
        frame.write_parquet(path)


def write_arrow(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to an Arrow file, parts of which other processes read quickly.

    Raises
    ------
    OSError
        The operating system refused: the disk is full, say.
    """
    with _reason_told(path):
        frame.write_ipc(path)


@contextmanager
def _reason_told(path: Path) -> Iterator[None]:
    """Give Polars' errors the operating system's number; it writes that into the sentence alone.

    On some ways of writing it raises a ``ComputeError``, which nobody who guards against full disks expects.
    """
    try:
        yield
    except (pl.exceptions.PolarsError, OSError) as error:
        code = _OS_ERROR.search(str(error))
        if code is None or getattr(error, "errno", None):
            raise
        number = int(code[1])
        # Windows counts in numbers of its own, which OSError translates when they are its fourth argument.
        told = OSError(0, str(error), str(path), number) if os.name == "nt" else OSError(number, os.strerror(number))
        raise told from error
