"""The last step of every saved model: a classifier, its calibrated probabilities, its answer, and when it has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils.validation import check_is_fitted

from epicrisis.evaluation.calibration import rescaled
from epicrisis.evaluation.conformal import prediction_sets
from epicrisis.evaluation.decisions import decide
from epicrisis.models.scores import class_scores


class CalibratedClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier with a calibration and a decision that were learned beforehand, on rows held out.

    Parameters
    ----------
    estimator : classifier
        Gives scores, see `epicrisis.models.scores.class_scores`.
    scales, shifts : sequence of float of length classes
        Factors of the scores, and what is added to them; their softmax are the probabilities.
    offsets : sequence of float of length classes
        What is added to the log-probabilities before the largest is answered.
    slopes, intercepts : sequence of float of length classes, or empty
        Of each class's sigmoid, whose logarithm takes the score's place.
    knots : ndarray of shape (2, classes, knots), or empty
        Of each class's curve, whose logarithm takes the score's place.
    thresholds : sequence of float of length classes, or empty
        Probability from which on a class is in a note's set, see `epicrisis.evaluation.conformal`.

    Attributes
    ----------
    estimator_ : classifier
        The fitted classifier.
    classes_ : ndarray of shape (classes,)
        The classes, in the order of `shifts` and `offsets`.
    """

    # A model saved by an earlier version has neither.
    knots: Any = ()
    thresholds: Any = ()

    def __init__(
        self,
        estimator: Any,
        scales: Sequence[float],
        shifts: Sequence[float],
        offsets: Sequence[float],
        slopes: Sequence[float] = (),
        intercepts: Sequence[float] = (),
        knots: npt.ArrayLike = (),
        thresholds: Sequence[float] = (),
    ) -> None:
        self.estimator = estimator
        self.scales = scales
        self.shifts = shifts
        self.offsets = offsets
        self.slopes = slopes
        self.intercepts = intercepts
        self.knots = knots
        self.thresholds = thresholds

    def fit(self, X: Any, y: Any) -> Self:
        """Fit the classifier; calibration and decision stay as they were given."""
        self.estimator_ = clone(self.estimator).fit(X, y)
        self.classes_ = self.estimator_.classes_
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """Return calibrated probabilities of shape (rows, classes)."""
        return self.calibrated(self.raw_scores(X))

    def raw_scores(self, X: Any) -> npt.NDArray[np.float64]:
        """Return the classifier's scores of shape (rows, classes), before the calibration."""
        check_is_fitted(self)
        return class_scores(self.estimator_, X)

    def calibrated(self, scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the calibrated probabilities of what `raw_scores` gave."""
        return rescaled(scores, self.scales, self.shifts, self.slopes, self.intercepts, self.knots)

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Return the class answered for each row, which need not be the most probable one."""
        return answered(self, self.predict_proba(X))

    def predict_sets(self, X: Any) -> npt.NDArray[np.bool_]:
        """Return which classes are in each row's set, of shape (rows, classes); a set of one class is an answer.

        Raises
        ------
        AttributeError
            The model was saved by a version that knew no sets.
        """
        sets = class_sets(self, self.predict_proba(X))
        if sets is None:
            raise AttributeError("the model has no thresholds for sets of classes")
        return sets


def answered(classifier: Any, probabilities: npt.NDArray[np.float64]) -> npt.NDArray[Any]:
    """Return the classes that a fitted classifier answers, given its probabilities of shape (rows, classes).

    Parameters
    ----------
    classifier : classifier
        With ``classes_``; without ``offsets``, the most probable class is answered.
    probabilities : ndarray of shape (rows, classes)
        What its ``predict_proba`` gave.
    """
    return np.asarray(classifier.classes_)[_places(classifier, probabilities)]


def class_sets(classifier: Any, probabilities: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_] | None:
    """Return which classes are in each row's set, of shape (rows, classes); None if the classifier knows no sets.

    Parameters
    ----------
    classifier, probabilities :
        As of `answered`.
    """
    thresholds = getattr(classifier, "thresholds", ())
    if not np.size(thresholds):
        return None
    return prediction_sets(probabilities, thresholds, _places(classifier, probabilities))


def _places(classifier: Any, probabilities: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    offsets = getattr(classifier, "offsets", None)
    return probabilities.argmax(axis=1) if offsets is None else decide(probabilities, tuple(offsets))
