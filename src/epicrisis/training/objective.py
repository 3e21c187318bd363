"""What a search improves: a metric, or several objectives of which the first is a metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from epicrisis.errors import SettingsError
from epicrisis.evaluation.metrics import added_metrics, get_metric
from epicrisis.models.spec import ModelSpec
from epicrisis.training.folds import FoldScore

Direction = Literal["maximize", "minimize"]
COST_NAMES = {"predict_ms": "predict_ms", "fit_s": "fitting"}
"""Objectives that are costs, and what a fold calls them; smaller is better."""


@dataclass(frozen=True)
class Objective:
    """One thing to improve.

    Parameters
    ----------
    name : str
        A metric, ``predict_ms`` (milliseconds to weigh and classify a counted note) or ``fit_s`` (seconds of a fit).
    """

    name: str

    @property
    def direction(self) -> Direction:
        """``maximize`` or ``minimize``."""
        return "minimize" if self.name in COST_NAMES else get_metric(self.name).direction

    @property
    def sign(self) -> float:
        """The factor that makes larger better."""
        return 1.0 if self.direction == "maximize" else -1.0

    def of(self, score: FoldScore) -> float | None:
        """Return a fold's figure; None where it does not exist."""
        if self.name in COST_NAMES:
            return score.costs[COST_NAMES[self.name]]
        return score.metrics.get(self.name)

    def mean(self, scores: Sequence[FoldScore]) -> float:
        """Return the mean over folds that all have it."""
        return float(np.mean([self.of(score) for score in scores]))


def objectives_of(metric: str, named: Sequence[str]) -> list[Objective]:
    """Return the objectives of a search by `metric`; those named count only if they begin with it."""
    names = list(named) if named and named[0] == metric else [metric]
    return [Objective(name) for name in names]


def added_among(objectives: Sequence[Objective]) -> tuple[str, ...]:
    """Return the objectives that are metrics of other packages, which a fold measures only when told."""
    return added_metrics([one.name for one in objectives if one.name not in COST_NAMES])


def require_metric(spec: ModelSpec, metric: str) -> None:
    """Refuse a metric that a model cannot give.

    Raises
    ------
    SettingsError
        The metric needs probabilities, and the model has none; or a package does not give the metric.
    """
    get_metric(metric)
    classifier = spec.build({}, 0)
    if hasattr(classifier, "predict_proba") or hasattr(classifier, "decision_function"):
        return
    raise SettingsError(
        "{model} has neither predict_proba nor decision_function, and {metric} and the saved model need one of them.",
        model=spec.name,
        metric=metric,
    )
