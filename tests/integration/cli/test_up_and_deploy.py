"""``epicrisis up`` and ``epicrisis deploy`` in two terminals, ended by Ctrl-C."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from servers import free_port

from epicrisis.workspace import open_workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as SIGINT to a process group"),
]


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run a verb that goes on until Ctrl-C; gives the process and the JSON object that it prints first."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "MLFLOW_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "epicrisis", *arguments, "--json", "--lang", "en"],
        cwd=folder,
        env={**environ, "PREFECT_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    watchdog = threading.Timer(240, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if line == "}\n":
                break
        assert printed, process.communicate()[1]
        yield process, json.loads(printed)
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate()


def interrupt(process: subprocess.Popen[str]) -> tuple[int, str]:
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert psutil.wait_procs(family, timeout=20)[1] == []
    return process.returncode, err


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return int(answer.status)


def wait_for_schedule(page: str) -> str:
    """The schedule of the deployment, once the server has it."""
    wanted = {"deployments": {"name": {"any_": ["scheduled"]}}}
    request = urllib.request.Request(
        f"{page}/api/deployments/filter", json.dumps(wanted).encode(), {"Content-Type": "application/json"}
    )
    for _ in range(240):
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.load(answer)
        if found:
            return str(found[0]["schedules"][0]["schedule"]["cron"])
        time.sleep(0.5)
    return ""


def test_both_pages_are_up_until_ctrl_c_and_a_schedule_can_be_served_to_them(
    tmp_path: Path, prefect_home: Path, mlflow_store: Path
) -> None:
    shutil.copytree(prefect_home, tmp_path / "home")
    shutil.copyfile(mlflow_store, open_workspace(tmp_path / ".epicrisis").mlflow_database)
    ports = ("--prefect-port", str(free_port()), "--mlflow-port", str(free_port()))
    with running(tmp_path, "up", *ports) as (up, pages):
        assert list(pages) == ["prefect", "mlflow"]
        assert status(f"{pages['prefect']}/api/health") == 200
        assert status(f"{pages['mlflow']}/health") == 200

        with running(tmp_path, "deploy", "--cron", "0 3 * * 1") as (deploy, answer):
            assert answer == {"prefect": f"{pages['prefect']}/api", "deployments": ["train_model_flow/scheduled"]}
            assert wait_for_schedule(pages["prefect"]) == "0 3 * * 1"
            code, err = interrupt(deploy)
        assert code == 0
        assert err.endswith("Runs start while this command runs. Ctrl-C ends it.\nEnded.\n")

        refused = subprocess.run(
            [sys.executable, "-m", "epicrisis", "deploy", "--cron", "monday", "--lang", "en"],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
        )
        assert refused.returncode == 2
        assert refused.stderr == "Error: --cron takes five fields, as in '0 3 * * 1', not 'monday'.\n"

        code, err = interrupt(up)
    assert code == 0
    assert err.startswith("Starting Prefect and MLflow …\n")
    assert err.endswith("Both pages are on this machine only. Ctrl-C ends them.\nEnded.\n")
