from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from sklearn.base import clone

from epicrisis.errors import SettingsError
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.features.rewriting import Change
from epicrisis.features.steps import STEPS, TextStep, get_step
from epicrisis.features.variants import TextVariant, variant_tokens

PLUGINS: dict[str, object] = {
    "no_hyphens": TextStep("no_hyphens", "text", lambda _: lambda text: _each(text, "-", "")),
    "joined": TextStep("joined", "tokens", lambda _: _join, version=3),
    "loud": TextStep("loud", "word", lambda language: lambda word: word + language, by_language=True),
    "misnamed": TextStep("other", "word", lambda _: str),
    "no_step": str,
    "broken": ImportError("no such module"),
}


def _each(text: str, old: str, new: str) -> list[Change[str]]:
    return [Change(place, place + 1, new) for place, sign in enumerate(text) if sign == old]


def _join(items: list[str]) -> list[Change[list[str]]]:
    pairs = [place for place, item in enumerate(items) if item == "dolor" and items[place + 1 : place + 2]]
    return [Change(place, place + 2, [f"dolor{items[place + 1]}"]) for place in pairs]


@pytest.fixture
def plugins(register: Callable[..., None]) -> None:
    for name, value in PLUGINS.items():
        register("epicrisis.text_steps", name, value)


def test_every_step_is_found_under_its_name() -> None:
    assert all(name == step.name and get_step(name) is step for name, step in STEPS.items())


def test_steps_of_another_package_take_their_place_beside_the_others(plugins: None) -> None:
    variant = TextVariant(("loud", "lemmas", "no_hyphens", "joined", "folded"), "en")
    assert variant.steps == ("no_hyphens", "joined", "lemmas", "folded", "loud")
    assert variant.name == "no_hyphens-joined_v3-lemmas_en-folded-loud_en"
    plain = TextVariant(("no_hyphens", "joined", "loud"))
    assert variant_tokens("Do-lor torácico. Fin", plain) == ["dolortorácicoes", "fines"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("negaton", r"^Unknown text step 'negaton'\. Did you mean 'negation'\? Known: headings, "),
        ("zzz", r"^Unknown text step 'zzz'\. Known: .* install that package here: .* group 'epicrisis\.text_steps'\.$"),
        ("broken", r"^'broken', which the package 'plugin' registers .* could not be loaded \(ImportError\)\.$"),
        ("misnamed", r"registers 'misnamed' .* is no TextStep of that name\.$"),
        ("no_step", r"registers 'no_step' .* is no TextStep of that name\.$"),
    ],
)
def test_a_step_that_is_not_there_is_told(plugins: None, name: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        TextVariant((name,))


def test_a_model_that_names_a_step_which_is_not_installed_says_so(plugins: None) -> None:
    model = clone(ClinicalFeatures(["text"], [], [], steps=["vanished"]))  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=r"'vanished'.*install that package here"):
        model.fit(pl.DataFrame({"text": ["niega"]}))


@pytest.mark.parametrize(("name", "level"), [("Bad-name", "word"), ("", "word"), ("good", "letters")])
def test_a_step_that_could_not_be_a_file_name_is_refused(name: str, level: Any) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        TextStep(name, level, lambda _: str)
