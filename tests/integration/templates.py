"""Databases that take seconds to make and are the same for every test: made once a run, and copied.

The worker that comes first makes them; the others wait for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from epicrisis.flows.server import find_server
from epicrisis.tracking.mlflow_api import make_client
from epicrisis.workspace import open_workspace

CHOICES = ("PREFECT_API_URL", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_HOME", "MLFLOW_TRACKING_URI")


@pytest.fixture(scope="session")
def nobody_at_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home without profiles: what this machine's user has set must not matter."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in CHOICES:
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        yield home


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory, nobody_at_home: Path) -> Path:
    """A Prefect home whose database a server has made."""
    return made_once(tmp_path_factory, "prefect", _make_prefect_home) / "ws" / "prefect"


@pytest.fixture(scope="session")
def mlflow_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store that MLflow has migrated and nobody has used."""
    return made_once(tmp_path_factory, "mlflow", _make_mlflow_store) / "mlflow.db"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` has filled, in this process or in that of another worker."""
    # Each worker's base folder stands in that of the run.
    shared = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder, done = shared / f"template-{name}", shared / f"template-{name}.done"
    with FileLock(shared / f"template-{name}.lock"):
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def _make_prefect_home(folder: Path) -> None:
    server = find_server(open_workspace(folder / "ws"))
    try:
        server.wait()
    finally:
        server.stop()


def _make_mlflow_store(folder: Path) -> None:
    make_client(f"sqlite:///{(folder / 'mlflow.db').as_posix()}").search_experiments()
