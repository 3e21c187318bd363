"""``python task_train_prefect.py`` in ``src/training`` of a checkout that is not installed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from epicrisis.flows.children import LOOPBACK, answers, free_port, start_child, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SOURCE = Path(__file__).parents[3] / "src"


class Passed(NamedTuple):
    folder: Path
    home: Path
    done: subprocess.CompletedProcess[str]


# -S leaves out the .pth file by which the developer's environment finds this checkout; the libraries stay.
PYTHON = [sys.executable, "-S"]


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PYTHONIOENCODING": "utf-8",
    }


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> Passed:
    """The script run once, with nothing configured but a smaller clinic."""
    checkout, home = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("user")
    shutil.copytree(SOURCE, checkout / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(prefect_home, home / ".prefect")
    folder = checkout / "src" / "training"
    done = subprocess.run(
        [*PYTHON, "task_train_prefect.py", "--rows", "800", "--trials", "1", "--model", "DummyClassifier"],
        cwd=folder,
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Passed(folder, home, done)


def test_it_trains_on_the_artificial_clinic_and_says_so(passed: Passed) -> None:
    assert passed.done.returncode == 0, passed.done.stderr
    assert "clínica artificial" in passed.done.stderr or "artificial clinic" in passed.done.stderr
    assert "mlflow ui --backend-store-uri sqlite:///backend.db" in passed.done.stdout
    assert "prefect server start" in passed.done.stdout
    assert "epicrisis up" not in passed.done.stdout
    assert "Estos pacientes no existen" in passed.done.stdout or "These patients do not exist" in passed.done.stdout
    assert {path.name for path in passed.folder.iterdir()} >= {"backend.db", "mlartifacts", ".epicrisis"}


def test_the_tasks_and_flows_can_be_imported_from_it(passed: Passed) -> None:
    code = (
        "from task_train_prefect import train_model_flow, compare_models_flow, task_generate_data, "
        "task_feature_engineering, task_train_with_optuna, task_create_model_report; "
        "import epicrisis; print(train_model_flow.name, epicrisis.__file__)"
    )
    done = subprocess.run(
        [*PYTHON, "-c", code],
        cwd=passed.folder,
        env=environment(passed.home),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    name, place = done.stdout.split()
    assert name == "train_model_flow"
    assert Path(place).is_relative_to(passed.folder.parent)


@pytest.fixture
def prefect(passed: Passed, tmp_path: Path) -> Iterator[str]:
    """``prefect server start``, with the same home."""
    port = free_port()
    arguments = ("server", "start", "--host", LOOPBACK, "--port", str(port))
    home = {"HOME": str(passed.home), "USERPROFILE": str(passed.home)}
    with start_child("prefect", "prefect", *arguments, log=tmp_path / "log", environment=home) as child:
        url = f"http://{LOOPBACK}:{port}/api"
        assert wait_until(lambda: answers(f"{url}/health"), child=child, limit=200, tell=lambda _: None)
        yield url


def test_prefect_server_start_shows_the_run(prefect: str, make_project: Any, tmp_path: Path) -> None:
    (run,) = make_project(tmp_path / "unused").api(prefect).post("/flow_runs/filter")
    assert run["name"] == "train dummy f1_macro"
    assert run["state_type"] == "COMPLETED"


def test_mlflow_ui_in_that_folder_shows_the_run_and_its_files(
    passed: Passed, tmp_path: Path, make_project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(passed.folder)
    port = free_port()
    arguments = ("ui", "--backend-store-uri", "sqlite:///backend.db", "--port", str(port), "--workers", "1")
    # Its queue for jobs is three more processes, and no part of the page.
    quiet = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with start_child("mlflow", "mlflow", *arguments, log=tmp_path / "log", environment=quiet) as child:
        url = f"http://{LOOPBACK}:{port}"
        assert wait_until(lambda: answers(f"{url}/health"), child=child, limit=200, tell=lambda _: None)
        with closing(sqlite3.connect("backend.db")) as store:
            (run_id,) = store.execute("SELECT run_uuid FROM tags WHERE value = 'completed'").fetchone()
        mlflow = make_project(tmp_path / "unused").api(f"{url}/ajax-api/2.0/mlflow")
        assert mlflow.get(f"/runs/get?run_id={run_id}")["run"]["info"]["run_name"] == "dummy f1_macro"
        listed = mlflow.get(f"/artifacts/list?run_id={run_id}")
        assert "report" in {file["path"] for file in listed["files"]}
