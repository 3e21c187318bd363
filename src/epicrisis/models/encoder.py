"""Logistic regression on sentence vectors of a frozen encoder, with the tabular columns and, if wanted, the words.

An extra, ``epicrisis[encoder]``; ``encoder.path`` names the encoder's folder. The encoder itself is not trained: that
needs a GPU for hours and a framework of gigabytes. Standardised vectors have rows of length one on average, as tf-idf
has, so that C means what it means to logistic regression on words.
"""

from __future__ import annotations

from typing import Any

from optuna.trial import BaseTrial
from sklearn.linear_model import LogisticRegression

from epicrisis.models.spec import ModelSpec, Params, Value


def _build(params: Params, seed: int) -> LogisticRegression:
    return LogisticRegression(max_iter=1000, tol=1e-3, random_state=seed, **params)


def _suggest(trial: BaseTrial) -> dict[str, Value]:
    return {
        "C": trial.suggest_float("C", 0.01, 30.0, log=True),
        "class_weight": trial.suggest_categorical("class_weight", [None, "balanced"]),
    }


def _suggest_text(trial: BaseTrial) -> dict[str, Any]:
    words = trial.suggest_categorical("with_words", [False, True])
    return {
        "word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2) if words else 0,
        "min_df": trial.suggest_int("min_df", 2, 10, log=True) if words else 1,
        "max_df": 0.9,
        "tabular_weight": trial.suggest_categorical("tabular_weight", [0.3, 0.0, 1.0]),
    }


_VECTORS: Params = {"with_words": False, "tabular_weight": 0.3, "C": 1.0, "class_weight": "balanced"}
_WORDS: Params = {**_VECTORS, "with_words": True, "word_ngram_max": 2, "min_df": 2}

SPEC = ModelSpec(
    name="encoder",
    aliases=("SentenceEncoder", "embeddings"),
    build=_build,
    suggest=_suggest,
    suggest_text=_suggest_text,
    first=(_VECTORS, _WORDS, {**_VECTORS, "C": 0.1}, {**_WORDS, "C": 10.0}),
    encodes=True,
    packages=("onnxruntime", "tokenizers"),
)
