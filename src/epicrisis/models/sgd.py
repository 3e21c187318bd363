"""Linear models fitted by stochastic gradient descent: for hundreds of thousands of notes, where others get slow.

Losses: logistic, and the smoothed hinge of the modified Huber loss (Zhang 2004, doi:10.1145/1015330.1015332), both
with probabilities of their own; the penalty may be L2, or elastic net, which leaves most terms without weight.
"""

from __future__ import annotations

from optuna.trial import BaseTrial
from sklearn.linear_model import SGDClassifier

from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import WIDE_FIRST, wide_text


def _build(params: Params, seed: int) -> SGDClassifier:
    return SGDClassifier(max_iter=50, tol=1e-3, early_stopping=False, average=True, random_state=seed, **params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    penalty = trial.suggest_categorical("penalty", ["l2", "elasticnet"])
    return {
        "loss": trial.suggest_categorical("loss", ["modified_huber", "log_loss"]),
        "penalty": penalty,
        "alpha": trial.suggest_float("alpha", 1e-6, 1e-3, log=True),
        "l1_ratio": trial.suggest_float("l1_ratio", 0.02, 0.5, log=True) if penalty == "elasticnet" else 0.15,
        "class_weight": trial.suggest_categorical("class_weight", ["balanced", None]),
    }


_WORDS: Params = {
    **WIDE_FIRST,
    "loss": "modified_huber",
    "penalty": "l2",
    "alpha": 1e-4,
    "class_weight": "balanced",
}

SPEC = ModelSpec(
    name="sgd",
    aliases=("SGDClassifier",),
    build=_build,
    suggest=_suggest,
    suggest_text=wide_text,
    first=(_WORDS, {**_WORDS, "char_ngrams": True, "char_min_df": 3}, {**_WORDS, "alpha": 3e-5}),
)
