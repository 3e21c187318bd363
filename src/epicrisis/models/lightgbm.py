"""Gradient-boosted trees of LightGBM over the most frequent terms (Ke et al. 2017, NeurIPS 30, pp. 3146-3154).

An extra, ``epicrisis[lightgbm]``. It reads sparse matrices as they are; a few dozen bins are enough for tf-idf weights,
and a fifth of the columns a tree keeps a fit to seconds. Rows and threads are fixed so that a fit can be repeated.
"""

from __future__ import annotations

from typing import Any

from optuna.trial import BaseTrial
from sklearn.base import ClassifierMixin

from epicrisis.errors import SettingsError
from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import narrow_text


def _build(params: Params, seed: int) -> ClassifierMixin:
    try:
        from epicrisis.models.boosted_trees import BoostedTrees
    except ImportError as error:
        raise SettingsError(
            "The model {model!r} needs the package {package!r}: pip install {extra!r}.",
            model="lightgbm",
            package="lightgbm",
            extra="epicrisis[lightgbm]",
        ) from error
    fixed = {"max_bin": 31, "subsample_freq": 1, "deterministic": True, "force_col_wise": True, "verbose": -1}
    chosen: dict[str, Any] = {**fixed, **params}
    return BoostedTrees(n_jobs=1, random_state=seed, **chosen)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "n_estimators": trial.suggest_int("n_estimators", 60, 240, step=20),
        "learning_rate": trial.suggest_float("learning_rate", 0.03, 0.2, log=True),
        "num_leaves": trial.suggest_int("num_leaves", 7, 31, log=True),
        "min_child_samples": trial.suggest_int("min_child_samples", 5, 40, log=True),
        "colsample_bytree": trial.suggest_float("colsample_bytree", 0.05, 0.5, log=True),
        "subsample": trial.suggest_float("subsample", 0.6, 1.0),
        "class_weight": trial.suggest_categorical("class_weight", [None, "balanced"]),
    }


_FIRST: Params = {
    "reading": "plain",
    "word_ngram_max": 1,
    "min_df": 5,
    "max_df": 0.9,
    "sublinear_tf": True,
    "max_features": 3000,
    "n_estimators": 120,
    "learning_rate": 0.08,
    "num_leaves": 15,
    "min_child_samples": 10,
    "colsample_bytree": 0.2,
    "subsample": 0.8,
    "class_weight": None,
}

SPEC = ModelSpec(
    name="lightgbm",
    aliases=("LGBMClassifier", "lgbm"),
    build=_build,
    suggest=_suggest,
    suggest_text=narrow_text,
    first=(_FIRST,),
    packages=("lightgbm",),
)
