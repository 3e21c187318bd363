"""``epicrisis report``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.browser import open_in_browser
from epicrisis.cli.call import Call
from epicrisis.cli.options import OpenOption


def report(
    call: Call,
    run: Annotated[
        str, typer.Argument(metavar="RUN", show_default=False, help="The run or comparison; the latest if none.")
    ] = "",
    open_page: OpenOption = False,
    tripod: Annotated[
        bool, typer.Option("--tripod", help="Fill TRIPOD+AI, PROBAST+AI and a model card from the run.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Send runs that MLflow has not received yet.")] = False,
) -> None:
    """Rebuild the report of a run or a comparison in the language asked for, or open it.

    Parameters
    ----------
    call : Call
        The common options.
    run : str
        The run or comparison: its folder under reports/ in the workspace, or the beginning of a run's MLflow id.
    open_page : bool
        Whether to open the page in the browser.
    tripod : bool
        Whether to write the record of the reporting guidelines too.
    send : bool
        Whether to send what MLflow has not received.

    Raises
    ------
    SourceNotFound
        There is no such run.
    UsageError
        ``--tripod`` of a comparison.
    TrackingUnavailable
        MLflow cannot be reached.
    """
    from epicrisis.cli.rebuilding import rebuild, send_waiting

    console = call.console
    settings = call.settings().settings
    sent = send_waiting(settings, console.listen) if send else []
    for run_id in sent:
        console.show(console.translate("Sent to MLflow: {run}", run=run_id))
    if send and not sent:
        console.show(console.translate("Nothing waits to be sent."))
    found = rebuild(settings, run, tripod=tripod)
    if console.as_json:
        places = {"report_html": str(found.html), "report_md": str(found.markdown), "report_json": str(found.json)}
        console.show_json({"run_id": found.run_id, **places, "sent": sent, **found.guidelines})
    console.show(*found.lines)
    if open_page:
        open_in_browser(found.shown.as_uri())
