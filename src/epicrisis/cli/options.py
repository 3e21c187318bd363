"""Options that several verbs take. Each stands for a setting, and wins over it."""

from __future__ import annotations

from typing import Annotated

import typer

RowsOption = Annotated[
    int | None, typer.Option("--rows", min=0, metavar="N", help="Read at most N notes; 0 reads all of them.")
]
MetricOption = Annotated[
    str | None, typer.Option("--metric", metavar="NAME", help="Figure that the search improves: f1_macro, roc_auc …")
]
TrialsOption = Annotated[int | None, typer.Option("--trials", min=1, metavar="N", help="Candidates that are tried.")]
TimeoutOption = Annotated[
    float | None,
    typer.Option("--timeout", min=0, metavar="SECONDS", help="End the search after so long; 0 sets no limit."),
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="Read the source again even if the same question was asked before.")
]
NoOrchestratorOption = Annotated[
    bool, typer.Option("--no-orchestrator", help="Run without Prefect: nothing of the run is shown on its page.")
]
NestedOption = Annotated[
    bool,
    typer.Option(
        "--nested",
        help="Nested cross-validation: repeat the whole search without each fold in turn, as many times the work.",
    ),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open it in the browser.")]
TargetArgument = Annotated[
    str,
    typer.Argument(
        metavar="MODEL_OR_RUN",
        show_default=False,
        help="A run, its report's folder, a model's file or folder, or models:/name/alias; the latest run if none.",
    ),
]
