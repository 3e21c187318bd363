"""The search in worker processes: the same figures as in one process, and no worker left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from epicrisis.errors import OutsideError
from epicrisis.etl.store import clean_snapshot
from epicrisis.features.weighting import TextParams
from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.sources.synthetic import write_clinic
from epicrisis.training.folds import Candidate, FoldScore
from epicrisis.training.pool import FoldJob, FoldPool, fold_pool
from epicrisis.training.preparation import Prepared, prepare
from epicrisis.training.processes import MANY_ROWS, many_processes
from epicrisis.training.search import search
from epicrisis.workspace import Workspace, open_workspace

CANDIDATE = Candidate("logistic_regression", TextParams(), {"C": 1.0}, 2, 42)


SCRIPT = """
import sys, time
from pathlib import Path
from epicrisis.features.weighting import TextParams
from epicrisis.training.counts import CountShelf
from epicrisis.training.folds import Candidate
from epicrisis.training.pool import FoldJob, FoldPool

folder, classes, root, rows = sys.argv[1:]
pool = FoldPool(Path(folder), classes.split("|"), CountShelf(Path(root), rows), 2)
for fold in range(3):
    pool.submit(FoldJob(0, Candidate("logistic_regression", TextParams(), {"C": 1.0}, 2, 42), fold))
scores = [pool.next_score()[1].metrics for fold in range(3)]
"""


def given(bench: tuple[Workspace, Prepared]) -> list[str]:
    """The arguments of `SCRIPT`."""
    shelf = bench[1].shelf(2)
    return [str(bench[1].folder), "|".join(bench[1].facts.classes), str(shelf.root), shelf.rows_id]


def settings(workers: int) -> Settings:
    return Settings(
        split=SplitSettings(folds=3),
        search=SearchSettings(workers=workers),
        privacy=PrivacySettings(min_patients_per_term=2),
    )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Prepared]:
    import polars as pl

    folder = tmp_path_factory.mktemp("bench")
    write_clinic(folder / "clinic.db", 400)
    workspace = open_workspace(folder / ".epicrisis")

    def rows() -> pl.DataFrame:
        import sqlite3

        connection = sqlite3.connect(folder / "clinic.db")
        try:
            return pl.read_database("SELECT * FROM historias_clinicas", connection, infer_schema_length=None)
        finally:
            connection.close()

    notes = clean_snapshot(rows, "clinic", settings(1), workspace)
    return workspace, prepare(notes, settings(1), workspace)


def pool_of(bench: tuple[Workspace, Prepared], workers: int) -> FoldPool:
    return FoldPool(bench[1].folder, bench[1].facts.classes, bench[1].shelf(2), workers)


def score(pool: FoldPool, folds: int) -> list[FoldScore]:
    """Score a candidate on every fold."""
    for fold in range(folds):
        pool.submit(FoldJob(0, CANDIDATE, fold))
    scores = [pool.next_score()[1] for _ in range(folds)]
    return [one for one in scores if isinstance(one, FoldScore)]


def test_two_processes_find_what_one_finds(bench: tuple[Workspace, Prepared], tmp_path: Path) -> None:
    found = [
        search(
            bench[1],
            settings(workers),
            Workspace(tmp_path / str(workers)),
            model="logistic_regression",
            metric="f1_macro",
            trials=4,
        )
        for workers in (1, 2)
    ]
    # The known-good ones come first whatever the number of workers; what is asked for later depends on it.
    assert [trial.params for trial in found[0].trials[:4]] == [trial.params for trial in found[1].trials[:4]]
    assert [trial.folds for trial in found[0].trials[:4]] == [trial.folds for trial in found[1].trials[:4]]
    assert found[1].workers_peak_mb > 50


def test_the_workers_are_gone_when_the_pool_closes(bench: tuple[Workspace, Prepared]) -> None:
    with fold_pool(bench[1].folder, bench[1].facts.classes, bench[1].shelf(2), 2) as pool:
        assert len(score(pool, 3)) == 3
        workers = [child for child in psutil.Process().children(recursive=True) if "loky" in " ".join(child.cmdline())]
        assert len(workers) >= 2
    _, alive = psutil.wait_procs([worker for worker in workers if "LokyProcess" in " ".join(_line(worker))], timeout=10)
    assert alive == []


def test_a_killed_worker_is_told(bench: tuple[Workspace, Prepared]) -> None:
    pool = pool_of(bench, 2)
    try:
        score(pool, 3)
        victim = next(c for c in psutil.Process().children(recursive=True) if "LokyProcess" in " ".join(_line(c)))
        victim.kill()
        psutil.wait_procs([victim], timeout=10)
        for _ in range(2):  # whether the pool has noticed yet or not
            with pytest.raises(OutsideError, match=r"^A worker process was killed, perhaps for lack of memory\."):
                score(pool, 3)
            time.sleep(1)
    finally:
        pool.close()


def test_a_worker_killed_while_counting_is_told(bench: tuple[Workspace, Prepared]) -> None:
    pool = pool_of(bench, 2)
    try:
        with pytest.raises(OutsideError, match=r"^A worker process was killed, perhaps for lack of memory\."):
            list(pool.run(_end_oneself, range(4)))
    finally:
        pool.close()


def test_the_workers_of_a_killed_parent_end(bench: tuple[Workspace, Prepared]) -> None:
    code = f"{SCRIPT}print('scored', flush=True)\ntime.sleep(600)\n"
    arguments = [sys.executable, "-c", code, *given(bench)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline().strip() == "scored"
        workers = [
            c for c in psutil.Process(parent.pid).children(recursive=True) if "LokyProcess" in " ".join(_line(c))
        ]
        assert len(workers) == 2
        os.kill(parent.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        parent.wait()
        _, alive = psutil.wait_procs(workers, timeout=30)
    assert alive == []


def test_a_script_without_a_main_guard_can_search(bench: tuple[Workspace, Prepared], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(f"{SCRIPT}print(len(scores))\npool.close()\n", encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, str(script), *given(bench)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (answer.returncode, answer.stdout.strip()) == (0, "3"), answer.stderr


def _end_oneself(number: int) -> int:
    os._exit(9)
    return number


def _line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_processes_killed_while_many_rows_are_counted_are_told() -> None:
    message = r"^A worker process was killed, perhaps for lack of memory\."
    with pytest.raises(OutsideError, match=message), many_processes(MANY_ROWS, 2) as run:
        list(run(_end_oneself, range(4)))
