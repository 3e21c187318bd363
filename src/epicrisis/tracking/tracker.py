"""Record trainings in MLflow, through a client and explicit run ids; the process-wide active run is never used."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from filelock import FileLock
from sklearn.pipeline import Pipeline

from epicrisis.errors import SettingsError, TrackingUnavailable
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import mask, require_answer, resolve_address
from epicrisis.tracking.experiment import find_experiment
from epicrisis.tracking.log_items import Tag, run_items
from epicrisis.tracking.mlflow_api import Patience, make_client, talk_to_mlflow, write
from epicrisis.tracking.model_io import MODEL_FILE, save_pipeline
from epicrisis.tracking.names import TAG_LIMIT, cut
from epicrisis.tracking.recording import STATE_TAG, milliseconds, record, record_trials, upload_files
from epicrisis.tracking.registration import keep_model, make_challenger
from epicrisis.training.result import TrainingResult, TrialRecord
from epicrisis.workspace import Workspace

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run

LOCAL_ID_TAG: Final = "epicrisis.local_id"
REASON_TAG: Final = "epicrisis.reason"
_NOT_IN_NAMES: Final = "/:"


@dataclass(frozen=True)
class TrackedRun:
    """A training that is recorded.

    Parameters
    ----------
    run_id, experiment : str
        What MLflow knows the run by.
    tracking_uri : str
        The store, its password masked.
    model_uri : str
        What ``mlflow.pyfunc.load_model`` takes.
    registered_version : str or None
        The model's version in the registry; None if it is not registered.
    """

    run_id: str
    experiment: str
    tracking_uri: str
    model_uri: str
    registered_version: str | None


class Tracker:
    """MLflow, as trainings see it.

    Parameters
    ----------
    settings : Settings
        Section ``tracking`` is used.
    workspace : Workspace
        Home of the default store.
    environ : mapping of str to str, optional
        Where ``MLFLOW_TRACKING_URI`` is looked for while ``tracking.uri`` is empty; the process's environment if None.

    Notes
    -----
    Every method may raise `TrackingUnavailable`, except `fail` and `interrupt`, which run while another error is on
    its way. One tracker may be used by several threads, one call at a time goes out.
    """

    def __init__(self, settings: Settings, workspace: Workspace, environ: Mapping[str, str] | None = None) -> None:
        self.settings = settings.tracking
        self.workspace = workspace
        self.address = resolve_address(settings, workspace, environ)
        self._client: MlflowClient | None = None
        self._experiment_id = ""
        self._preparing = threading.Lock()

    @property
    def uri(self) -> str:
        """The tracking URI as MLflow needs it; it may hold a password, which `masked_uri` does not."""
        return self.address.uri

    @property
    def masked_uri(self) -> str:
        """The tracking URI as it may be shown."""
        return mask(self.address.uri)

    def prepare(self) -> None:
        """Import MLflow, reach the store, migrate its database and find or make the experiment.

        The first time this takes some 10 s, so call it early, in a thread beside other work; later calls do nothing.

        Raises
        ------
        TrackingUnavailable
            The store cannot be reached or used; known within some 10 s.
        SettingsError
            ``tracking.register_as`` cannot be a model's name.
        """
        with self._preparing:
            if self._client is not None:
                return
            if set(_NOT_IN_NAMES) & set(self.settings.register_as):
                raise SettingsError(
                    "tracking.register_as is {name!r}; MLflow does not take / or : in a model's name.",
                    name=self.settings.register_as,
                )
            require_answer(self.address)
            # Two processes that migrate one database at once leave it broken ("duplicate column name").
            lock = FileLock(self.workspace.root / "mlflow.lock")
            with self._talking("probe"), lock:
                client = make_client(self.uri)
                self._experiment_id = find_experiment(client, self.settings.experiment, self.address, self._home())
            self._client = client

    def start_run(
        self,
        model: str,
        metric: str,
        tags: Mapping[str, str] | None = None,
        *,
        local_id: str = "",
        started_at: str = "",
    ) -> str:
        """Begin the run of a training and return its id.

        Parameters
        ----------
        model, metric : str
            What is trained, and by which figure.
        tags : mapping of str to str, optional
            More words about the run.
        local_id : str
            Name of the training in the workspace, by which `find_local` knows the run again.
        started_at : str
            ISO 8601; now if empty.
        """
        with self._talking():
            run = write(
                self._ready().create_run,
                self._experiment_id,
                start_time=milliseconds(started_at) if started_at else None,
                run_name=f"{model} {metric}",
                tags={
                    **(tags or {}),
                    STATE_TAG: "started",
                    LOCAL_ID_TAG: local_id,
                    "epicrisis.model": model,
                    "epicrisis.metric": metric,
                    "mlflow.source.name": "epicrisis",
                    "mlflow.source.type": "LOCAL",
                },
            )
        return str(run.info.run_id)

    def log_trials(self, run_id: str, trials: Sequence[TrialRecord], metric: str) -> None:
        """Record trials as nested runs; those already recorded are passed over.

        With ``tracking.trials = "table"`` this does nothing: `finish` writes the table.
        """
        if self.settings.trials == "nested" and trials:
            with self._talking():
                client = self._ready()
                record_trials(client, client.get_run(run_id), trials, metric)

    def finish(
        self, run_id: str, result: TrainingResult, pipeline: Pipeline, report_files: Sequence[Path]
    ) -> TrackedRun:
        """Record everything about a training, keep and register its model, and close the run as finished.

        Parameters
        ----------
        run_id : str
            What `start_run` returned.
        result : TrainingResult
            The training.
        pipeline : Pipeline
            The fitted pipeline.
        report_files : sequence of Path
            Files for the run's folder ``report``.
        """
        with TemporaryDirectory() as folder:
            model_file = Path(folder) / MODEL_FILE
            save_pipeline(pipeline, model_file)
            return self.finish_saved(run_id, result, model_file, report_files)

    def finish_saved(
        self,
        run_id: str,
        result: TrainingResult,
        model_file: Path,
        report_files: Sequence[Path],
        *,
        challenger: bool = True,
    ) -> TrackedRun:
        """Do what `finish` does with a pipeline that `save_pipeline` wrote. Repeating it doubles nothing.

        Without `challenger` the registered model does not get the alias. A training that was not to be registered
        when it was made is not registered later either.
        """
        register_as = self.settings.register_as if _was_to_be_registered(result) else ""
        self.log_trials(run_id, result.trials, result.metric)
        with self._talking():
            client = self._ready()
            run = client.get_run(run_id)
            record(client, run_id, run_items(result), milliseconds(result.created_at))
            upload_files(client, run_id, report_files, "report")
            kept = keep_model(client, run, model_file, result, register_as, challenger=challenger)
            self._close(client, run_id, "FINISHED", "completed")
        return TrackedRun(run_id, self.settings.experiment, self.masked_uri, kept.uri, kept.version)

    def make_challenger(self, local_id: str) -> bool:
        """Move the alias ``challenger`` to a training's model; return whether that is registered."""
        run_id = self.find_local(local_id)
        if run_id is None:
            return False
        with self._talking():
            client = self._ready()
            return make_challenger(client, client.get_run(run_id), self.settings.register_as)

    def fail(self, run_id: str, reason: str) -> bool:
        """Mark a run as failed.

        Parameters
        ----------
        run_id : str
            The run.
        reason : str
            Our error's sentence; never a patient's text, and so never a foreign exception's message.

        Returns
        -------
        bool
            Whether MLflow took it. Nothing is raised, so that the error on its way is not hidden.
        """
        return self._abort(run_id, "FAILED", "failed", reason)

    def interrupt(self, run_id: str) -> bool:
        """Mark a run as killed by the user, and return whether MLflow took it. Nothing is raised."""
        return self._abort(run_id, "KILLED", "interrupted", "")

    def find_run(self, run_id: str) -> dict[str, object]:
        """Return a run as plain values: ``run_id``, ``status``, ``params``, ``metrics``, ``tags``."""
        with self._talking():
            run = self._ready().get_run(run_id)
        return _plain(run)

    def find_local(self, local_id: str) -> str | None:
        """Return the id of the run that was started for a training of the workspace, if there is one."""
        with self._talking():
            found = self._ready().search_runs(
                [self._experiment_id], filter_string=f"tags.`{LOCAL_ID_TAG}` = '{local_id}'", max_results=1
            )
        return str(found[0].info.run_id) if found else None

    def run_url(self, run_id: str, ui_base: str) -> str:
        """Return the page of a run in an MLflow whose pages are at `ui_base`."""
        self._ready()
        return f"{ui_base.rstrip('/')}/#/experiments/{self._experiment_id}/runs/{run_id}"

    @contextmanager
    def _talking(self, patience: Patience = "work") -> Iterator[None]:
        with talk_to_mlflow(self.uri, self.workspace.root, patience):
            yield

    def _ready(self) -> MlflowClient:
        self.prepare()
        if self._client is None:  # pragma: no cover - prepare raises or sets it
            raise AssertionError
        return self._client

    def _home(self) -> Path | None:
        """Where the workspace's own store keeps its files; None for other stores."""
        return self.address.artifacts if self.address.database == self.workspace.mlflow_database else None

    def _close(self, client: MlflowClient, run_id: str, status: str, state: str, reason: str = "") -> None:
        tags = [Tag(STATE_TAG, state), *([Tag(REASON_TAG, cut(reason, TAG_LIMIT))] if reason else [])]
        record(client, run_id, tags, at=0)
        write(client.set_terminated, run_id, status=status)

    def _abort(self, run_id: str, status: str, state: str, reason: str) -> bool:
        try:
            with self._talking("probe"):
                self._close(self._ready(), run_id, status, state, reason)
        except TrackingUnavailable:
            return False
        return True


def _was_to_be_registered(result: TrainingResult) -> bool:
    tracking = result.settings.get("tracking")
    return not isinstance(tracking, Mapping) or tracking.get("register_as") != ""


def _plain(run: Run) -> dict[str, object]:
    return {
        "run_id": run.info.run_id,
        "status": run.info.status,
        "params": dict(run.data.params),
        "metrics": dict(run.data.metrics),
        "tags": dict(run.data.tags),
    }
