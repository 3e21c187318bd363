"""The flows' parameters: how Prefect's page offers them, and how they become settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from epicrisis import plugins
from epicrisis.errors import EpicrisisError
from epicrisis.flows.job import Job, job_settings
from epicrisis.models.registry import MODELS, get_model
from epicrisis.settings.learning import known_metrics
from epicrisis.settings.loading import load_settings

MODEL_CHOICES = [name for spec in MODELS.values() for name in (*spec.aliases[:1], spec.name)]
MODEL_CHOICES += [name for name in plugins.names(plugins.MODELS) if name not in MODEL_CHOICES]
METRIC_CHOICES = known_metrics()


def _known_model(name: str | None) -> str | None:
    try:
        return None if name is None else get_model(name).name
    except EpicrisisError as error:
        raise ValueError(str(error)) from None


def _known_metric(name: str | None) -> str | None:
    if name is None or name in METRIC_CHOICES:
        return name
    raise ValueError(f"Unknown metric {name!r}. Known: {', '.join(METRIC_CHOICES)}.")


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _optional(description: str, **schema: Any) -> WithJsonSchema:
    """Return a field that Prefect's page offers as "None" or something else."""
    return WithJsonSchema({"anyOf": [schema, {"type": "null"}], "description": description})


def _drop_down(description: str, choices: list[str]) -> WithJsonSchema:
    """Return a field that Prefect's page offers as a list to choose from; nothing chosen is null.

    With a type beside them, the server would refuse null, and the page would show no list.
    """
    return WithJsonSchema({"enum": [*choices, None], "description": description})


def _several(choices: list[str]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": choices}}


ConfigFile = Annotated[
    str | None,
    _optional("Settings file. None: epicrisis.toml of the working directory, if it is there.", type="string"),
]
RowLimit = Annotated[
    int | None,
    Field(ge=0),
    _optional("Notes to read at most, 0 for all. None: as in the settings.", type="integer", minimum=0),
]
TrialCount = Annotated[
    int | None,
    Field(ge=1),
    _optional("Candidates of the search. None: as in the settings.", type="integer", minimum=1),
]
ModelChoice = Annotated[
    str | None,
    AfterValidator(_known_model),
    _drop_down("Model to train. Empty: the first of the settings.", MODEL_CHOICES),
]
MetricChoice = Annotated[
    str | None,
    AfterValidator(_known_metric),
    _drop_down("What the search improves. Empty: as in the settings.", METRIC_CHOICES),
]
ModelChoices = Annotated[
    list[Annotated[str, AfterValidator(_known_model)]] | None,
    BeforeValidator(_as_list),
    _optional("Models to compare. None: those of the settings.", **_several(MODEL_CHOICES)),
]
MetricChoices = Annotated[
    list[Annotated[str, AfterValidator(_known_metric)]] | None,
    BeforeValidator(_as_list),
    _optional(
        "What the searches improve; the first ranks the models. None: as in the settings.",
        **_several(METRIC_CHOICES),
    ),
]
NestedChoice = Annotated[
    bool | None,
    _optional("Nested cross-validation: each search is repeated without each fold in turn.", type="boolean"),
]


def load_job(config: str | None, nregistros: int | None, n_trials: int | None, *, nested: bool | None = None) -> Job:
    """Make the job of a flow that nobody handed one to, from its parameters and the settings that they point to.

    Raises
    ------
    SettingsError
        The settings cannot be used.
    """
    given = {"source.rows": nregistros, "search.trials": n_trials}
    overrides = [f"{key}={value}" for key, value in given.items() if value is not None]
    job = Job(job_settings(load_settings(Path(config) if config else None, overrides=overrides)), nested=bool(nested))
    job.begin_tracking()
    return job
