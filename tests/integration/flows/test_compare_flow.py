"""A comparison under Prefect: every model by every metric on the same rows and folds, and one leaderboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epicrisis.cli.rebuilding import rebuild
from epicrisis.flows.records import CompareRecord
from epicrisis.flows.run import run_compare
from epicrisis.tracking.mlflow_api import make_client

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make_project(tmp_path_factory.mktemp("compared"))


@pytest.fixture(scope="module")
def api(project: Any) -> Iterator[Any]:
    with project.prefect() as api:
        yield api


@pytest.fixture(scope="module")
def record(project: Any, api: Any) -> CompareRecord:
    loaded = project.load("search.trials=1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_API_URL", api.url)
        return run_compare(loaded, models=["LogisticRegression", "DummyClassifier"], metrics=["f1_macro", "log_loss"])


def test_every_model_is_trained_by_every_metric_and_all_are_ranked_by_the_first(record: CompareRecord) -> None:
    rows = record.leaderboard.rows
    assert {(row.model, row.metric) for row in rows} == {
        (model, metric) for model in ("dummy", "logistic_regression") for metric in ("f1_macro", "log_loss")
    }
    assert record.leaderboard.yardstick == "f1_macro"
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert rows[0].model == "logistic_regression"
    assert record.failures == []
    best, behind = rows[0], rows[-1]
    assert record.leaderboard.resamples > 0
    assert behind.model == "dummy"
    assert behind.difference is not None
    assert behind.difference.detectable
    assert behind.ranks is not None
    assert all(row.predict_ms and row.model_bytes and row.refit_s for row in rows)
    assert best.first is not None


def test_the_answer_is_that_of_the_contract(record: CompareRecord) -> None:
    answer = record.to_json()
    assert {"leaderboard", "best", "rows"} <= set(answer)
    assert answer["best"] == answer["leaderboard"][0]
    assert answer["rows"]["read"] == answer["rows"]["kept"] + sum(answer["rows"]["dropped"].values())
    assert Path(answer["report_html"]).is_file()
    json.dumps(answer, allow_nan=False)


def test_each_candidate_has_a_run_and_a_report(record: CompareRecord) -> None:
    assert len({row.run.run_id for row in record.leaderboard.rows}) == 4


def test_the_alias_stands_on_the_choice_and_not_on_the_last_trained(record: CompareRecord, project: Any) -> None:
    assert challenger(project) == record.leaderboard.chosen.run.run_id
    trained_last = max(project.workspace.runs.glob("*/result.json"), key=lambda file: file.parent.name)
    assert not trained_last.parent.name.endswith(
        f"-{record.leaderboard.chosen.model}-{record.leaderboard.chosen.metric}"
    )


def test_it_can_be_written_again_in_another_language(record: CompareRecord, project: Any) -> None:
    rebuilt = rebuild(project.load("language=en").settings, "comparison")
    assert rebuilt.html == Path(record.report_html)
    assert '<html lang="en"' in rebuilt.html.read_text(encoding="utf-8")


def challenger(project: Any) -> str:
    client = make_client(f"sqlite:///{project.workspace.mlflow_database.as_posix()}")
    return str(client.get_model_version_by_alias("historias", "challenger").run_id)


def test_the_flow_run_has_a_task_a_candidate_and_the_leaderboard(record: CompareRecord, api: Any) -> None:
    run = api.get(f"/flow_runs/{record.flow_run_id}")
    assert run["state_type"] == "COMPLETED"
    assert run["name"] == "compare logistic_regression dummy f1_macro log_loss"
    mine = {"id": {"any_": [record.flow_run_id]}}
    names = [found["name"].rpartition("-")[0] for found in api.post("/task_runs/filter", flow_runs=mine)]
    assert names.count("task_train_with_optuna") == names.count("task_create_model_report") == 4
    assert names.count("task_generate_data") == 1
    (board,) = api.post("/artifacts/filter", flow_runs=mine, artifacts={"key": {"any_": ["model-comparison"]}})
    assert len(json.loads(board["data"])) == 4


def test_without_prefect_the_ranking_is_the_same(record: CompareRecord, project: Any) -> None:
    names = ["logistic_regression", "dummy"]
    again = run_compare(project.load("search.trials=1"), models=names, orchestrator=False)
    ranked = [(row.model, row.cv_mean) for row in record.leaderboard.rows if row.metric == "f1_macro"]
    assert [(row.model, row.cv_mean) for row in again.leaderboard.rows] == ranked
    assert again.flow_run_id is None
    assert challenger(project) == again.leaderboard.chosen.run.run_id
    assert again.leaderboard.best.model == "logistic_regression"
