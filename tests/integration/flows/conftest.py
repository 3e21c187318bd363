"""Trainings small enough to repeat, on real servers."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from epicrisis.flows.server import find_server
from epicrisis.settings.loading import LoadedSettings, load_settings
from epicrisis.sources.synthetic import write_clinic
from epicrisis.workspace import open_workspace

NOTES = 800
# What one note of the clinic says, and nothing that a run leaves behind may say.
CANARIES = ("Ernestina Zubizarreta Olabe", "12345678-Z", "su cuñado Anselmo le quitó la casa de Loja en mayo")


@pytest.fixture(scope="session", autouse=True)
def nowhere_else(nobody_at_home: Path) -> None:
    """Nothing in this folder sees the home of this machine's user."""


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clinic") / "clinic.db"
    write_clinic(path, NOTES, seed=7)
    with closing(sqlite3.connect(path)) as store:
        name, identifier, sentence = CANARIES
        store.execute(
            "UPDATE historias_clinicas SET subjetivo = subjetivo || ? WHERE rowid = "
            "(SELECT rowid FROM historias_clinicas WHERE length(subjetivo) > 60 LIMIT 1)",
            (f" {name} (DNI {identifier}): «{sentence}».",),
        )
        store.commit()
    return path


@pytest.fixture(scope="session")
def canaries() -> tuple[str, str, str]:
    return CANARIES


class Project:
    """A folder with settings of a small clinic and the quickest model, whose databases are made already."""

    def __init__(self, folder: Path, prefect_home: Path, mlflow_store: Path, clinic: Path) -> None:
        self.folder = folder
        self.workspace = open_workspace(folder / "ws")
        shutil.copytree(prefect_home, self.workspace.prefect_home)
        shutil.copyfile(mlflow_store, self.workspace.mlflow_database)
        self.config = folder / "epicrisis.toml"
        self.config.write_text(
            f"""
            [source]
            url = "sqlite:///{clinic.as_posix()}"
            table = "historias_clinicas"
            [search]
            models = ["dummy"]
            trials = 2
            workers = 1
            [workspace]
            dir = "ws"
            """,
            encoding="utf-8",
        )

    def load(self, *overrides: str) -> LoadedSettings:
        return load_settings(self.config, overrides=overrides, environ={}, directory=self.folder)

    def api(self, url: str) -> Api:
        return Api(url)

    def flow_runs(self) -> list[tuple[str, str, str]]:
        """Id, name and state of what Prefect's database in the workspace knows, without a server."""
        with closing(sqlite3.connect(self.workspace.prefect_home / "prefect.db")) as store:
            return store.execute("SELECT id, name, state_type FROM flow_run").fetchall()

    @contextmanager
    def prefect(self) -> Iterator[Api]:
        """Run a Prefect server on what the runs have left."""
        server = find_server(self.workspace)
        try:
            server.wait()
            yield Api(server.api_url)
        finally:
            server.stop()


class Api:
    """Prefect's API as any client sees it, without Prefect's own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, path: str, **body: object) -> Any:
        request = urllib.request.Request(
            f"{self.url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        return self._answer(request)

    def get(self, path: str) -> Any:
        return self._answer(urllib.request.Request(f"{self.url}{path}"))

    def _answer(self, request: urllib.request.Request) -> Any:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())


MakeProject = Callable[[Path], Project]


@pytest.fixture(scope="session")
def make_project(prefect_home: Path, mlflow_store: Path, clinic: Path) -> MakeProject:
    return lambda folder: Project(folder, prefect_home, mlflow_store, clinic)


@pytest.fixture
def project(tmp_path: Path, make_project: MakeProject) -> Project:
    return make_project(tmp_path)


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run code in a process of its own."""

    def run(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
