"""What the search, the calibration and the saved model ask of a model, to be called in the tests of whoever adds one.

>>> from epicrisis.models.contract import check_model
>>> check_model(SPEC)  # doctest: +SKIP
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import optuna
from optuna.trial import Trial
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning

from epicrisis.features.steps import get_step
from epicrisis.features.weighting import TextParams
from epicrisis.models.scores import class_probabilities, class_scores
from epicrisis.models.spec import ModelSpec
from epicrisis.models.trust import TRUSTED_TYPES, is_class

_ROWS, _FEATURES, _CLASSES = 90, 12, 3
_RANDOM_CANDIDATES = 3


def check_model(spec: ModelSpec, *, seed: int = 0) -> None:
    """Try a model on a few artificial rows, with its known-good candidates and three random ones.

    Parameters
    ----------
    spec : ModelSpec
        The model; it need not be registered.
    seed : int
        Seed of the rows, of the random candidates and of the classifier.

    Raises
    ------
    AssertionError
        It cannot be searched, fitted on the sparse features, repeated with the same seed, or saved and loaded again;
        the message says which and with what parameters.
    """
    X, y = _rows(seed)
    for trial in _candidates(spec, seed):
        text = TextParams(**spec.suggest_text(trial))
        for name in text.steps:
            get_step(name)
        params = spec.suggest(trial)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            fitted = clone(spec.build(params, seed)).fit(X, y)
            again = spec.build(params, seed).fit(X, y)
            fewer = spec.build(params, seed).fit(X[y > 0], y[y > 0])
        probabilities = class_probabilities(fitted, X)
        _demand(list(fitted.classes_) == list(range(_CLASSES)), "classes_ are not the sorted labels", params)
        _demand(probabilities.shape == (_ROWS, _CLASSES), "there is not one probability a class", params)
        _demand(np.allclose(probabilities.sum(axis=1), 1), "probabilities do not add up to one", params)
        _demand(bool(np.isfinite(class_scores(fitted, X)).all()), "scores are not finite", params)
        _demand(class_probabilities(fewer, X[:1]).shape == (1, 2), "a class that a fold lacks is not left out", params)
        _demand(_close(class_probabilities(again, X), probabilities), "the same seed gives another model", params)
        _demand(_close(_loaded(spec, fitted, params, X), probabilities), "a loaded model answers otherwise", params)


def _candidates(spec: ModelSpec, seed: int) -> Iterator[Trial]:
    told = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)  # that a study in memory was created is no news
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed))
    optuna.logging.set_verbosity(told)
    for candidate in spec.first:
        study.enqueue_trial(dict(candidate))
    for number in range(len(spec.first) + _RANDOM_CANDIDATES):
        trial = study.ask()
        yield trial
        wanted = dict(spec.first[number]) if number < len(spec.first) else {}
        taken = {name: trial.params.get(name) for name in wanted}
        _demand(taken == wanted, "a candidate of `first` has parameters that are not suggested", wanted)


def _rows(seed: int) -> tuple[sparse.csr_array, npt.NDArray[np.int64]]:
    """Return rows as the features are: sparse, none below zero, each class with a term of its own."""
    generator = np.random.default_rng(seed)
    y = np.arange(_ROWS) % _CLASSES
    X = generator.random((_ROWS, _FEATURES)) * (generator.random((_ROWS, _FEATURES)) < 0.4)
    X[np.arange(_ROWS), y] += 1.0
    return sparse.csr_array(X), y


def _loaded(spec: ModelSpec, fitted: Any, params: Any, X: sparse.csr_array) -> npt.NDArray[np.float64]:
    import skops.io

    content = skops.io.dumps(fitted)
    foreign = set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED_TYPES)
    missing = sorted(foreign - {name for name in spec.trusted_types if is_class(name)})
    _demand(not missing, f"trusted_types lacks {missing}, without which a saved model is refused", params)
    return class_probabilities(skops.io.loads(content, trusted=[*TRUSTED_TYPES, *foreign]), X)


def _close(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> bool:
    return bool(np.allclose(one, other, atol=1e-9))


def _demand(kept: bool, broken: str, params: object) -> None:
    if not kept:
        raise AssertionError(f"{broken}; parameters: {params}")
