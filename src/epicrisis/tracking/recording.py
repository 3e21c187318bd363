"""Send items and trials to MLflow: loops over what `log_items` yields, and decides nothing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from epicrisis.tracking.log_items import Artifact, DatasetItem, Item, Metric, Param, Tag, trial_items
from epicrisis.tracking.mlflow_api import write
from epicrisis.training.result import TrialRecord, TrialState

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import DatasetInput, Run

TRIAL_TAG: Final = "epicrisis.trial"
STATE_TAG: Final = "epicrisis.state"
_PARENT_TAG: Final = "mlflow.parentRunId"
_STATUS: Final[dict[TrialState, str]] = {"complete": "FINISHED", "pruned": "KILLED", "failed": "FAILED"}
_PAGE: Final = 1000


def milliseconds(moment: str) -> int:
    """Return an ISO 8601 moment as MLflow counts time: milliseconds since 1970 in UTC."""
    return int(datetime.fromisoformat(moment).timestamp() * 1000)


def record(client: MlflowClient, run_id: str, items: Iterable[Item], at: int) -> None:
    """Send items to a run. Sending them twice with the same `at` leaves the same run as sending them once.

    Parameters
    ----------
    client : MlflowClient
        Where to.
    run_id : str
        The run.
    items : iterable of Item
        What to send.
    at : int
        The metrics' time, milliseconds since 1970.
    """
    from mlflow import entities

    every = list(items)
    write(
        client.log_batch,
        run_id,
        metrics=[entities.Metric(item.name, item.value, at, item.step) for item in every if isinstance(item, Metric)],
        params=[entities.Param(item.name, item.value) for item in every if isinstance(item, Param)],
        tags=[entities.RunTag(item.name, item.value) for item in every if isinstance(item, Tag)],
    )
    datasets = [_dataset(item) for item in every if isinstance(item, DatasetItem)]
    if datasets:
        write(client.log_inputs, run_id, datasets=datasets)
    texts = [item for item in every if isinstance(item, Artifact)]
    if texts:
        _upload(client, run_id, texts)


def upload_files(client: MlflowClient, run_id: str, files: Sequence[Path], folder: str) -> None:
    """Send files to a folder among the run's artifacts."""
    for file in files:
        client.log_artifact(run_id, str(file), folder)


def record_trials(client: MlflowClient, parent: Run, trials: Sequence[TrialRecord], metric: str) -> None:
    """Give each trial that has none yet a run of its own under `parent`; one begun and not ended is ended.

    Parameters
    ----------
    client : MlflowClient
        Where to.
    parent : Run
        The training's run.
    trials : sequence of TrialRecord
        The trials.
    metric : str
        The metric that was searched.
    """
    known = {run.data.tags.get(TRIAL_TAG): run for run in _children(client, parent)}
    for trial in trials:
        run = known.get(str(trial.number))
        if run is None or run.info.status == "RUNNING":
            _record_trial(client, parent, run, trial, metric)


def _record_trial(client: MlflowClient, parent: Run, run: Run | None, trial: TrialRecord, metric: str) -> None:
    items = list(trial_items(trial, metric))
    if run is None:
        now = int(time.time() * 1000)
        # Tags given at birth cost no write of their own.
        tags = {item.name: item.value for item in items if isinstance(item, Tag)}
        tags |= {_PARENT_TAG: parent.info.run_id, TRIAL_TAG: str(trial.number)}
        run = write(
            client.create_run,
            parent.info.experiment_id,
            start_time=now - round(trial.seconds * 1000),
            tags=tags,
            run_name=f"{parent.info.run_name} {trial.number:04d}",
        )
    started = run.info.start_time
    record(client, run.info.run_id, (item for item in items if not isinstance(item, Tag)), started)
    write(
        client.set_terminated,
        run.info.run_id,
        status=_STATUS[trial.state],
        end_time=started + round(trial.seconds * 1000),
    )


def _children(client: MlflowClient, parent: Run) -> list[Run]:
    runs: list[Run] = []
    token: str | None = None
    while True:
        page = client.search_runs(
            [parent.info.experiment_id],
            filter_string=f"tags.`{_PARENT_TAG}` = '{parent.info.run_id}'",
            max_results=_PAGE,
            page_token=token,
        )
        runs.extend(page)
        token = page.token
        if not token:
            return runs


def _dataset(item: DatasetItem) -> DatasetInput:
    from mlflow import entities

    dataset = entities.Dataset(
        item.name, item.digest, "epicrisis", item.source, schema=item.schema, profile=item.profile
    )
    return entities.DatasetInput(dataset, [entities.InputTag("mlflow.data.context", item.context)])


def _upload(client: MlflowClient, run_id: str, texts: Sequence[Artifact]) -> None:
    with TemporaryDirectory() as folder:
        for item in texts:
            (Path(folder) / item.path).write_text(item.text, encoding="utf-8")
        client.log_artifacts(run_id, folder)
