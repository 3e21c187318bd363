"""Folds scored by several processes, each with the same mapped arrays and one thread."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from loky import ProcessPoolExecutor
from loky.process_executor import TerminatedWorkerError

from epicrisis.training.counts import CountShelf
from epicrisis.training.folds import Candidate, FoldScore, HeldOut, held_out_scores, score_fold
from epicrisis.training.memory import peak_rss_mb
from epicrisis.training.preparation import TrainingRows, open_rows
from epicrisis.training.processes import start_workers, worker_count, worker_killed

_WAKE_EVERY_S = 0.5  # a wait without an end is deaf to Ctrl-C on Windows
_rows: TrainingRows | None = None  # a worker's own rows, opened once when it starts
_Gives = TypeVar("_Gives", covariant=True)


class RowsWork(Protocol[_Gives]):
    """Work on the training rows that a number tells apart."""

    def __call__(self, rows: TrainingRows, number: int, /) -> _Gives:
        """Do it."""
        ...


@dataclass(frozen=True)
class FoldJob:
    """A fold to score.

    Parameters
    ----------
    trial : int
        Number of the trial.
    candidate : Candidate
        What is tried.
    fold : int
        Which rows are held out.
    """

    trial: int
    candidate: Candidate
    fold: int


class FoldPool:
    """Scores folds; as many at a time as it has workers.

    Parameters
    ----------
    folder : Path
        The prepared folder.
    classes : list of str
        The classes.
    shelf : CountShelf
        The training rows' counts.
    workers : int
        Number of processes; 1 works in this process, 0 takes all cores.

    Attributes
    ----------
    waited : float
        Seconds in which this process did nothing but wait for scores, or made them itself.
    """

    def __init__(self, folder: Path, classes: list[str], shelf: CountShelf, workers: int) -> None:
        self.workers = worker_count(workers)
        self.waited = 0.0
        self._opening = (folder, classes, shelf)
        self._here: TrainingRows | None = None
        self._queue: deque[FoldJob] = deque()
        self._executor: ProcessPoolExecutor | None = None
        self._running: dict[Future[tuple[FoldScore, int, float]], FoldJob] = {}
        self._peaks: dict[int, float] = {}

    @property
    def peak_mb(self) -> float:
        """Sum of the workers' peak memory in MiB, of those that have reported."""
        return sum(self._peaks.values())

    @property
    def busy(self) -> int:
        """Number of folds that were submitted and not yet given back."""
        return len(self._queue) + len(self._running)

    def run(self, work: Callable[[int], Any], numbers: Sequence[int]) -> Iterator[Any]:
        """Call a function for each number in the workers, see `epicrisis.features.counting.Run`.

        Raises
        ------
        OutsideError
            A worker was killed.
        """
        if self.workers == 1:
            yield from map(work, numbers)
            return
        try:
            yield from self._started().map(work, numbers)
        except TerminatedWorkerError as error:
            raise worker_killed(self.workers) from error

    def submit(self, job: FoldJob) -> None:
        """Begin to score a fold.

        Raises
        ------
        OutsideError
            A worker was killed while it had nothing to do.
        """
        if self.workers == 1:
            self._queue.append(job)
            return
        try:
            self._running[self._started().submit(_score_here, job.candidate, job.fold)] = job
        except TerminatedWorkerError as error:
            raise worker_killed(self.workers) from error

    def next_score(self) -> tuple[FoldJob, FoldScore | Exception]:
        """Wait for a fold and return its score, or the exception that the candidate raised.

        Raises
        ------
        OutsideError
            A worker was killed, by the system for lack of memory or by someone.
        """
        started = time.perf_counter()
        try:
            return self._score_one() if self.workers == 1 else self._first_of_running()
        finally:
            self.waited += time.perf_counter() - started

    def on_rows(self, work: RowsWork[_Gives], numbers: Sequence[int]) -> list[_Gives]:
        """Return what some work on the training rows gives for each number, in their order.

        Raises
        ------
        OutsideError
            A worker was killed.
        """
        if self.workers == 1:
            self._here = self._here or open_rows(*self._opening)
            return [work(self._here, number) for number in numbers]
        return list(self.run(partial(_on_rows_here, work), numbers))

    def held_out_scores(self, candidate: Candidate, metric: str, folds: npt.NDArray[np.int64]) -> HeldOut:
        """Return a candidate's scores of all training rows, each fitted without the row's fold.

        Parameters
        ----------
        candidate : Candidate
            What is fitted, once for each fold.
        metric : str
            What is measured on the rows that it was fitted on.
        folds : ndarray of int of shape (rows,)
            The fold that holds each row out.

        Raises
        ------
        OutsideError
            A worker was killed.
        """
        numbers = np.unique(folds).tolist()
        parts = self.on_rows(partial(held_out_scores, candidate=candidate, metric=metric), numbers)
        scores = np.empty((len(folds), parts[0].scores.shape[1]))
        for fold, part in zip(numbers, parts, strict=True):
            scores[folds == fold] = part.scores
        return HeldOut(scores, [value for part in parts for value in part.fitted])

    def close(self) -> None:
        """End the workers at once."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def _score_one(self) -> tuple[FoldJob, FoldScore | Exception]:
        job = self._queue.popleft()
        self._here = self._here or open_rows(*self._opening)
        try:
            return job, score_fold(self._here, job.candidate, job.fold)
        except Exception as error:  # noqa: BLE001 - the search decides what it means
            return job, error

    def _first_of_running(self) -> tuple[FoldJob, FoldScore | Exception]:
        done: set[Future[tuple[FoldScore, int, float]]] = set()
        while not done:
            done, _ = wait(self._running, timeout=_WAKE_EVERY_S, return_when=FIRST_COMPLETED)
        future = next(iter(done))
        job = self._running.pop(future)
        error = future.exception()
        if isinstance(error, TerminatedWorkerError):
            raise worker_killed(self.workers) from error
        if isinstance(error, Exception):
            return job, error
        score, process, peak = future.result()
        self._peaks[process] = peak
        return job, score

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = start_workers(self.workers, _open_here, *self._opening)
        return self._executor


@contextmanager
def fold_pool(folder: Path, classes: list[str], shelf: CountShelf, workers: int) -> Iterator[FoldPool]:
    """Open a pool and end its workers however the body ends."""
    pool = FoldPool(folder, classes, shelf, workers)
    try:
        yield pool
    finally:
        pool.close()


def _open_here(folder: Path, classes: list[str], shelf: CountShelf) -> None:
    global _rows
    _rows = open_rows(folder, classes, shelf)


def _on_rows_here(work: RowsWork[_Gives], number: int) -> _Gives:
    if _rows is None:
        raise RuntimeError("the worker was not initialised")
    return work(_rows, number)


def _score_here(candidate: Candidate, fold: int) -> tuple[FoldScore, int, float]:
    if _rows is None:
        raise RuntimeError("the worker was not initialised")
    return score_fold(_rows, candidate, fold), os.getpid(), peak_rss_mb()
