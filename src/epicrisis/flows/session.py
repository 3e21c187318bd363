"""The time in which this process talks to a Prefect server: begun early, ended in order.

This is the only module that reaches into Prefect's settings and background workers.
"""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from uuid import UUID

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.flows.job import Job
from epicrisis.flows.logs import hush_terminal
from epicrisis.flows.server import PrefectServer, healthy
from epicrisis.progress import Event, Listener

_SETTLE_LIMIT_S = 5.0
_GIVE_UP_LIMIT_S = 20.0  # an event on its way is tried eleven times, a second apart
_SEND_LOGS_EVERY_S = 0.5


@contextmanager
def prefect_session(job: Job, find: Callable[[], PrefectServer]) -> Iterator[None]:
    """Run the body with Prefect's API at hand.

    While a temporary server starts, the notes are read, cleaned and counted and Prefect is imported, so that little
    of the wait is left.

    Parameters
    ----------
    job : Job
        The run. When the body starts, some of its stages may have been begun.
    find : callable
        Gives the server, which may still be starting.

    Raises
    ------
    OrchestratorUnavailable
        The server cannot be reached, did not start or was lost.
    EpicrisisError
        A stage that was begun has failed already.
    """
    server = find()
    with ExitStack() as stack:
        stack.callback(server.stop)
        stack.enter_context(_variables(server.environment))
        job.begin_tracking()
        if server.temporary:
            begin_stages(job)
        import prefect.main  # noqa: F401 - three seconds, better spent while the server starts
        from prefect.settings import temporary_settings

        hush_terminal(stack)
        waiting = time.perf_counter()
        server.wait(listener=_unless_busy(job), meanwhile=job.raise_if_failed)
        job.waited = min(time.perf_counter() - waiting, job.idle())
        stack.enter_context(temporary_settings(_settings(job, server)))
        stack.callback(_settle, job, server)
        with _lost_connection_told(server):
            yield


def _settings(job: Job, server: PrefectServer) -> dict[Any, Any]:
    from prefect.settings import PREFECT_API_URL, PREFECT_LOCAL_STORAGE_PATH, PREFECT_LOGGING_TO_API_BATCH_INTERVAL

    return {
        PREFECT_API_URL: server.api_url,
        PREFECT_LOGGING_TO_API_BATCH_INTERVAL: _SEND_LOGS_EVERY_S,
        # An exception that ends a task is stored whatever `persist_result` says, and where Prefect was imported before
        # the variables above were set, or another server was chosen, that would be the user's own home.
        PREFECT_LOCAL_STORAGE_PATH: job.workspace.prefect_home / "storage",
    }


def _unless_busy(job: Job) -> Listener:
    """Return a listener that tells of waiting only while nothing else goes on that could be told of."""

    def tell(event: Event) -> None:
        if job.idle():
            job.listener(event)

    return tell


def begin_stages(job: Job) -> None:
    """Begin reading and counting the notes, which needs no Prefect, in a thread."""

    def read_then_count() -> object:
        from epicrisis.flows import stages

        data = stages.generate_data(job)
        job.begin("features", lambda: stages.engineer_features(job, data))
        return data

    job.begin("data", read_then_count)


def _settle(job: Job, server: PrefectServer) -> None:
    """Send what Prefect's background workers hold while the server is there; what cannot be sent is let go.

    Left alone they would try for minutes at the interpreter's exit to reach a server that has gone.
    """
    from prefect.events.worker import EventsWorker  # its class methods speak for the workers of every kind

    there = healthy(server.api_url)
    if not there:
        for worker in tuple(EventsWorker._instances.values()):  # type: ignore[misc]
            with suppress(queue.Empty):
                while True:
                    worker._queue.get_nowait()
    EventsWorker.drain_all(timeout=_SETTLE_LIMIT_S if there else _GIVE_UP_LIMIT_S)
    if there and server.temporary:
        with suppress(Exception):  # the run itself is over; its page may lack a state
            _await_states(job)


def _await_states(job: Job) -> None:
    """Wait until the server has written the task runs' states, which travel as events and are written in batches."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import TaskRunSort

    deadline = time.monotonic() + _SETTLE_LIMIT_S
    mine = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(job.flow_run_id)] if job.flow_run_id else []))
    with get_client(sync_client=True) as client:
        while time.monotonic() < deadline:
            runs = client.read_task_runs(flow_run_filter=mine, limit=200, sort=TaskRunSort.NAME_ASC)
            if runs and all(run.state is not None and run.state.is_final() for run in runs):
                return
            time.sleep(0.1)


@contextmanager
def _lost_connection_told(server: PrefectServer) -> Iterator[None]:
    import httpx

    try:
        yield
    except httpx.TransportError as error:
        raise OrchestratorUnavailable(
            "The connection to Prefect at {url} was lost. Finished trials are kept: the same command goes on, with "
            "--no-orchestrator also without Prefect.",
            url=server.api_url,
        ) from error


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """Hold environment variables while the body runs: Prefect reads its home and its switches from nowhere else."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
