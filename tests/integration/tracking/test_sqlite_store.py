from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.pipeline import Pipeline

from epicrisis.errors import SchemaMismatch, SettingsError, SourceNotFound, TrackingUnavailable
from epicrisis.flows.locating import locate, model_file
from epicrisis.settings.schema import Settings
from epicrisis.tracking.leftovers import find_model, knows_run, local_folder, stored_folders
from epicrisis.tracking.mlflow_api import make_client, talk_to_mlflow
from epicrisis.tracking.model_folder import write_model_folder
from epicrisis.tracking.model_io import save_pipeline
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace, open_workspace

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
LOAD = """
import json, mlflow, pandas as pd
frame = pd.read_json({rows!r}, orient="records", dtype=False)
answers = [mlflow.pyfunc.load_model(uri).predict(frame) for uri in {uris!r}]
print(json.dumps([answer.to_dict("split") for answer in answers]))
"""


def finished(tracker: Tracker, result: TrainingResult, pipeline: Pipeline, tmp_path: Path) -> str:
    report = tmp_path / "informe.html"
    report.write_text("<p>depresión</p>", encoding="utf-8")
    run_id = tracker.start_run(result.model, result.metric)
    tracker.finish(run_id, result, pipeline, [report])
    return run_id


def test_the_model_predicts_raw_rows_in_a_fresh_process_without_pickle(
    tracker: Tracker,
    result: TrainingResult,
    pipeline: Pipeline,
    notes: pd.DataFrame,
    tmp_path: Path,
    fresh_python: Callable[..., str],
) -> None:
    run_id = finished(tracker, result, pipeline, tmp_path)
    rows = tmp_path / "rows.json"
    notes.to_json(rows, orient="records")
    uris = ["models:/historias@challenger", "models:/historias/1", f"runs:/{run_id}/model"]
    code = LOAD.format(rows=str(rows), uris=uris)
    printed = fresh_python(code, MLFLOW_TRACKING_URI=tracker.uri, MLFLOW_ALLOW_PICKLE_DESERIALIZATION="false")
    answers = json.loads(printed)
    assert len(answers) == 3
    for answer in answers:
        assert answer["columns"] == ["prediction", "probability_T. Depresivos", "probability_T. de Ansiedad"]
        assert [row[0] for row in answer["data"]] == list(pipeline.predict(notes))
        assert np.allclose([row[1:] for row in answer["data"]], pipeline.predict_proba(notes), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        lambda notes: notes,
        lambda notes: notes.assign(edad=notes["edad"].astype(float)),
        lambda notes: notes.assign(edad=None),
        lambda notes: notes.assign(sexo=[1, 2] * 12),
        lambda notes: notes.assign(sexo=np.nan),
        lambda notes: notes.assign(sexo=notes["sexo"].astype("category")),
        lambda notes: notes[["subjetivo", "objetivo"]],
        lambda notes: notes.astype({"subjetivo": object, "objetivo": object}),
        lambda notes: notes.astype({"subjetivo": "string[pyarrow]"}),
        lambda notes: notes.assign(nota_id=range(24), fecha=pd.Timestamp("2024-05-01")),
    ],
    ids=["int", "float", "none", "codes", "all nan", "category", "left out", "objects", "arrow", "extra"],
)
def test_frames_as_hospitals_have_them_pass_the_signature(
    change: Callable[[pd.DataFrame], pd.DataFrame], served: tuple[object, pd.DataFrame]
) -> None:
    model, notes = served
    assert len(model.predict(change(notes))) == len(notes)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (lambda notes: notes.rename(columns={"objetivo": "plan"}), "objetivo"),
        (lambda notes: notes.drop(columns=["subjetivo", "objetivo"]), "subjetivo, objetivo"),
        (
            lambda notes: notes[["subjetivo"]].rename(columns={"subjetivo": "tristeza y depresión"}),
            "subjetivo, objetivo",
        ),
        (lambda notes: notes.to_numpy(), "subjetivo, objetivo"),
        (lambda notes: notes.to_dict("records")[0] | {"objetivo": "x"}, ""),
    ],
    ids=["one", "both", "a cell for a name", "numpy", "a dict"],
)
def test_rows_without_their_texts_are_refused_without_a_word_of_them(
    change: Callable[[pd.DataFrame], object], missing: str, served: tuple[object, pd.DataFrame]
) -> None:
    model, notes = served
    if not missing:
        assert len(model.predict(change(notes))) == 1  # type: ignore[attr-defined]
        return
    with pytest.raises(SchemaMismatch) as caught:
        model.predict(change(notes))  # type: ignore[attr-defined]
    assert str(caught.value) == f"The rows lack the text columns {missing}."


