"""What ``epicrisis up`` tells the other commands of its workspace: who it is and where its pages are."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from epicrisis.workspace import Workspace, write_whole


class ServicesState(BaseModel):
    """The running ``epicrisis up`` of a workspace.

    Parameters
    ----------
    pid : int
        Its process.
    started : float
        When that process started, in seconds since 1970; tells it from a later one with the same number.
    prefect_api, prefect_page, mlflow_page : str
        Addresses of Prefect's API, Prefect's page and MLflow's page; empty for one that runs elsewhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    started: float
    prefect_api: str
    prefect_page: str
    mlflow_page: str

    @property
    def alive(self) -> bool:
        """Whether that very process still runs."""
        try:
            return abs(psutil.Process(self.pid).create_time() - self.started) < 1.0
        except psutil.Error:
            return False


def state_file(workspace: Workspace) -> Path:
    """Return the file that holds the state."""
    return workspace.root / "up.json"


def read_state(workspace: Workspace) -> ServicesState | None:
    """Return the state of the running ``epicrisis up``; None if there is none, or only what a dead one left."""
    try:
        state = ServicesState.model_validate_json(state_file(workspace).read_bytes())
    except (OSError, ValidationError):
        return None
    return state if state.alive else None


def write_state(workspace: Workspace, *, prefect_api: str, prefect_page: str, mlflow_page: str) -> ServicesState:
    """Record this process as the workspace's ``epicrisis up``."""
    state = ServicesState(
        pid=os.getpid(),
        started=psutil.Process().create_time(),
        prefect_api=prefect_api,
        prefect_page=prefect_page,
        mlflow_page=mlflow_page,
    )
    write_whole(state_file(workspace), state.model_dump_json(indent=2))
    return state


def forget_state(workspace: Workspace) -> None:
    """Remove the state."""
    state_file(workspace).unlink(missing_ok=True)
