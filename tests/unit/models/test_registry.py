from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from optuna.samplers import RandomSampler
from optuna.study import create_study
from optuna.trial import FixedTrial
from scipy import sparse

import epicrisis.models.registry as registry
from epicrisis.errors import SettingsError
from epicrisis.features.weighting import TextParams
from epicrisis.models.registry import MODELS, get_model, model_names
from epicrisis.models.scores import class_probabilities

APART = {
    *(
        "__init__",
        "boosted_trees",
        "calibrated",
        "contract",
        "linear",
        "registry",
        "scores",
        "spec",
        "text_space",
        "trust",
    )
}


def test_every_file_of_the_folder_is_listed() -> None:
    files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")} - APART
    assert files == set(model_names())


@pytest.mark.parametrize("name", MODELS)
def test_a_model_keeps_its_contract(name: str) -> None:
    spec = MODELS[name]
    generator = np.random.default_rng(0)
    X, y = sparse.csr_array(generator.random((60, 8)).astype(np.float32)), np.arange(60) % 3
    study = create_study(sampler=RandomSampler(seed=0))
    for params in spec.first:
        study.enqueue_trial(dict(params))
    for _ in range(3):
        trial = study.ask()
        text, classifier = spec.suggest_text(trial), spec.suggest(trial)
        assert set(text) <= set(TextParams.names())
        fitted = spec.build(classifier, 1).fit(X, y)
        np.testing.assert_allclose(class_probabilities(fitted, X).sum(axis=1), 1.0, rtol=1e-5)
        again = FixedTrial(trial.params)
        assert (spec.suggest_text(again), spec.suggest(again)) == (text, classifier)


@pytest.mark.parametrize("name", MODELS)
def test_the_known_good_candidates_lie_in_the_space(name: str) -> None:
    spec = MODELS[name]
    for params in spec.first:
        trial = FixedTrial(dict(params))
        spec.suggest_text(trial)
        spec.suggest(trial)
        assert set(trial.params) == set(params)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("LogisticRegression", "logistic_regression"),
        ("logistic_regression", "logistic_regression"),
        ("RandomForest", "random_forest"),
        ("randomforestclassifier", "random_forest"),
        (" DummyClassifier ", "dummy"),
    ],
)
def test_names_and_aliases_are_accepted(given: str, name: str) -> None:
    assert get_model(given).name == name


def test_a_misspelt_model_is_suggested() -> None:
    message = (
        r"^Unknown model 'LogisticRegresion'\. Did you mean 'LogisticRegression'\? "
        r"Known: logistic_regression, linear_svm, .*, dummy, blend\.$"
    )
    with pytest.raises(SettingsError, match=message):
        get_model("LogisticRegresion")
    with pytest.raises(SettingsError, match=r"^Unknown model 'zzz'\. Known: logistic_regression"):
        get_model("zzz")
