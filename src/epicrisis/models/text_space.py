"""What is searched of the text, shared by the models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optuna.trial import BaseTrial

READINGS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "clinical": ("typed", "abbreviations", "punctuation", "negation"),
    "stems": ("stems",),
}
"""Ways of reading the notes, by their steps; each is counted once.

In ``benchmarks/ablation.py`` the steps of ``clinical`` gained beyond the noise on one of three sets; ``stems`` lost on
none and needs a third fewer words. Decision 10 has the figures.
"""


WIDE_FIRST: Mapping[str, str | int | float | bool] = {
    "reading": "plain",
    "word_ngram_max": 2,
    "char_ngrams": False,
    "section_terms": False,
    "tabular_weight": 0.3,
    "min_df": 2,
    "max_df": 0.9,
    "sublinear_tf": True,
}
"""A choice of `wide_text` that is known to be good: words and pairs, and the tabular columns softly."""


def wide_text(trial: BaseTrial, *, tabular: bool = True) -> dict[str, Any]:
    """Suggest text parameters for models that are at ease with many sparse columns.

    Parameters
    ----------
    trial : BaseTrial
        The trial.
    tabular : bool
        Whether the model can take the tabular columns, which may be negative.
    """
    chars = trial.suggest_categorical("char_ngrams", [False, True])
    return {
        "steps": _reading(trial),
        "word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2),
        "char_ngrams": chars,
        # There are ten times as many as words, and rare ones cost more than they tell.
        "char_min_df": trial.suggest_int("char_min_df", 2, 40, log=True) if chars else 0,
        "section_terms": trial.suggest_categorical("section_terms", [False, True]),
        "min_df": trial.suggest_int("min_df", 1, 10, log=True),
        "max_df": trial.suggest_float("max_df", 0.4, 1.0),
        "sublinear_tf": trial.suggest_categorical("sublinear_tf", [True, False]),
        # Beside a text of length one, a scaled number or a category of weight one outshouts the words.
        "tabular_weight": trial.suggest_categorical("tabular_weight", [0.3, 0.0, 1.0]) if tabular else 0.0,
    }


def narrow_text(trial: BaseTrial) -> dict[str, Any]:
    """Suggest text parameters for forests, which tens of thousands of sparse columns starve."""
    return {
        "steps": _reading(trial),
        "word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2),
        "min_df": trial.suggest_int("min_df", 2, 20, log=True),
        "max_df": trial.suggest_float("max_df", 0.4, 1.0),
        "sublinear_tf": trial.suggest_categorical("sublinear_tf", [True, False]),
        "max_features": trial.suggest_int("max_features", 1000, 6000, log=True),
    }


def _reading(trial: BaseTrial) -> tuple[str, ...]:
    return READINGS[trial.suggest_categorical("reading", list(READINGS))]
