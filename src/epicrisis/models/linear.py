"""The linear part of a classifier: what makes its decisions explainable to the last digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.scores import MARGIN_SHARPNESS

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LinearParts:
    """Decision values as a linear function: ``decision = matrix @ coef.T + intercept``.

    Parameters
    ----------
    coef : ndarray of float64 of shape (classes, features)
        Weights, one row a class, also with two classes.
    intercept : ndarray of float64 of shape (classes,)
        What each class has without any feature.
    classes : ndarray of shape (classes,)
        The classes, in the order of the rows.
    """

    coef: FloatArray
    intercept: FloatArray
    classes: npt.NDArray[Any]


@runtime_checkable
class HasLinearParts(Protocol):
    """A classifier that gives its linear part itself: one that wraps others, say.

    Its decision values, by which it ranks the classes, must be exactly those of the parts that it gives. One that
    only happens to hold linear models gives None.
    """

    def linear_parts(self) -> LinearParts | None:
        """Return the linear part of the fitted classifier; None if its decision is not linear."""


def linear_parts(classifier: Any) -> LinearParts | None:
    """Return the linear part of a fitted classifier.

    Known are classifiers that give it themselves (`HasLinearParts`), linear ones of scikit-learn (``coef_`` and
    ``intercept_``) and its naive Bayes classifiers of counts, whose joint log-likelihood, less its mean over the
    classes, is linear.

    The parts of a `CalibratedClassifier` are those of the scores that it ranks the classes by: its probabilities'
    logarithms and what its decision adds to them, less what all classes of a note have in common. It cuts
    probabilities off below e to the power of -20; where that changes the answer, the sum does not show it. Where its
    calibration has sigmoids, they are those of each class's score before it: the class's probability rises with its
    score, and the answer need not be the class of the largest.

    Returns
    -------
    LinearParts or None
        None if the decision is not linear in the features: trees, neighbours, kernels.
    """
    if isinstance(classifier, HasLinearParts):
        return classifier.linear_parts()
    if isinstance(classifier, CalibratedClassifier):
        return _calibrated(classifier)
    if hasattr(classifier, "coef_") and hasattr(classifier, "intercept_"):
        coef = np.atleast_2d(np.asarray(classifier.coef_, dtype=np.float64))
        intercept = np.broadcast_to(np.asarray(classifier.intercept_, dtype=np.float64), (len(coef),))
        if len(coef) == 1 and len(classifier.classes_) == 2:  # two classes share one row
            coef, intercept = np.vstack([-coef, coef]), np.array([-intercept[0], intercept[0]])
        return LinearParts(coef, intercept, classifier.classes_)
    return _naive_bayes(classifier)


def _calibrated(classifier: CalibratedClassifier) -> LinearParts | None:
    inner = classifier.estimator_
    parts = linear_parts(inner)
    if parts is None:
        return None
    factor = 1.0
    if not hasattr(inner, "predict_proba"):
        factor *= MARGIN_SHARPNESS
    elif not _softmax_of_its_sum(inner):
        return None
    if len(parts.classes) == 2 and hasattr(inner, "coef_"):
        factor /= 2  # the two rows are a margin and its opposite, and only their difference counts
    if np.size(classifier.slopes) or np.size(classifier.knots):
        return LinearParts(factor * parts.coef, factor * parts.intercept, parts.classes)
    scales = factor * np.broadcast_to(np.asarray(classifier.scales, dtype=np.float64), (len(parts.classes),))
    added = np.asarray(classifier.shifts, dtype=np.float64) + np.asarray(classifier.offsets, dtype=np.float64)
    return LinearParts(scales[:, None] * parts.coef, scales * parts.intercept + added, parts.classes)


def _softmax_of_its_sum(classifier: Any) -> bool:
    """Whether a classifier's probabilities are the softmax of its linear scores, as one against the rest are not."""
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.naive_bayes import ComplementNB, MultinomialNB

    two = len(classifier.classes_) == 2
    if isinstance(classifier, LogisticRegression):
        return two or classifier.solver != "liblinear"
    if isinstance(classifier, SGDClassifier):
        return two and classifier.loss == "log_loss"
    return isinstance(classifier, ComplementNB | MultinomialNB)


def _naive_bayes(classifier: Any) -> LinearParts | None:
    from sklearn.naive_bayes import ComplementNB, MultinomialNB

    if not isinstance(classifier, ComplementNB | MultinomialNB):
        return None
    coef = np.asarray(classifier.feature_log_prob_, dtype=np.float64)
    prior = np.asarray(classifier.class_log_prior_, dtype=np.float64)
    # Complement naive Bayes decides without the classes' frequencies unless there is but one class.
    intercept = prior if isinstance(classifier, MultinomialNB) or len(coef) == 1 else np.zeros(len(coef))
    # What all classes have in common decides nothing, and without it a term's sign says for or against.
    return LinearParts(coef - coef.mean(axis=0), intercept - intercept.mean(), classifier.classes_)
