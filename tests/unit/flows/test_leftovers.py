"""What Prefect's API is asked, and what is told when it does not answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.flows.children import free_port
from epicrisis.flows.leftovers import prefect_texts

ROWS = {"task_runs": 1, "artifacts": 0, "logs": 250}


class Prefect(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer({"name": "train", "login": self.headers["Authorization"]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        what = self.path.split("/")[2]
        assert "f1" in json.dumps(body)
        numbers = range(ROWS[what])[body["offset"] : body["offset"] + body["limit"]]
        self._answer([{"message": f"línea {number}"} for number in numbers])

    def _answer(self, answer: object) -> None:
        if "none" in self.path:
            self.send_error(404)
            return
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Prefect) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def test_all_pages_of_logs_tasks_and_artifacts_are_read(url: str) -> None:
    told = list(prefect_texts(url, "f1", {"PREFECT_API_KEY": "k"}))
    assert told[0] == ("Prefect:flow_run", '{"name": "train", "login": "Bearer k"}')
    assert [place for place, _ in told].count("Prefect:logs") == 250
    assert ("Prefect:logs", '{"message": "línea 249"}') in told
    assert '"Basic ' in next(prefect_texts(url, "f1", {"PREFECT_API_AUTH_STRING": "a:b"}))[1]


def test_a_server_that_refuses_or_is_not_there_is_told(url: str) -> None:
    with pytest.raises(OrchestratorUnavailable, match=r"HTTP 404"):
        list(prefect_texts(url, "none", {}))
    with pytest.raises(OrchestratorUnavailable, match="URLError"):
        list(prefect_texts(f"http://127.0.0.1:{free_port()}/api", "f1", {}))
