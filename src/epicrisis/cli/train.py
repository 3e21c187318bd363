"""``epicrisis train``."""

from __future__ import annotations

from typing import Annotated

import typer

from epicrisis.cli.call import Call
from epicrisis.cli.options import (
    MetricOption,
    NestedOption,
    NoOrchestratorOption,
    RefreshOption,
    RowsOption,
    TimeoutOption,
    TrialsOption,
)


def train(
    call: Call,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Model: logistic_regression, linear_svm, ridge, complement_nb, sgd, random_forest, extra_trees, "
            "lightgbm, encoder, dummy, blend, or one that an installed package adds.",
        ),
    ] = None,
    rows: RowsOption = None,
    metric: MetricOption = None,
    trials: TrialsOption = None,
    timeout: TimeoutOption = None,
    nested: NestedOption = False,
    refresh: RefreshOption = False,
    no_orchestrator: NoOrchestratorOption = False,
) -> None:
    """Train one model: read, clean, search on the training rows, test once, report, record.

    Parameters
    ----------
    call : Call
        The common options.
    model, rows, metric, trials, timeout : optional
        Stand for the settings ``search.models``, ``source.rows``, ``search.metric``, ``search.trials`` and
        ``search.timeout``.
    nested : bool
        Whether the search is repeated within each outer fold.
    refresh : bool
        Whether to read the source although nothing has changed.
    no_orchestrator : bool
        Whether the stages run without Prefect.
    """
    from epicrisis.cli.training import train_and_tell

    loaded = call.settings(source__rows=rows, search__metric=metric, search__trials=trials, search__timeout=timeout)
    train_and_tell(call.console, loaded, model=model, nested=nested, refresh=refresh, orchestrator=not no_orchestrator)
