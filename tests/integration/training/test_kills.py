"""Searches that are killed without warning, again and again, end exactly where an undisturbed one ends."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest

from epicrisis.errors import WorkspaceUnusable
from epicrisis.etl.store import clean_snapshot
from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.synthetic import write_clinic
from epicrisis.training.journal import open_journal, owned
from epicrisis.training.preparation import prepare
from epicrisis.workspace import open_workspace

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
TRIALS = 6
KILLED = -getattr(signal, "SIGKILL", 9)

# Trains and prints all that must be the same. Without polars' threads in the parent, a child may be forked from it.
TRAIN = """
import json, os, sys
from pathlib import Path
from epicrisis.settings.schema import Settings
from epicrisis.training.preparation import open_prepared
from epicrisis.training.result import SourceFacts
from epicrisis.training.trainer import Trainer
from epicrisis.workspace import Workspace

TIMES = {"seconds", "costs", "predict_ms"}

def train(workspace, prepared, settings, studies):
    workspace = Workspace(Path(workspace))
    prepared = open_prepared(Path(prepared), workspace)
    settings = Settings.model_validate_json(settings)
    source = SourceFacts(snapshot_id="s", description="clinic", rows=1, taken_at="2026-01-01T00:00:00", sha256="0")
    trainer = Trainer(settings, Workspace(Path(studies)), listener=lambda event: print(event, flush=True))
    outcome = trainer.train(prepared, model="logistic_regression", metric="f1_macro", trials=settings.search.trials,
                            source=source, ledger=prepared.notes.ledger)
    result, test = outcome.result, prepared.notes.read()[prepared.split.test]
    same = {
        "trials": [trial.model_dump(exclude=TIMES) for trial in result.trials],
        "best": result.best_params,
        "cv": result.cv.model_dump(),
        "test": result.test.model_dump(),
        "predictions": outcome.pipeline.predict_proba(test).round(12).tolist(),
    }
    Path(studies, "same.json").write_text(json.dumps(same))
"""

KILL_CHILDREN = (
    TRAIN
    + """
import random, signal, time
workspace, prepared, settings, studies, seed = sys.argv[1:]
import polars, sklearn.linear_model, optuna
dice, kills = random.Random(int(seed)), 0
while True:
    child = os.fork()
    if child == 0:
        sys.stdout = open(os.devnull, "w")
        train(workspace, prepared, settings, studies)
        os._exit(0)
    deadline = time.monotonic() + (dice.uniform(0.05, 0.9) if kills < 12 else 300)
    ended = 0
    while not ended and time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.005)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1
        continue
    print(json.dumps({"kills": kills, "status": status}))
    break
