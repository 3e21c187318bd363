"""Figures that a table of true and answered classes is enough for, of many such tables at once.

They follow scikit-learn's definitions, which a test holds them to. One table gives nine figures in a tenth of a
millisecond, where scikit-learn checks its input anew for each: a search measures thousands of folds.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def confusion_of(true: npt.NDArray[np.integer], answered: npt.NDArray[np.integer], classes: int) -> FloatArray:
    """Return the rows of each true class (rows) and answered class (columns), of shape (1, classes, classes).

    Parameters
    ----------
    true, answered : ndarray of int of shape (rows,)
        Class numbers.
    classes : int
        Number of classes.
    """
    cells = true.astype(np.int64) * classes + answered
    return np.bincount(cells, minlength=classes**2).reshape(1, classes, classes).astype(np.float64)


def figures_of(confusion: FloatArray) -> dict[str, FloatArray]:
    """Return every figure by its metric's name, each of shape (tables,).

    Parameters
    ----------
    confusion : ndarray of shape (tables, classes, classes)
        Rows, or weights of rows, by true class and answered class.
    """
    hits = np.einsum("bkk->bk", confusion)
    true, given = confusion.sum(axis=2), confusion.sum(axis=1)
    total = true.sum(axis=1)
    precision, recall = ratio(hits, given), ratio(hits, true)
    f1 = ratio(2 * hits, true + given)
    there, mentioned = true > 0, (true + given) > 0
    shares = true / total[:, None]
    figures = {"accuracy": hits.sum(axis=1) / total}
    figures["balanced_accuracy"] = mean_of_existing(np.where(there, recall, np.nan), axis=1)
    for name, values in (("precision", precision), ("recall", recall), ("f1", f1)):
        figures[name] = (shares * values).sum(axis=1)
        figures[f"{name}_macro"] = mean_of_existing(np.where(mentioned, values, np.nan), axis=1)
    figures["mcc"] = _mcc(hits.sum(axis=1), true, given, total)
    return figures


def _mcc(hits: FloatArray, true: FloatArray, given: FloatArray, total: FloatArray) -> FloatArray:
    covariance = hits * total - (true * given).sum(axis=1)
    spread = (total**2 - (given**2).sum(axis=1)) * (total**2 - (true**2).sum(axis=1))
    return ratio(covariance, np.sqrt(spread))


def ratio(top: FloatArray, bottom: FloatArray, missing: float = 0.0) -> FloatArray:
    """Return the quotient, or `missing` where there is nothing to divide by."""
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, missing), where=bottom > 0))


def mean_of_existing(values: FloatArray, axis: int) -> FloatArray:
    """Return the mean of the values that are not NaN; NaN if none is."""
    exists = ~np.isnan(values)
    total, count = np.where(exists, values, 0.0).sum(axis=axis), exists.sum(axis=axis, dtype=np.float64)
    return ratio(total, count, missing=np.nan)
