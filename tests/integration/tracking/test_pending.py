from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sklearn.pipeline import Pipeline

from epicrisis.errors import TrackingUnavailable
from epicrisis.progress import Event, Notice
from epicrisis.tracking.mlflow_api import make_client
from epicrisis.tracking.pending import keep_as_challenger, keep_run, pending_runs, send_pending
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import Workspace

pytestmark = pytest.mark.slow


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "informe.html"
    file.write_text("<p>ñ</p>", encoding="utf-8")
    return file


def test_a_server_that_is_off_is_known_before_the_search(
    workspace: Workspace, make_tracker: Callable[..., Tracker]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"http://ana:secreto@127.0.0.1:{taken.getsockname()[1]}"
        tracker = make_tracker(workspace, uri=uri)
        before = time.monotonic()
        with pytest.raises(TrackingUnavailable, match=r"http://\*\*\*@127\.0\.0\.1:\d+ cannot be reached"):
            tracker.prepare()
        assert tracker.fail("0" * 32, "any") is False
        assert time.monotonic() - before < 10


def test_what_was_kept_is_sent_once_mlflow_is_back(
    workspace: Workspace,
    make_tracker: Callable[..., Tracker],
    tracker: Tracker,
    result: TrainingResult,
    pipeline: Pipeline,
    report: Path,
) -> None:
    folder = keep_run(workspace, "a1", result, pipeline, [report])
    assert pending_runs(workspace) == [folder]
    with pytest.raises(TrackingUnavailable):
        send_pending(make_tracker(workspace, uri="http://127.0.0.1:1"))
    assert pending_runs(workspace) == [folder]

    (sent,) = send_pending(tracker)
    assert tracker.find_run(sent.run_id)["status"] == "FINISHED"
    assert sent.model_uri == "models:/historias/1"
    assert json.loads((folder / "tracked.json").read_text())["run_id"] == sent.run_id
    assert pending_runs(workspace) == []
    assert send_pending(tracker) == []


def test_a_run_that_was_begun_is_ended_not_doubled(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    run_id = tracker.start_run(result.model, result.metric, local_id="a1")
    tracker.log_trials(run_id, result.trials[:2], result.metric)
    keep_run(workspace, "a1", result, pipeline, [report])
    (sent,) = send_pending(tracker)
    assert sent.run_id == run_id
    assert everything(tracker) == (1, 4, 1, 1)


def test_a_late_sending_does_not_take_the_alias_from_a_newer_model(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    older, newer = (result.model_copy(update={"created_at": f"2026-11-0{day}T10:00:00+00:00"}) for day in (1, 2))
    keep_run(workspace, "old", older, pipeline, [report])
    tracker.finish(tracker.start_run(newer.model, newer.metric, local_id="new"), newer, pipeline, [report])
    (sent,) = send_pending(tracker)
    assert sent.model_uri == "models:/historias/2"
    assert challenger(tracker) == 1
    newest = result.model_copy(update={"created_at": "2026-11-03T10:00:00+00:00"})
    keep_run(workspace, "newest", newest, pipeline, [report])
    send_pending(tracker)
    assert challenger(tracker) == 3


def test_of_a_comparison_that_waits_only_its_first_gets_the_alias(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    for name in ("a1", "a2", "a3"):
        keep_run(workspace, name, result, pipeline, [report], challenger=False)
    assert keep_as_challenger(workspace, "a2")
    assert not keep_as_challenger(workspace, "gone")
    send_pending(tracker)
    assert challenger_run(tracker) == tracker.find_local("a2")
    assert tracker.make_challenger("a1")
    assert challenger_run(tracker) == tracker.find_local("a1")
    assert not tracker.make_challenger("gone")


def test_what_was_not_to_be_registered_is_not_registered_later(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    settings = {**result.settings, "tracking": {"register_as": ""}}
    keep_run(workspace, "a1", result.model_copy(update={"settings": settings}), pipeline, [report])
    (sent,) = send_pending(tracker)
    assert (sent.registered_version, sent.model_uri) == (None, f"runs:/{sent.run_id}/model")
    assert everything(tracker)[3] == 0


def challenger(tracker: Tracker) -> int:
    return int(make_client(tracker.uri).get_model_version_by_alias("historias", "challenger").version)


def challenger_run(tracker: Tracker) -> str:
    return str(make_client(tracker.uri).get_model_version_by_alias("historias", "challenger").run_id)


@contextmanager
def failing(database: Path, moment: str) -> Iterator[None]:
    """Let the store fail at a moment, by a trigger inside its database."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"CREATE TRIGGER cut BEFORE {moment} BEGIN SELECT RAISE(ABORT, 'power cut'); END")
        yield
        connection.execute("DROP TRIGGER cut")


def test_a_sending_cut_anywhere_and_repeated_doubles_nothing(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    keep_run(workspace, "a1", result, pipeline, [report])
    tracker.prepare()
    for moment in (
        "INSERT ON runs",
        "INSERT ON params",
        "UPDATE OF status ON runs",
        "INSERT ON datasets",
        "INSERT ON logged_models",
        "UPDATE OF status ON logged_models",
        "INSERT ON inputs WHEN NEW.source_type = 'RUN_OUTPUT'",
        "INSERT ON model_versions",
        "INSERT ON registered_model_aliases",
        "UPDATE OF end_time ON runs WHEN NEW.name = 'logistic_regression f1_macro'",
    ):
        with failing(workspace.mlflow_database, moment), pytest.raises(TrackingUnavailable, match=r"power cut|failed"):
            send_pending(tracker)
    assert len(send_pending(tracker)) == 1
    assert everything(tracker) == (1, 4, 1, 1)
    (parent,) = (run for run in all_runs(tracker) if "epicrisis.local_id" in run.data.tags)
    history = make_client(tracker.uri).get_metric_history(parent.info.run_id, "test_f1_macro")
    assert len(history) == 1


def all_runs(tracker: Tracker) -> list:  # type: ignore[type-arg]
    client = make_client(tracker.uri)
    experiment = client.get_experiment_by_name("historias")
    assert experiment is not None
    return list(client.search_runs([experiment.experiment_id], max_results=100))


def everything(tracker: Tracker) -> tuple[int, int, int, int]:
    """Trainings, trials, models and registered versions in the store."""
    runs = all_runs(tracker)
    client = make_client(tracker.uri)
    trainings = [run for run in runs if "epicrisis.local_id" in run.data.tags]
    models = client.search_logged_models([runs[0].info.experiment_id])
    assert [output.model_id for output in trainings[0].outputs.model_outputs] == [model.model_id for model in models]
    return (
        len(trainings),
        len(runs) - len(trainings),
        len(models),
        len(client.search_model_versions("name = 'historias'")),
    )


def test_one_damaged_run_does_not_hold_up_the_others(
    workspace: Workspace, tracker: Tracker, result: TrainingResult, pipeline: Pipeline, report: Path
) -> None:
    broken = keep_run(workspace, "a1", result, pipeline, [report])
    keep_run(workspace, "a2", result, pipeline, [report])
    (broken / "result.json").write_text("{")
    told: list[Event] = []
    assert len(send_pending(tracker, told.append)) == 1
    assert pending_runs(workspace) == [broken]
    (event,) = told
    assert isinstance(event, Notice)
    assert (event.template, event.fields["run"]) == ("The kept run {run} cannot be sent: {reason}", "a1")


def test_a_half_kept_run_is_never_seen(
    workspace: Workspace, result: TrainingResult, pipeline: Pipeline, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        keep_run(workspace, "a1", result, pipeline, [tmp_path / "missing.html"])
    assert pending_runs(workspace) == []
    assert list(workspace.runs.iterdir()) == []
