"""What a run measured on its test rows; None where it did not."""

from __future__ import annotations

from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.guidelines.records import Evidence
from epicrisis.reports.guidelines.run import Run
from epicrisis.reports.plain import plain_limits
from epicrisis.reports.report import MetricFigure
from epicrisis.reports.wording import NOTHING, shorten

SHOWN_METRICS = 4
SHOWN_SUBGROUPS = 12
SHOWN_LIMITS = 6
DISCRIMINATION = ("roc_auc", "auprc", "average_precision", "balanced_accuracy", "f1_macro", "accuracy", "f1", "mcc")


def measured(run: Run) -> list[MetricFigure]:
    """Return the metrics that have a value and an interval on the test rows."""
    return [figure for figure in run.report.metrics if figure.test is not None and figure.ci95 is not None]


def discriminates(run: Run) -> bool:
    """Whether any measure of discrimination has a value with its interval."""
    return any(figure.name in DISCRIMINATION for figure in measured(run))


def performance(run: Run) -> Evidence | None:
    """Return the first figures of the test rows with their intervals; None without intervals."""
    figures, words = measured(run), run.words
    if not figures:
        return None
    shown = "; ".join(
        f"{words.say(figure.title)} {words.estimate(figure.test, figure.ci95)}" for figure in figures[:SHOWN_METRICS]
    )
    text = words.say(
        "On {count} test notes, with 95% intervals: {figures}.",
        count=words.count(run.report.split.rows_test),
        figures=shown,
    )
    return run.told(text, "metrics")


def measures(run: Run) -> Evidence | None:
    """Return the names of the measures; None where no discrimination was measured."""
    if not discriminates(run):
        return None
    shown = join_names([run.words.say(figure.title) for figure in measured(run)], limit=30)
    unit = run.words.say("patients") if run.report.resampled == "patient" else run.words.say("rows")
    text = run.words.say(
        "Measured: {metrics}. Intervals by {count} bootstrap resamples of {unit}.",
        metrics=shown,
        count=run.words.count(run.report.resamples),
        unit=unit,
    )
    return run.told(text, "metrics", "resamples")


def precision(run: Run) -> Evidence | None:
    """Return the width of the searched figure's interval; None without one."""
    figure, words = run.report.headline, run.words
    if figure.ci95 is None:
        return None
    text = words.say(
        "{metric} is known to within {half} either way: its 95% interval is {interval}.",
        metric=words.say(figure.title),
        half=words.score((figure.ci95[1] - figure.ci95[0]) / 2),
        interval=words.interval(figure.ci95),
    )
    return run.told(text, "metrics")


def calibration(run: Run) -> Evidence | None:
    """Return the calibration on the test rows; None where it was not looked at."""
    found, words = run.report.assessment.calibration, run.words
    if found is None:
        return None
    before = words.score(found.before.ece) if found.before else NOTHING
    text = words.say(
        "Expected calibration error on the test notes: {after} (before the calibration step: {before}); reliability "
        "curves of {count} classes.",
        after=words.score(found.after.ece),
        before=before,
        count=words.count(len(found.by_class)),
    )
    return run.told(text, "assessment.calibration")


def utility(run: Run) -> Evidence | None:
    """Return the decision curves; None where there are none."""
    curves, words = run.report.assessment.decision_curves, run.words
    if not curves:
        return None
    text = words.say("Net benefit by threshold, for {count} classes.", count=words.count(len(curves)))
    return run.told(text, "assessment.decision_curves")


def plots(run: Run) -> Evidence | None:
    """Return the curves that the report draws; None where there are none."""
    curves, words = run.report.assessment.curves, run.words
    if not curves:
        return None
    text = words.say(
        "ROC and precision–recall curves and probabilities of {count} classes.", count=words.count(len(curves))
    )
    return run.told(text, "assessment.curves")


def subgroups(run: Run) -> Evidence | None:
    """Return the subgroups that were measured and the gaps that were flagged; None where none was."""
    found, words = run.report.assessment.subgroups, run.words
    seen = [group for group in found if group.metrics]
    if not seen:
        return None
    attributes = list(dict.fromkeys(group.attribute for group in seen))
    flagged = [f"{shorten(one.attribute, 40)} = {shorten(one.value, 40)}" for one in seen if one.flagged]
    text = words.say(
        "{count} subgroups by {attributes} have figures of their own, with 95% intervals. Gaps whose interval excludes "
        "zero: {flagged}.",
        count=words.count(len(seen)),
        attributes=run.names(attributes),
        flagged=join_names(flagged, SHOWN_SUBGROUPS) or words.say("none"),
    )
    return run.told(text, "assessment.subgroups")


def limits(run: Run) -> Evidence | None:
    """Return the limits that the report draws itself."""
    found = [sentence for _, sentence in plain_limits(run.report, run.words)]
    if not found:
        return None
    more = f" (+{len(found) - SHOWN_LIMITS})" if len(found) > SHOWN_LIMITS else ""
    text = run.words.say("The report says of itself: {limits}", limits=" ".join(found[:SHOWN_LIMITS]) + more)
    return run.told(text, "limits", "remarks")


def abstention(run: Run) -> Evidence | None:
    """Return what the model does when it is not sure; None where it was not looked at."""
    found, words = run.report.assessment.abstention, run.words
    if found is None:
        return None
    text = words.say(
        "Where the model is not sure it names several classes: the set holds the true class in {achieved} of the test "
        "notes (asked for: {coverage}), and one class alone is named in {single}.",
        achieved=words.percent(found.achieved),
        coverage=words.percent(found.coverage),
        single=words.percent(found.single),
    )
    return run.told(text, "assessment.abstention")
