"""``epicrisis demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from epicrisis.cli.call import Call
from epicrisis.cli.options import NoOrchestratorOption, TrialsOption
from epicrisis.errors import UsageError


def demo(
    call: Call,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the demonstration.")] = Path(
        "epicrisis-demo"
    ),
    notes: Annotated[int, typer.Option(min=1, max=5_000_000, metavar="N", help="Notes of the clinic.")] = 10_000,
    trials: TrialsOption = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The same seed makes the same clinic.")] = 42,
    no_orchestrator: NoOrchestratorOption = False,
) -> None:
    """Make an artificial clinic and train on it: needs nothing configured.

    Parameters
    ----------
    call : Call
        The common options.
    directory : Path
        Folder of the demonstration; it is made if need be.
    notes, seed : int
        What the clinic is made of.
    trials : int, optional
        Stands for the setting ``search.trials``.
    no_orchestrator : bool
        Whether the stages run without Prefect.

    Raises
    ------
    UsageError
        The folder holds another project.
    """
    if call.config is not None:
        raise UsageError("The demonstration has settings of its own: --config does not go with it.")
    from dataclasses import replace

    from epicrisis.cli.demonstration import prepare_demonstration
    from epicrisis.cli.training import train_and_tell

    console = call.console
    file = prepare_demonstration(directory, console.language, notes=notes, seed=seed, listener=console.listen)
    loaded = replace(call, config=file).settings(search__trials=trials)
    train_and_tell(console, loaded, orchestrator=not no_orchestrator)
    console.show(console.translate("The demonstration is in {folder}: change there first.", folder=directory))
