"""``epicrisis up``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.browser import open_in_browser
from epicrisis.cli.call import Call
from epicrisis.cli.options import OpenOption


def up(
    call: Call,
    prefect_port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port of Prefect's page.")] = 4200,
    mlflow_port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="Port of MLflow's page.")] = 5000,
    open_pages: OpenOption = False,
) -> None:
    """Show Prefect's and MLflow's pages with the runs of this workspace, until Ctrl-C.

    Parameters
    ----------
    call : Call
        The common options.
    prefect_port, mlflow_port : int
        Ports wanted; the next free ones are taken where these are in use.
    open_pages : bool
        Whether to open both in the browser.

    Raises
    ------
    UsageError
        It runs already for this workspace.
    OutsideError
        A server did not start, or ended by itself.
    """
    from epicrisis.flows.services import start_services

    console = call.console
    loaded = call.settings()
    console.tell(console.translate("Starting Prefect and MLflow …"))
    try:
        with start_services(
            loaded, prefect_port=prefect_port, mlflow_port=mlflow_port, listener=console.listen
        ) as services:
            pages = {"prefect": services.state.prefect_page, "mlflow": services.state.mlflow_page}
            if console.as_json:
                console.show_json(pages)
            console.show(f"Prefect  {pages['prefect']}", f"MLflow   {pages['mlflow']}")
            console.tell(console.translate("Both pages are on this machine only. Ctrl-C ends them."))
            if open_pages:
                open_in_browser(*pages.values())
            services.wait()
    except KeyboardInterrupt:
        console.tell(console.translate("Ended."))
