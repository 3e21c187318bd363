"""What a model says of its training rows when their fold is held out, kept beside its run for later comparisons.

Numbers only, by row: no text, and no name of a patient. They stay in the workspace and are sent nowhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from epicrisis.errors import CorruptFile
from epicrisis.evaluation.comparison import HeldOut
from epicrisis.training.preparation import Prepared
from epicrisis.training.settling import Settled

HELD_OUT_FILE: Final = "held_out.npz"
_PLACES: Final = ("true", "answered", "folds", "groups")


def held_out_of(settled: Settled, prepared: Prepared) -> HeldOut:
    """Return what a model that was learned on prepared notes says of their training rows."""
    return HeldOut(
        true=prepared.labels,
        answered=settled.answered,
        probabilities=settled.probabilities,
        folds=prepared.folds,
        groups=prepared.groups[prepared.split.train],
    )


def save_held_out(held_out: HeldOut, file: Path) -> None:
    """Write it; probabilities in single precision, which no ranking notices."""
    places = {name: getattr(held_out, name).astype(np.int32) for name in _PLACES}
    np.savez(file, probabilities=held_out.probabilities.astype(np.float32), **places)


def read_held_out(file: Path) -> HeldOut | None:
    """Read what `save_held_out` wrote; None of a run that has none, of an earlier version say.

    Raises
    ------
    CorruptFile
        It is damaged.
    """
    if not file.is_file():
        return None
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            places = {name: kept[name].astype(np.int64) for name in _PLACES}
            return HeldOut(probabilities=kept["probabilities"], **places)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise CorruptFile("The file {file} is damaged.", file=file) from error
