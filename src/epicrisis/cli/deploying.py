"""The Prefect server that deployments are served to."""

from __future__ import annotations

import os

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.flows.server import configured_api, healthy, home_environment
from epicrisis.flows.settings_environment import settings_environment
from epicrisis.flows.state import read_state
from epicrisis.settings.loading import LoadedSettings
from epicrisis.workspace import open_workspace


def server_environment(loaded: LoadedSettings) -> str:
    """Put into this process's environment what Prefect and the runs that it starts need, and return the address.

    Parameters
    ----------
    loaded : LoadedSettings
        The settings; runs get the same.

    Raises
    ------
    OrchestratorUnavailable
        No server is configured or running, or it does not answer.
    """
    workspace = open_workspace(loaded.settings.workspace.dir)
    chosen, state = configured_api(), read_state(workspace)
    if not chosen and state is None:
        raise OrchestratorUnavailable(
            "No Prefect server runs for this workspace. Start one in another terminal with epicrisis up, or set "
            "PREFECT_API_URL."
        )
    address = chosen or (state.prefect_api if state is not None else "")
    if not healthy(address, timeout=10):
        raise OrchestratorUnavailable("Prefect does not answer at {url}.", url=address)
    home = {} if chosen else home_environment(workspace)
    os.environ.update(
        {**home, "PREFECT_API_URL": address, "PREFECT_LOGGING_LEVEL": "WARNING", **settings_environment(loaded)}
    )
    return address
