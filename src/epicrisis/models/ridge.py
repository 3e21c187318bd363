"""Ridge classifier: least squares on -1 and 1 with an L2 penalty, one class against the rest.

One linear system a class, solved by conjugate gradients, which read the sparse matrix only by products. Margins, which
the calibration after the search turns into probabilities.
"""

from __future__ import annotations

from optuna.trial import BaseTrial
from sklearn.linear_model import RidgeClassifier

from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import WIDE_FIRST, wide_text


def _build(params: Params, seed: int) -> RidgeClassifier:
    return RidgeClassifier(solver="sparse_cg", tol=1e-3, random_state=seed, **params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "alpha": trial.suggest_float("alpha", 0.1, 20.0, log=True),
        "class_weight": trial.suggest_categorical("class_weight", ["balanced", None]),
    }


_WORDS: Params = {
    **WIDE_FIRST,
    "alpha": 1.0,
    "class_weight": "balanced",
}
_CHARACTERS: Params = {**_WORDS, "char_ngrams": True, "char_min_df": 3}

SPEC = ModelSpec(
    name="ridge",
    aliases=("RidgeClassifier",),
    build=_build,
    suggest=_suggest,
    suggest_text=wide_text,
    first=(_CHARACTERS, _WORDS, {**_CHARACTERS, "tabular_weight": 0.0}),
)
