"""Random forest over the most frequent terms.

A tree looks at a few columns a split, so rare terms starve it: the matrix is held to the most frequent terms, and the
share of columns looked at is searched from twice the square root upwards. Depth is not limited; leaves are.
"""

from __future__ import annotations

from optuna.trial import BaseTrial
from sklearn.ensemble import RandomForestClassifier

from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import narrow_text


def _build(params: Params, seed: int) -> RandomForestClassifier:
    return RandomForestClassifier(n_jobs=1, random_state=seed, **params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "n_estimators": trial.suggest_int("n_estimators", 100, 300, step=50),
        "max_features": trial.suggest_float("tree_features", 0.02, 0.2, log=True),
        "min_samples_leaf": trial.suggest_int("min_samples_leaf", 1, 8, log=True),
        "class_weight": trial.suggest_categorical("class_weight", [None, "balanced", "balanced_subsample"]),
    }


SPEC = ModelSpec(
    name="random_forest",
    aliases=("RandomForest", "RandomForestClassifier", "rf"),
    build=_build,
    suggest=_suggest,
    suggest_text=narrow_text,
    first=(
        {
            "word_ngram_max": 1,
            "min_df": 5,
            "max_df": 0.9,
            "sublinear_tf": True,
            "max_features": 1500,
            "n_estimators": 200,
            "tree_features": 0.05,
            "min_samples_leaf": 2,
            "class_weight": "balanced_subsample",
        },
    ),
)
