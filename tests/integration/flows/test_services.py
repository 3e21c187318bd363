"""``epicrisis up``: both pages with the runs of the workspace, and the flows ready to be run from Prefect's."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest

from epicrisis.errors import UsageError
from epicrisis.flows.children import LOOPBACK, answers, free_port
from epicrisis.flows.run import run_train
from epicrisis.flows.services import start_services
from epicrisis.flows.state import read_state, state_file
from epicrisis.progress import Event, Notice

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def project(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make_project(tmp_path_factory.mktemp("up"))


@contextmanager
def taken(port: int) -> Iterator[None]:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, port))
        holder.listen()
        yield


class Up:
    def __init__(self, project: Any, services: Any, events: list[Event], wanted: int) -> None:
        self.project, self.services, self.events, self.wanted = project, services, events, wanted
        self.api = project.api(services.state.prefect_api)


@pytest.fixture(scope="module")
def up(project: Any) -> Iterator[Up]:
    events: list[Event] = []
    wanted = free_port()
    loaded = project.load("search.trials=1")
    with (
        taken(wanted),
        start_services(loaded, prefect_port=wanted, mlflow_port=free_port(), listener=events.append) as services,
    ):
        yield Up(project, services, events, wanted)


def test_both_pages_answer_and_a_taken_port_gives_way_to_the_next(up: Up) -> None:
    state = up.services.state
    for page in (state.prefect_page, state.mlflow_page):
        with urllib.request.urlopen(page) as answer:
            assert b"<div id=" in answer.read()
    moved = [event for event in up.events if isinstance(event, Notice) and "in use" in event.template]
    assert [event.fields["wanted"] for event in moved] == [up.wanted]
    assert state.prefect_page == f"http://{LOOPBACK}:{moved[0].fields['port']}"


def test_all_of_it_is_on_this_machine_only(up: Up) -> None:
    for child in up.services.children:
        family = [psutil.Process(child.process.pid), *psutil.Process(child.process.pid).children(recursive=True)]
        listening = [
            connection.laddr.ip
            for process in family
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN
        ]
        assert set(listening) <= {LOOPBACK}


def test_a_second_one_is_refused_with_the_first_ones_number(up: Up) -> None:
    with (
        pytest.raises(UsageError, match=rf"\(process {os.getpid()}\): {up.services.state.prefect_page} and "),
        start_services(up.project.load()),
    ):
        pass
    assert read_state(up.project.workspace) == up.services.state


def test_a_run_of_the_workspace_appears_on_the_page_while_it_runs(up: Up) -> None:
    seen: list[str] = []

    def listener(event: Event) -> None:
        if getattr(event, "stage", "") == "search" and not seen:
            (run, *_) = up.api.post("/flow_runs/filter", sort="START_TIME_DESC")
            seen.append(run["state_type"])

    record = run_train(up.project.load(), listener=listener)
    assert seen == ["RUNNING"]
    assert up.api.get(f"/flow_runs/{record.flow_run_id}")["state_type"] == "COMPLETED"
    links = up.api.post("/artifacts/filter", artifacts={"key": {"any_": ["mlflow-run"]}})
    assert f"{up.services.state.mlflow_page}/#/experiments/" in links[0]["data"]


def test_mlflows_page_shows_the_runs_files(up: Up) -> None:
    record = run_train(up.project.load(), orchestrator=False)
    listing = f"{up.services.state.mlflow_page}/ajax-api/2.0/mlflow/artifacts/list?run_id={record.run_id}"
    with urllib.request.urlopen(listing) as answer:
        assert "report" in {file["path"] for file in json.loads(answer.read())["files"]}
    page = f"{up.services.state.mlflow_page}/get-artifact?run_id={record.run_id}&path=report/report.html"
    with urllib.request.urlopen(page) as answer:
        assert b"</html>" in answer.read()


def deployment(up: Up, flow: str) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for found in up.api.post("/deployments/filter"):
            if found["entrypoint"].endswith(flow) and found["status"] == "READY":
                return dict(found)
        time.sleep(0.5)
    raise AssertionError(f"{flow} was not deployed")


def test_the_flows_are_deployed_with_their_forms(up: Up) -> None:
    train = deployment(up, "train_model_flow")
    assert train["entrypoint"] == "epicrisis.flows.train.train_model_flow"
    assert train["parameters"] == {"config": str(up.project.config)}
    assert train["tags"] == ["epicrisis"]
    form = train["parameter_openapi_schema"]["properties"]
    assert "RandomForest" in form["model_type"]["enum"]
    assert deployment(up, "compare_models_flow")["name"] == "epicrisis"


def finished(up: Up, run_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        run = up.api.get(f"/flow_runs/{run_id}")
        if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
            return dict(run)
        time.sleep(0.5)
    raise AssertionError("the run did not end")


def test_a_run_started_from_the_page_has_the_settings_of_the_command_line(up: Up) -> None:
    train = deployment(up, "train_model_flow")
    parameters = {**train["parameters"], "model_type": "DummyClassifier", "optimization_metric": "accuracy"}
    run = up.api.post(f"/deployments/{train['id']}/create_flow_run", parameters=parameters, state={"type": "SCHEDULED"})
    ended = finished(up, run["id"])
    assert ended["state_type"] == "COMPLETED", ended["state"]["message"]
    assert ended["name"] == "train dummy accuracy"
    tables = up.api.post(
        "/artifacts/filter",
        artifacts={"key": {"any_": ["optuna-trials"]}},
        flow_runs={"id": {"any_": [run["id"]]}},
    )
    assert len(json.loads(tables[0]["data"])) == 1  # search.trials=1 was given to `up`, the file says 2


def test_the_form_refuses_what_is_not_offered(up: Up) -> None:
    train = deployment(up, "train_model_flow")
    parameters = {**train["parameters"], "model_type": "XGBoost"}
    with pytest.raises(urllib.error.HTTPError) as caught:
        up.api.post(f"/deployments/{train['id']}/create_flow_run", parameters=parameters, state={"type": "SCHEDULED"})
    assert caught.value.code in {409, 422}


UP = """
import sys
from pathlib import Path
from epicrisis.flows.children import free_port
from epicrisis.flows.services import start_services
from epicrisis.settings.loading import load_settings

with start_services(load_settings(Path(sys.argv[1])), prefect_port=free_port(), mlflow_port=free_port()) as services:
    print("up", flush=True)
    services.wait()
"""


@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL"])
@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_the_children_end_with_it_and_another_can_follow(make_project: Any, tmp_path: Any, how: str) -> None:
    project = make_project(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", UP, str(project.config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    state = read_state(project.workspace)
    assert state is not None
    assert state.pid == process.pid
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 3
    process.send_signal(getattr(signal, how))
    process.wait(30)
    process.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert read_state(project.workspace) is None
    assert state_file(project.workspace).exists() == (how == "SIGKILL")
    assert not answers(f"{state.prefect_api}/health")
