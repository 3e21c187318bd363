"""Which terms count for and against a class. Every term shown is held by enough patients, since the vocabulary is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.pipeline import Pipeline

from epicrisis.models.linear import linear_parts
from epicrisis.training.result import ClassTerms

TERMS = 15
_SHOWN = ("word:", "section:")


def class_terms(pipeline: Pipeline, limit: int = TERMS) -> list[ClassTerms]:
    """Return the terms with the largest weights for and against each class of a linear model.

    Parameters
    ----------
    pipeline : Pipeline
        A fitted model.
    limit : int
        Terms a class, on either side.

    Returns
    -------
    list of ClassTerms
        Empty for a model whose decision is not linear, or that knows no words. Character n-grams are left out: they are
        pieces of words.

    Notes
    -----
    The weights of several classes matter only against each other. What all classes have in common is taken off
    first: the weights of complement naive Bayes are all negative, and still some terms speak for a class.
    """
    classifier = pipeline.named_steps["classifier"]
    # Where the probabilities bend the sum, the weights behind them still rank the terms.
    parts = linear_parts(classifier) or linear_parts(getattr(classifier, "estimator_", None))
    if parts is None:
        return []
    names = pipeline.named_steps["features"].get_feature_names_out()
    if parts.coef.shape[1] != len(names):
        return []
    shown = np.flatnonzero(np.logical_or.reduce([np.strings.startswith(names, kind) for kind in _SHOWN]))
    if not len(shown):
        return []
    weights = parts.coef[:, shown]
    weights = weights - weights.mean(axis=0)
    return [
        ClassTerms(
            label=str(label),
            terms=_largest(names[shown], row, limit),
            against=[(term, -weight) for term, weight in _largest(names[shown], -row, limit)],
        )
        for label, row in zip(parts.classes, weights, strict=True)
    ]


def _largest(names: npt.NDArray[np.str_], weights: npt.NDArray[np.float64], limit: int) -> list[tuple[str, float]]:
    order = np.argsort(-weights, kind="stable")[:limit]
    return [(str(names[i]).partition(":")[2], float(weights[i])) for i in order if weights[i] > 0]
