"""``epicrisis compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.call import Call
from epicrisis.cli.options import (
    NestedOption,
    NoOrchestratorOption,
    RefreshOption,
    RowsOption,
    TimeoutOption,
    TrialsOption,
)


def compare(
    call: Call,
    models: Annotated[
        str, typer.Option(metavar="A,B", help="Models, parted by commas; those of search.models if none.")
    ] = "",
    metrics: Annotated[str, typer.Option(metavar="X,Y", help="Metrics, parted by commas; search.metric if none.")] = "",
    rows: RowsOption = None,
    trials: TrialsOption = None,
    timeout: TimeoutOption = None,
    nested: NestedOption = False,
    refresh: RefreshOption = False,
    no_orchestrator: NoOrchestratorOption = False,
) -> None:
    """Compare several models and metrics on the same notes, split and folds: one leaderboard.

    Parameters
    ----------
    call : Call
        The common options.
    models, metrics : str
        Names, parted by commas.
    rows, trials, timeout : optional
        Stand for the settings ``source.rows``, ``search.trials`` and ``search.timeout``.
    nested : bool
        Whether each search is repeated within each outer fold.
    refresh : bool
        Whether to read the source although nothing has changed.
    no_orchestrator : bool
        Whether the stages run without Prefect.
    """
    from epicrisis.flows.run import run_compare

    console = call.console
    loaded = call.settings(source__rows=rows, search__trials=trials, search__timeout=timeout)
    record = run_compare(
        loaded,
        models=_names(models),
        metrics=_names(metrics),
        nested=nested,
        refresh=refresh,
        orchestrator=not no_orchestrator,
        listener=console.listen,
    )
    console.settle()
    if console.as_json:
        console.show_json(record.to_json())
        return
    # Not before: it brings in what the run imports beside the start of Prefect's server.
    from epicrisis.cli.leaderboard import leaderboard_lines

    console.show("", *leaderboard_lines(record, console.language))


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]
