"""``epicrisis deploy``."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from epicrisis.cli.call import Call


def deploy(
    call: Call,
    cron: Annotated[
        str,
        typer.Option(
            metavar="CRON", show_default=False, help="When to train, as in '0 3 * * 1'; never by itself if none."
        ),
    ] = "",
) -> None:
    """Serve the flows as Prefect deployments: start them from Prefect's page, or on a schedule.

    Parameters
    ----------
    call : Call
        The common options.
    cron : str
        When to train by itself; empty means only when asked to.

    Raises
    ------
    UsageError
        The schedule cannot be read.
    OrchestratorUnavailable
        There is no Prefect server to deploy to.
    """
    from epicrisis.cli.deploying import server_environment
    from epicrisis.errors import UsageError

    console = call.console
    loaded = call.settings()
    address = server_environment(loaded)
    from epicrisis.flows.deployments import make_deployments, serve_flows

    try:
        names = [deployment.full_name for deployment in make_deployments(loaded.path, cron)]
    except ValueError as error:
        raise UsageError("--cron takes five fields, as in '0 3 * * 1', not {cron!r}.", cron=cron) from error
    if console.as_json:
        console.show_json({"prefect": address, "deployments": names})
    console.show(console.translate("Ready at {url}: {names}", url=address, names=", ".join(names)))
    console.tell(console.translate("Runs start while this command runs. Ctrl-C ends it."))
    with suppress(KeyboardInterrupt):  # which Prefect may keep to itself
        serve_flows(loaded.path, cron)
    console.tell(console.translate("Ended."))
