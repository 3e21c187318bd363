"""Linear support vector machine, one class against the rest, squared hinge loss with an L2 penalty.

The classic of text classification (Joachims 1998, doi:10.1007/BFb0026683) and the best single model on the project's
real sets. It gives margins; the calibration after the search turns them into probabilities.
"""

from __future__ import annotations

from optuna.trial import BaseTrial
from sklearn.svm import LinearSVC

from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import WIDE_FIRST, wide_text


def _build(params: Params, seed: int) -> LinearSVC:
    return LinearSVC(max_iter=2000, tol=1e-3, random_state=seed, **params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "C": trial.suggest_float("C", 0.02, 3.0, log=True),
        "class_weight": trial.suggest_categorical("class_weight", ["balanced", None]),
    }


_WORDS: Params = {
    **WIDE_FIRST,
    "C": 0.3,
    "class_weight": "balanced",
}
_CHARACTERS: Params = {**_WORDS, "char_ngrams": True, "char_min_df": 3}

SPEC = ModelSpec(
    name="linear_svm",
    aliases=("LinearSVC", "svm"),
    build=_build,
    suggest=_suggest,
    suggest_text=wide_text,
    first=(
        _CHARACTERS,
        _WORDS,
        {**_CHARACTERS, "reading": "clinical"},
        {**_CHARACTERS, "tabular_weight": 0.0},
        {**_CHARACTERS, "C": 0.1},
    ),
)
