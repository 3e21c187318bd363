"""The MLflow side of a run: begun before the search, closed after the report, kept for later while MLflow is away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from epicrisis.errors import EpicrisisError, TrackingUnavailable, WorkspaceUnusable
from epicrisis.flows.job import Job
from epicrisis.flows.state import read_state
from epicrisis.progress import Notice, notice, warning
from epicrisis.tracking.model_io import MODEL_FILE, load_pipeline
from epicrisis.tracking.pending import keep_as_challenger, keep_run, send_pending
from epicrisis.tracking.tracker import TrackedRun
from epicrisis.training.result import TrainingResult

USUAL_PAGE = "http://127.0.0.1:5000"
"""Where ``epicrisis up`` and ``mlflow ui`` show MLflow's page unless told otherwise."""


def begin_run(job: Job, model: str, metric: str, local_id: str) -> str:
    """Begin the MLflow run of a training and return its id, or an empty string while MLflow is away.

    Raises
    ------
    TrackingUnavailable
        MLflow is away, and ``tracking.unreachable`` is ``stop``.
    """
    try:
        job.carry_out("tracking", job.tracker.prepare)
        return job.tracker.start_run(model, metric, local_id=local_id)
    except TrackingUnavailable as error:
        if job.settings.tracking.unreachable == "stop":
            raise
        job.listener(Notice(error.template, error.fields, "warning"))
        warning(job.listener, "The training goes on; its results are kept in the workspace and sent by a later run.")
        return ""


@contextmanager
def marking(job: Job, run_id: str) -> Iterator[None]:
    """Mark the MLflow run as failed or killed if the body does not come to its end."""
    try:
        yield
    except EpicrisisError as error:
        _mark_failed(job, run_id, str(error))
        raise
    except Exception as error:
        # A foreign message may quote a value of the data; its kind may not.
        _mark_failed(job, run_id, type(error).__name__)
        raise
    except BaseException:
        if run_id:
            job.tracker.interrupt(run_id)
        raise


def record_run(
    job: Job, run_id: str, local_id: str, result: TrainingResult, report_files: Sequence[Path]
) -> TrackedRun | None:
    """Record a finished training in MLflow, and those that wait from before; keep it if MLflow is away.

    Returns
    -------
    TrackedRun or None
        None if it was kept for later.
    """
    model_file = job.workspace.runs / local_id / MODEL_FILE
    try:
        run_id = run_id or job.tracker.start_run(result.model, result.metric, local_id=local_id)
        tracked = job.tracker.finish_saved(run_id, result, model_file, report_files, challenger=not job.comparing)
        sent = send_pending(job.tracker, job.listener)
    except TrackingUnavailable as error:
        pipeline = load_pipeline(model_file)
        kept = keep_run(job.workspace, local_id, result, pipeline, report_files, challenger=not job.comparing)
        job.listener(Notice(error.template, error.fields, "warning"))
        warning(
            job.listener,
            "The model and its report are kept in {folder}; the next run that reaches MLflow sends them.",
            folder=kept,
        )
        return None
    if sent:
        notice(job.listener, "{count} trainings kept from before were sent to MLflow.", count=len(sent))
    return tracked


def crown(job: Job, local_id: str) -> None:
    """Move the alias ``challenger`` to a training, the choice of a comparison; one that waits gets it when it is sent.

    That MLflow is away is only told: the comparison itself is done.
    """
    if keep_as_challenger(job.workspace, local_id):
        return
    try:
        job.tracker.prepare()  # tells within seconds, and without MLflow's import, that it is away
        job.tracker.make_challenger(local_id)
    except (TrackingUnavailable, WorkspaceUnusable) as error:
        job.listener(Notice(error.template, error.fields, "warning"))
        warning(job.listener, "The alias challenger stays where it was, and not on the choice of this comparison.")


def run_page(job: Job, run_id: str) -> str:
    """Return the address of a run's page: of a server if there is one, else where ``epicrisis up`` will show it."""
    uri, state = job.tracker.uri, read_state(job.workspace)
    if uri.startswith(("http://", "https://")):
        return job.tracker.run_url(run_id, job.tracker.masked_uri)
    return job.tracker.run_url(run_id, state.mlflow_page if state else USUAL_PAGE)


def _mark_failed(job: Job, run_id: str, reason: str) -> None:
    if run_id:
        job.tracker.fail(run_id, reason)
