"""What one run works on, and how it reaches a flow.

Prefect stores a run's parameters and shows them, so that no password may be among them. In the process that starts a
run, the whole `Job` is handed over beside the parameters, in a context variable. In the process of a run started from
Prefect's page, it is made from the parameters and from the settings file and environment that they point to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from epicrisis.errors import EpicrisisError
from epicrisis.progress import Listener, silent
from epicrisis.settings.loading import LoadedSettings
from epicrisis.settings.schema import Settings
from epicrisis.workspace import open_workspace

if TYPE_CHECKING:
    from epicrisis.tracking.tracker import Tracker
    from epicrisis.training.learning import Known

T = TypeVar("T")


def job_settings(loaded: LoadedSettings) -> Settings:
    """Return the settings that a run goes by.

    A project that names no source yet trains on the artificial clinic, and what that gives must not become the newest
    version of the model that the project registers. Without a settings file there is no project to protect.
    """
    settings = loaded.settings
    if loaded.path is None or settings.source.configured:
        return settings
    tracking = settings.tracking.model_copy(update={"register_as": ""})
    return settings.model_copy(update={"tracking": tracking})


class Job:
    """One run. Not a dataclass: Prefect would walk through its fields and copy them.

    Parameters
    ----------
    settings : Settings
        The settings, secrets included.
    refresh : bool
        Whether the source is read although nothing has changed.
    listener : callable
        Told how it goes on.
    nested : bool
        Whether each search is repeated within each outer fold: nested cross-validation.

    Attributes
    ----------
    workspace : Workspace
        Where it leaves its files.
    started : float
        When it began, by ``time.perf_counter``.
    waited : float
        Seconds spent on nothing but waiting for Prefect's server.
    failure : Exception or None
        The error that ended it, as it was raised; Prefect is told one without the data's values.
    flow_run_id : str or None
        The Prefect flow run; None without Prefect.
    comparing : bool
        Whether it trains the candidates of a comparison, of which only the first may become the challenger.
    metrics : list of str
        The metrics of a comparison, by which every candidate is measured.
    known : mapping
        What was learned, by model and metric, for a blend of it.
    """

    def __init__(
        self, settings: Settings, *, refresh: bool = False, listener: Listener = silent, nested: bool = False
    ) -> None:
        self.settings = settings
        self.workspace = open_workspace(settings.workspace.dir)
        self.refresh = refresh
        self.listener = listener
        self.nested = nested
        self.started = time.perf_counter()
        self.waited = 0.0
        self.failure: Exception | None = None
        self.flow_run_id: str | None = None
        self.comparing = False
        self.metrics: list[str] = []
        self.known: Known = {}
        self._begun: dict[str, Future[object]] = {}
        self._last_end = self.started

    @cached_property
    def tracker(self) -> Tracker:
        """MLflow, as this run sees it."""
        from epicrisis.tracking.tracker import Tracker  # scikit-learn comes with it

        return Tracker(self.settings, self.workspace)

    def begin_tracking(self) -> None:
        """Begin to prepare MLflow: its import and its database take ten seconds the first time."""
        self.begin("tracking", lambda: self.tracker.prepare())

    def begin(self, stage: str, work: Callable[[], object]) -> None:
        """Begin a stage in a thread of its own, beside something else that takes long."""
        future: Future[object] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
                future.set_exception(error)
            self._last_end = time.perf_counter()

        self._begun[stage] = future
        # A daemon: Ctrl-C must not wait for a long query to end.
        Thread(target=run, name=f"epicrisis {stage}", daemon=True).start()

    def carry_out(self, stage: str, work: Callable[[], T]) -> T:
        """Return the result of a stage that was begun, or carry it out now. What was begun is given once."""
        begun = self._begun.pop(stage, None)
        if begun is None:
            return work()
        while not begun.done():
            time.sleep(0.02)  # a wait inside the future would be deaf to Ctrl-C on Windows
        return begun.result()  # type: ignore[return-value]

    def idle(self) -> float:
        """Return for how many seconds nothing that was begun has run."""
        running = any(not future.done() for future in list(self._begun.values()))
        return 0.0 if running else time.perf_counter() - self._last_end

    def raise_if_failed(self) -> None:
        """Raise the error of a begun stage that has failed already: nothing else needs to be waited for."""
        for future in list(self._begun.values()):
            error = future.exception() if future.done() else None
            if isinstance(error, EpicrisisError):
                raise error


_handed_over: ContextVar[Job | None] = ContextVar("epicrisis_job", default=None)


@contextmanager
def handing_over(job: Job) -> Iterator[None]:
    """Hand a job to the flow that the body calls."""
    token = _handed_over.set(job)
    try:
        yield
    finally:
        _handed_over.reset(token)


def handed_over() -> Job | None:
    """Return the job that was handed over to the running flow, if it was started in this process."""
    return _handed_over.get()
