"""Which types may be made when a saved model is loaded. The file itself has no say.

Beyond this list, the installed packages' models name types of their own. Whoever can install a package here can run
anything already, so that trusting its word opens nothing; still it cannot speak for functions, nor for classes of
Python itself, which a forged file could turn against us.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import Final

from epicrisis import plugins
from epicrisis.errors import SettingsError
from epicrisis.models.spec import ModelSpec

# Beyond scikit-learn's estimators and NumPy's arrays, which skops trusts by itself.
TRUSTED_TYPES: Final[tuple[str, ...]] = (
    "collections.OrderedDict",
    "epicrisis.features.encoded.EncodedFeatures",
    # Weights and tokenizer as they are; `onnx_graph` looks at them before the runtime does.
    "epicrisis.features.encoder.FrozenEncoder",
    "epicrisis.features.pipeline.ClinicalFeatures",
    "epicrisis.features.tabular.TabularEncoder",
    "epicrisis.features.weighting.TermWeights",
    "epicrisis.features.weighting.TextParams",
    "epicrisis.features.weighting.TextWeights",
    "epicrisis.features.raw.RawRows",
    "epicrisis.models.blend.BlendClassifier",
    "epicrisis.models.boosted_trees.BoostedTrees",
    "epicrisis.models.calibrated.CalibratedClassifier",
    "lightgbm.basic.Booster",
    "numpy.dtype",
    # What scikit-learn's classifiers hold inside; `tree_bounds` checks the content of the trees.
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn._loss._loss.CyHalfMultinomialLoss",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
)


def trusted_among(types: Collection[str]) -> set[str]:
    """Return those of some types that the models of installed packages trust and that are classes.

    Parameters
    ----------
    types : collection of str
        Types that `TRUSTED_TYPES` lacks, as ``module.Class``. Where there are none, no package is asked.
    """
    if not types:
        return set()
    named = {name for spec in _specs() for name in spec.trusted_types}
    return {name for name in named.intersection(types) if is_class(name)}


def _specs() -> list[ModelSpec]:
    specs = []
    for name in plugins.names(plugins.MODELS):
        try:
            spec = plugins.load(plugins.MODELS, name, ModelSpec)
        except SettingsError:
            continue  # a package that is broken trusts nothing, and hinders no other
        specs += [spec] if spec is not None else []
    return specs


def is_class(name: str) -> bool:
    """Whether ``module.Class`` can be imported and is a class."""
    module, _, attribute = name.rpartition(".")
    try:
        return isinstance(getattr(import_module(module), attribute, None), type)
    except Exception:  # noqa: BLE001 - whatever another package's import raises
        return False
