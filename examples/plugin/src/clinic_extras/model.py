"""A model: the class whose mean note is the most alike."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from optuna.trial import BaseTrial
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.preprocessing import normalize

from epicrisis.models.spec import ModelSpec, Params, Value


class Centroids(ClassifierMixin, BaseEstimator):
    """Compare each row with the mean row of each class; `sharpness` multiplies the cosine."""

    def __init__(self, sharpness: float = 10.0) -> None:
        self.sharpness = sharpness

    def fit(self, X: Any, y: Any) -> Self:
        self.classes_ = np.unique(y)
        rows = normalize(X)
        self.centroids_ = normalize(np.vstack([rows[y == label].mean(axis=0) for label in self.classes_]))
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        # A decision_function would do too; epicrisis calibrates either on the folds.
        scores = self.sharpness * (normalize(X) @ self.centroids_.T)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    def predict(self, X: Any) -> np.ndarray:
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def build(params: Params, seed: int) -> Centroids:
    return Centroids(**params)


def suggest(trial: BaseTrial) -> dict[str, Value]:
    return {"sharpness": trial.suggest_float("sharpness", 1.0, 50.0, log=True)}


def suggest_text(trial: BaseTrial) -> dict[str, Any]:
    # The text step of this package, tried with and without; see step.py.
    reading = trial.suggest_categorical("reading", ["chest_pain", "plain"])
    return {
        "steps": () if reading == "plain" else (reading,),
        "word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2),
        "sublinear_tf": True,
    }


SPEC = ModelSpec(
    name="centroids",
    aliases=(),
    build=build,
    suggest=suggest,
    suggest_text=suggest_text,
    first=({"sharpness": 10.0, "reading": "chest_pain", "word_ngram_max": 1},),
    # What a saved model holds beside scikit-learn's and NumPy's own. Nothing else of this package can be loaded.
    trusted_types=("clinic_extras.model.Centroids",),
)
