"""The only list of models. To add one, write its file and name it here."""

from __future__ import annotations

from difflib import get_close_matches

from epicrisis.errors import SettingsError
from epicrisis.models import dummy, logistic_regression, random_forest
from epicrisis.models.spec import ModelSpec

MODELS: dict[str, ModelSpec] = {module.SPEC.name: module.SPEC for module in (logistic_regression, random_forest, dummy)}


def model_names() -> list[str]:
    """Return the models' names as settings write them."""
    return list(MODELS)


def get_model(name: str) -> ModelSpec:
    """Return a model by its name or one of its aliases, without regard to case.

    Raises
    ------
    SettingsError
        There is no such model; the nearest names are suggested.
    """
    known = {alias.casefold(): spec for spec in MODELS.values() for alias in (spec.name, *spec.aliases)}
    spec = known.get(name.strip().casefold())
    if spec is not None:
        return spec
    readable = [alias for model in MODELS.values() for alias in (model.name, *model.aliases[:1])]
    near = get_close_matches(name, readable, n=1)
    if near:
        raise SettingsError(
            "Unknown model {name!r}. Did you mean {near!r}? Known: {known}.",
            name=name,
            near=near[0],
            known=", ".join(model_names()),
        )
    raise SettingsError("Unknown model {name!r}. Known: {known}.", name=name, known=", ".join(model_names()))
