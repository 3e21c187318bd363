"""The four tasks: the stages of a run, with retries, logs and artifacts on Prefect's page.

A task takes and returns references to folders of the workspace. Prefect neither persists nor caches nor hashes
anything of them: the folders are named by content and found again by themselves.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task, exponential_backoff

from epicrisis.errors import ConnectionFailed, EpicrisisError
from epicrisis.flows import stages
from epicrisis.flows.artifacts import SearchProgress, publish_link, publish_markdown, publish_table
from epicrisis.flows.job import Job
from epicrisis.flows.records import DataReference, FeaturesReference, ReportPlaces, TrainingReference
from epicrisis.reports.document import Row
from epicrisis.reports.files import render_markdown
from epicrisis.reports.report import gather
from epicrisis.reports.tables import dataset_rows, feature_rows, parameter_rows, summary_rows, trial_rows
from epicrisis.reports.wording import Wording
from epicrisis.sources.snapshot import open_snapshot
from epicrisis.training.preparation import open_prepared

_PLAIN: dict[str, Any] = {"persist_result": False, "cache_policy": NO_CACHE, "log_prints": False}


class HiddenFailure(RuntimeError):
    """An unexpected error as Prefect may know it: its kind and place, without its message."""


def _connection_lost(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), ConnectionFailed)


@task(
    name="task_generate_data",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_condition_fn=_connection_lost,
    **_PLAIN,
)
def task_generate_data(job: Job) -> DataReference:
    """Read the notes into a snapshot and clean them. Reading is tried again when the connection was lost."""
    with _told_without_values(job):
        data = job.carry_out("data", lambda: stages.generate_data(job))
    get_run_logger().info("%d rows read, %d kept", data.rows_read, data.rows_kept)
    return data


@task(name="task_feature_engineering", **_PLAIN)
def task_feature_engineering(job: Job, data: DataReference) -> FeaturesReference:
    """Divide the notes into training and test rows, and count the n-grams of the training rows."""
    with _told_without_values(job):
        features = job.carry_out("features", lambda: stages.engineer_features(job, data))
        rows = _dataset_rows(job, features)
    get_run_logger().info("%d training rows, %d test rows", features.rows_train, features.rows_test)
    language = job.settings.language
    publish_table("dataset-summary", rows, Wording(language).say("Rows, from the source to the split"), language)
    return features


@task(name="task_train_with_optuna", **_PLAIN)
def task_train_with_optuna(job: Job, features: FeaturesReference, model: str, metric: str) -> TrainingReference:
    """Search on the folds of the training rows, refit the winner, and open the sealed test set once."""
    language, words = job.settings.language, Wording(job.settings.language)
    with _told_without_values(job), _progress_published(job, words.say("Search of {model}", model=model)):
        training = stages.train_with_optuna(job, features, model=model, metric=metric)
        result = stages.read_result(job, training)
    get_run_logger().info("%s: %d trials complete, best %s %.4f", model, result.search.complete, metric, result.cv.mean)
    trials = trial_rows(result.trials, language, direction=result.search.direction)
    publish_table("optuna-trials", trials, words.say("Candidates of the search"), language)
    publish_table("best-hyperparameters", parameter_rows(result, language), words.say("The winner"), language)
    publish_table(
        "feature-engineering-summary", feature_rows(result.features, language), words.say("Features"), language
    )
    return training


@task(name="task_create_model_report", **_PLAIN)
def task_create_model_report(job: Job, training: TrainingReference) -> ReportPlaces:
    """Write the report, and record the run, its trials, report and model in MLflow."""
    language, words = job.settings.language, Wording(job.settings.language)
    with _told_without_values(job):
        places = stages.create_model_report(job, training, flow_run_id=job.flow_run_id)
        result = stages.read_result(job, training)
        reference = stages.run_reference(job, training, job.flow_run_id)
        report = render_markdown(gather(result, reference), language)
    publish_table("training-summary", summary_rows(result, language), words.say("The training in short"), language)
    publish_markdown("model-training-report", report, words.say("Report"))
    if reference.run_url and places.tracked:
        publish_link("mlflow-run", reference.run_url, words.say("The run in MLflow, while its page is up"))
    get_run_logger().info("report written, %s", "run recorded" if places.tracked else "run kept for later")
    return places


def _dataset_rows(job: Job, features: FeaturesReference) -> list[Row]:
    prepared = open_prepared(job.workspace.features / features.prepared, job.workspace)
    language = job.settings.language
    snapshot = open_snapshot(job.workspace.snapshots / features.data.snapshot, reused=features.data.reused)
    return dataset_rows(prepared.notes.ledger, snapshot.facts(language), prepared.facts.split, language)


@contextmanager
def _progress_published(job: Job, title: str) -> Iterator[None]:
    listener = job.listener
    job.listener = SearchProgress(listener, title)
    try:
        yield
    finally:
        job.listener = listener


@contextmanager
def _told_without_values(job: Job) -> Iterator[None]:
    """Keep an error for the one who started the run, and tell Prefect, which stores it, nothing of the data.

    The causes of our own errors and the messages of foreign ones may quote a value: a bound parameter, a cell.
    """
    try:
        yield
    except httpx.TransportError:
        raise  # Prefect itself is away; the session tells so
    except EpicrisisError as error:
        job.failure = error
        raise type(error)(error.template, **error.fields) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again under another name
        job.failure = error
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise HiddenFailure(f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}") from None
