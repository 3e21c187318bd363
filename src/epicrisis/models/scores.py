"""What a classifier says of each class, on a scale whose softmax is meant to be its probability."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import log_softmax, softmax

FloatArray = npt.NDArray[np.float64]
MARGIN_SHARPNESS = 3.0
"""What margins are multiplied with before a softmax while a search goes on. On the project's real sets the calibration
after the search finds 2 to 5 for margins of support vector machines and ridge classifiers."""
LEAST_LOG_PROBABILITY = -20.0


def class_scores(classifier: Any, matrix: Any) -> FloatArray:
    """Return a fitted classifier's scores of shape (rows, known classes): log-probabilities, or sharpened margins.

    Parameters
    ----------
    classifier : estimator
        With ``predict_proba``, or else with ``decision_function``.
    matrix : sparse matrix of shape (rows, features)
        The rows.
    """
    if hasattr(classifier, "predict_joint_log_proba"):
        # Naive Bayes is sure of everything: as probabilities its scores would all be cut off.
        joint = np.asarray(classifier.predict_joint_log_proba(matrix), dtype=np.float64)
        return np.asarray(log_softmax(joint, axis=1))
    if hasattr(classifier, "predict_proba"):
        least = np.exp(LEAST_LOG_PROBABILITY)
        return np.log(np.clip(np.asarray(classifier.predict_proba(matrix), dtype=np.float64), least, None))
    margins = np.asarray(classifier.decision_function(matrix), dtype=np.float64)
    if margins.ndim == 1:  # two classes share one margin
        margins = np.stack([-margins / 2, margins / 2], axis=1)
    return MARGIN_SHARPNESS * margins


def class_probabilities(classifier: Any, matrix: Any) -> FloatArray:
    """Return a fitted classifier's own probabilities of shape (rows, known classes), before any calibration."""
    if hasattr(classifier, "predict_proba"):
        return np.asarray(classifier.predict_proba(matrix), dtype=np.float64)
    return np.asarray(softmax(class_scores(classifier, matrix), axis=1))
