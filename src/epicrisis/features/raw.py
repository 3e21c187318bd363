"""A first step that hands the raw rows on, for models whose parts read them each in its own way."""

from __future__ import annotations

from typing import Any, Self

from sklearn.base import BaseEstimator, TransformerMixin


class RawRows(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Give the rows as they came; the columns' names are kept, as `epicrisis.features.pipeline.ClinicalFeatures` does.

    Parameters
    ----------
    text, categorical, numeric : list of str
        Names of the columns that the parts read.
    """

    def __init__(self, text: list[str], categorical: list[str], numeric: list[str]) -> None:
        self.text = text
        self.categorical = categorical
        self.numeric = numeric

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002
        """Learn nothing."""
        return self

    def transform(self, X: Any) -> Any:
        """Return the rows."""
        return X

    def __sklearn_is_fitted__(self) -> bool:
        """There is nothing to fit."""
        return True
