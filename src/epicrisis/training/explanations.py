"""Which terms count for a class. Every term shown is held by enough patients, since the vocabulary is."""

from __future__ import annotations

import numpy as np
from sklearn.pipeline import Pipeline

from epicrisis.training.result import ClassTerms

TERMS = 15
_SHOWN = ("word:", "section:")


def class_terms(pipeline: Pipeline, limit: int = TERMS) -> list[ClassTerms]:
    """Return the terms with the largest weights for each class of a linear model.

    Parameters
    ----------
    pipeline : Pipeline
        A fitted model.
    limit : int
        Terms a class.

    Returns
    -------
    list of ClassTerms
        Empty for a model without coefficients. Character n-grams are left out: they are pieces of words.
    """
    classifier = pipeline.named_steps["classifier"]
    weights = getattr(getattr(classifier, "estimator_", classifier), "coef_", None)
    if weights is None:
        return []
    if len(weights) == 1:  # two classes share one row of weights
        weights = np.vstack([-weights[0], weights[0]])
    names = pipeline.named_steps["features"].get_feature_names_out()
    shown = np.flatnonzero(np.logical_or.reduce([np.strings.startswith(names, kind) for kind in _SHOWN]))
    return [
        ClassTerms(label=str(label), terms=_largest(names[shown], row[shown], limit))
        for label, row in zip(classifier.classes_, weights, strict=True)
    ]


def _largest(
    names: np.ndarray[tuple[int], np.dtype[np.str_]], weights: np.ndarray[tuple[int], np.dtype[np.float64]], limit: int
) -> list[tuple[str, float]]:
    order = np.argsort(-weights, kind="stable")[:limit]
    return [(str(names[i]).partition(":")[2], float(weights[i])) for i in order if weights[i] > 0]
