"""The figures of a finished model on rows that it has never seen."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import softmax
from sklearn import metrics as sk
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from epicrisis.evaluation.by_class import class_intervals
from epicrisis.evaluation.curves import class_curves, decision_curve, points_of_each
from epicrisis.evaluation.facts import Assessment, CalibrationOnTest
from epicrisis.evaluation.metrics import measure_all
from epicrisis.evaluation.operating import operating_points
from epicrisis.evaluation.ranking import ranked_by_class
from epicrisis.evaluation.reliability import reliability
from epicrisis.evaluation.subgroups import age_bands
from epicrisis.evaluation.uncertainty import RESAMPLES, added_intervals, draw
from epicrisis.models.calibrated import CalibratedClassifier, answered
from epicrisis.settings.names import fold_name
from epicrisis.settings.schema import Settings
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


@dataclass(frozen=True)
class Answers:
    """What a fitted model says of rows; columns are in the order of all classes.

    Parameters
    ----------
    probabilities : ndarray of shape (rows, classes)
        Its probabilities.
    answered : ndarray of int of shape (rows,)
        Number of the class that it answers.
    uncalibrated : ndarray of shape (rows, classes) or None
        Softmax of its classifier's raw scores; None of a model without a calibration.
    """

    probabilities: FloatArray
    answered: IntArray
    uncalibrated: FloatArray | None = None


def answers_of(pipeline: Pipeline, rows: pl.DataFrame, classes: list[str]) -> Answers:
    """Return what a fitted model says of rows, which are read once.

    Parameters
    ----------
    pipeline : Pipeline
        Raw columns in; its last step is a `CalibratedClassifier` or another classifier.
    rows : DataFrame
        Raw rows.
    classes : list of str
        All classes, sorted; those that the model does not know have probabilities of zero.
    """
    classifier, matrix = pipeline.steps[-1][1], rows
    for _, step in pipeline.steps[:-1]:
        matrix = step.transform(matrix)
    known = np.searchsorted(classes, classifier.classes_)
    if isinstance(classifier, CalibratedClassifier):
        scores = classifier.raw_scores(matrix)
        probabilities, before = classifier.calibrated(scores), all_classes(softmax(scores, axis=1), known, len(classes))
    else:
        probabilities, before = classifier.predict_proba(matrix), None
    given = np.searchsorted(classes, answered(classifier, probabilities))
    return Answers(all_classes(probabilities, known, len(classes)), given, before)


def baseline_probabilities(train: IntArray, rows: int, classes: int) -> FloatArray:
    """Return the floor's probabilities: each class its share of the training rows, so that the largest is answered."""
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((len(train), 1)), train)
    return all_classes(dummy.predict_proba(np.zeros((rows, 1))), dummy.classes_, classes)


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
    drawn = draw(true, probabilities, codes, seed=seed, answered=predicted)
    return Evaluation(
        metrics=measure_all(true, probabilities, predicted, also),
        ci95=drawn.intervals() | added_intervals(also, true, probabilities, codes, seed=seed, answered=predicted),
        resamples=RESAMPLES,
        unit="row" if facts.split.by == "row" else "patient",
        classes=facts.classes,
        confusion=sk.confusion_matrix(true, predicted, labels=numbers).tolist(),
        per_class=_per_class(
            true, predicted, probabilities, facts, class_intervals(true, predicted, codes, drawn.ranked)
        ),
    )


def patient_attributes(rows: pl.DataFrame, settings: Settings) -> dict[str, list[str | None]]:
    """Return what patients are grouped by: the categorical columns, those named for it, and the age by bands.

    Other numbers are left out: bands of theirs would mean nothing to a reader, and each takes from the others' power.

    Parameters
    ----------
    rows : polars.DataFrame
        Clean notes.
    settings : Settings
        Columns, and which one is the age.
    """
    columns = settings.columns
    attributes = {name: rows[name].to_list() for name in (*columns.categorical, *columns.subgroups)}
    ages = [name for name in columns.numeric if fold_name(name) == fold_name(settings.etl.age_column)]
    return attributes | {name: age_bands(rows[name].fill_null(np.nan).to_numpy()) for name in ages}


def _per_class(
    true: IntArray,
    predicted: IntArray,
    probabilities: FloatArray,
    facts: PreparedFacts,
    ci95: list[dict[str, tuple[float, float]]],
) -> list[ClassFigures]:
    numbers = np.arange(len(facts.classes))
    precision, recall, f1, support = sk.precision_recall_fscore_support(
        true, predicted, labels=numbers, zero_division=0
    )
    ranked = ranked_by_class(true, probabilities)
    return [
        ClassFigures(
            label=label,
            rows_train=facts.split.classes_train.get(label, 0),
            rows_test=int(support[number]),
            precision=float(precision[number]),
            recall=float(recall[number]),
            f1=float(f1[number]),
            roc_auc=_existing(ranked[number].area[0]),
            average_precision=_existing(ranked[number].precision[0]),
            ci95=ci95[number],
        )
        for number, label in enumerate(facts.classes)
    ]


def _existing(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def assess(true: IntArray, answers: Answers, groups: npt.NDArray[np.generic], classes: Sequence[str]) -> Assessment:
    """Return curves, calibration, net benefit and operating points; other topics are filled by those who know them.

    Parameters
    ----------
    true : ndarray of int of shape (rows,)
        Class numbers of the test rows.
    answers : Answers
        What the model says of them.
    groups : ndarray of shape (rows,)
        The patient of each row.
    classes : sequence of str
        Names of the classes.
    """
    patients = np.unique(groups, return_inverse=True)[1]
    points, probabilities = points_of_each(len(classes)), answers.probabilities
    mine = [true == number for number in range(len(classes))]
    return Assessment(
        curves=[
            class_curves(label, mine[number], probabilities[:, number], points) for number, label in enumerate(classes)
        ],
        calibration=_calibration(true, answers, patients, classes),
        decision_curves=[
            decision_curve(label, mine[number], probabilities[:, number], patients, points)
            for number, label in enumerate(classes)
            if mine[number].any()
        ],
        operating_points=operating_points(classes, true, answers.answered, patients),
    )


def _calibration(true: IntArray, answers: Answers, patients: IntArray, classes: Sequence[str]) -> CalibrationOnTest:
    before, after = answers.uncalibrated, answers.probabilities
    # Products of two columns are not worth the threads of a linear algebra library, which wait by spinning.
    with threadpool_limits(1):
        return CalibrationOnTest(
            before=None
            if before is None
            else reliability(None, before.max(axis=1), before.argmax(axis=1) == true, patients),
            after=reliability(None, after.max(axis=1), after.argmax(axis=1) == true, patients),
            by_class=[
                reliability(label, after[:, number], true == number, patients)
                for number, label in enumerate(classes)
                if 0 < (true == number).sum() < len(true)
            ],
        )
