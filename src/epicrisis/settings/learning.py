"""The settings of the learning: how rows are divided, what is searched, and when an answer is given."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from epicrisis import plugins
from epicrisis.errors import SettingsError
from epicrisis.settings.section import Section
from epicrisis.settings.values import Flag, Name, Number, Whole


class SplitSettings(Section):
    """How rows are divided into training and test rows, and training rows into folds.

    Parameters
    ----------
    by
        What may not straddle: a patient; a patient and the calendar (the latest rows are the test); nothing.
    test
        Share of the rows that is sealed until the end.
    folds, seed
        Parts of the training rows for the search, and the number that makes every draw repeatable.
    allow_row_split
        The confession that ``by = "row"`` needs.
    """

    by: Literal["patient", "time", "row"] = "patient"
    test: Annotated[Number, Field(gt=0, lt=1)] = 0.3
    folds: Annotated[Whole, Field(ge=2, le=50)] = 5
    seed: Annotated[Whole, Field(ge=0, le=2**32 - 1)] = 42
    allow_row_split: Flag = False

    @model_validator(mode="after")
    def _row_split_is_deliberate(self) -> SplitSettings:
        if self.by == "row" and not self.allow_row_split:
            raise ValueError(
                SettingsError(
                    'split.by = "row" lets one patient stand on both sides; it needs split.allow_row_split = true.'
                )
            )
        return self


MetricName = Literal[
    "accuracy",
    "balanced_accuracy",
    "f1",
    "f1_macro",
    "precision",
    "precision_macro",
    "recall",
    "recall_macro",
    "roc_auc",
    "log_loss",
    "mcc",
    "average_precision",
    "brier",
    "scaled_brier",
    "ece",
]


CostName = Literal["predict_ms", "fit_s"]


def known_metrics() -> list[str]:
    """Return the names of all metrics: epicrisis's own, and those that other packages register."""
    own = list(get_args(MetricName))
    return own + [name for name in plugins.names(plugins.METRICS) if name not in own]


def _metric(name: str) -> str:
    return name if name in get_args(MetricName) else _one_of(name, known_metrics())


def _objective(name: str) -> str:
    return name if name in get_args(CostName) else _one_of(name, [*known_metrics(), *get_args(CostName)])


def _one_of(name: str, known: list[str]) -> str:
    """Return the name if it is known; the sentences of what is wrong are in ``validation.py``."""
    if name in known:
        return name
    near = get_close_matches(name, known, n=1, cutoff=0.75)
    context: dict[str, Any] = {"known": ", ".join(f"'{one}'" for one in known), "group": plugins.METRICS}
    if near:
        raise PydanticCustomError("metric_misspelt", "unknown metric", {**context, "near": near[0]})
    raise PydanticCustomError("metric_unknown", "unknown metric", context)


class SearchSettings(Section):
    """What is searched, how long, and by which figure.

    Parameters
    ----------
    models
        Names in the registry of models.
    metric
        The figure that the search optimises; another package's by the name that it is registered under.
    trials, timeout
        Candidates to try, and seconds after which no new one is begun (0: no limit).
    workers
        Processes that work at the same time (0: one a core).
    stop
        Whether the search ends only with its trials and its time, or also when the gain to expect is smaller than the
        noise of the folds.
    objectives
        What is improved together with the metric, which is named first: other metrics, ``predict_ms`` or ``fit_s``.
        The cheapest candidate within one standard error of the best is taken.
    memory_mb
        Memory that the workers may use together, in MiB (0: what is free when the search begins).
    """

    models: Annotated[list[Name], Field(min_length=1)] = ["logistic_regression"]
    metric: Annotated[str, AfterValidator(_metric)] = "f1_macro"
    trials: Annotated[Whole, Field(ge=1)] = 20
    timeout: Annotated[Number, Field(ge=0)] = 0
    workers: Annotated[Whole, Field(ge=0)] = 0
    stop: Literal["trials", "plateau"] = "trials"
    objectives: list[Annotated[str, AfterValidator(_objective)]] = []
    memory_mb: Annotated[Whole, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _objectives_begin_with_the_metric(self) -> SearchSettings:
        if self.objectives and (self.objectives[0] != self.metric or len(set(self.objectives)) < len(self.objectives)):
            raise ValueError(
                SettingsError(
                    "search.objectives is {objectives}: it begins with search.metric ({metric!r}) and names nothing "
                    "twice.",
                    objectives=self.objectives,
                    metric=self.metric,
                )
            )
        return self


class DecisionSettings(Section):
    """When the model answers with one class.

    Parameters
    ----------
    coverage
        Share of the notes of each class whose set of possible classes is to hold it. A note whose set is one class is
        answered; the higher the share, the fewer those are.
    """

    coverage: Annotated[Number, Field(ge=0.5, lt=1)] = 0.9


class EncoderSettings(Section):
    """The encoder of sentences that the model ``encoder`` uses.

    Parameters
    ----------
    path
        Its folder: ``model.onnx``, ``tokenizer.json``. Empty: there is none. Nothing is ever downloaded.
    max_length
        Tokens of a window; a longer note is cut into several.
    threads
        Threads that compute (0: one a core).
    """

    path: str = ""
    max_length: Annotated[Whole, Field(ge=8, le=8192)] = 256
    threads: Annotated[Whole, Field(ge=0, le=1024)] = 0
