"""A training under Prefect: what the server and MLflow know of it afterwards, and what they must not know."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from epicrisis.features.pipeline import ClinicalFeatures, make_pipeline
from epicrisis.flows.auditing import audit
from epicrisis.flows.records import RunRecord
from epicrisis.flows.run import run_train
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance, Event
from epicrisis.settings.schema import Settings
from epicrisis.tracking.model_io import save_pipeline

pytestmark = pytest.mark.slow

TASKS = ["task_generate_data", "task_feature_engineering", "task_train_with_optuna", "task_create_model_report"]
TABLES = {
    *("dataset-summary", "feature-engineering-summary", "optuna-trials", "best-hyperparameters", "training-summary"),
}
SECRET = "clave-que-nadie-debe-ver"


class Trained(NamedTuple):
    project: Any
    record: RunRecord
    events: list[Event]


@pytest.fixture(scope="module")
def trained(make_project: Any, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    project = make_project(tmp_path_factory.mktemp("trained"))
    loaded = project.load(f"source.password={SECRET}", "search.models=logistic_regression")
    events: list[Event] = []
    record = run_train(loaded, listener=events.append)
    return Trained(project, record, events)


@pytest.fixture(scope="module")
def api(trained: Trained) -> Iterator[Any]:
    with trained.project.prefect() as api:
        yield api


def test_the_flow_run_is_complete_and_has_a_human_name(trained: Trained, api: Any) -> None:
    run = api.get(f"/flow_runs/{trained.record.flow_run_id}")
    assert run["name"] == "train logistic_regression f1_macro"
    assert run["state_type"] == "COMPLETED"
    assert run["parameters"] == {
        "config": str(trained.project.config),
        "nregistros": 0,
        "model_type": "logistic_regression",
        "n_trials": 2,
        "optimization_metric": "f1_macro",
        "nested": False,
    }


def test_the_four_tasks_are_complete(trained: Trained, api: Any) -> None:
    found = api.post("/task_runs/filter", flow_runs={"id": {"any_": [trained.record.flow_run_id]}})
    runs = sorted(found, key=lambda run: run["start_time"])
    assert [run["name"].rpartition("-")[0] for run in runs] == TASKS
    assert {run["state_type"] for run in runs} == {"COMPLETED"}


def artifacts(api: Any, record: RunRecord) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.post(
        "/artifacts/filter", flow_runs={"id": {"any_": [record.flow_run_id]}}, limit=200
    )
    return found


def test_the_artifacts_are_those_of_the_contract(trained: Trained, api: Any) -> None:
    found = {artifact["key"]: artifact["type"] for artifact in artifacts(api, trained.record)}
    assert found == {
        **dict.fromkeys(TABLES, "table"),
        "model-training-report": "markdown",
        "optuna-progress": "progress",
        "mlflow-run": "markdown",
    }


def test_the_artifacts_are_small_and_the_search_is_shown_to_its_end(trained: Trained, api: Any) -> None:
    for artifact in artifacts(api, trained.record):
        data = artifact["data"]
        assert len(json.dumps(data)) <= 256_000
        if artifact["type"] == "table":
            rows = json.loads(data)
            assert 0 < len(rows) <= 200
        if artifact["type"] == "progress":
            assert data == 100.0


def test_the_trials_table_has_a_row_a_trial(trained: Trained, api: Any) -> None:
    (table,) = (one for one in artifacts(api, trained.record) if one["key"] == "optuna-trials")
    assert len(json.loads(table["data"])) == 2
    assert table["description"] == "Candidatos de la búsqueda"


def test_the_logs_of_the_tasks_are_kept_with_counts_only(trained: Trained, api: Any) -> None:
    found = api.post("/logs/filter", logs={"flow_run_id": {"any_": [trained.record.flow_run_id]}}, limit=200)
    messages = [log["message"] for log in found]
    rows = trained.record.rows
    assert f"{rows.read} rows read, {rows.kept} kept" in messages
    assert f"{rows.train} training rows, {rows.test} test rows" in messages


def test_mlflow_knows_the_run_its_trials_and_its_model(trained: Trained) -> None:
    with closing(sqlite3.connect(trained.project.workspace.mlflow_database)) as store:
        runs = store.execute("SELECT run_uuid, status FROM runs").fetchall()
        nested = store.execute("SELECT count(*) FROM tags WHERE key = 'mlflow.parentRunId'").fetchone()
    assert (trained.record.run_id, "FINISHED") in runs
    assert nested == (2,)
    assert trained.record.model_uri == "models:/historias/1"


def test_the_record_is_whole(trained: Trained) -> None:
    answer = trained.record.to_json()
    assert answer["rows"]["read"] == 800 == answer["rows"]["kept"] + sum(answer["rows"]["dropped"].values())
    assert answer["rows"]["kept"] == answer["rows"]["train"] + answer["rows"]["test"]
    stages = ["extract_s", "etl_s", "features_s", "search_s", "refit_s", "evaluate_s", "report_s"]
    assert all(answer["timings"][stage] > 0 for stage in stages)
    assert answer["timings"]["total_s"] > answer["timings"]["search_s"]
    assert Path(answer["report_html"]).is_file()
    assert Path(answer["report_md"]).is_file()


def test_every_stage_was_told(trained: Trained) -> None:
    stages = {event.stage for event in trained.events if isinstance(event, Advance)}
    assert stages == {"extract", "etl", "features", "search", "refit", "evaluate", "report", "track"}


def test_prefect_knows_no_secret_and_no_words_of_a_patient(trained: Trained, clinic: Path) -> None:
    with closing(sqlite3.connect(clinic)) as store:
        notes = store.execute("SELECT subjetivo FROM historias_clinicas WHERE length(subjetivo) > 60 LIMIT 200")
        words = [note[:40].encode() for (note,) in notes]
    stored = b"".join(file.read_bytes() for file in trained.project.workspace.prefect_home.glob("prefect.db*"))
    assert b"train logistic_regression f1_macro" in stored
    assert SECRET.encode() not in stored
    assert not [word for word in words if word in stored]


def test_nothing_is_written_outside_the_workspace(trained: Trained, nobody_at_home: Path) -> None:
    written = [path for path in (nobody_at_home / ".prefect").rglob("*") if path.is_file()]
    assert written == []
    assert {path.name for path in trained.project.folder.iterdir()} == {"ws", "epicrisis.toml"}


def test_the_libraries_logs_are_in_the_workspace(trained: Trained) -> None:
    log = (trained.project.workspace.logs / "libraries.log").read_text(encoding="utf-8")
    assert "INFO prefect.flow_runs: Finished in state Completed()" in log


def test_an_audit_finds_nothing_of_a_patient_in_all_that_the_run_left(
    trained: Trained, canaries: tuple[str, str, str]
) -> None:
    record = audit(trained.project.load().settings, strings=canaries)
    assert record.target == Path(trained.record.report_html).parent.name
    assert record.findings == []
    assert record.unread == []
    assert {"features", "logs", "mlartifacts", "mlflow.db", "prefect", "reports", "runs", "studies"} <= set(
        record.files
    )
    assert record.patient_codes > 150


def planted(trained: Trained, folder: Path, canaries: tuple[str, str, str]) -> Settings:
    """A copy of the workspace in which the run has leaked in four places."""
    shutil.copytree(trained.project.folder, folder)
    name, identifier, sentence = canaries
    space, local_id = folder / "ws", Path(trained.record.report_html).parent.name
    with (space / "reports" / local_id / "report.html").open("a", encoding="utf-8") as page:
        page.write(f"<p>{name.replace(' ', '&nbsp;')} {identifier} {sentence.replace('ó', '&oacute;')}</p>")
    for database, statement in (
        ("mlflow.db", "UPDATE tags SET value = ? WHERE key = 'epicrisis.metric'"),
        ("prefect/prefect.db", "UPDATE log SET message = ? WHERE id = (SELECT id FROM log LIMIT 1)"),
    ):
        with closing(sqlite3.connect(space / database)) as store:
            store.execute(statement, (f"{name}, {identifier}: {sentence}",))
            store.commit()
    notes = pl.read_parquet(next(space.glob("snapshots/*/notes.parquet"))).drop_nulls("grupo")
    features = ClinicalFeatures(["subjetivo", "objetivo"], ["sexo"], ["edad"], min_patients=1, min_df=1)
    model = make_pipeline(features, get_model("dummy").build({}, 0))
    save_pipeline(
        model.fit(notes, notes["grupo"].to_numpy().astype(np.str_)), space / "runs" / local_id / "pipeline.skops"
    )
    settings: Settings = trained.project.load().settings
    return settings.model_copy(update={"workspace": settings.workspace.model_copy(update={"dir": space})})


def test_an_audit_finds_what_was_put_into_each_place(
    trained: Trained, canaries: tuple[str, str, str], tmp_path: Path
) -> None:
    settings = planted(trained, tmp_path / "leaked", canaries)
    record = audit(settings, strings=canaries[:2])
    # The deidentification finds the number of the document, and the name beside it, in the note.
    assert record.identifiers > 0
    found = {(finding.place.split("/")[-1].split("!")[0], finding.kind) for finding in record.findings}
    everywhere = ["report.html", "mlflow.db:tags.value", "prefect.db:log.message"]
    assert found == {
        *((place, kind) for place in everywhere for kind in ("given", "identifier", "sentence")),
        *(("pipeline.skops", kind) for kind in ("given", "identifier")),
        ("model:word", "rare_term"),
    }
    given = {finding.shown for finding in record.findings if finding.kind == "given"}
    assert given == set(canaries[:2])
    assert "Anselmo" not in record.model_dump_json()


def test_a_second_run_reuses_the_rows_and_the_trials(trained: Trained, capfd: pytest.CaptureFixture[str]) -> None:
    record = run_train(trained.project.load("search.models=logistic_regression"), orchestrator=False)
    assert record.trials.resumed == 2
    assert record.cv == trained.record.cv
    assert record.flow_run_id is None
    assert capfd.readouterr() == ("", "")


def test_the_flow_called_from_python_brings_its_own_server(
    project: Any, python: Callable[..., subprocess.CompletedProcess[str]], nobody_at_home: Path
) -> None:
    code = (
        "import sys; from epicrisis.flows.train import train_model_flow; "
        "record = train_model_flow(sys.argv[1], nregistros=700, model_type='DummyClassifier', n_trials=1); "
        "print(record.rows.read, record.model, record.trials.complete, record.flow_run_id)"
    )
    done = python(code, str(project.config))
    rows, model, trials, flow_run_id = done.stdout.split()
    assert (rows, model, trials) == ("700", "dummy", "1")
    assert project.flow_runs() == [(flow_run_id, "train dummy", "COMPLETED")]
    assert not (nobody_at_home / ".prefect" / "prefect.db").exists()
