"""Which Prefect server a run talks to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.flows.children import LOOPBACK, free_port
from epicrisis.flows.server import PrefectServer, configured_api, find_server, home_environment
from epicrisis.flows.state import read_state, state_file, write_state
from epicrisis.workspace import Workspace, open_workspace

PROFILES = """
active = "hospital"
[profiles.hospital]
PREFECT_API_URL = "http://prefect.hospital:4200/api/"
[profiles.alone]
PREFECT_SERVER_ALLOW_EPHEMERAL_MODE = "true"
"""


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return open_workspace(tmp_path / "ws")


@pytest.fixture
def api() -> Iterator[str]:
    with ThreadingHTTPServer((LOOPBACK, 0), Healthy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.server_port}/api"
        server.shutdown()


def test_the_environment_names_the_server() -> None:
    assert configured_api({"PREFECT_API_URL": "http://a/api/"}) == "http://a/api"


def test_the_active_profile_names_the_server(tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(PROFILES, encoding="utf-8")
    assert configured_api({}, tmp_path) == "http://prefect.hospital:4200/api"
    assert configured_api({"PREFECT_PROFILE": "alone"}, tmp_path) == ""
    assert configured_api({"PREFECT_PROFILE": "alone", "PREFECT_API_URL": "http://b/api"}, tmp_path) == "http://b/api"


@pytest.mark.parametrize("content", [None, "", "this is not TOML ["])
def test_without_profiles_no_server_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "profiles.toml").write_text(content, encoding="utf-8")
    assert configured_api({}, tmp_path) == ""


def test_a_chosen_server_that_does_not_answer_is_told_at_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"http://{LOOPBACK}:{free_port()}/api"
    monkeypatch.setenv("PREFECT_API_URL", url)
    started = time.monotonic()
    with pytest.raises(OrchestratorUnavailable, match=rf"^Prefect does not answer at {url} .*--no-orchestrator\.$"):
        find_server(workspace)
    assert time.monotonic() - started < 5


def test_a_chosen_server_is_used_and_left_alone(
    workspace: Workspace, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", api)
    server = find_server(workspace)
    server.wait()
    server.stop()
    assert (server.api_url, server.temporary) == (api, False)
    assert "PREFECT_HOME" not in server.environment


def test_the_pages_of_the_workspace_lend_their_server(workspace: Workspace, api: str) -> None:
    write_state(workspace, prefect_api=api, prefect_page=api.removesuffix("/api"), mlflow_page="")
    server = find_server(workspace)
    assert (server.api_url, server.temporary) == (api, False)


def test_what_a_dead_process_left_is_not_believed(workspace: Workspace, api: str) -> None:
    state = write_state(workspace, prefect_api=api, prefect_page=api, mlflow_page="")
    assert read_state(workspace) == state
    reused_number = state.model_copy(update={"started": state.started - 60})
    state_file(workspace).write_text(reused_number.model_dump_json(), encoding="utf-8")
    assert read_state(workspace) is None
    state_file(workspace).write_text('{"pid": 1', encoding="utf-8")
    assert read_state(workspace) is None


def test_everything_of_prefect_is_put_into_the_workspace(workspace: Workspace) -> None:
    environment = home_environment(workspace)
    home = workspace.prefect_home
    assert environment["PREFECT_HOME"] == str(home)
    assert environment["PREFECT_API_DATABASE_CONNECTION_URL"].endswith(f"{home.as_posix()}/prefect.db")
    assert environment["DO_NOT_TRACK"] == "1"
    assert environment["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


def test_a_prefect_home_of_the_users_choice_is_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/somewhere")
    assert home_environment(workspace) == {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


def test_waiting_for_a_server_that_is_there_takes_no_time() -> None:
    PrefectServer("http://nowhere/api", {}).wait(limit=0)
