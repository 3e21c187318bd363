"""The work of one fold: weigh its training rows, fit the classifier, score the rows held out. Runs in any process."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from epicrisis.evaluation.metrics import measure_all
from epicrisis.features.pipeline import require_features
from epicrisis.features.tabular import TabularEncoder
from epicrisis.features.weighting import TextParams, TextWeights
from epicrisis.models.registry import get_model
from epicrisis.models.spec import Value
from epicrisis.training.preparation import TrainingRows

NOT_CONVERGED = "not_converged"


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
    """

    model: str
    text: TextParams
    classifier: Mapping[str, Value]
    min_patients: int
    seed: int


@dataclass(frozen=True)
class FoldScore:
    """What a fold gave: every metric on the rows held out, seconds, and codes of warnings."""

    fold: int
    metrics: dict[str, float]
    seconds: float
    warnings: tuple[str, ...] = ()


def fold_matrices(rows: TrainingRows, candidate: Candidate, fold: int) -> tuple[sparse.csr_array, sparse.csr_array]:
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
    text, tabular = TextWeights(candidate.text, candidate.min_patients), TabularEncoder(candidate.min_patients)
    counts = {name: rows.counts[name] for name in text.blocks}
    patients = rows.patients[fitting]
    fitted = [
        text.fit({name: part.rows(fitting) for name, part in counts.items()}, patients),
        tabular.fit(rows.categories[fitting], rows.numbers[fitting], patients),
    ]
    applied = [
        text.transform({name: part.rows(held_out) for name, part in counts.items()}),
        tabular.transform(rows.categories[held_out], rows.numbers[held_out]),
    ]
    require_features(sum(part.shape[1] for part in fitted), candidate.min_patients)
    return sparse.csr_array(sparse.hstack(fitted, format="csr")), sparse.csr_array(sparse.hstack(applied, format="csr"))


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
    started = time.perf_counter()
    fitting, held_out = rows.folds != fold, rows.folds == fold
    with threadpool_limits(limits=1), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fit_matrix, matrix = fold_matrices(rows, candidate, fold)
        classifier = get_model(candidate.model).build(candidate.classifier, candidate.seed)
        classifier.fit(fit_matrix, rows.labels[fitting])
        probabilities = all_classes(classifier.predict_proba(matrix), classifier.classes_, len(rows.classes))
        metrics = measure_all(rows.labels[held_out], probabilities)
    stalled = any(issubclass(warning.category, ConvergenceWarning) for warning in caught)
    return FoldScore(fold, metrics, time.perf_counter() - started, (NOT_CONVERGED,) if stalled else ())


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
