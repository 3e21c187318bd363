"""Complement naive Bayes, made for texts with rare classes (Rennie et al. 2003, ICML, pp. 616-623).

It counts, so it takes no negative number: the tabular columns are left out. Fitted in milliseconds; alone it is seldom
the best, and in a blend it errs otherwise than linear models do.
"""

from __future__ import annotations

from typing import Any

from optuna.trial import BaseTrial
from sklearn.naive_bayes import ComplementNB

from epicrisis.models.spec import ModelSpec, Params, Value
from epicrisis.models.text_space import wide_text


def _build(params: Params, seed: int) -> ComplementNB:  # noqa: ARG001 - nothing is drawn
    return ComplementNB(**params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "alpha": trial.suggest_float("alpha", 0.02, 3.0, log=True),
        "norm": trial.suggest_categorical("norm", [False, True]),
    }


def _text(trial: BaseTrial) -> dict[str, Any]:
    return wide_text(trial, tabular=False)


_WORDS: Params = {
    "reading": "plain",
    "word_ngram_max": 2,
    "char_ngrams": False,
    "section_terms": False,
    "min_df": 2,
    "max_df": 0.9,
    "sublinear_tf": True,
    "alpha": 0.3,
    "norm": False,
}

SPEC = ModelSpec(
    name="complement_nb",
    aliases=("ComplementNB",),
    build=_build,
    suggest=_suggest,
    suggest_text=_text,
    first=(_WORDS, {**_WORDS, "alpha": 0.1}, {**_WORDS, "word_ngram_max": 1}),
)
