"""The only list of models. To add one, write its file and name it here.

Another package adds a model without touching this list: it registers a `ModelSpec` in the entry-point group
``epicrisis.models`` under the model's name, and under its aliases where it wants them to be known.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from importlib.util import find_spec
from typing import NoReturn

from epicrisis import plugins
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
    """Return the names of epicrisis's own models as settings write them."""
    return [*MODELS, BLEND.name]


def own_names() -> list[str]:
    """Return epicrisis's own names and aliases, which no other package may take."""
    return [alias for spec in (*MODELS.values(), BLEND) for alias in (spec.name, *spec.aliases)]


def get_model(name: str) -> ModelSpec:
    """Return a model by its name or one of its aliases, without regard to case, from the list or another package.

    Raises
    ------
    SettingsError
        There is no such model, and the nearest names are suggested; or the package that has it does not give it.
    """
    wanted = name.strip().casefold()
    own = {alias.casefold(): spec for spec in (*MODELS.values(), BLEND) for alias in (spec.name, *spec.aliases)}
    others = plugins.names(plugins.MODELS)
    for other in others:
        if other.casefold() == wanted:
            plugins.refuse_clash(plugins.MODELS, other, [other] if wanted in own else ())
            spec = plugins.load(plugins.MODELS, other, ModelSpec)
            if spec is not None:
                return spec
    return own[wanted] if wanted in own else _unknown(name, others)


def _unknown(name: str, others: list[str]) -> NoReturn:
    readable = [alias for model in (*MODELS.values(), BLEND) for alias in (model.name, *model.aliases[:1])]
    near = get_close_matches(name, [*readable, *others], n=1)
    known = ", ".join([*model_names(), *others])
    if near:
        raise SettingsError(
            "Unknown model {name!r}. Did you mean {near!r}? Known: {known}.", name=name, near=near[0], known=known
        )
    raise SettingsError(
        "Unknown model {name!r}. Known: {known}. If another package has it, install that package here: it registers "
        "the model in the entry-point group {group!r}.",
        name=name,
        known=known,
        group=plugins.MODELS,
    )


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
