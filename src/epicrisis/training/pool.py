"""Folds scored by several processes, each with the same mapped arrays and one thread.

loky starts a fresh interpreter for each worker on every system and does not import the caller's main module again, so
that a script without a main guard, a notebook and a Prefect run all work. Considered: ``multiprocessing`` (imports the
main module, which is Prefect's engine in a deployment) and ``joblib.Parallel`` (no way to cancel on Ctrl-C).
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psutil
from loky import ProcessPoolExecutor, cpu_count
from loky.process_executor import TerminatedWorkerError

from epicrisis.errors import OutsideError
from epicrisis.training.folds import Candidate, FoldScore, score_fold
from epicrisis.training.memory import peak_rss_mb
from epicrisis.training.preparation import TrainingRows, open_rows

ScoreFolds = Callable[[Candidate, int], list[FoldScore]]
_THREAD_CAPS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_LOOK_EVERY_S = 1.0
_rows: TrainingRows | None = None  # a worker's own rows, opened once when it starts


class FoldPool:
    """Scores candidates fold by fold.

    Parameters
    ----------
    folder : Path
        The prepared folder.
    classes : list of str
        The classes.
    workers : int
        Number of processes; 1 works in this process, 0 takes all cores.
    """

    def __init__(self, folder: Path, classes: list[str], workers: int) -> None:
        self.workers = workers or cpu_count()
        self._folder = folder
        self._classes = classes
        self._here: TrainingRows | None = None
        self._executor: ProcessPoolExecutor | None = None
        self._peaks: dict[int, float] = {}

    @property
    def peak_mb(self) -> float:
        """Sum of the workers' peak memory in MiB, of those that have reported."""
        return sum(self._peaks.values())

    def score(self, candidate: Candidate, folds: int) -> list[FoldScore]:
        """Score a candidate on every fold.

        Parameters
        ----------
        candidate : Candidate
            What is tried.
        folds : int
            Number of folds.

        Returns
        -------
        list of FoldScore
            In fold order. An exception of the candidate's own is raised as it came.

        Raises
        ------
        OutsideError
            A worker was killed, by the system for lack of memory or by someone.
        """
        if self.workers == 1:
            self._here = self._here or open_rows(self._folder, self._classes)
            return [score_fold(self._here, candidate, fold) for fold in range(folds)]
        futures = [self._started().submit(_score_here, candidate, fold) for fold in range(folds)]
        try:
            return sorted(self._collect(futures), key=lambda score: score.fold)
        except TerminatedWorkerError as error:
            raise OutsideError(
                "A worker process was killed, perhaps for lack of memory. Run the same command again with a smaller "
                "search.workers (now {workers}): finished trials are kept.",
                workers=self.workers,
            ) from error
        finally:
            for future in futures:
                future.cancel()

    def close(self) -> None:
        """End the workers at once."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self.workers, initializer=_open_here, initargs=(self._folder, self._classes), env=_THREAD_CAPS
            )
        return self._executor

    def _collect(self, futures: list[Future[tuple[FoldScore, int, float]]]) -> Iterator[FoldScore]:
        for future in as_completed(futures):
            score, process, peak = future.result()
            self._peaks[process] = peak
            yield score


@contextmanager
def fold_pool(folder: Path, classes: list[str], workers: int) -> Iterator[FoldPool]:
    """Open a pool and end its workers however the body ends."""
    pool = FoldPool(folder, classes, workers)
    try:
        yield pool
    finally:
        pool.close()


def _open_here(folder: Path, classes: list[str]) -> None:
    global _rows
    Thread(target=_end_with_parent, name="follow the parent", daemon=True).start()
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _rows = open_rows(folder, classes)


def _end_with_parent() -> None:
    # A parent that was killed cannot end its workers, and the pipe they listen at stays open among themselves.
    try:
        parent = psutil.Process(os.getppid())
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_LOOK_EVERY_S)
    except psutil.NoSuchProcess:
        pass
    os._exit(1)


def _score_here(candidate: Candidate, fold: int) -> tuple[FoldScore, int, float]:
    if _rows is None:
        raise RuntimeError("the worker was not initialised")
    return score_fold(_rows, candidate, fold), os.getpid(), peak_rss_mb()
