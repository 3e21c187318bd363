"""The average of several models' calibrated probabilities.

Models that err in different ways make fewer errors together. Which are averaged, and with what weights, is decided by
`epicrisis.training.blending` on rows held out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, Self

import numpy as np
import numpy.typing as npt
from optuna.trial import BaseTrial
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils.validation import check_is_fitted

from epicrisis.models.spec import ModelSpec, Params


class BlendClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Average the probabilities of whole pipelines, each of which reads the raw rows.

    Parameters
    ----------
    members : sequence of Pipeline
        Models with ``predict_proba``.
    weights : sequence of float
        One a member, adding up to one.

    Attributes
    ----------
    members_ : list of Pipeline
        The fitted members.
    classes_ : ndarray of shape (classes,)
        The classes.
    """

    def __init__(self, members: Sequence[Any], weights: Sequence[float]) -> None:
        self.members = members
        self.weights = weights

    def fit(self, X: Any, y: Any) -> Self:
        """Fit every member on the same raw rows."""
        self.members_ = [clone(member).fit(X, y) for member in self.members]
        self.classes_ = self.members_[0].classes_
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:
        """Return averaged probabilities of shape (rows, classes)."""
        check_is_fitted(self)
        shares = [weight * member.predict_proba(X) for weight, member in zip(self.weights, self.members_, strict=True)]
        return np.asarray(sum(shares))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Return the most probable class of each row."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


def _no_candidate(*_: Params | BaseTrial | int) -> NoReturn:
    raise TypeError("a blend is made of other models' winners and is not searched itself")


SPEC = ModelSpec(
    name="blend",
    aliases=("Blend", "BlendClassifier"),
    build=_no_candidate,
    suggest=_no_candidate,
    suggest_text=_no_candidate,
    blends=True,
)
