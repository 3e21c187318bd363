"""Where a finished run's pages are said to be: what is named must show that run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from epicrisis.cli.console import Console
from epicrisis.cli.pages import command_name, page_lines
from epicrisis.flows.children import LOOPBACK, free_port
from epicrisis.flows.door import furnish
from epicrisis.settings.loading import load_settings

UV = {"UV_RUN_RECURSION_DEPTH": "1"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(folder: Path, environ: dict[str, str], *overrides: str, orchestrated: bool = True) -> list[str]:
    environ = {"PREFECT_PROFILES_PATH": str(folder / "none.toml"), **environ}
    console = Console(io.StringIO(), io.StringIO(), language="en", as_json=False, debug=False, environ={})
    loaded = load_settings(overrides=overrides, environ=environ, directory=folder)
    return page_lines(console, loaded, environ, orchestrated=orchestrated)


def test_what_the_workspace_holds_is_shown_by_up(folder: Path) -> None:
    assert lines(folder, {}) == ["The run's pages in Prefect and MLflow: epicrisis up"]
    assert lines(folder, {}, orchestrated=False) == ["The run's page in MLflow: epicrisis up"]
    assert lines(folder, UV) == ["The run's pages in Prefect and MLflow: python -m uv run --no-dev epicrisis up"]


def test_the_door_s_runs_are_shown_by_mlflow_s_and_prefect_s_own_commands(folder: Path) -> None:
    environ = {"PREFECT_PROFILES_PATH": str(folder / "none.toml")}
    furnish(environ, folder, usual_api=f"http://{LOOPBACK}:{free_port()}/api")
    assert lines(folder, environ) == [
        "The run's page in MLflow: mlflow ui --backend-store-uri sqlite:///backend.db",
        "The run's page in Prefect: prefect server start",
    ]


def test_servers_that_the_environment_names_are_named_without_their_passwords(folder: Path) -> None:
    environ = {"MLFLOW_TRACKING_URI": "http://ana:clave@mlflow:5000", "PREFECT_API_URL": "http://prefect:4200/api"}
    assert lines(folder, environ) == [
        "The run's page in MLflow: http://***@mlflow:5000",
        "The run's page in Prefect: http://prefect:4200",
    ]


def test_a_store_of_the_settings_file_is_found_by_up_and_one_of_the_call_is_not(folder: Path) -> None:
    elsewhere, whole = "sqlite:///elsewhere/runs.db", (folder / "elsewhere" / "runs.db").as_posix()
    assert lines(folder, {}, f"tracking.uri={elsewhere}") == [
        f"The run's page in MLflow: mlflow ui --backend-store-uri sqlite:///{whole}",
        "The run's page in Prefect: epicrisis up",
    ]
    (folder / "epicrisis.toml").write_text(f'[tracking]\nuri = "{elsewhere}"\n', encoding="utf-8")
    assert lines(folder, {}) == ["The run's pages in Prefect and MLflow: epicrisis up"]


def test_inside_uv_run_the_program_is_called_as_it_was_called() -> None:
    assert command_name({}) == "epicrisis"
    assert command_name(UV) == "python -m uv run --no-dev epicrisis"
