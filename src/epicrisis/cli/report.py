"""``epicrisis report``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.browser import open_in_browser
from epicrisis.cli.call import Call
from epicrisis.cli.options import OpenOption
from epicrisis.errors import UsageError


def report(
    call: Call,
    runs: Annotated[
        list[str] | None,
        typer.Argument(metavar="RUN", show_default=False, help="The run or comparison; the latest if none."),
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Rank the named runs, two or more, side by side.")] = False,
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
    runs : list of str
        The run or comparison: its folder under reports/ in the workspace, or the beginning of a run's MLflow id.
    compare : bool
        Whether to write one leaderboard of several runs that are there already.
    open_page : bool
        Whether to open the page in the browser.
    tripod : bool
        Whether to write the record of the reporting guidelines too.
    send : bool
        Whether to send what MLflow has not received.

    Raises
    ------
    UsageError
        Several runs were named without --compare, or fewer than two with it; or ``--tripod`` of a comparison.
    SourceNotFound
        There is no such run.
    DataError
        The runs to compare are not of the same rows.
    TrackingUnavailable
        MLflow cannot be reached.
    """
    from epicrisis.cli.rebuilding import rebuild, rebuild_side_by_side, send_waiting

    console = call.console
    settings = call.settings().settings
    sent = send_waiting(settings, console.listen) if send else []
    for run_id in sent:
        console.show(console.translate("Sent to MLflow: {run}", run=run_id))
    if send and not sent:
        console.show(console.translate("Nothing waits to be sent."))
    named = runs or []
    if len(named) > 1 and not compare:
        raise UsageError("Several runs are written as one page with --compare: epicrisis report --compare RUN RUN.")
    if compare and tripod:
        raise UsageError("--tripod is about one run: leave --compare out.")
    found = rebuild_side_by_side(settings, named) if compare else rebuild(settings, *named, tripod=tripod)
    if console.as_json:
        places = {"report_html": str(found.html), "report_md": str(found.markdown), "report_json": str(found.json)}
        console.show_json({"run_id": found.run_id, **places, "sent": sent, **found.guidelines})
    console.show(*found.lines)
    if open_page:
        open_in_browser(found.shown.as_uri())
