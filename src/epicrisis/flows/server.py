"""Which Prefect server a run talks to, and the temporary one that is started when there is none.

In this order: the server that ``PREFECT_API_URL`` or the user's Prefect profile names; the one that ``epicrisis up``
runs for this workspace; a temporary one whose database is in the workspace, so that ``epicrisis up`` shows its runs
later. Nothing is written to the user's own Prefect home, unless ``PREFECT_HOME`` asks for it.

A temporary server needs ten seconds to start, and fifteen more the first time to make its database: start it first,
work beside it, and wait for it last.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.flows.children import LOOPBACK, Child, answers, free_port, start_child, wait_until
from epicrisis.flows.state import read_state
from epicrisis.progress import Listener, notice, silent
from epicrisis.workspace import Workspace

START_LIMIT_S = 300.0

NO_TELEMETRY = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}

# A profile of the user's is unknown in the workspace's home, and his server's address is not the one to start.
FOREIGN = frozenset({"PREFECT_PROFILE", "PREFECT_PROFILES_PATH", "PREFECT_API_URL", "PREFECT_API_KEY"})


def home_environment(workspace: Workspace) -> dict[str, str]:
    """Return the variables that put everything of Prefect into the workspace, or leave it where the user has put it."""
    if _home_chosen():
        return dict(NO_TELEMETRY)
    home = workspace.prefect_home
    return {
        **NO_TELEMETRY,
        "PREFECT_HOME": str(home),
        "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{(home / 'prefect.db').as_posix()}",
        "PREFECT_UI_STATIC_DIRECTORY": str(home / "ui"),
    }


def configured_api(environ: Mapping[str, str] | None = None, home: Path | None = None) -> str:
    """Return the address of the Prefect API that the user has chosen, or an empty string.

    Parameters
    ----------
    environ : mapping of str to str, optional
        The environment; this process's by default.
    home : Path, optional
        The user's Prefect home; ``~/.prefect`` by default.
    """
    environ = os.environ if environ is None else environ
    if url := environ.get("PREFECT_API_URL", ""):
        return url.rstrip("/")
    home = home or Path(environ.get("PREFECT_HOME") or Path.home() / ".prefect")
    profiles_file = Path(environ.get("PREFECT_PROFILES_PATH") or home / "profiles.toml")
    try:
        profiles = tomllib.loads(profiles_file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return ""
    active = environ.get("PREFECT_PROFILE") or profiles.get("active", "")
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL", "")
    return str(url).rstrip("/")


def healthy(api_url: str, *, timeout: float = 2.0) -> bool:
    """Tell whether a Prefect API answers at this address."""
    return answers(f"{api_url}/health", timeout=timeout)


@dataclass
class PrefectServer:
    """A Prefect API to talk to.

    Parameters
    ----------
    api_url : str
        Its address, ending in ``/api``.
    environment : dict of str to str
        What this process's environment must hold to talk to it.
    child : Child or None
        The temporary server's process; None for one that was there before.
    """

    api_url: str
    environment: dict[str, str]
    child: Child | None = None

    @property
    def temporary(self) -> bool:
        """Whether it ends with this run."""
        return self.child is not None

    def wait(
        self,
        *,
        limit: float = START_LIMIT_S,
        listener: Listener = silent,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """Wait until it answers.

        Parameters
        ----------
        limit : float
            Seconds to wait at most.
        listener : callable
            Told that one is waiting.
        meanwhile : callable
            Called several times a second; what it raises ends the wait.

        Raises
        ------
        OrchestratorUnavailable
            It ended or did not answer in time.
        """
        if self.child is None:
            return

        def ready() -> bool:
            meanwhile()
            return healthy(self.api_url)

        answered = wait_until(
            ready,
            child=self.child,
            limit=limit,
            tell=lambda seconds: notice(
                listener, "Waiting for Prefect's server to start ({seconds} s so far).", seconds=seconds
            ),
        )
        if answered:
            return
        if not self.child.running:
            raise OrchestratorUnavailable(
                "Prefect's temporary server ended while starting; its log is {log}. "
                "--no-orchestrator runs without Prefect.",
                log=self.child.log,
            )
        raise OrchestratorUnavailable(
            "Prefect's temporary server did not answer within {seconds} s; its log is {log}. "
            "--no-orchestrator runs without Prefect.",
            seconds=round(limit),
            log=self.child.log,
        )

    def stop(self) -> None:
        """End the temporary server; leave any other alone."""
        if self.child is not None:
            self.child.stop()


def find_server(workspace: Workspace) -> PrefectServer:
    """Return the server that a run of this workspace talks to, starting a temporary one if there is none.

    A temporary server is still starting when this returns: ``wait`` for it, and ``stop`` it in the end.

    Raises
    ------
    OrchestratorUnavailable
        The server that the user has chosen does not answer.
    """
    if api_url := configured_api():
        if not healthy(api_url, timeout=10):
            raise OrchestratorUnavailable(
                "Prefect does not answer at {url} (PREFECT_API_URL or the active Prefect profile). Start it, correct "
                "the address, or run without it: --no-orchestrator.",
                url=api_url,
            )
        return PrefectServer(api_url, {**NO_TELEMETRY, "PREFECT_API_URL": api_url})
    state = read_state(workspace)
    if state is not None and healthy(state.prefect_api):
        return PrefectServer(state.prefect_api, {**home_environment(workspace), "PREFECT_API_URL": state.prefect_api})
    port = free_port()
    # Prefect's own name for a server without pages and without the services that only schedules need.
    child = start_prefect(workspace, port, {"PREFECT__SERVER_EPHEMERAL": "1"})
    api_url = f"http://{LOOPBACK}:{port}/api"
    return PrefectServer(api_url, {**home_environment(workspace), "PREFECT_API_URL": api_url}, child)


def start_prefect(workspace: Workspace, port: int, switches: Mapping[str, str]) -> Child:
    """Start a Prefect server for a workspace and return at once.

    Parameters
    ----------
    workspace : Workspace
        Where its database and log are.
    port : int
        Where it listens, on this machine only.
    switches : mapping of str to str
        Further variables of its environment.
    """
    workspace.prefect_home.mkdir(parents=True, exist_ok=True)
    return start_child(
        "Prefect",
        "uvicorn",
        *("--factory", "prefect.server.api.server:create_app"),
        *("--host", LOOPBACK, "--port", str(port), "--log-level", "error"),
        log=workspace.logs / "prefect-server.log",
        environment={**home_environment(workspace), "PREFECT__SERVER_FINAL": "1", **switches},
        without=frozenset() if _home_chosen() else FOREIGN,
    )


def _home_chosen() -> bool:
    return bool(os.environ.get("PREFECT_HOME"))
