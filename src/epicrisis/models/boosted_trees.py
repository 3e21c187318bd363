"""LightGBM's classifier for the sparse arrays that the features are. Imported only where LightGBM is installed."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from lightgbm import LGBMClassifier
from scipy import sparse


class BoostedTrees(LGBMClassifier):
    """Take SciPy's sparse arrays, which LightGBM 4.7 knows only as matrices. Parameters are LightGBM's."""

    def fit(self, X: Any, y: Any) -> Self:  # type: ignore[override]
        """Fit on features of shape (rows, features)."""
        super().fit(_matrix(X), y)
        return self

    def predict_proba(self, X: Any) -> npt.NDArray[np.float64]:  # type: ignore[override]
        """Return probabilities of shape (rows, classes)."""
        return np.asarray(super().predict_proba(_matrix(X)), dtype=np.float64)


def _matrix(X: Any) -> Any:
    whole: Any = X  # SciPy's stubs have no overload for "any sparse array"
    return sparse.csr_matrix(whole) if sparse.issparse(X) else X
