"""EP011, EP012 and EP013: whether the probabilities, every group of patients and later notes can be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from epicrisis.checks.contract import NOT_MEASURED, Check, FieldValue, Finding, Level, NotApplicable
from epicrisis.checks.sizes import FEW_TEST_ROWS, LONGEST_LABEL
from epicrisis.evaluation.facts import Abstention, CalibrationOnTest, Reliability, Subgroup
from epicrisis.i18n.catalogue import sentence, shorten
from epicrisis.training.examination import Drift
from epicrisis.training.result import ClassFigures, TrainingResult

LARGE_ECE = 0.05
LARGE_SLOPE = 0.2
"""Distance of the calibration slope from 1 that is worth telling, if its interval excludes 1 too."""
_MOST_GAPS = 6
LARGE_DRIFT = 0.10
RARE_BY_CHANCE = 0.01
LENGTHS = (0.67, 1.5)


class CalibrationOff(Check):
    """Probabilities that do not come true."""

    code = "EP011"
    title = sentence("The calibration is off")
    severity = "warning"
    explanation = sentence(
        "Of the notes that are given a class with 80%, 80 of 100 should have it. Where that fails, thresholds and "
        "decisions made of the probabilities fail too, even if the classes are told well."
    )
    advice = sentence("Use the classes, not the probabilities, or train on more rows so that the calibration settles.")
    probast = "4.7"
    sentences: ClassVar[Mapping[str, str]] = {
        "large_ece": sentence(
            "Predicted probabilities and what came true are {score_ece} apart in the mean (expected calibration error)."
        ),
        "overconfident": sentence(
            "The probabilities are too extreme: calibration slope {score_slope}, 95% interval {score_low} to "
            "{score_high}, where 1 is right."
        ),
        "underconfident": sentence(
            "The probabilities are too cautious: calibration slope {score_slope}, 95% interval {score_low} to "
            "{score_high}, where 1 is right."
        ),
        "class_slopes": sentence(
            "The probabilities of single classes are too extreme (calibration slope below 1) or too cautious (above "
            "1): {names}."
        ),
        "coverage_failed": sentence(
            "The sets of classes were to hold the true one in {percent_coverage} of the notes of each class; for these "
            "they do so less often: {names}."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        calibration = result.assessment.calibration
        failed = _uncovered(result.assessment.abstention)
        if calibration is None:
            return failed or NOT_MEASURED
        return [*_miscalibrated(calibration.after), *_by_class(calibration, result.test.per_class), *failed]


def _miscalibrated(reliability: Reliability) -> Iterator[Finding]:
    if reliability.ece > LARGE_ECE:
        yield Finding(code="large_ece", level="warning", fields={"score_ece": reliability.ece})
    slope, bounds = reliability.slope, reliability.slope_ci95
    if slope is None or bounds is None or bounds[0] <= 1 <= bounds[1] or abs(slope - 1) <= LARGE_SLOPE:
        return
    figures: dict[str, FieldValue] = {"score_slope": slope, "score_low": bounds[0], "score_high": bounds[1]}
    yield Finding(code="overconfident" if slope < 1 else "underconfident", level="warning", fields=figures)


def slopes_off(calibration: CalibrationOnTest, per_class: Sequence[ClassFigures]) -> list[Reliability]:
    """Return the classes with enough test rows whose slope's interval excludes 1."""
    enough = {one.label for one in per_class if one.rows_test >= FEW_TEST_ROWS}
    known = [one for one in calibration.by_class if one.label in enough and one.slope_ci95]
    return [one for one in known if one.slope_ci95 and not one.slope_ci95[0] <= 1 <= one.slope_ci95[1]]


def classes_uncovered(found: Abstention) -> list[str]:
    """Return the classes whose interval of the coverage achieved lies wholly below what was promised."""
    return [label for label, (_, high) in found.achieved_by_class_ci95.items() if high < found.coverage]


