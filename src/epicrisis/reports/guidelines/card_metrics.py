"""The three groups of figures of the model card: use, fairness, safety."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from epicrisis.reports.guidelines import facts_data as data
from epicrisis.reports.guidelines import facts_model as model
from epicrisis.reports.guidelines import facts_performance as performance
from epicrisis.reports.guidelines.run import Find, Run
from epicrisis.reports.plain import plain_limits
from epicrisis.reports.standing import verdict_sentence
from epicrisis.reports.wording import shorten

Value = dict[str, str | float | list[float] | None]
Result = tuple[str, Value]
MOST_SUBGROUPS = 40


class MetricText(NamedTuple):
    """A group of figures: what they are for, the figures, what they mean, and how they came about."""

    goal: str
    results: Sequence[Result]
    interpretation: str
    test_type: str
    testing_data: str
    process: str


def metric_texts(run: Run) -> dict[str, MetricText]:
    """Return the groups by the element of the card."""
    return {
        "UsefulnessUsabilityEfficacy": _use(run),
        "FairnessEquity": _fairness(run),
        "SafetyReliability": _safety(run),
    }


def _use(run: Run) -> MetricText:
    say, report = run.words.say, run.report
    results = [
        _result(say(figure.title), figure.test, figure.ci95) for figure in report.metrics if figure.test is not None
    ]
    return MetricText(
        say("How well the classes are told apart, beside always answering the most frequent one."),
        results or [_unknown(run)],
        verdict_sentence(report, run.words),
        say("Sealed test rows"),
        _told(run, data.sizes),
        _told(run, data.partition, performance.measures),
    )


def _fairness(run: Run) -> MetricText:
    say = run.words.say
    results = [
        _result(f"{shorten(group.attribute, 40)} = {shorten(group.value, 40)}: {name}", value, group.ci95.get(name))
        for group in run.report.assessment.subgroups
        for name, value in group.metrics.items()
    ][:MOST_SUBGROUPS]
    unknown = say("No subgroup of patients was looked at in this run.")
    return MetricText(
        say("Whether groups of patients are served alike."),
        results or [_unknown(run)],
        _told(run, performance.subgroups) or unknown,
        say("Sealed test rows") if results else unknown,
        _told(run, data.sizes) if results else unknown,
        say("Groups of fewer than ten patients are not shown.") if results else unknown,
    )


def _safety(run: Run) -> MetricText:
    say, assessment = run.words.say, run.report.assessment
    results = []
    if assessment.calibration:
        results.append(_result(say("Expected calibration error"), assessment.calibration.after.ece, None))
    if assessment.abstention:
        found = assessment.abstention
        results.append(_result(say("Sets that hold the true class"), found.achieved, found.achieved_ci95))
    doubts = [sentence for level, sentence in plain_limits(run.report, run.words) if level == "warning"]
    return MetricText(
        say("Whether the probabilities mean what they say, and what happens when the model is not sure."),
        results or [_unknown(run)],
        " ".join(doubts) or say("The run has no doubt of its own about these figures."),
        say("Sealed test rows"),
        _told(run, data.sizes),
        _told(run, model.recalibration, performance.calibration, performance.abstention)
        or say("Calibration on the test notes was not looked at in this run."),
    )


def _result(label: str, value: float | None, interval: tuple[float, float] | None) -> Result:
    shown: Value = {"kind": "single", "value": None if value is None else round(value, 4), "unit": ""}
    if interval is not None:
        shown["ci95"] = [round(bound, 4) for bound in interval]
    return label, shown


def _unknown(run: Run) -> Result:
    # The schema wants one result at least.
    return run.words.say("Not measured in this run"), {"kind": "single", "value": None, "unit": ""}


def _told(run: Run, *finders: Find) -> str:
    return " ".join(found.text for find in finders if (found := find(run)) is not None)
