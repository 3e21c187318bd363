"""Models of other packages: found by name, saved and loaded only while their package is here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MaxAbsScaler

from epicrisis import plugins
from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.models.contract import check_model
from epicrisis.models.registry import BLEND, MODELS, get_model
from epicrisis.models.spec import ModelSpec
from epicrisis.models.trust import trusted_among
from epicrisis.tracking.model_io import load_pipeline, save_pipeline

Register = Callable[..., None]
MODULE = "a_package_that_adds_a_model"


class Shares(ClassifierMixin, BaseEstimator):
    """Answers each class by how much of its term a row has."""

    fault: str = ""

    def fit(self, X: Any, y: Any) -> Shares:  # noqa: ARG002 - scikit-learn's signature
        self.classes_ = np.unique(y)
        self.draw_ = np.random.default_rng(None if self.fault == "draws" else 0).random() + 1
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        first = np.asarray(X.todense() if hasattr(X, "todense") else X)[:, self.classes_.astype(int) % X.shape[1]]
        odds = np.exp(first * self.draw_)
        if self.fault == "columns":
            return np.ones((len(odds), 7)) / 7
        return odds if self.fault == "sums" else odds / odds.sum(axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Put the model where a package would have it."""
    module = ModuleType(MODULE)
    module.Shares = Shares  # type: ignore[attr-defined]
    module.helper = len  # type: ignore[attr-defined]
    monkeypatch.setattr(Shares, "__module__", MODULE)
    monkeypatch.setitem(sys.modules, MODULE, module)
    return module


def spec(**changes: Any) -> ModelSpec:
    given = {
        "name": "shares",
        "aliases": ("Shares",),
        "build": lambda *_: Shares(),
        "suggest": lambda _: {},
        "suggest_text": lambda trial: {"word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2)},
        "trusted_types": (f"{MODULE}.Shares",),
    }
    return ModelSpec(**{**given, **changes})


def fitted(classifier: Any) -> tuple[Pipeline, np.ndarray]:
    X, y = np.random.default_rng(0).random((30, 3)), np.arange(30) % 3
    return Pipeline([("features", MaxAbsScaler()), ("classifier", classifier)]).fit(X, y), X


def test_a_model_is_found_by_name_and_registered_alias_without_regard_to_case(register: Register) -> None:
    register(plugins.MODELS, "shares", spec())
    register(plugins.MODELS, "Shares", spec())
    assert get_model(" SHARES ").name == get_model("shares").name == "shares"
    assert get_model("ridge") is MODELS["ridge"]
    with pytest.raises(SettingsError, match=r"Did you mean 'shares'\? Known: logistic_regression, .*, blend, .*shares"):
        get_model("share")
    with pytest.raises(SettingsError, match=r"'zzz'.*install that package here: .* group 'epicrisis\.models'\.$"):
        get_model("zzz")


@pytest.mark.parametrize("name", ["ridge", "RidgeClassifier", BLEND.name])
def test_a_model_with_a_name_of_ours_is_refused_and_no_other(register: Register, name: str) -> None:
    register(plugins.MODELS, name, spec())
    with pytest.raises(SettingsError, match="itself"):
        get_model(name)
    assert get_model("dummy").name == "dummy"


def test_a_saved_model_loads_while_its_package_is_here(register: Register, tmp_path: Path) -> None:
    register(plugins.MODELS, "broken", ImportError())
    register(plugins.MODELS, "shares", spec())
    model, X = fitted(Shares())
    save_pipeline(model, tmp_path / "pipeline.skops")
    assert np.array_equal(load_pipeline(tmp_path / "pipeline.skops").predict_proba(X), model.predict_proba(X))


def test_a_saved_model_without_its_package_is_refused_in_one_sentence(register: Register, tmp_path: Path) -> None:
    register(plugins.MODELS, "shares", spec())
    save_pipeline(fitted(Shares())[0], tmp_path / "pipeline.skops")
    register(plugins.MODELS, "shares", spec(), "rival")  # two packages: neither is believed
    message = (
        rf"holds types that may not be loaded: {MODULE}\.Shares\. .* install that package here: .*epicrisis\.models"
    )
    with pytest.raises(CorruptFile, match=message):
        load_pipeline(tmp_path / "pipeline.skops")


def test_a_model_whose_type_nobody_trusts_is_not_saved(register: Register, tmp_path: Path) -> None:
    register(plugins.MODELS, "shares", spec(trusted_types=()))
    with pytest.raises(SettingsError, match=rf"{MODULE}\.Shares\. .* trusted_types\.$"):
        save_pipeline(fitted(Shares())[0], tmp_path / "pipeline.skops")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["os.system", "subprocess.Popen", "builtins.eval", "numpy.load"])
def test_a_package_cannot_speak_for_python_itself(name: str) -> None:
    with pytest.raises(ValueError, match="may not be trusted"):
        spec(trusted_types=(name,))
    assert isinstance(subprocess.Popen, type)


def test_a_package_cannot_speak_for_functions_nor_for_what_is_not_there(register: Register) -> None:
    wanted = (f"{MODULE}.Shares", f"{MODULE}.helper", f"{MODULE}.gone", "no_such_package.Class")
    register(plugins.MODELS, "shares", spec(trusted_types=wanted))
    assert trusted_among([*wanted, "other.Class"]) == {f"{MODULE}.Shares"}
    assert trusted_among([]) == set()


def test_the_contract_holds_for_a_sound_model_and_for_ours() -> None:
    check_model(spec())
    for name in ("ridge", "complement_nb", "dummy"):
        check_model(MODELS[name])


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("columns", "not one probability a class"),
        ("sums", "do not add up to one"),
        ("draws", "the same seed gives another model"),
    ],
)
def test_the_contract_tells_a_faulty_model(monkeypatch: pytest.MonkeyPatch, fault: str, message: str) -> None:
    monkeypatch.setattr(Shares, "fault", fault)
    with pytest.raises(AssertionError, match=message):
        check_model(spec())


def test_the_contract_tells_what_else_would_fail_late() -> None:
    with pytest.raises(AssertionError, match=rf"trusted_types lacks \['{MODULE}\.Shares'\]"):
        check_model(spec(trusted_types=()))
    with pytest.raises(AssertionError, match="parameters that are not suggested"):
        check_model(spec(first=({"depth": 3},)))
    with pytest.raises(SettingsError, match="Unknown text step 'gone'"):
        check_model(spec(suggest_text=lambda _: {"steps": ("gone",)}))
    check_model(replace(spec(), build=lambda *_: LogisticRegression(), trusted_types=()))


def test_a_name_that_could_not_be_a_file_s_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        spec(name="Bad name")
