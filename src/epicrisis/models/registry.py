"""The only list of models. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from importlib.util import find_spec

from epicrisis.errors import SettingsError
from epicrisis.models import (
    blend,
    complement_nb,
    dummy,
    encoder,
    extra_trees,
    lightgbm,
    linear_svm,
    logistic_regression,
    random_forest,
    ridge,
    sgd,
)
from epicrisis.models.spec import ModelSpec

_MODULES = (
    logistic_regression,
    linear_svm,
    ridge,
    complement_nb,
    sgd,
    random_forest,
    extra_trees,
    lightgbm,
    encoder,
    dummy,
)
MODELS: dict[str, ModelSpec] = {module.SPEC.name: module.SPEC for module in _MODULES}
"""The models that are searched."""
BLEND = blend.SPEC
STANDARD = ("linear_svm", "logistic_regression", "complement_nb", "ridge", "lightgbm")
"""What is compared and blended where nothing else is named; those that need an extra only where it is installed."""


def model_names() -> list[str]:
    """Return the models' names as settings write them."""
    return [*MODELS, BLEND.name]


def get_model(name: str) -> ModelSpec:
    """Return a model by its name or one of its aliases, without regard to case.

    Raises
    ------
    SettingsError
        There is no such model; the nearest names are suggested.
    """
    known = {alias.casefold(): spec for spec in (*MODELS.values(), BLEND) for alias in (spec.name, *spec.aliases)}
    spec = known.get(name.strip().casefold())
    if spec is not None:
        return spec
    readable = [alias for model in (*MODELS.values(), BLEND) for alias in (model.name, *model.aliases[:1])]
    near = get_close_matches(name, readable, n=1)
    if near:
        raise SettingsError(
            "Unknown model {name!r}. Did you mean {near!r}? Known: {known}.",
            name=name,
            near=near[0],
            known=", ".join(model_names()),
        )
    raise SettingsError("Unknown model {name!r}. Known: {known}.", name=name, known=", ".join(model_names()))


def compared_models(named: Sequence[str], metrics: int) -> list[str]:
    """Return the models of a comparison, by the names that settings write.

    One model by one metric is nothing to compare: the standard ones and their blend are taken then.

    Parameters
    ----------
    named : sequence of str
        Names or aliases.
    metrics : int
        Number of metrics.

    Raises
    ------
    SettingsError
        There is no such model.
    """
    names = list(dict.fromkeys(get_model(name).name for name in named))
    return names if len(names) > 1 or metrics > 1 else list(dict.fromkeys([*names, *standard_models(), BLEND.name]))


def blends_last(names: Sequence[str]) -> list[str]:
    """Return names of models, each once, those of blends after the others."""
    return sorted(dict.fromkeys(names), key=lambda name: get_model(name).blends)


def standard_models() -> list[str]:
    """Return the models of `STANDARD` whose packages are installed."""
    return [name for name in STANDARD if all(map(find_spec, MODELS[name].packages))]
