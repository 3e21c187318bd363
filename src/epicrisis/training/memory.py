"""Memory: what this process has had, and what a search would need."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from epicrisis.errors import OutsideError
from epicrisis.features.variants import TextVariant
from epicrisis.features.weighting import Block
from epicrisis.settings.schema import Settings
from epicrisis.training.counts import CountShelf
from epicrisis.training.vectors import VectorShelf


def peak_rss_mb() -> float:
    """Return the largest resident size that this process has had, in MiB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 2**20
    if (status := Path("/proc/self/status")).is_file():
        # getrusage would also count what the parent had when this process was forked from it.
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
        if found:
            return int(found[1]) / 1024
    import resource

    # Kibibytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


_WORKER_MB = 500.0
"""An interpreter with the libraries, the dictionary of lemmas and a part of the notes, as measured on Linux."""
_BYTES_A_COUNT = 44
"""A fold's counts, chosen columns and weights: float32 values with int32 places, some of them twice at a time."""

_BYTES_A_VECTOR_NUMBER = 20
"""A fold's sentence vectors: float32, standardised, and beside the words with an int32 place."""


def needed_mb(shelf: CountShelf, variant: TextVariant, blocks: Sequence[Block], workers: int) -> float:
    """Return the memory that a search would need, in MiB: a fold's matrices in each worker.

    Parameters
    ----------
    shelf : CountShelf
        The training rows' counts.
    variant : TextVariant
        The way of reading.
    blocks : sequence of str
        The kinds of terms that a candidate uses.
    workers : int
        Number of processes.
    """
    entries = sum(shelf.open(variant, block).matrix.nnz for block in blocks)
    numbers = 0 if shelf.vectors is None else VectorShelf(shelf.vectors).texts()[1].size
    return workers * (_WORKER_MB + (entries * _BYTES_A_COUNT + numbers * _BYTES_A_VECTOR_NUMBER) / 2**20)


def require_memory(
    shelf: CountShelf, variant: TextVariant, blocks: Sequence[Block], workers: int, settings: Settings
) -> None:
    """Refuse a search that would not fit into the memory.

    Raises
    ------
    OutsideError
        With the figures, and the settings that help.
    """
    needed, limit = needed_mb(shelf, variant, blocks, workers), settings.search.memory_mb
    there = limit or psutil.virtual_memory().available / 2**20
    if needed > there:
        raise OutsideError(
            "The search would need about {needed:.0f} MiB with {workers} workers, and {there:.0f} MiB may be used. Set "
            "search.workers lower, read fewer rows (source.rows), raise privacy.min_patients_per_term, or raise "
            "search.memory_mb if it is set.",
            needed=needed,
            workers=workers,
            there=there,
        )
