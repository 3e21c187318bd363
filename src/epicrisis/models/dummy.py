"""The floor: always the most frequent class, with the classes' shares as probabilities. Every report shows it."""

from __future__ import annotations

from typing import Any

from optuna.trial import BaseTrial
from sklearn.dummy import DummyClassifier

from epicrisis.models.spec import ModelSpec, Params, Value


def _build(params: Params, seed: int) -> DummyClassifier:
    return DummyClassifier(strategy="prior", random_state=seed, **params)


def _nothing(trial: BaseTrial) -> dict[str, Value]:  # noqa: ARG001
    return {}


def _words(trial: BaseTrial) -> dict[str, Any]:  # noqa: ARG001
    return {"word_ngram_max": 1}


SPEC = ModelSpec(
    name="dummy", aliases=("DummyClassifier", "baseline"), build=_build, suggest=_nothing, suggest_text=_words
)
