"""The work of one fold: weigh its training rows, fit the classifier, score the rows held out. Runs in any process."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from epicrisis.evaluation.metrics import get_metric, measure_all
from epicrisis.evaluation.splits import row_folds
from epicrisis.features.encoded import Matrix, fit_scaler, scaled, side_by_side
from epicrisis.features.pipeline import require_terms
from epicrisis.features.tabular import TabularEncoder
from epicrisis.features.variants import PLAIN, TextVariant
from epicrisis.features.weighting import TextParams, TextWeights
from epicrisis.models.registry import get_model
from epicrisis.models.scores import LEAST_LOG_PROBABILITY, class_probabilities, class_scores
from epicrisis.models.spec import Value
from epicrisis.training.clock import Clock
from epicrisis.training.preparation import TrainingRows
from epicrisis.training.vectors import VectorShelf

IntArray = npt.NDArray[np.int64]
NOT_CONVERGED = "not_converged"
COSTS = ("slicing", "fitting", "scoring")
CANDIDATES_OWN = (ValueError, ArithmeticError, np.linalg.LinAlgError, MemoryError)
"""What a fit may raise that is the candidate's affair, and not a fault of the program."""


@dataclass(frozen=True)
class Candidate:
    """What one trial tries.

    Parameters
    ----------
    model : str
        Name of the model.
    text : TextParams
        Parameters of the text.
    classifier : mapping
        Parameters of the classifier.
    min_patients : int
        Smallest number of distinct patients of a term.
    seed : int
        Seed of the classifier.
    variant : TextVariant
        How the notes are read.
    measured : tuple of str
        Other packages' metrics that are measured too.
    """

    model: str
    text: TextParams
    classifier: Mapping[str, Value]
    min_patients: int
    seed: int
    variant: TextVariant = PLAIN
    measured: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoldScore:
    """What a fold gave.

    Parameters
    ----------
    fold : int
        Which fold.
    metrics : dict of str to float
        Every metric on the rows held out.
    costs : dict of str to float
        Seconds spent on ``slicing`` the counts, ``fitting`` and ``scoring``, and ``predict_ms``: milliseconds to weigh
        and classify a note that is counted already.
    warnings : tuple of str
        Codes.
    """

    fold: int
    metrics: dict[str, float]
    costs: dict[str, float]
    warnings: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Seconds of the whole fold."""
        return sum(self.costs[name] for name in COSTS)


def fold_matrices(rows: TrainingRows, candidate: Candidate, fold: int) -> tuple[Matrix, Matrix]:
    """Return the matrices of a fold's fitting rows and of the rows that it holds out.

    Everything is learned from the fitting rows; the counts only say which terms stand where.

    Parameters
    ----------
    rows : TrainingRows
        The training rows.
    candidate : Candidate
        What is tried.
    fold : int
        Which rows are held out.

    Raises
    ------
    DataError
        No feature is left.
    """
    fitting, held_out = np.flatnonzero(rows.folds != fold), np.flatnonzero(rows.folds == fold)
    matrices, apply = _fit_features(rows, candidate, fitting)
    return matrices, apply(held_out)


def _fit_features(
    rows: TrainingRows, candidate: Candidate, fitting: IntArray
) -> tuple[Matrix, Callable[[IntArray], Matrix]]:
    """Learn the features from some rows; return their matrix, and what gives the matrix of any others."""
    text, tabular = (
        TextWeights(candidate.text, candidate.min_patients),
        TabularEncoder(candidate.min_patients, candidate.text.tabular_weight),
    )
    counts = {name: rows.counts.open(candidate.variant, name) for name in text.blocks}
    patients = rows.patients[fitting]
    words = [text.fit({name: part.rows(fitting) for name, part in counts.items()}, patients)] if counts else []
    fitted = _joined([*words, tabular.fit(rows.categories[fitting], rows.numbers[fitting], patients)])

    def apply(others: IntArray) -> sparse.csr_array:
        words = [text.transform({name: part.rows(others) for name, part in counts.items()})] if counts else []
        return _joined([*words, tabular.transform(rows.categories[others], rows.numbers[others])])

    if get_model(candidate.model).encodes:
        return _with_vectors(rows, fitting, fitted, apply)
    require_terms(sum(part.shape[1] for part in words), candidate.min_patients)
    return fitted, apply


def _with_vectors(
    rows: TrainingRows, fitting: IntArray, fitted: sparse.csr_array, apply: Callable[[IntArray], sparse.csr_array]
) -> tuple[Matrix, Callable[[IntArray], Matrix]]:
    if rows.counts.vectors is None:
        raise RuntimeError("the model reads sentence vectors, and the rows have none")
    shelf = VectorShelf(rows.counts.vectors)
    vectors = shelf.rows(fitting)
    scaler = fit_scaler(vectors)
    return side_by_side(fitted, scaled(scaler, vectors)), lambda others: side_by_side(
        apply(others), scaled(scaler, shelf.rows(others))
    )


def _joined(parts: list[sparse.csr_array]) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack(parts, format="csr"))


def score_fold(rows: TrainingRows, candidate: Candidate, fold: int) -> FoldScore:
    """Fit a candidate without one fold and score it on that fold, on one core.

    Parameters
    ----------
    rows : TrainingRows
        The training rows.
    candidate : Candidate
        What is tried.
    fold : int
        Which rows are held out.
    """
    fitting, held_out = np.flatnonzero(rows.folds != fold), np.flatnonzero(rows.folds == fold)
    clock = Clock()
    with threadpool_limits(limits=1), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit_matrix, apply = _fit_features(rows, candidate, fitting)
        clock.stop("slicing")
        classifier = get_model(candidate.model).build(candidate.classifier, candidate.seed)
        classifier.fit(fit_matrix, rows.labels[fitting])
        clock.stop("fitting")
        probabilities = class_probabilities(classifier, apply(held_out))
        predicting = clock.stop("scoring")
        probabilities = all_classes(probabilities, classifier.classes_, len(rows.classes))
        metrics = measure_all(rows.labels[held_out], probabilities, also=candidate.measured)
        clock.stop("scoring")
    stalled = any(issubclass(warning.category, ConvergenceWarning) for warning in caught)
    costs = {**clock.seconds, "predict_ms": 1000 * predicting / len(held_out)}
    return FoldScore(fold, metrics, costs, (NOT_CONVERGED,) if stalled else ())


def score_careless_fold(rows: TrainingRows, fold: int, *, candidate: Candidate, folds: int) -> FoldScore:
    """Score a candidate as `score_fold` does, on folds that do not keep a patient's rows together.

    Parameters
    ----------
    rows, fold, candidate :
        As of `score_fold`.
    folds : int
        Number of folds.
    """
    return score_fold(replace(rows, folds=row_folds(rows.labels, folds, candidate.seed)), candidate, fold)


@dataclass(frozen=True)
class FittedCandidate:
    """A candidate that was fitted on some of the training rows.

    Parameters
    ----------
    classifier : classifier
        Fitted on class numbers.
    matrix : sparse matrix
        Of the rows that it was fitted on.
    apply : callable
        Gives the matrix of any other training rows.
    """

    classifier: Any
    matrix: Matrix
    apply: Callable[[IntArray], Matrix]


def fit_candidate(rows: TrainingRows, candidate: Candidate, fitting: IntArray) -> FittedCandidate:
    """Fit a candidate on the rows at some places.

    Raises
    ------
    DataError
        No feature is left.
    """
    matrix, apply = _fit_features(rows, candidate, fitting)
    classifier = get_model(candidate.model).build(candidate.classifier, candidate.seed)
    classifier.fit(matrix, rows.labels[fitting])
    return FittedCandidate(classifier, matrix, apply)


def metric_of(rows: TrainingRows, classifier: Any, matrix: Matrix, places: IntArray, metric: str) -> float | None:
    """Return a metric of a fitted classifier on the rows at some places; None where it does not exist."""
    probabilities = all_classes(class_probabilities(classifier, matrix), classifier.classes_, len(rows.classes))
    return get_metric(metric).measure(rows.labels[places], probabilities.argmax(axis=1), probabilities)


@dataclass(frozen=True)
class HeldOut:
    """What a candidate says of rows that it was not fitted on.

    Parameters
    ----------
    scores : ndarray of shape (rows held out, classes of the training rows)
        See `epicrisis.models.scores.class_scores`; a class that the fitting rows lack has a score below all others.
    fitted : list of (float or None)
        The metric on the rows that it was fitted on, one a fold.
    """

    scores: npt.NDArray[np.float64]
    fitted: list[float | None]


def held_out_scores(rows: TrainingRows, fold: int, *, candidate: Candidate, metric: str) -> HeldOut:
    """Fit a candidate without one fold and return its scores of that fold's rows, on one core.

    Parameters
    ----------
    rows, fold, candidate :
        As of `score_fold`.
    metric : str
        What is measured on the rows that it was fitted on.
    """
    fitting, held_out = np.flatnonzero(rows.folds != fold), np.flatnonzero(rows.folds == fold)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the fold was scored before, and told of
        fitted = fit_candidate(rows, candidate, fitting)
        scores = class_scores(fitted.classifier, fitted.apply(held_out))
        own = metric_of(rows, fitted.classifier, fitted.matrix, fitting, metric)
    whole = np.full((len(held_out), int(rows.labels.max()) + 1), scores.min(initial=0.0) + LEAST_LOG_PROBABILITY)
    whole[:, fitted.classifier.classes_] = scores
    return HeldOut(whole, [own])


def all_classes(
    probabilities: npt.NDArray[np.floating], known: npt.NDArray[np.int64], classes: int
) -> npt.NDArray[np.float64]:
    """Return probabilities with a column for each class; zero for one that the fitting rows lacked.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, known classes)
        The classifier's output.
    known : ndarray of int of shape (known classes,)
        Class number of each column.
    classes : int
        Number of classes.
    """
    whole = np.zeros((len(probabilities), classes))
    whole[:, known] = probabilities
    return whole
