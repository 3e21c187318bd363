"""Figures that are sums over rows of what the probabilities lost, of many resamples at once.

The Brier score is the original one (Brier 1950, doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2): the squared
distance between probabilities and truth summed over all classes, 0 to 2. With two classes it is twice the one that
medicine usually gives; the scaled one does not depend on that.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.integer]
ECE_BINS: Final = 15
"""Bins of equal width, as in Guo et al. 2017 (arXiv 1706.04599): they are the same in every resample."""


def row_log_losses(true: IntArray, probabilities: npt.NDArray[np.floating]) -> FloatArray:
    """Return each row's log loss in nats; a probability of zero counts as the smallest of double precision."""
    given = np.take_along_axis(probabilities.astype(np.float64), true[:, None].astype(np.intp), axis=1)[:, 0]
    return np.asarray(-np.log(np.clip(given, np.finfo(np.float64).eps, 1.0)))


def row_briers(true: IntArray, probabilities: npt.NDArray[np.floating]) -> FloatArray:
    """Return each row's squared distance between probabilities and truth, summed over the classes: 0 to 2."""
    given = np.take_along_axis(probabilities, true[:, None].astype(np.intp), axis=1)[:, 0]
    squares = np.einsum("rk,rk->r", probabilities, probabilities)
    return np.asarray(squares - given**2 + (1 - given) ** 2, dtype=np.float64)


def calibration_bins(probabilities: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    """Return the bin of each probability, 0 to ``ECE_BINS - 1``; an upper edge belongs to its bin."""
    return np.asarray(np.clip(np.ceil(probabilities * ECE_BINS).astype(np.intp) - 1, 0, ECE_BINS - 1))


def calibration_error(predicted: npt.NDArray[np.floating], came_true: npt.NDArray[np.bool_]) -> float:
    """Return the expected calibration error of some rows' probabilities of something that came true or did not.

    Parameters
    ----------
    predicted : ndarray of shape (rows,)
        Probabilities.
    came_true : ndarray of bool of shape (rows,)
        What happened.

    Returns
    -------
    float
        Mean distance between probability and share that came true over `ECE_BINS` bins, weighted by rows.
    """
    gaps = np.bincount(calibration_bins(predicted), weights=predicted - came_true, minlength=ECE_BINS)
    return float(np.abs(gaps).sum() / len(predicted))


def loss_columns(true: IntArray, probabilities: npt.NDArray[np.floating]) -> sparse.csr_array:
    """Return what is summed over rows, of shape (rows, 2 + ECE_BINS).

    Log loss; Brier score; and, in the bin of its probability, by how much the probability of the most probable class
    exceeds whether it was right (1 or 0).
    """
    rows = np.arange(len(true))
    top = probabilities.argmax(axis=1)
    confidence = probabilities[rows, top]
    values = np.stack(
        [row_log_losses(true, probabilities), row_briers(true, probabilities), confidence - (top == true)]
    )
    columns = np.stack([0 * rows, 0 * rows + 1, 2 + calibration_bins(confidence)])
    return sparse.csr_array((values.ravel(), (np.tile(rows, 3), columns.ravel())), shape=(len(true), 2 + ECE_BINS))


def figures_of_losses(sums: FloatArray, true: FloatArray) -> dict[str, FloatArray]:
    """Return every figure by its metric's name, each of shape (tables,).

    Parameters
    ----------
    sums : ndarray of shape (tables, 2 + ECE_BINS)
        Sums of `loss_columns` over the weighted rows.
    true : ndarray of shape (tables, classes)
        Weights of the rows of each class.
    """
    total = true.sum(axis=1)
    brier = sums[:, 1] / total
    shares = true / total[:, None]
    # The Brier score of one who always says the classes' shares among these rows.
    floor = 1 - (shares**2).sum(axis=1)
    scaled = 1 - np.divide(brier, floor, out=np.full(len(brier), np.nan), where=floor > 1e-12)
    errors = np.abs(sums[:, 2:]).sum(axis=1) / total
    return {"log_loss": sums[:, 0] / total, "brier": brier, "scaled_brier": scaled, "ece": errors}
