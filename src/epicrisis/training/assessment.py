"""The figures of a finished model on rows that it has never seen."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn import metrics as sk
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline

from epicrisis.evaluation.metrics import measure_all, roc_auc_by_class
from epicrisis.evaluation.uncertainty import RESAMPLES, bootstrap_intervals
from epicrisis.models.calibrated import answered
from epicrisis.training.folds import all_classes
from epicrisis.training.preparation import PreparedFacts
from epicrisis.training.result import ClassFigures, Evaluation

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def fitted(pipeline: Pipeline, train: pl.DataFrame, label: str) -> tuple[Pipeline, bool]:
    """Fit a model on rows as they are, and tell whether it has converged."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pipeline.fit(train, train[label].to_numpy().astype(np.str_))
    return pipeline, not any(issubclass(warning.category, ConvergenceWarning) for warning in caught)


def pipeline_probabilities(pipeline: Pipeline, rows: pl.DataFrame, classes: list[str]) -> FloatArray:
    """Return a fitted model's probabilities of shape (rows, classes), in the order of `classes`."""
    known = np.searchsorted(classes, pipeline.classes_)
    return all_classes(pipeline.predict_proba(rows), known, len(classes))


def baseline_probabilities(train: IntArray, rows: int, classes: int) -> FloatArray:
    """Return the floor's probabilities: each class its share of the training rows, so that the largest is answered."""
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((len(train), 1)), train)
    return all_classes(dummy.predict_proba(np.zeros((rows, 1))), dummy.classes_, classes)


def pipeline_answers(pipeline: Pipeline, probabilities: FloatArray, classes: list[str]) -> IntArray:
    """Return the numbers of the classes that a fitted model answers, given `pipeline_probabilities`."""
    known = np.searchsorted(classes, pipeline.classes_)
    return np.searchsorted(classes, answered(pipeline.steps[-1][1], probabilities[:, known]))


def evaluate(
    true: IntArray,
    probabilities: FloatArray,
    groups: npt.NDArray[np.generic],
    facts: PreparedFacts,
    *,
    seed: int,
    answers: IntArray | None = None,
    also: Sequence[str] = (),
) -> Evaluation:
    """Return all figures with their intervals.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers of the test rows.
    probabilities : ndarray of shape (rows, classes)
        The model's answers.
    groups : ndarray of shape (rows,)
        The patient of each test row.
    facts : PreparedFacts
        Classes and split.
    seed : int
        Seed of the bootstrap.
    answers : ndarray of int of shape (rows,), optional
        The class answered for each row; the most probable one by default.
    also : sequence of str
        Other packages' metrics that are measured too.
    """
    codes = np.unique(groups, return_inverse=True)[1]
    predicted = probabilities.argmax(axis=1) if answers is None else answers
    numbers = np.arange(len(facts.classes))
    return Evaluation(
        metrics=measure_all(true, probabilities, predicted, also),
        ci95=bootstrap_intervals(true, probabilities, codes, seed=seed, answered=predicted, also=also),
        resamples=RESAMPLES,
        unit="row" if facts.split.by == "row" else "patient",
        classes=facts.classes,
        confusion=sk.confusion_matrix(true, predicted, labels=numbers).tolist(),
        per_class=_per_class(true, predicted, probabilities, facts),
    )


def _per_class(
    true: IntArray, predicted: IntArray, probabilities: FloatArray, facts: PreparedFacts
) -> list[ClassFigures]:
    numbers = np.arange(len(facts.classes))
    precision, recall, f1, support = sk.precision_recall_fscore_support(
        true, predicted, labels=numbers, zero_division=0
    )
    areas = roc_auc_by_class(true, probabilities)
    return [
        ClassFigures(
            label=label,
            rows_train=facts.split.classes_train.get(label, 0),
            rows_test=int(support[number]),
            precision=float(precision[number]),
            recall=float(recall[number]),
            f1=float(f1[number]),
            roc_auc=areas[number],
        )
        for number, label in enumerate(facts.classes)
    ]
