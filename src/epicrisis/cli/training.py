"""Training from the command line: the work, and what is told of it afterwards."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from epicrisis.cli.pages import command_name, page_lines
from epicrisis.cli.table import shown_path
from epicrisis.flows.run import run_train
from epicrisis.reports.wording import Wording

if TYPE_CHECKING:
    from epicrisis.cli.console import Console
    from epicrisis.flows.records import RunRecord
    from epicrisis.settings.loading import LoadedSettings


def train_and_tell(
    console: Console,
    loaded: LoadedSettings,
    *,
    model: str | None = None,
    nested: bool = False,
    refresh: bool = False,
    orchestrator: bool = True,
) -> None:
    """Train one model and show what came of it.

    Parameters
    ----------
    console : Console
        Where it is shown.
    loaded : LoadedSettings
        The settings.
    model : str or None
        Name or alias; the first of ``search.models`` if None.
    nested : bool
        Whether the search is repeated within each outer fold.
    refresh : bool
        Whether the source is read although nothing has changed.
    orchestrator : bool
        Whether Prefect runs the stages.

    Raises
    ------
    EpicrisisError
        Whatever went wrong, in one sentence.
    """
    record = run_train(
        loaded, model=model, nested=nested, refresh=refresh, orchestrator=orchestrator, listener=console.listen
    )
    console.settle()
    if console.as_json:
        console.show_json(record.to_json())
        return
    # Not before: they bring in what the run imports beside the start of Prefect's server.
    from epicrisis.cli.summary import summary_lines
    from epicrisis.reports.report import read_report

    report = read_report(Path(record.report_html).with_name("report.json"))
    console.show("", *summary_lines(report, console.language), "", *_places(console, record, loaded))


def _places(console: Console, record: RunRecord, loaded: LoadedSettings) -> list[str]:
    """Say how long it took and where to look."""
    took = console.translate(
        "{duration} in all; at most {memory} MB of memory.",
        duration=Wording(console.language).duration(record.timings["total_s"]),
        memory=round(record.peak_rss_mb),
    )
    report = console.translate("Report: {path}", path=shown_path(record.report_html))
    if record.model_uri is None:
        waiting = console.translate(
            "MLflow has not received this run. Once it can be reached: {command} report --send",
            command=command_name(os.environ),
        )
        return [took, report, waiting]
    return [
        took,
        report,
        console.translate("Model: {uri} in {tracking}", uri=record.model_uri, tracking=record.tracking_uri),
        *page_lines(console, loaded, os.environ, orchestrated=record.flow_run_id is not None),
    ]
