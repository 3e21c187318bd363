"""What is known of a model on rows that it has not seen, beyond its metrics: plain values, no patient's text.

Every record is one topic of the report. A topic that was not looked at, or does not exist on these rows, is absent.
Curves have at most `MAX_POINTS` points, so that a report stays small whatever the number of rows.
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from epicrisis.record import Record

MAX_POINTS: Final = 200
Interval = tuple[float, float]
"""A 95 % interval over patients: rows of one patient are taken together."""


class Curve(Record):
    """Points of a curve, from left to right, at most `MAX_POINTS`."""

    x: list[float]
    y: list[float]


class ClassCurves(Record):
    """What the probabilities of one class tell apart, one against the rest.

    Parameters
    ----------
    label : str
        The class.
    roc : Curve or None
        Sensitivity (y) by false positive rate (x); None where all rows or no row have the class.
    precision_recall : Curve or None
        Precision (y) by recall (x).
    bins : list of float
        Edges of the bins of the predicted probability, in order.
    of_class, of_others : list of int
        Test rows of the class, and of the others, in each bin.
    """

    label: str
    roc: Curve | None
    precision_recall: Curve | None
    bins: list[float]
    of_class: list[int]
    of_others: list[int]


class Reliability(Record):
    """How often what was said to have a probability came true.

    Parameters
    ----------
    label : str or None
        The class whose probability is meant; None for the probability of the most probable class.
    predicted, observed : list of float
        Mean probability and share that came true, by bin of about as many rows each.
    low, high : list of float
        95 % interval of `observed`, by `epicrisis.evaluation.clusters.share`.
    rows : list of int
        Rows of each bin.
    ece : float
        Expected calibration error: mean distance of the two, weighted by rows, in 15 bins of equal width.
    slope, intercept : float or None
        Of the logistic recalibration; 1 and 0 are perfect. A slope below 1: probabilities are too extreme; an intercept
        below 0: too high on the whole. None where they cannot be fitted.
    slope_ci95, intercept_ci95 : (float, float) or None
        Their intervals.
    """

    label: str | None
    predicted: list[float]
    observed: list[float]
    low: list[float]
    high: list[float]
    rows: list[int]
    ece: float
    slope: float | None = None
    intercept: float | None = None
    slope_ci95: Interval | None = None
    intercept_ci95: Interval | None = None


class CalibrationOnTest(Record):
    """Calibration on the test rows, before the calibration step and after it.

    Parameters
    ----------
    before, after : Reliability
        Of the most probable class. `before` is the softmax of the classifier's raw scores.
    by_class : list of Reliability
        After it, one a class that some but not all test rows have.
    """

    before: Reliability | None
    after: Reliability
    by_class: list[Reliability]


class DecisionCurve(Record):
    """Net benefit of acting on one class's probability (Vickers and Elkin 2006, doi:10.1177/0272989X06295361).

    Parameters
    ----------
    label : str
        The class.
    thresholds : list of float
        Probabilities from which on one would act.
    model, everyone : list of float
        Net benefit per row of acting on the model, and of acting on every row; acting on none has 0.
    low, high : list of float
        95 % interval of `model`; empty where all rows are one patient's.
    """

    label: str
    thresholds: list[float]
    model: list[float]
    everyone: list[float]
    low: list[float] = Field(default_factory=list)
    high: list[float] = Field(default_factory=list)


class OperatingPoint(Record):
    """Figures of one class where its alerts are raised as the model answers.

    Parameters
    ----------
    label : str
        The class.
    alerts_per_100 : float
        Notes of 100 that are answered as the class.
    figures : dict of str to float
        ``sensitivity``, ``specificity``, ``ppv``, ``npv``, as far as they exist.
    ci95 : dict of str to (float, float)
        Their intervals, by `epicrisis.evaluation.clusters.share`.
    """

    label: str
    alerts_per_100: float
    figures: dict[str, float]
    ci95: dict[str, Interval]


class Abstention(Record):
    """Knowing when not to answer: a set of classes for each note; a note whose set is one class is answered.

    Parameters
    ----------
    coverage : float
        The share of each class's notes whose set was to contain it (``decision.coverage``).
    method : str
        How the thresholds were learned: ``class-conditional``, see `epicrisis.evaluation.conformal`.
    achieved : float
        That share on the test rows.
    achieved_ci95 : (float, float)
        Its interval.
    set_sizes : dict of int to int
        Test rows by the number of classes in their set.
    single : float
        Share of test rows whose set is one class: those are answered.
    single_accuracy : float or None
        Accuracy on them.
    achieved_by_class, single_by_class : dict of str to float
        The same by true class.
    curve : Curve
        Accuracy (y) on the most certain share (x) of the test rows.
    single_ci95, single_accuracy_ci95 : (float, float) or None
        Their intervals.
    achieved_by_class_ci95 : dict of str to (float, float)
        Of `achieved_by_class`.
    single_accuracy_by_answer : dict of str to float
        Share of the answers of each class that are right, among the rows whose set is one class.
    curve_by_answer : dict of str to Curve
        `curve` among the rows that are answered as each class, in at most 50 points.
    thresholds : dict of str to float
        Probability from which on a class is in a set.
    pooled : list of str
        Classes that the coverage holds for together and not for each, since some have too few training rows.
    single_patients : int or None
        Patients of the rows whose set is one class; None in results of earlier versions.
    single_rows_by_answer : dict of str to int
        Rows that `single_accuracy_by_answer` is a share of; empty in results of earlier versions.
    """

    coverage: float
    method: str
    achieved: float
    achieved_ci95: Interval
    set_sizes: dict[int, int]
    single: float
    single_accuracy: float | None
    achieved_by_class: dict[str, float]
    single_by_class: dict[str, float]
    curve: Curve
    single_ci95: Interval | None = None
    single_accuracy_ci95: Interval | None = None
    achieved_by_class_ci95: dict[str, Interval] = Field(default_factory=dict)
    single_accuracy_by_answer: dict[str, float] = Field(default_factory=dict)
    curve_by_answer: dict[str, Curve] = Field(default_factory=dict)
    thresholds: dict[str, float] = Field(default_factory=dict)
    pooled: list[str] = Field(default_factory=list)
    single_patients: int | None = None
    single_rows_by_answer: dict[str, int] = Field(default_factory=dict)

    @property
    def single_rows(self) -> int:
        """Test rows whose set is one class."""
        return self.set_sizes.get(1, 0)


class Subgroup(Record):
    """Figures of some of the patients.

    Parameters
    ----------
    attribute, value : str
        The column, and its value or band.
    rows, patients : int or None
        Size on the test rows; None where there are fewer than ten patients, for their privacy. Where a value of the
        attribute has so few, those of its groups are rounded to tens, and their figures to three decimals.
    metrics : dict of str to float
        Empty where it is suppressed.
    ci95 : dict of str to (float, float)
        Their intervals.
    gaps : dict of str to (float, float, float)
        Difference to all other notes, and its interval, widened for the number of gaps: all of them hold together
        with 95 %.
    flagged : list of str
        Metrics whose interval of the gap excludes zero.
    """

    attribute: str
    value: str
    rows: int | None
    patients: int | None
    metrics: dict[str, float] = Field(default_factory=dict)
    ci95: dict[str, Interval] = Field(default_factory=dict)
    gaps: dict[str, tuple[float, float, float]] = Field(default_factory=dict)
    flagged: list[str] = Field(default_factory=list)


class Optimism(Record):
    """What a split that lets patients straddle would have promised: the winner's candidate on both kinds of folds.

    Parameters
    ----------
    metric : str
        The searched metric.
    by_patient, by_row : list of float
        Its value on each fold.
    """

    metric: str
    by_patient: list[float]
    by_row: list[float]


class Nested(Record):
    """Nested cross-validation: the whole search, repeated within each outer fold.

    Parameters
    ----------
    metric : str
        The searched metric.
    outer : list of float
        Its value on each outer fold.
    inner : list of float
        What each winner's own folds had said of it, in the mean.
    params : list of dict
        The winner of each.
    """

    metric: str
    outer: list[float]
    inner: list[float] = Field(default_factory=list)
    params: list[dict[str, str | int | float | bool | None]]


class LearningPoint(Record):
    """The winner's candidate, fitted on a part of the training patients and scored on held-out folds.

    Parameters
    ----------
    rows : int
        Rows it was fitted on, in the mean.
    held_out, held_out_std : float
        Mean and standard deviation of the metric over the folds.
    fitted : float or None
        The metric on the rows it was fitted on.
    """

    rows: int
    held_out: float
    held_out_std: float
    fitted: float | None = None


class Assessment(Record):
    """Everything above, of one model; None or empty: not looked at, or not there."""

    curves: list[ClassCurves] = Field(default_factory=list)
    calibration: CalibrationOnTest | None = None
    decision_curves: list[DecisionCurve] = Field(default_factory=list)
    operating_points: list[OperatingPoint] = Field(default_factory=list)
    abstention: Abstention | None = None
    subgroups: list[Subgroup] = Field(default_factory=list)
    optimism: Optimism | None = None
    nested: Nested | None = None
    learning_curve: list[LearningPoint] = Field(default_factory=list)