"""
)


class Bench:
    def __init__(self, folder: Path) -> None:
        write_clinic(folder / "clinic.db", 900)
        self.settings = Settings.model_validate(
            {
                "source": {"url": f"sqlite:///{(folder / 'clinic.db').as_posix()}", "table": "historias_clinicas"},
                "columns": {"text": ["objetivo"]},
                "split": SplitSettings(folds=5),
                "privacy": PrivacySettings(min_patients_per_term=5),
                "etl": {"min_class_rows": 60},
            }
        )
        self.workspace = open_workspace(folder / "ws")
        snapshot = take_snapshot(self.settings, self.workspace)
        notes = clean_snapshot(snapshot.read, snapshot.manifest.id, self.settings, self.workspace)
        self.prepared = prepare(notes, self.settings, self.workspace)

    def arguments(self, workers: int, studies: Path) -> list[str]:
        studies.mkdir(parents=True, exist_ok=True)
        settings = self.settings.model_copy(update={"search": SearchSettings(trials=TRIALS, workers=workers)})
        dumped = settings.model_dump_json(exclude={"source"})
        return [str(self.workspace.root), str(self.prepared.folder), dumped, str(studies)]

    def start(self, workers: int, studies: Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", f"{TRAIN}\ntrain(*sys.argv[1:])", *self.arguments(workers, studies)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, workers: int, studies: Path) -> dict[str, Any]:
        process = self.start(workers, studies)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        return same(studies)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("kills"))


@pytest.fixture(scope="module")
def undisturbed(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    return {workers: bench.finish(workers, folder / str(workers)) for workers in (1, 2)}


def same(studies: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((studies / "same.json").read_text())
    return found


def lines(studies: Path) -> list[dict[str, Any]]:
    (journal,) = (studies / "studies").glob("*.journal")
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


def assert_no_fold_twice(studies: Path) -> None:
    written = Counter(
        (line["trial_id"], name)
        for line in lines(studies)
        for name in line.get("user_attr", {})
        if name.startswith("fold ")
    )
    assert len(written) >= TRIALS
    assert set(written.values()) == {1}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked, to be killed cheaply")
@pytest.mark.parametrize("seed", [1])
def test_many_kills_of_one_process(
    bench: Bench, undisturbed: dict[int, dict[str, Any]], tmp_path: Path, seed: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILL_CHILDREN, *bench.arguments(1, tmp_path), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["status"] == 0, done.stderr
    assert told["kills"] == 12
    assert same(tmp_path) == undisturbed[1]
    assert_no_fold_twice(tmp_path)


@pytest.mark.parametrize("victim", ["parent", "worker"])
def test_kills_of_a_parent_or_a_worker_among_several(
    bench: Bench, undisturbed: dict[int, dict[str, Any]], tmp_path: Path, victim: str
) -> None:
    dice = random.Random(victim)
    process = bench.start(2, tmp_path)
    while process.poll() is None and len(_journal(tmp_path)) <= 14:
        time.sleep(0.01)
    time.sleep(dice.uniform(0, 0.3))
    _kill(process, victim)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == KILLED if victim == "parent" else "A worker process was killed" in errors
    assert bench.finish(2, tmp_path) == undisturbed[2]
    assert_no_fold_twice(tmp_path)


def _journal(studies: Path) -> list[bytes]:
    return [line for file in (studies / "studies").glob("*.journal") for line in file.read_bytes().splitlines()]


def _kill(process: subprocess.Popen[str], victim: str) -> None:
    try:
        parent = psutil.Process(process.pid)
        workers = [child for child in parent.children(recursive=True) if "LokyProcess" in " ".join(child.cmdline())]
        (parent if victim == "parent" or not workers else workers[0]).kill()
    except psutil.NoSuchProcess:
        pass


def test_a_second_process_on_the_same_study_is_refused_with_its_owner(tmp_path: Path) -> None:
    journal = tmp_path / "a.journal"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom epicrisis.training.journal import owned\n"
        "with owned(Path(sys.argv[1])):\n    print('mine', flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(journal)], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "mine\n"
        with (
            pytest.raises(
                WorkspaceUnusable, match=rf"^Another run searches here .* \(study a, process {owner.pid} on "
            ),
            owned(journal),
        ):
            pass
        owner.kill()
        owner.wait()
    with owned(journal):  # what a killed owner left is known for what it is
        pass
    assert not journal.with_suffix(".owner").exists()


@pytest.mark.parametrize("left", [b'{"op_code": 4, "work', b"\0\0\0\0\n\0\0", b"\n"])
def test_a_line_that_a_power_cut_left_is_cut_off(tmp_path: Path, left: bytes) -> None:
    import optuna

    journal = tmp_path / "a.journal"
    study = optuna.create_study(storage=open_journal(journal), study_name="a")
    study.enqueue_trial({"x": 1.0})
    whole = journal.read_bytes()
    journal.write_bytes(whole + left)
    again = optuna.load_study(storage=open_journal(journal), study_name="a")
    assert len(again.trials) == 1
    assert journal.read_bytes() == whole
    again.enqueue_trial({"x": 2.0})
    assert len(optuna.load_study(storage=open_journal(journal), study_name="a").trials) == 2
