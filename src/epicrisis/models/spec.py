"""What the search must know of a model."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from optuna.trial import BaseTrial
from sklearn.base import ClassifierMixin

Value = str | int | float | bool | None
Params = Mapping[str, Value]


@dataclass(frozen=True)
class ModelSpec:
    """A classifier, how it is built, and what of it is searched.

    Parameters
    ----------
    name : str
        Name in settings, ``snake_case``.
    aliases : tuple of str
        Other names accepted, scikit-learn's class name first.
    build : callable
        From the searched parameters of the classifier and a seed to an unfitted classifier with ``predict_proba`` or
        ``decision_function``.
    suggest : callable
        From an Optuna trial to the searched parameters of the classifier.
    suggest_text : callable
        From an Optuna trial to the searched parameters of the text, as `epicrisis.features.weighting.TextParams`.
    first : tuple of mappings
        Known-good candidates, tried before the search; each names text and classifier parameters.
    blends : bool
        Whether it is made of other models' winners instead of being searched.
    trusted_types : tuple of str
        Of a model of another package: the classes that the fitted classifier holds and that may be made when a saved
        model is loaded, as ``module.Class``; those of scikit-learn and NumPy need no naming.
    encodes : bool
        Whether it reads the notes through the encoder of the settings too.
    packages : tuple of str
        What it needs beyond the project's own dependencies.
    """

    name: str
    aliases: tuple[str, ...]
    build: Callable[[Params, int], ClassifierMixin]
    suggest: Callable[[BaseTrial], dict[str, Value]]
    suggest_text: Callable[[BaseTrial], dict[str, Any]]
    first: tuple[Params, ...] = field(default=({},))
    blends: bool = False
    trusted_types: tuple[str, ...] = ()
    encodes: bool = False
    packages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z][a-z0-9_]*", self.name):
            raise ValueError(f"A model named {self.name!r} cannot be.")
        # `subprocess.Popen` in somebody's list would let any forged file make one.
        foreign = [name for name in self.trusted_types if name.partition(".")[0] in {*sys.stdlib_module_names, "numpy"}]
        if foreign:
            raise ValueError(f"Types of Python or NumPy may not be trusted by a model: {foreign}.")
