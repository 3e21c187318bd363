"""Parquet files written so that a full disk is told as one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import polars as pl

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to a Parquet file.

    Raises
    ------
    OSError
        The operating system refused: the disk is full, say. Polars itself raises a ``ComputeError`` then, which
        nobody who guards against full disks expects.
    """
    try:
        frame.write_parquet(path)
    except pl.exceptions.PolarsError as error:
        code = _OS_ERROR.search(str(error))
        if code is None:
            raise
        number = int(code[1])
        # Windows counts in numbers of its own, which OSError translates when they are its fourth argument.
        told = OSError(0, str(error), str(path), number) if os.name == "nt" else OSError(number, os.strerror(number))
        raise told from error