@pytest.mark.parametrize(
    "change",
    [pl.from_pandas, lambda notes: notes.assign(objetivo=7)],
    ids=["polars", "numbers for texts"],
)
def test_what_mlflow_itself_refuses_is_refused_without_a_word_of_it(
    change: Callable[[pd.DataFrame], object], served: tuple[object, pd.DataFrame]
) -> None:
    from mlflow.exceptions import MlflowException

    model, notes = served
    with pytest.raises(MlflowException, match="Failed to enforce model input schema") as caught:
        model.predict(change(notes))  # type: ignore[attr-defined]
    said = "".join(traceback.format_exception(caught.value))
    assert "palpitaciones" not in said
    assert "tristeza" not in said


def test_a_polars_frame_goes_in_as_pandas(served: tuple[object, pd.DataFrame]) -> None:
    model, notes = served
    assert len(model.predict(pl.from_pandas(notes).to_pandas())) == len(notes)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
    mlflow_store: Path,
    result: TrainingResult,
    pipeline: Pipeline,
    notes: pd.DataFrame,
) -> tuple[object, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("model")
    save_pipeline(pipeline, folder / "pipeline.skops")
    with talk_to_mlflow("", folder):
        write_model_folder(folder / "model", folder / "pipeline.skops", result, "0" * 32, "m-" + "0" * 32)
    import mlflow.pyfunc

    return mlflow.pyfunc.load_model(str(folder / "model")), notes


def test_the_run_has_everything_and_the_trials_are_its_children(
    tracker: Tracker, result: TrainingResult, pipeline: Pipeline, tmp_path: Path
) -> None:
    run_id = finished(tracker, result, pipeline, tmp_path)
    run = tracker.find_run(run_id)
    assert run["status"] == "FINISHED"
    assert run["tags"]["epicrisis.state"] == "completed"  # type: ignore[index]
    assert run["metrics"]["test_f1_macro"] == pytest.approx(0.8)  # type: ignore[index]
    assert run["params"]["best.C"] == "2.5"  # type: ignore[index]

    client = make_client(tracker.uri)
    children = children_of(tracker, run_id)
    assert [(c.data.tags["epicrisis.trial"], c.info.status) for c in children] == [
        ("0", "FINISHED"),
        ("1", "FINISHED"),
        ("2", "KILLED"),
        ("3", "FAILED"),
    ]
    assert children[3].data.tags["epicrisis.reason"] == "No term is left."
    assert [m.value for m in client.get_metric_history(children[1].info.run_id, "f1_macro_fold")] == [0.78, 0.8]
    assert children[1].info.end_time - children[1].info.start_time == 2000

    inputs = client.get_run(run_id).inputs.dataset_inputs
    assert {tag.value for given in inputs for tag in given.tags} == {"training", "test"}
    assert {path.path for path in client.list_artifacts(run_id)} >= {"result.json", "trials.json", "report"}
    assert [path.path for path in client.list_artifacts(run_id, "report")] == ["report/informe.html"]
    version = client.get_model_version_by_alias("historias", "challenger")
    assert (version.version, version.run_id) == (1, run_id)
    assert version.tags["test_f1_macro"] == "0.800000"
    (output,) = client.get_run(run_id).outputs.model_outputs
    model = client.get_logged_model(output.model_id)
    assert json.loads(model.tags["mlflow.modelVersions"]) == [{"name": "historias", "version": 1}]
    assert model.source_run_id == run_id


def children_of(tracker: Tracker, run_id: str) -> list:  # type: ignore[type-arg]
    client = make_client(tracker.uri)
    experiment = client.get_run(run_id).info.experiment_id
    found = client.search_runs([experiment], f"tags.`mlflow.parentRunId` = '{run_id}'", max_results=1000)
    return sorted(found, key=lambda run: int(run.data.tags["epicrisis.trial"]))


def test_a_version_and_its_folders_are_found_for_those_who_look_through_them(
    tracker: Tracker, result: TrainingResult, pipeline: Pipeline, workspace: Workspace
) -> None:
    run_id = tracker.start_run(result.model, result.metric)
    tracker.finish(run_id, result, pipeline, [])
    place = workspace.root
    for name in ("models:/historias/1", "models:/historias@challenger", "models:/historias/challenger"):
        found = find_model(tracker.address, place, name)
        assert found.run_id == run_id
        folder = local_folder(found.source)
        assert folder is not None
        assert list(folder.rglob("pipeline.skops"))
    for name in ("models:/historias/7", "models:/otra/1", "models:/historias/champion"):
        with pytest.raises(SourceNotFound, match="models:/name/alias"):
            find_model(tracker.address, place, name)
    folders, elsewhere = stored_folders(workspace.mlflow_database, run_id)
    assert folder in folders
    assert any((path / "result.json").is_file() for path in folders)
    assert elsewhere == []
    assert knows_run(tracker.address, place, run_id)
    assert not knows_run(tracker.address, place, "0" * 32)
    settings = Settings()
    assert locate(settings, workspace, run_id).run_id == run_id
    target = locate(settings, workspace, "models:/historias/challenger")
    assert (target.run_id, target.name) == (run_id, "models:/historias/challenger")
    file = model_file(settings, workspace, target)
    assert file is not None
    assert file.is_relative_to(folder)


def test_trials_recorded_in_two_portions_and_again_are_there_once(tracker: Tracker, result: TrainingResult) -> None:
    run_id = tracker.start_run(result.model, result.metric)
    tracker.log_trials(run_id, result.trials[:2], result.metric)
    tracker.log_trials(run_id, result.trials, result.metric)
    assert [run.data.tags["epicrisis.trial"] for run in children_of(tracker, run_id)] == ["0", "1", "2", "3"]


def test_as_a_table_the_trials_make_no_runs(
    workspace: Workspace,
    make_tracker: Callable[..., Tracker],
    result: TrainingResult,
    pipeline: Pipeline,
    tmp_path: Path,
) -> None:
    tracker = make_tracker(workspace, trials="table", register_as="")
    run_id = tracker.start_run(result.model, result.metric)
    tracked = tracker.finish(run_id, result, pipeline, [])
    assert children_of(tracker, run_id) == []
    assert tracked.model_uri == f"runs:/{run_id}/model"
    assert tracked.registered_version is None
    client = make_client(tracker.uri)
    assert client.search_registered_models() == []
    table = json.loads(Path(client.download_artifacts(run_id, "trials.json", str(tmp_path))).read_text("utf-8"))
    assert len(table["data"]) == 4


def test_a_trial_costs_less_than_fifty_milliseconds(tracker: Tracker, result: TrainingResult) -> None:
    trials = [result.trials[1].model_copy(update={"number": number}) for number in range(30)]
    run_id = tracker.start_run(result.model, result.metric)
    tracker.log_trials(run_id, trials[:5], result.metric)
    before = time.process_time()  # of this process: other tests share the machine
    tracker.log_trials(run_id, trials, result.metric)
    assert (time.process_time() - before) / 25 < 0.05


def test_a_failed_run_is_marked_with_its_reason(tracker: Tracker) -> None:
    run_id = tracker.start_run("random_forest", "f1_macro")
    assert tracker.fail(run_id, "The class 'Otros' has fewer patients than folds.")
    run = tracker.find_run(run_id)
    assert run["status"] == "FAILED"
    assert run["tags"]["epicrisis.reason"] == "The class 'Otros' has fewer patients than folds."  # type: ignore[index]
    assert run["tags"]["epicrisis.state"] == "failed"  # type: ignore[index]


def test_an_interrupted_run_is_marked_as_killed(tracker: Tracker) -> None:
    run_id = tracker.start_run("random_forest", "f1_macro")
    assert tracker.interrupt(run_id)
    assert tracker.find_run(run_id)["status"] == "KILLED"


def test_the_environment_and_the_active_run_of_the_program_do_not_matter(
    tracker: Tracker, result: TrainingResult, pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MLFLOW_RUN_ID", "MLFLOW_EXPERIMENT_ID"):
        monkeypatch.setenv(name, "1" * 32)
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", "foreign")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{(tmp_path / 'foreign.db').as_posix()}")
    monkeypatch.chdir(tmp_path)
    run_id = finished(tracker, result, pipeline, tmp_path)
    assert tracker.find_run(run_id)["status"] == "FINISHED"
    assert not (tmp_path / "foreign.db").exists()
    assert not (tmp_path / "mlruns").exists()
    assert not (tmp_path / "mlflow.db").exists()


def test_the_kept_model_holds_no_path_and_no_example(
    tracker: Tracker, result: TrainingResult, pipeline: Pipeline, tmp_path: Path, workspace: Workspace
) -> None:
    (tmp_path / "uv.lock").write_text("version = 1")
    finished(tracker, result, pipeline, tmp_path)
    files = [file for file in workspace.mlflow_artifacts.glob("models/*/artifacts/**/*") if file.is_file()]
    assert sorted({file.name for file in files}) == [
        "MLmodel",
        "conda.yaml",
        "pipeline.skops",
        "pipeline.skops.sha256",
        "python_env.yaml",
        "requirements.txt",
    ]
    for file in files:
        content = file.read_bytes()
        assert str(tmp_path).encode() not in content
        assert b"palpitaciones y" not in content
    requirements = next(file for file in files if file.name == "requirements.txt").read_text()
    assert requirements.splitlines()[0].startswith("epicrisis==")
    assert "http" not in requirements


def test_a_deleted_experiment_is_told_before_anything_runs(
    workspace: Workspace, make_tracker: Callable[..., Tracker]
) -> None:
    client = make_client(make_tracker(workspace).uri)
    client.delete_experiment(client.create_experiment("historias"))
    with pytest.raises(TrackingUnavailable, match="The experiment 'historias' was deleted in MLflow"):
        make_tracker(workspace).prepare()


def test_a_moved_workspace_is_told_before_files_go_to_its_old_place(
    workspace: Workspace, tracker: Tracker, make_tracker: Callable[..., Tracker]
) -> None:
    tracker.prepare()
    make_tracker(workspace).prepare()
    moved = workspace.root.rename(workspace.root.with_name("Clínica 2"))
    with pytest.raises(TrackingUnavailable, match=r"keeps its files in .*Clínica Ñandú 1.*, not in this workspace"):
        make_tracker(Workspace(moved)).prepare()
    make_tracker(Workspace(moved), experiment="historias 2").prepare()


def test_a_name_that_mlflow_would_refuse_at_the_end_is_refused_at_the_start(
    workspace: Workspace, make_tracker: Callable[..., Tracker]
) -> None:
    with pytest.raises(SettingsError, match=r"tracking.register_as is 'a/b'; MLflow does not take / or :"):
        make_tracker(workspace, register_as="a/b").prepare()


def test_a_scheme_that_mlflow_does_not_know_is_told(workspace: Workspace, make_tracker: Callable[..., Tracker]) -> None:
    with pytest.raises(TrackingUnavailable, match=r"MLflow at gopher://host failed: .*gopher"):
        make_tracker(workspace, uri="gopher://host").prepare()


def test_a_database_of_a_newer_mlflow_is_told(workspace: Workspace, make_tracker: Callable[..., Tracker]) -> None:
    with sqlite3.connect(workspace.mlflow_database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'feedfacecafe'")
    connection.close()
    with pytest.raises(TrackingUnavailable, match=r"MLflow at sqlite:///.* failed: .*feedfacecafe"):
        make_tracker(workspace).prepare()


def test_mlflow_says_nothing_on_the_terminal(tmp_path: Path, fresh_python: Callable[..., str]) -> None:
    code = f"""
import contextlib, io, sys
from pathlib import Path
from epicrisis.settings.schema import Settings
from epicrisis.tracking.tracker import Tracker
from epicrisis.workspace import open_workspace
said = io.StringIO()
with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
    tracker = Tracker(Settings(), open_workspace(Path({str(tmp_path / "w")!r})), {{}})
    tracker.prepare()
    tracker.fail(tracker.start_run("m", "f1_macro"), "x")
print(repr(said.getvalue()))
import os
print(os.environ["MLFLOW_DISABLE_TELEMETRY"], os.environ["DO_NOT_TRACK"])
from mlflow.telemetry import get_telemetry_client
print(get_telemetry_client())
"""
    assert fresh_python(code).splitlines() == ["''", "true true", "None"]


def test_logs_of_a_program_that_imported_mlflow_itself_stay_as_they_are(fresh_python: Callable[..., str]) -> None:
    code = """
import logging, mlflow
def state():
    return [(logging.getLogger(name).level, logging.getLogger(name).handlers) for name in ("", "mlflow", "alembic")]
before = state()
from epicrisis.tracking.mlflow_api import load_mlflow
load_mlflow()
print(state() == before, logging.getLogger("mlflow").level)
"""
    assert fresh_python(code).split() == ["True", "20"]


TRAIN_OFTEN = """
import sys
from pathlib import Path
from epicrisis.settings.schema import Settings
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace
result = TrainingResult.model_validate_json(Path(sys.argv[2]).read_text(encoding="utf-8"))
tracker = Tracker(Settings(), Workspace(Path(sys.argv[1])), {})
for _ in range(5):
    tracker.log_trials(tracker.start_run("m", "f1_macro"), result.trials, "f1_macro")
"""


def test_two_trainings_begin_and_end_at_once_on_one_new_file(tmp_path: Path) -> None:
    space = open_workspace(tmp_path / "w")  # not migrated: both want to
    example = Path(__file__).parents[2] / "unit" / "tracking" / "result.json"
    command = [sys.executable, "-c", TRAIN_OFTEN, str(space.root), str(example)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(200) for process in both] == [0, 0]
    client = make_client(f"sqlite:///{space.mlflow_database.as_posix()}")
    (experiment,) = [e for e in client.search_experiments() if e.name == "historias"]
    assert len(client.search_runs([experiment.experiment_id], max_results=1000)) == 2 * 5 * 5
