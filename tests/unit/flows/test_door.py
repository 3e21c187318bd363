"""The door: what it sets, what it leaves, and its size."""

from __future__ import annotations

import ast
from pathlib import Path

from epicrisis.flows.children import LOOPBACK, free_port
from epicrisis.flows.door import furnish

DOOR = Path(__file__).parents[3] / "src" / "training" / "task_train_prefect.py"
NOBODY = f"http://{LOOPBACK}:{free_port()}/api"


def test_runs_go_to_the_file_and_the_home_that_its_users_look_into(tmp_path: Path) -> None:
    environ = {"PREFECT_PROFILES_PATH": str(tmp_path / "none.toml")}
    furnish(environ, tmp_path, usual_api=NOBODY)
    assert environ["MLFLOW_TRACKING_URI"] == f"sqlite:///{(tmp_path / 'backend.db').as_posix()}"
    assert environ["PREFECT_HOME"] == str(Path.home() / ".prefect")
    assert "PREFECT_API_URL" not in environ


def test_what_the_user_has_set_stays(tmp_path: Path) -> None:
    given = {"MLFLOW_TRACKING_URI": "http://mlflow", "PREFECT_API_URL": "http://prefect/api"}
    environ = dict(given)
    furnish(environ, tmp_path, usual_api=NOBODY)
    assert environ == given


def test_the_door_is_small_and_names_the_tasks_and_flows() -> None:
    source = DOOR.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 30
    named = {
        alias.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    tasks = {"task_generate_data", "task_feature_engineering", "task_train_with_optuna", "task_create_model_report"}
    assert tasks | {"train_model_flow", "compare_models_flow"} <= named
