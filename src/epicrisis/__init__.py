"""Train, compare, track, explain and serve classifiers of clinical histories.

The names below are loaded when first used, so that ``import epicrisis`` costs nothing and imports no framework.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from epicrisis.version import VERSION

__version__ = VERSION

_HOMES = {
    "Settings": "epicrisis.settings.schema",
    "load_settings": "epicrisis.settings.loading",
    "take_snapshot": "epicrisis.sources.reading",
    "write_clinic": "epicrisis.sources.synthetic",
    "clean": "epicrisis.etl.cleaning",
    "Trainer": "epicrisis.training.trainer",
    "TrainingResult": "epicrisis.training.result",
    "explain_note": "epicrisis.training.explaining",
    "train_model_flow": "epicrisis.flows.train",
    "compare_models_flow": "epicrisis.flows.compare",
}

__all__ = [  # noqa: RUF022 - in the order in which they are used
    "Settings",
    "load_settings",
    "take_snapshot",
    "write_clinic",
    "clean",
    "Trainer",
    "TrainingResult",
    "explain_note",
    "train_model_flow",
    "compare_models_flow",
]

if TYPE_CHECKING:
    from epicrisis.etl.cleaning import clean
    from epicrisis.flows.compare import compare_models_flow
    from epicrisis.flows.train import train_model_flow
    from epicrisis.settings.loading import load_settings
    from epicrisis.settings.schema import Settings
    from epicrisis.sources.reading import take_snapshot
    from epicrisis.sources.synthetic import write_clinic
    from epicrisis.training.explaining import explain_note
    from epicrisis.training.result import TrainingResult
    from epicrisis.training.trainer import Trainer


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'epicrisis' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
