from __future__ import annotations

import base64
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from epicrisis.errors import TrackingUnavailable
from epicrisis.tracking.address import Address, sqlite_uri
from epicrisis.tracking.leftovers import find_model, knows_run, server_files, server_texts
from epicrisis.tracking.mlflow_api import make_client
from epicrisis.tracking.model_io import MODEL_FILE
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
Serving = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def mlflow_server(workspace: Workspace, port: int, serving: Serving, tmp_path: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--backend-store-uri", sqlite_uri(workspace.mlflow_database)]
    command += ["--artifacts-destination", workspace.mlflow_artifacts.as_uri()]
    url = f"http://127.0.0.1:{port}"
    with serving(command, f"{url}/health", tmp_path / "server.log"):
        yield url


def test_a_server_takes_runs_trials_files_and_models(
    mlflow_server: str,
    workspace: Workspace,
    make_tracker: Callable[..., Tracker],
    result: TrainingResult,
    pipeline: Pipeline,
    notes: pd.DataFrame,
    tmp_path: Path,
    fresh_python: Callable[..., str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    tracker = make_tracker(workspace, uri=mlflow_server, experiment="por http")
    report = tmp_path / "informe.md"
    report.write_text("# Depresión", encoding="utf-8")
    run_id = tracker.start_run(result.model, result.metric)
    tracked = tracker.finish(run_id, result, pipeline, [report])
    assert tracked.model_uri == "models:/historias/1"
    assert capfd.readouterr() == ("", "")

    client = make_client(mlflow_server)
    run = client.get_run(run_id)
    assert run.info.status == "FINISHED"
    assert run.info.artifact_uri.startswith("mlflow-artifacts:/")
    assert len(client.search_runs([run.info.experiment_id], max_results=100)) == 5
    with urllib.request.urlopen(tracker.run_url(run_id, mlflow_server).partition("#")[0]) as page:
        assert b"<title>MLflow</title>" in page.read()

    # An audit reads all of it through the server.
    address = Address(mlflow_server)
    told = list(server_texts(address, workspace.root, run_id))
    assert {place.split(".")[-1] for place, _ in told} == {"name", "params", "tags", "metrics", "datasets"}
    assert len({place.split(".")[0] for place, _ in told}) == 5
    server_files(address, workspace.root, run_id, fetched := tmp_path / "fetched")
    assert (fetched / "report" / "informe.md").read_text(encoding="utf-8") == "# Depresión"
    assert [file.name for file in fetched.rglob("*.skops")] == [MODEL_FILE]
    assert find_model(address, workspace.root, "models:/historias/challenger").run_id == run_id
    assert (knows_run(address, workspace.root, run_id), knows_run(address, workspace.root, "a" * 32)) == (True, False)

    code = """
import mlflow, pandas as pd
model = mlflow.pyfunc.load_model("models:/historias@challenger")
print(*model.predict(pd.DataFrame({"subjetivo": ["tristeza y depresión"], "objetivo": [None]}))["prediction"])
"""
    assert fresh_python(code, MLFLOW_TRACKING_URI=mlflow_server).strip() == "T. Depresivos"


def test_mlflow_models_serve_answers_over_http(
    tracker: Tracker,
    result: TrainingResult,
    pipeline: Pipeline,
    notes: pd.DataFrame,
    port: int,
    serving: Serving,
    tmp_path: Path,
) -> None:
    tracker.finish(tracker.start_run(result.model, result.metric), result, pipeline, [])
    command = [sys.executable, "-m", "mlflow", "models", "serve", "--model-uri", "models:/historias@challenger"]
    command += ["--env-manager", "local", "--host", "127.0.0.1", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    # MLflow starts uvicorn by its name, which an environment that is not activated does not find.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {"MLFLOW_TRACKING_URI": tracker.uri, "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false", "PATH": path}
    with serving(command, f"{url}/ping", tmp_path / "serve.log", **environ):
        rows = [
            {"subjetivo": "tristeza y depresión", "objetivo": "ñ", "sexo": "M", "edad": 41},
            {"subjetivo": "ansiedad y palpitaciones", "objetivo": None, "sexo": None, "edad": None},
        ]
        answers = ask(f"{url}/invocations", {"dataframe_records": rows})
        expected = pipeline.predict_proba(pd.DataFrame(rows))
        assert [answer["prediction"] for answer in answers] == ["T. Depresivos", "T. de Ansiedad"]
        assert np.allclose([answer["probability_T. Depresivos"] for answer in answers], expected[:, 0])
        for lacking in ({"subjetivo": "llanto y tristeza"}, {"llanto y tristeza": "llanto y tristeza"}):
            with pytest.raises(urllib.error.HTTPError) as caught:
                ask(f"{url}/invocations", {"dataframe_records": [lacking]})
            said = caught.value.read().decode()
            assert "The rows lack the text columns" in said
            assert "llanto" not in said
        split = {"columns": ["subjetivo", "objetivo"], "data": [["tristeza y depresión", ""]]}
        assert ask(f"{url}/invocations", {"dataframe_split": split})[0]["prediction"] == "T. Depresivos"


def ask(url: str, question: dict[str, object]) -> list[dict[str, object]]:
    body = json.dumps(question, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["predictions"]


class Gatekeeper(BaseHTTPRequestHandler):
    """A server in front of MLflow that lets nobody in without the right password."""

    status = 401

    def do_GET(self) -> None:
        good = "Basic " + base64.b64encode(b"ana:clave").decode()
        known = self.headers.get("Authorization") == good
        self.send_response(500 if known else self.status)
        self.end_headers()
        self.wfile.write(b"You are not authenticated.")

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(params=[401, 403])
def gatekeeper(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Handler", (Gatekeeper,), {"status": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_refused_login_says_which_variables_to_set(
    gatekeeper: str, workspace: Workspace, make_tracker: Callable[..., Tracker]
) -> None:
    with pytest.raises(TrackingUnavailable, match=r"refused the login. Set MLFLOW_TRACKING_USERNAME"):
        make_tracker(workspace, uri=gatekeeper).prepare()


def test_a_server_that_fails_inside_is_known_within_seconds(
    gatekeeper: str, workspace: Workspace, make_tracker: Callable[..., Tracker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "ana")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "clave")
    before = time.monotonic()
    with pytest.raises(TrackingUnavailable, match=r"MLflow at http://127.* failed: .*500"):
        make_tracker(workspace, uri=gatekeeper).prepare()
    assert time.monotonic() - before < 60  # MLflow itself would go on for minutes
