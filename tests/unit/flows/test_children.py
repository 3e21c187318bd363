"""Ports, health checks and children that end in order."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from epicrisis.flows.children import LOOPBACK, answers, free_port, start_child, wait_until


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def page() -> Iterator[str]:
    with ThreadingHTTPServer((LOOPBACK, 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()


def test_a_port_in_use_gives_way_to_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = free_port(port)
    assert port < found < port + 200


def test_a_free_port_is_kept() -> None:
    port = free_port()
    assert free_port(port) == port


def test_only_success_is_an_answer(page: str) -> None:
    assert answers(f"{page}/health")
    assert not answers(f"{page}/broken")
    assert not answers(f"http://{LOOPBACK}:{free_port()}/health")


def test_a_proxy_is_not_asked_for_a_page_of_this_machine(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{LOOPBACK}:{free_port()}")
    assert answers(f"{page}/health")


def test_a_child_has_its_words_in_the_log_and_ends_with_its_own_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "grandchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(f'ñandú {grandchild.pid}', flush=True)\n"
        "time.sleep(600)\n"
    )
    (tmp_path / "sleeper.py").write_text(code, encoding="utf-8")
    log = tmp_path / "logs" / "sleeper.log"
    with start_child("sleeper", "sleeper", log=log, environment={"PYTHONPATH": str(tmp_path)}) as child:
        assert wait_until(lambda: "ñandú" in child.last_words(), child=child, limit=30, tell=lambda _: None)
        grandchild = psutil.Process(int(child.last_words().split()[-1]))
        assert child.running
    assert not child.running
    assert not grandchild.is_running()


def test_waiting_ends_when_the_child_does(tmp_path: Path) -> None:
    with start_child("nothing", "this", log=tmp_path / "log", environment={}) as child:
        assert not wait_until(lambda: False, child=child, limit=60, tell=lambda _: None)
        assert child.process.returncode == 0


def test_waiting_ends_at_its_limit(tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text("import time; time.sleep(600)", encoding="utf-8")
    environment = {"PYTHONPATH": str(tmp_path)}
    with start_child("sleeper", "sleeper", log=tmp_path / "log", environment=environment) as child:
        assert not wait_until(lambda: False, child=child, limit=0.2, tell=lambda _: None)
        assert child.running
