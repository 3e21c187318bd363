"""``epicrisis report``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.browser import open_in_browser
from epicrisis.cli.call import Call
from epicrisis.cli.options import OpenOption


def report(
    call: Call,
    run: Annotated[str, typer.Argument(metavar="RUN", show_default=False, help="The run; the latest if none.")] = "",
    open_page: OpenOption = False,
    send: Annotated[bool, typer.Option("--send", help="Send runs that MLflow has not received yet.")] = False,
) -> None:
    """Rebuild the report of a run in the language asked for, or open it.

    Parameters
    ----------
    call : Call
        The common options.
    run : str
        The run: its folder under reports/ in the workspace, or the beginning of its MLflow id.
    open_page : bool
        Whether to open the page in the browser.
    send : bool
        Whether to send what MLflow has not received.

    Raises
    ------
    SourceNotFound
        There is no such run.
    TrackingUnavailable
        MLflow cannot be reached.
    """
    from epicrisis.cli.rebuilding import rebuild, send_waiting
    from epicrisis.cli.summary import summary_lines
    from epicrisis.cli.table import shown_path

    console = call.console
    settings = call.settings().settings
    sent = send_waiting(settings, console.listen) if send else []
    found, files = rebuild(settings, run)
    if console.as_json:
        places = {"report_html": str(files.html), "report_md": str(files.markdown), "report_json": str(files.json)}
        console.show_json({"run_id": found.run.run_id, **places, "sent": sent})
    for run_id in sent:
        console.show(console.translate("Sent to MLflow: {run}", run=run_id))
    console.show(
        *summary_lines(found, console.language), "", console.translate("Report: {path}", path=shown_path(files.html))
    )
    if open_page:
        open_in_browser(files.html.as_uri())
