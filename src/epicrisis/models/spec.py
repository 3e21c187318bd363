"""What the search must know of a model."""

from __future__ import annotations

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
    encodes: bool = False
    packages: tuple[str, ...] = ()
