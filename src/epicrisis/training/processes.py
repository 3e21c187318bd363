"""Worker processes: fresh interpreters with one thread each, that ignore Ctrl-C and end with their parent.

loky starts a fresh interpreter for each worker on every system and does not import the caller's main module again, so
that a script without a main guard, a notebook and a Prefect run all work. Considered: ``multiprocessing`` (imports the
main module, which is Prefect's engine in a deployment) and ``joblib.Parallel`` (no way to cancel on Ctrl-C).
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import psutil
from loky import ProcessPoolExecutor, cpu_count
from loky.process_executor import TerminatedWorkerError

from epicrisis.errors import OutsideError
from epicrisis.features.counting import Run

_THREAD_CAPS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
_LOOK_EVERY_S = 1.0
MANY_ROWS = 20_000
"""Rows from which on starting processes to count them pays: two seconds for the start, two for the counting."""


def worker_count(asked: int) -> int:
    """Return the number of processes; 0 asks for one a core."""
    return asked or int(cpu_count())


def start_workers(workers: int, initializer: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:
    """Return an executor whose processes have one thread each and end with this one.

    Parameters
    ----------
    workers : int
        Number of processes.
    initializer : callable, optional
        Called with `arguments` in each process when it starts.
    """
    return ProcessPoolExecutor(
        workers, initializer=_begin, initargs=(os.getpid(), initializer, arguments), env=_THREAD_CAPS
    )


def worker_killed(workers: int) -> OutsideError:
    """Return the error that tells of a killed worker."""
    return OutsideError(
        "A worker process was killed, perhaps for lack of memory. Run the same command again with a smaller "
        "search.workers (now {workers}): finished folds are kept.",
        workers=workers,
    )


@contextmanager
def many_processes(rows: int, asked: int) -> Iterator[Run]:
    """Give a ``map`` over several processes, if so many rows are worth it.

    Raises
    ------
    OutsideError
        A process was killed.
    """
    workers = worker_count(asked)
    if workers == 1 or rows < MANY_ROWS:
        yield map
        return
    executor = start_workers(workers)
    try:
        yield executor.map
    except TerminatedWorkerError as error:
        raise worker_killed(workers) from error
    finally:
        executor.shutdown(wait=True, kill_workers=True)


def _begin(parent: int, initializer: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    Thread(target=_end_with, args=(parent,), name="follow the parent", daemon=True).start()
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if initializer is not None:
        initializer(*arguments)


def _end_with(pid: int) -> None:
    # A parent that was killed cannot end its workers, and the pipe they listen at stays open among themselves.
    try:
        parent = psutil.Process(pid)
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_LOOK_EVERY_S)
    except psutil.NoSuchProcess:
        pass
    os._exit(1)
