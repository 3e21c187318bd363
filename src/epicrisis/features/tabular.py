"""From categories and numbers to a matrix: one-hot and scaled, unknown and missing ones accepted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from epicrisis.features.ngrams import COUNT_TYPE

StrArray = npt.NDArray[np.str_]
FloatArray = npt.NDArray[np.float64]


class TabularEncoder:
    """Categories as one column each, numbers imputed by their median and scaled.

    Parameters
    ----------
    min_patients : int
        Smallest number of distinct patients of a category; a rarer one counts as unknown.
    weight : float
        What every column is multiplied with; 0 leaves all of them out.

    Attributes
    ----------
    onehot : OneHotEncoder or None
        Fitted on the categories; None without any.
    scaler : Pipeline or None
        Fitted imputer and scaler; None without any number.
    """

    weight: float = 1.0  # models that were saved before it could be chosen

    def __init__(self, min_patients: int, weight: float = 1.0) -> None:
        self.min_patients = min_patients
        self.weight = weight
        self.onehot: OneHotEncoder | None = None
        self.scaler: Pipeline | None = None

    def fit(self, categories: StrArray, numbers: FloatArray, patients: npt.NDArray[np.integer]) -> sparse.csr_array:
        """Learn from the fitting rows and return their matrix.

        Parameters
        ----------
        categories : ndarray of str of shape (rows, categorical columns)
            Missing ones are empty strings.
        numbers : ndarray of float of shape (rows, numeric columns)
            Missing ones are NaN.
        patients : ndarray of int of shape (rows,)
            Who each row belongs to.
        """
        if self.weight == 0:
            return self.transform(categories, numbers)
        if categories.shape[1]:
            known = [self._common(column, patients) for column in categories.T]
            self.onehot = OneHotEncoder(categories=known, handle_unknown="ignore", dtype=COUNT_TYPE).fit(categories)
        if numbers.shape[1]:
            imputer = SimpleImputer(strategy="median", keep_empty_features=True)
            self.scaler = make_pipeline(imputer, StandardScaler()).fit(numbers)
        return self.transform(categories, numbers)

    def transform(self, categories: StrArray, numbers: FloatArray) -> sparse.csr_array:
        """Return the matrix of any rows."""
        parts: list[sparse.csr_array] = [sparse.csr_array(np.empty((len(categories), 0), dtype=COUNT_TYPE))]
        if self.onehot is not None:
            parts.append(sparse.csr_array(self.onehot.transform(categories)))
        if self.scaler is not None:
            scaled = np.asarray(self.scaler.transform(numbers), dtype=COUNT_TYPE)
            parts += [sparse.csr_array(scaled), sparse.csr_array(np.isnan(numbers).astype(COUNT_TYPE))]
        matrix = sparse.csr_array(sparse.hstack(parts, format="csr", dtype=COUNT_TYPE))
        return matrix if self.weight == 1 else sparse.csr_array(matrix * COUNT_TYPE(self.weight))

    def names(self, categorical: Sequence[str], numeric: Sequence[str]) -> list[str]:
        """Return the names of the matrix's columns."""
        names: list[str] = []
        if self.onehot is not None:
            names += [
                f"{c}={value}" for c, known in zip(categorical, self.onehot.categories_, strict=True) for value in known
            ]
        if self.scaler is not None:
            names += [*numeric, *(f"{name}?" for name in numeric)]
        return names

    def _common(self, column: StrArray, patients: npt.NDArray[np.integer]) -> StrArray:
        values, codes = np.unique(column, return_inverse=True)
        holders = np.unique(np.stack([codes, patients]), axis=1)[0]
        common = values[np.bincount(holders, minlength=len(values)) >= self.min_patients]
        # scikit-learn refuses an empty list of categories; the missing one is always allowed.
        return common if len(common) else np.array([""], dtype=column.dtype)
