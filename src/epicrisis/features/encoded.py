"""Sentence vectors beside the tabular columns, and beside the words if the search chooses so."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from epicrisis.features.encoder import FrozenEncoder
from epicrisis.features.encoder_engine import FloatArray
from epicrisis.features.pipeline import ClinicalFeatures

Matrix = sparse.csr_array | npt.NDArray[np.float32]


class EncodedFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn raw columns into a matrix: what `ClinicalFeatures` gives, then the standardised vectors of the notes.

    Parameters
    ----------
    features : ClinicalFeatures
        Gives the terms and the tabular columns.
    encoder : FrozenEncoder
        Gives a vector for the text columns of a row, joined in their order.

    Attributes
    ----------
    features_ : ClinicalFeatures
        Fitted.
    scaler_ : StandardScaler
        Fitted on the vectors of the fitting rows.
    """

    def __init__(self, features: ClinicalFeatures, encoder: FrozenEncoder) -> None:
        self.features = features
        self.encoder = encoder

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn from a raw frame of shape (rows, columns)."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> Matrix:  # noqa: ARG002
        """Learn from a raw frame and return its matrix.

        Raises
        ------
        SchemaMismatch
            A declared column is missing.
        """
        self.features_ = clone(self.features)
        rest = self.features_.learn(X)
        vectors = self._vectors(X)
        self.scaler_ = fit_scaler(vectors)
        self.n_features_in_ = self.features_.n_features_in_
        return side_by_side(rest, scaled(self.scaler_, vectors))

    def transform(self, X: Any) -> Matrix:
        """Return the matrix of a raw frame of shape (rows, columns).

        Raises
        ------
        SchemaMismatch
            A declared column is missing.
        """
        check_is_fitted(self)
        return side_by_side(self.features_.transform(X), scaled(self.scaler_, self._vectors(X)))

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.str_]:  # noqa: ARG002
        """Return the features' names: those of `ClinicalFeatures`, then ``vector:0``, ``vector:1`` and so on."""
        check_is_fitted(self)
        own = [f"vector:{number}" for number in range(self.scaler_.n_features_in_)]
        return np.array([*self.features_.get_feature_names_out().tolist(), *own], dtype=np.str_)

    def _vectors(self, X: Any) -> FloatArray:
        return self.encoder.encode(whole_texts(self.features.texts(X)))


def whole_texts(columns: list[list[str]]) -> list[str]:
    """Return the text of each row: its columns one below the other, those without a letter left out."""
    return ["\n".join(part for part in parts if part.strip()) for parts in zip(*columns, strict=True)]


def fit_scaler(vectors: FloatArray) -> StandardScaler:
    """Return what standardises each of the vectors' numbers, learned from the rows given, of shape (rows, width)."""
    return StandardScaler().fit(vectors)


def scaled(scaler: StandardScaler, vectors: FloatArray) -> FloatArray:
    """Return standardised vectors whose mean squared length is one, like that of a row of words."""
    return np.asarray(scaler.transform(vectors) / np.sqrt(np.float32(vectors.shape[1])), dtype=np.float32)


def side_by_side(rest: sparse.csr_array, vectors: FloatArray) -> Matrix:
    """Return columns of words and tables, then vectors: dense while the words are few, for then it is much faster."""
    if rest.shape[1] <= vectors.shape[1]:
        return np.hstack([rest.toarray().astype(np.float32), vectors])
    return sparse.csr_array(sparse.hstack([rest, sparse.csr_array(vectors)], format="csr"))
