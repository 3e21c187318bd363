"""Arrays in files, written so that a full disk is told as one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from numpy.lib import format as npy

_CHUNK = 2**20


class _PlainFile:
    """A file that NumPy does not take for one of the operating system's.

    To those it writes by C's own functions, whose failure has no reason that could be told.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        return self._file.write(data)


def save_array(path: Path, values: npt.NDArray[Any]) -> None:
    """Write an array to an ``.npy`` file.

    Raises
    ------
    OSError
        The operating system refused, with its reason.
    """
    with path.open("wb") as file:
        npy.write_array(_PlainFile(file), np.ascontiguousarray(values), allow_pickle=False)


def new_array(path: Path, dtype: npt.DTypeLike, length: int) -> npt.NDArray[Any]:
    """Make an ``.npy`` file of one dimension and return it mapped, to be filled.

    Its place on the disk is taken at once: a process that writes into a map for which there is no place is killed.

    Raises
    ------
    OSError
        The disk has no place for it.
    """
    kind = np.dtype(dtype)
    with path.open("wb") as file:
        npy.write_array_header_1_0(
            file, {"descr": npy.dtype_to_descr(kind), "fortran_order": False, "shape": (length,)}
        )
        file.flush()
        _allocate(file, kind.itemsize * length)
    if not length:
        return np.empty(0, dtype=kind)
    return npy.open_memmap(path, mode="r+")


def _allocate(file: BinaryIO, size: int) -> None:
    if size and hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), file.tell(), size)
        return
    for start in range(0, size, _CHUNK):
        file.write(bytes(min(_CHUNK, size - start)))