def _by_class(calibration: CalibrationOnTest, per_class: Sequence[ClassFigures]) -> Iterator[Finding]:
    off = slopes_off(calibration, per_class)
    if off:
        names = [f"{shorten(one.label or '', LONGEST_LABEL)} ({one.slope:.2f})" for one in off]
        yield Finding(code="class_slopes", level="note", fields={"names": names})


def _uncovered(found: Abstention | None) -> list[Finding]:
    labels = [] if found is None else classes_uncovered(found)
    if found is None or not labels:
        return []
    names = [f"{shorten(label, LONGEST_LABEL)} ({100 * found.achieved_by_class[label]:.0f}%)" for label in labels]
    fields: dict[str, FieldValue] = {"percent_coverage": found.coverage, "names": names}
    return [Finding(code="coverage_failed", level="note", fields=fields)]


class SubgroupGap(Check):
    """A group of patients for whom the model is worse."""

    code = "EP012"
    title = sentence("A gap between groups of patients")
    severity = "warning"
    explanation = sentence(
        "A good mean can hide a group that is served worse. A gap is told only where its interval excludes zero, "
        "widened for the number of groups that were looked at."
    )
    advice = sentence(
        "Do not use the model for the group before somebody has looked at its notes. More notes of the group help most."
    )
    probast = "4.7"
    sentences: ClassVar[Mapping[str, str]] = {
        "worse_for_group": sentence(
            "For {attribute}: {group}, {metric} differs by {score_gap} from that of all other patients (interval "
            "{score_low} to {score_high})."
        ),
        "better_for_group": sentence(
            "For {attribute}: {group}, {metric} is {score_gap} higher than for all other patients (interval "
            "{score_low} to {score_high})."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        groups = [one for one in result.assessment.subgroups if one.gaps]
        if not groups:
            return NOT_MEASURED if result.examination is None else _NO_GROUPS
        gaps = [gap for group in groups for gap in _gaps(group)]
        return sorted(gaps, key=_size)[:_MOST_GAPS]


_NO_GROUPS = NotApplicable(sentence("There is no column to group patients by, or every group is too small."))


def _gaps(group: Subgroup) -> Iterator[Finding]:
    for metric in group.flagged:
        gap, low, high = group.gaps[metric]
        code: str = "worse_for_group" if gap < 0 else "better_for_group"
        level: Level = "warning" if gap < 0 else "note"
        fields: dict[str, FieldValue] = {
            "attribute": group.attribute,
            "group": group.value,
            "metric": metric,
            "score_gap": gap,
            "score_low": low,
            "score_high": high,
        }
        yield Finding(code=code, level=level, fields=fields)


def _size(finding: Finding) -> float:
    return float(finding.fields["score_gap"])  # type: ignore[arg-type]


class DriftOverTime(Check):
    """Sealed rows of a later period that are unlike the training rows."""

    code = "EP013"
    title = sentence("Drift between the training period and the test period")
    severity = "warning"
    explanation = sentence(
        "Classes, forms and habits of writing change over the years. What was learned from earlier notes then fits "
        "later ones less."
    )
    advice = sentence("Train on recent notes, test again later, and plan when to train anew.")
    probast = "1.1"
    sentences: ClassVar[Mapping[str, str]] = {
        "classes_drift": sentence(
            "The classes' shares differ between training and sealed rows by {percent_classes} in all."
        ),
        "length_drift": sentence("A sealed note is {score_ratio} times as long as a training note (medians)."),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.split.by != "time":
            return NotApplicable(sentence('Rows were not divided by time (split.by = "time").'))
        drift = None if result.examination is None else result.examination.drift
        return NOT_MEASURED if drift is None else list(_drifts(drift))


def _drifts(drift: Drift) -> Iterator[Finding]:
    if drift.classes > LARGE_DRIFT and drift.classes_p < RARE_BY_CHANCE:
        yield Finding(code="classes_drift", level="warning", fields={"percent_classes": drift.classes})
    if not LENGTHS[0] <= drift.length_ratio <= LENGTHS[1]:
        yield Finding(code="length_drift", level="warning", fields={"score_ratio": drift.length_ratio})
