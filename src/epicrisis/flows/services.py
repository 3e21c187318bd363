"""What ``epicrisis up`` starts: Prefect's server with its page, MLflow's page, and the flows, ready to be run.

All of them listen on this machine only, are children of this process, and end with it.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType

from filelock import FileLock, Timeout

from epicrisis.errors import OrchestratorUnavailable, OutsideError, TrackingUnavailable, UsageError
from epicrisis.flows.children import LOOPBACK, Child, answers, free_port, start_child, wait_until
from epicrisis.flows.server import FOREIGN, START_LIMIT_S, configured_api, healthy, home_environment, start_prefect
from epicrisis.flows.settings_environment import settings_environment
from epicrisis.flows.state import ServicesState, forget_state, read_state, write_state
from epicrisis.progress import Listener, notice, silent
from epicrisis.settings.loading import LoadedSettings
from epicrisis.tracking.address import Address, mask, resolve_address
from epicrisis.workspace import Workspace, open_workspace


@dataclass(frozen=True)
class Services:
    """The running pages of a workspace.

    Parameters
    ----------
    state : ServicesState
        Their addresses.
    children : tuple of Child
        Their processes.
    """

    state: ServicesState
    children: tuple[Child, ...]

    def wait(self) -> None:
        """Return only by Ctrl-C or SIGTERM, as KeyboardInterrupt.

        Raises
        ------
        OutsideError
            One of the processes ended by itself.
        """
        while True:
            for child in self.children:
                if not child.running:
                    raise OutsideError("{name} ended by itself; its log is {log}.", name=child.name, log=child.log)
            time.sleep(0.5)


@contextmanager
def start_services(
    loaded: LoadedSettings, *, prefect_port: int = 4200, mlflow_port: int = 5000, listener: Listener = silent
) -> Iterator[Services]:
    """Start the pages of a workspace and end them when the context is left.

    A server that the settings or the environment already name is not started again: ``PREFECT_API_URL`` and an
    ``http`` address in ``tracking.uri`` are shown as they are.

    Parameters
    ----------
    loaded : LoadedSettings
        The settings.
    prefect_port, mlflow_port : int
        Ports wanted; the next free one is taken, and said, where one is in use.
    listener : callable
        Told what is waited for.

    Raises
    ------
    UsageError
        ``epicrisis up`` already runs for this workspace.
    OrchestratorUnavailable, TrackingUnavailable
        A server did not start.
    """
    workspace = open_workspace(loaded.settings.workspace.dir)
    with ExitStack() as stack:
        stack.enter_context(_only_one(workspace))
        stack.enter_context(_sigterm_as_interrupt())
        address = resolve_address(loaded.settings, workspace)
        mlflow_page, mlflow = _start_mlflow(address, workspace, mlflow_port, stack, listener)
        prefect_page, prefect = _start_prefect(workspace, prefect_port, stack, listener)
        stack.callback(forget_state, workspace)
        state = write_state(
            workspace, prefect_api=f"{prefect_page}/api", prefect_page=prefect_page, mlflow_page=mlflow_page
        )
        _await_prefect(prefect_page, prefect, listener)
        flows = stack.enter_context(_start_deployments(loaded, workspace, prefect_page))
        _await_mlflow(mlflow_page, mlflow, listener)
        yield Services(state, tuple(child for child in (prefect, mlflow, flows) if child is not None))


def _start_prefect(workspace: Workspace, wanted: int, stack: ExitStack, listener: Listener) -> tuple[str, Child | None]:
    if chosen := configured_api():
        return chosen.removesuffix("/api"), None
    port = _port(wanted, "Prefect", listener)
    page = f"http://{LOOPBACK}:{port}"
    child = start_prefect(workspace, port, {"PREFECT_UI_API_URL": f"{page}/api"})
    return page, stack.enter_context(child)


def _await_prefect(page: str, child: Child | None, listener: Listener) -> None:
    if child is None:
        if not healthy(f"{page}/api", timeout=10):
            raise OrchestratorUnavailable(
                "Prefect does not answer at {url} (PREFECT_API_URL or the active Prefect profile). Start it or "
                "correct the address; without one, epicrisis starts a server of its own.",
                url=page,
            )
    elif not wait_until(
        lambda: healthy(f"{page}/api"),
        child=child,
        limit=START_LIMIT_S,
        tell=lambda seconds: notice(
            listener, "Waiting for Prefect's server to start ({seconds} s so far).", seconds=seconds
        ),
    ):
        raise OrchestratorUnavailable("Prefect's server did not start; its log is {log}.", log=child.log)


def _start_mlflow(
    address: Address, workspace: Workspace, wanted: int, stack: ExitStack, listener: Listener
) -> tuple[str, Child | None]:
    if address.uri.startswith(("http://", "https://")):
        return mask(address.uri), None
    port = _port(wanted, "MLflow", listener)
    artifacts = address.artifacts or workspace.mlflow_artifacts
    artifacts.mkdir(parents=True, exist_ok=True)
    child = start_child(
        "MLflow",
        "mlflow",
        *("server", "--host", LOOPBACK, "--port", str(port), "--workers", "1"),
        *("--artifacts-destination", artifacts.as_uri(), "--default-artifact-root", artifacts.as_uri()),
        log=workspace.logs / "mlflow-server.log",
        environment={
            # Not on the command line, where every user of the machine could read a password in it.
            "MLFLOW_BACKEND_STORE_URI": address.uri,
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "DO_NOT_TRACK": "true",
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        },
        without=frozenset({"MLFLOW_TRACKING_URI", "MLFLOW_RUN_ID"}),
    )
    return f"http://{LOOPBACK}:{port}", stack.enter_context(child)


def _await_mlflow(page: str, child: Child | None, listener: Listener) -> None:
    if child is None:
        return
    if not wait_until(
        lambda: answers(f"{page}/health"),
        child=child,
        limit=START_LIMIT_S,
        tell=lambda seconds: notice(
            listener, "Waiting for MLflow's server to start ({seconds} s so far).", seconds=seconds
        ),
    ):
        raise TrackingUnavailable("MLflow's server did not start; its log is {log}.", log=child.log)


def _start_deployments(loaded: LoadedSettings, workspace: Workspace, prefect_page: str) -> Child:
    place = {"PREFECT_API_URL": f"{prefect_page}/api"}
    if not configured_api():
        place |= home_environment(workspace)
    return start_child(
        "Prefect's deployments",
        "epicrisis.flows.deployments",
        *([str(loaded.path)] if loaded.path else []),
        log=workspace.logs / "deployments.log",
        environment={**place, **settings_environment(loaded)},
        without=frozenset() if configured_api() else FOREIGN,
    )


def _port(wanted: int, name: str, listener: Listener) -> int:
    port = free_port(wanted)
    if port != wanted:
        notice(listener, "Port {wanted} is in use; {name} gets {port}.", wanted=wanted, name=name, port=port)
    return port


@contextmanager
def _only_one(workspace: Workspace) -> Iterator[None]:
    lock = FileLock(workspace.root / "up.lock", timeout=0)
    try:
        with lock:
            forget_state(workspace)  # whoever left it is gone, or the lock would be held
            yield
    except Timeout as error:
        state = read_state(workspace)
        if state is None:
            raise UsageError("`epicrisis up` is just starting or ending for this workspace. Try again.") from error
        raise UsageError(
            "`epicrisis up` already runs for this workspace (process {pid}): {prefect} and {mlflow}. Use its pages, "
            "or end it first with Ctrl-C.",
            pid=state.pid,
            prefect=state.prefect_page,
            mlflow=state.mlflow_page,
        ) from error


@contextmanager
def _sigterm_as_interrupt() -> Iterator[None]:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
