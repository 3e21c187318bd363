from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.flows.leash import end_family
from epicrisis.settings.schema import Settings
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace, open_workspace

EXAMPLE = Path(__file__).parents[2] / "unit" / "tracking" / "result.json"
SECONDS_TO_START = 280


@pytest.fixture(scope="session")
def result() -> TrainingResult:
    return TrainingResult.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def notes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subjetivo": ["ansiedad y palpitaciones", "tristeza y depresión"] * 12,
            "objetivo": ["niega ideación suicida", None] * 12,
            "sexo": ["F", "M", None, "F"] * 6,
            "edad": [30, 41, 52, 63] * 6,
            "grupo": ["T. de Ansiedad", "T. Depresivos"] * 12,
        }
    )


@pytest.fixture(scope="session")
def pipeline(notes: pd.DataFrame) -> Pipeline:
    features = ClinicalFeatures(["subjetivo", "objetivo"], ["sexo"], ["edad"], min_patients=2)
    return Pipeline([("features", features), ("classifier", LogisticRegression())]).fit(notes, notes["grupo"])


@pytest.fixture
def workspace(tmp_path: Path, mlflow_store: Path) -> Workspace:
    """A workspace in a folder with blanks and accents, as homes on Windows are."""
    space = open_workspace(tmp_path / "Clínica Ñandú 1")
    shutil.copyfile(mlflow_store, space.mlflow_database)
    return space


@pytest.fixture
def tracker(workspace: Workspace) -> Tracker:
    return make_tracker(workspace)


def make_tracker(workspace: Workspace, **tracking: str) -> Tracker:
    return Tracker(Settings.model_validate({"tracking": tracking}), workspace, {})


@pytest.fixture(name="make_tracker")
def make_tracker_fixture() -> Callable[..., Tracker]:
    return make_tracker


@contextmanager
def serving(command: list[str], url: str, log: Path, **environ: str) -> Iterator[None]:
    """Run a server until the body ends; wait until it answers."""
    quiet = {
        **{"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"},
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",  # a queue of three more processes that no test uses
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **quiet, **environ}
        )
        try:
            deadline = time.monotonic() + SECONDS_TO_START
            while not answers(url):
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{url} did not start: {log.read_text(errors='replace')[-3000:]}")
                time.sleep(0.2)
            yield
        finally:
            end_family(process.pid)
            process.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture(name="serving")
def serving_fixture() -> Callable[..., object]:
    return serving


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def fresh_python(tmp_path: Path) -> Callable[..., str]:
    """Run code in a process that shares nothing with this one but the interpreter, and return what it prints."""

    def run(code: str, **environ: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **environ, "PYTHONUTF8": "1"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
