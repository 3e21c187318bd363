"""Runs that fail, are interrupted or are killed: what is told, to whom, and what is left."""

from __future__ import annotations

import base64
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from epicrisis.errors import (
    ConnectionFailed,
    OrchestratorUnavailable,
    SchemaMismatch,
    SettingsError,
    TrackingUnavailable,
)
from epicrisis.flows.children import LOOPBACK, free_port
from epicrisis.flows.run import run_compare, run_train
from epicrisis.progress import Advance, Event

pytestmark = pytest.mark.slow

SECRET = "clave-que-nadie-debe-ver"
WORDS = "paciente con llanto fácil desde hace tres semanas"


@pytest.fixture(scope="module")
def server(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server that is there before the runs and stays after them, in a workspace of its own."""
    served = make_project(tmp_path_factory.mktemp("served"))
    with served.prefect() as api:
        yield served, api


@pytest.fixture
def api(server: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PREFECT_API_URL", server[1].url)
    return server[1]


def known_to_prefect(*projects: Any) -> dict[Path, bytes]:
    """What a server or a run has left in the Prefect folders of some workspaces; exceptions are stored in base 64."""
    files = [file for project in projects for file in project.workspace.prefect_home.rglob("*") if file.is_file()]
    return {
        file: base64.decodebytes(file.read_bytes()) if file.parent.name == "storage" else file.read_bytes()
        for file in files
    }


def last_flow_run(api: Any) -> dict[str, Any]:
    (run, *_) = api.post("/flow_runs/filter", sort="START_TIME_DESC")
    return dict(run)


def mlflow_runs(project: Any) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(project.workspace.mlflow_database)) as store:
        return store.execute(
            "SELECT status, (SELECT value FROM tags WHERE run_uuid = runs.run_uuid AND key = 'epicrisis.reason') "
            "FROM runs WHERE NOT EXISTS (SELECT 1 FROM tags WHERE run_uuid = runs.run_uuid "
            "AND key = 'mlflow.parentRunId')"
        ).fetchall()


def test_a_missing_column_fails_the_flow_run_with_our_sentence(project: Any, api: Any) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        run_train(project.load("columns.label=diagnostico"))
    run = last_flow_run(api)
    assert run["state_type"] == "FAILED"
    assert str(caught.value) in run["state"]["message"]
    assert "diagnostico" in str(caught.value)


def servers() -> set[int]:
    """The Prefect servers that this process has started and not ended."""
    return {child.pid for child in psutil.Process().children(recursive=True) if "uvicorn" in child.cmdline()}


def test_without_a_waiting_server_the_same_error_comes_before_any_wait(project: Any) -> None:
    started, before = time.monotonic(), servers()
    with pytest.raises(SchemaMismatch, match="diagnostico"):
        run_train(project.load("columns.label=diagnostico"), refresh=True)
    assert servers() == before
    assert time.monotonic() - started < 60


def test_an_unknown_model_or_metric_is_told_before_anything_else(project: Any) -> None:
    with pytest.raises(SettingsError, match=r"^Unknown model 'XGBoost'"):
        run_train(project.load(), model="XGBoost")
    with pytest.raises(SettingsError, match=r"^Unknown metric 'f2'\. Known: accuracy, "):
        run_compare(project.load(), metrics=["f2"])


def test_an_unexpected_error_is_told_to_its_user_but_not_to_the_servers(
    project: Any, server: Any, api: Any, nobody_at_home: Path
) -> None:
    def listener(event: Event) -> None:
        if isinstance(event, Advance) and event.stage == "search":
            raise ValueError(WORDS)

    with pytest.raises(ValueError, match=WORDS):
        run_train(project.load(), listener=listener)
    run = last_flow_run(api)
    assert run["state_type"] == "FAILED"
    assert "HiddenFailure: ValueError in test_failing_runs.py, line" in run["state"]["message"]
    assert mlflow_runs(project) == [("FAILED", "ValueError")]
    ours = [project.workspace.mlflow_database, *(file for file in project.workspace.logs.iterdir() if file.is_file())]
    stored = {**known_to_prefect(project, server[0]), **{file: file.read_bytes() for file in ours}}
    assert [file.name for file, content in stored.items() if WORDS.encode() in content] == []
    # Prefect stores the exception that ended a task: in the workspace, whichever server is used.
    assert any(b"HiddenFailure" in content for content in known_to_prefect(project).values())
    assert [file for file in (nobody_at_home / ".prefect").rglob("*") if file.is_file()] == []


def test_a_lost_connection_is_tried_again_and_its_password_told_to_nobody(project: Any, server: Any, api: Any) -> None:
    url = f"source.url=postgresql://ana:{SECRET}@{LOOPBACK}:{free_port()}/historias"
    with pytest.raises(ConnectionFailed, match=LOOPBACK):
        run_train(project.load(url, "source.retries=0"))
    run = last_flow_run(api)
    assert run["state_type"] == "FAILED"
    tasks = api.post("/task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert [task["run_count"] for task in tasks] == [3]
    stored = known_to_prefect(project, server[0])
    assert stored
    assert [file.name for file, content in stored.items() if SECRET.encode() in content] == []


def test_a_chosen_server_that_does_not_answer_is_told_at_once(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", f"http://{LOOPBACK}:{free_port()}/api")
    with pytest.raises(OrchestratorUnavailable, match=r"--no-orchestrator\.$"):
        run_train(project.load())
    record = run_train(project.load(), orchestrator=False)
    assert record.flow_run_id is None


RUN = """
import json, os, sys
from pathlib import Path
from epicrisis.errors import EpicrisisError
from epicrisis.flows.run import run_train
from epicrisis.settings.loading import load_settings

config, orchestrator, *overrides = sys.argv[1:]

def listen(event):
    if getattr(event, "stage", "") == "search":
        print("searching", event.done, flush=True)

try:
    record = run_train(
        load_settings(Path(config), overrides=overrides), orchestrator=orchestrator == "yes", listener=listen
    )
    print(json.dumps({"prefect": "prefect" in sys.modules, "record": record.to_json()}))
except EpicrisisError as error:
    print(json.dumps({"error": type(error).__name__, "message": str(error)}))
"""


def test_without_the_orchestrator_prefect_is_not_imported(
    project: Any, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = python(RUN, str(project.config), "no")
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["prefect"] is False
    assert answer["record"]["flow_run_id"] is None
    assert answer["record"]["trials"]["complete"] == 2
    assert done.stderr == ""


def started(project: Any, *overrides: str) -> subprocess.Popen[str]:
    """Start a training whose search would take minutes, and wait until it searches."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(project.config), "yes", "search.trials=100000", *overrides],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout is not None
    while not process.stdout.readline().startswith("searching 3"):
        assert process.poll() is None
    return process


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent by a signal")
def test_ctrl_c_is_marked_everywhere_and_the_same_command_goes_on(project: Any) -> None:
    process = started(project)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors
    assert mlflow_runs(project) == [("KILLED", None)]
    assert [state for _, _, state in project.flow_runs()] == ["CRASHED"]
    record = run_train(project.load(), orchestrator=False)
    assert record.trials.resumed >= 3


def test_a_killed_run_leaves_no_server_behind(project: Any) -> None:
    process = started(project)
    family = psutil.Process(process.pid).children(recursive=True)
    assert any("uvicorn" in child.cmdline() for child in family)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []


def test_a_server_that_is_lost_midway_is_told_and_the_trials_are_kept(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")
    process = started(project, "search.trials=12")
    for child in psutil.Process(process.pid).children(recursive=True):
        if "uvicorn" in child.cmdline():
            child.kill()
    output, _ = process.communicate(timeout=200)
    answer = json.loads(output.splitlines()[-1])
    assert answer["error"] == "OrchestratorUnavailable"
    assert answer["message"].startswith("The connection to Prefect at http://127.0.0.1:")
    assert run_train(project.load(), orchestrator=False).trials.resumed >= 3


def test_mlflow_away_stops_the_training_only_if_so_configured(project: Any) -> None:
    away = f"tracking.uri=http://{LOOPBACK}:{free_port()}"
    events: list[Event] = []
    with pytest.raises(TrackingUnavailable, match=r"cannot be reached"):
        run_train(project.load(away, "tracking.unreachable=stop"), orchestrator=False, listener=events.append)
    assert not [event for event in events if isinstance(event, Advance) and event.stage == "search"]


def test_mlflow_away_keeps_the_training_which_a_later_run_sends(project: Any) -> None:
    away = f"tracking.uri=http://{LOOPBACK}:{free_port()}"
    events: list[Event] = []
    record = run_train(project.load(away), orchestrator=False, listener=events.append)
    assert (record.run_id, record.model_uri) == (None, None)
    assert Path(record.report_html).is_file()
    warnings = [event.template for event in events if getattr(event, "level", "") == "warning"]
    assert warnings[-1].startswith("The model and its report are kept in {folder}")
    assert list(project.workspace.runs.glob("*/pending.json"))
    later = run_train(project.load(), orchestrator=False)
    assert later.run_id is not None
    assert not list(project.workspace.runs.glob("*/pending.json"))
    assert [status for status, _ in mlflow_runs(project)] == ["FINISHED", "FINISHED"]
