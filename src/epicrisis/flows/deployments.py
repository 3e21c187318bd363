"""The flows as Prefect deployments: started from Prefect's page with a form, or on a schedule.

``python -m epicrisis.flows.deployments [CONFIG]`` is what ``epicrisis up`` starts beside the pages.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.types.entrypoint import EntrypointType

from epicrisis.flows.compare import compare_models_flow
from epicrisis.flows.train import train_model_flow


def make_deployments(config: Path | None, cron: str = "") -> list[RunnerDeployment]:
    """Return both flows as deployments.

    Parameters
    ----------
    config : Path or None
        The settings file, the form's default.
    cron : str
        When to train by itself; empty means only when asked to.
    """
    name = "scheduled" if cron else "epicrisis"
    parameters = {"config": str(config.absolute())} if config else {}
    flows: list[Flow[Any, Any]] = [train_model_flow] if cron else [train_model_flow, compare_models_flow]
    return [
        RunnerDeployment.from_flow(
            flow,
            name,
            parameters=parameters,
            cron=cron or None,
            tags=["epicrisis"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow in flows
    ]


def serve_flows(config: Path | None, cron: str = "") -> None:
    """Serve the deployments to the Prefect server of the environment until Ctrl-C; runs get processes of their own."""
    serve(*make_deployments(config, cron), print_starting_message=False)


if __name__ == "__main__":
    serve_flows(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
