"""EP005 and EP014: whether there are enough notes to learn from, and to tell how well it was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from epicrisis.checks.contract import Check, FieldValue, Finding, NotApplicable
from epicrisis.i18n.catalogue import sentence, shorten
from epicrisis.training.result import TrainingResult

FEW_TEST_ROWS = 30
FEW_TRAINING_ROWS = 50
WIDE_INTERVAL = 0.10
LARGE_PATIENT = 0.10
"""Share of the sealed notes from which on one patient decides what they say."""
WIDE_SENSITIVITY = 0.25
"""From this width on, the interval of the share found of a class holds good models and poor ones alike."""
LONGEST_LABEL = 40


class SmallClass(Check):
    """A class of few rows."""

    code = "EP005"
    title = sentence("A class of few notes")
    severity = "warning"
    explanation = sentence(
        "From a few dozen notes a class is learned badly, and its own figures hang on a handful of patients."
    )
    advice = sentence(
        "Read more rows, join small classes in the query, or raise etl.min_class_rows so that they are dropped or "
        "merged."
    )
    probast = "4.1"
    sentences: ClassVar[Mapping[str, str]] = {
        "absent_classes": sentence("No test row belongs to these classes, so nothing is known of them: {names}."),
        "few_test_rows": sentence("Fewer than {count_limit} test rows each, so their figures are rough: {names}."),
        "few_training_rows": sentence("Fewer than {count_limit} training rows each: {names}."),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        figures = result.test.per_class
        absent = [one.label for one in figures if one.rows_test == 0]
        few = [one.label for one in figures if 0 < one.rows_test < FEW_TEST_ROWS]
        unlearned = [one.label for one in figures if one.rows_train < FEW_TRAINING_ROWS]
        found = []
        if absent:
            found.append(Finding(code="absent_classes", level="warning", fields={"names": absent}))
        for code, names, limit in (
            ("few_test_rows", few, FEW_TEST_ROWS),
            ("few_training_rows", unlearned, FEW_TRAINING_ROWS),
        ):
            if names:
                fields: dict[str, FieldValue] = {"count_limit": limit, "names": names}
                found.append(Finding(code=code, level="note", fields=fields))
        return found


class FewEvents(Check):
    """Too few sealed notes of a class for an interval that says anything."""

    code = "EP014"
    title = sentence("Too few events for a usable interval")
    severity = "warning"
    explanation = sentence(
        "How precisely the sealed rows can answer is known before the search from how many patients of each class they "
        "have. A wide interval leaves good and bad models alike."
    )
    advice = sentence("Read more rows, or seal a larger share of them (split.test).")
    probast = "4.1"
    sentences: ClassVar[Mapping[str, str]] = {
        "wide_interval": sentence(
            "The test set is small: the 95% interval of {metric} is {score_width} wide, from {score_low} to "
            "{score_high}."
        ),
        "few_events": sentence(
            "The sealed rows have so few patients of these classes that the share found of each can only be told to "
            "within ± {score_limit} or worse: {names}."
        ),
        "one_patient": sentence(
            "One patient has {percent_share} of the sealed notes. The figures say as much of that patient as of the "
            "model, and intervals that draw whole patients can hardly be trusted."
        ),
        "little_known": sentence(
            "Little is known of these classes; the sealed rows only say that the share found of each lies somewhere "
            "between: {names}."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        found = []
        if result.metric in result.test.ci95:
            low, high = result.test.ci95[result.metric]
            if high - low > WIDE_INTERVAL:
                bounds: dict[str, FieldValue] = {"score_width": high - low, "score_low": low, "score_high": high}
                fields = {"metric": result.metric, **bounds}
                found.append(Finding(code="wide_interval", level="warning", fields=fields))
        share = None if result.examination is None else result.examination.largest_patient
        if share is not None and share > LARGE_PATIENT:
            found.append(Finding(code="one_patient", level="warning", fields={"percent_share": share}))
        events = [] if result.examination is None else result.examination.events
        unknown = _little_known(result)
        if not events and not unknown and result.metric not in result.test.ci95:
            return NotApplicable(sentence("There is no interval on these test rows, and no count of events."))
        few = [
            f"{shorten(one.label, LONGEST_LABEL)} (± {one.half_width:.3f})"
            for one in events
            if one.half_width > WIDE_INTERVAL
        ]
        if few:
            told: dict[str, FieldValue] = {"score_limit": WIDE_INTERVAL, "names": few}
            found.append(Finding(code="few_events", level="note", fields=told))
        if unknown:
            found.append(Finding(code="little_known", level="note", fields={"names": unknown}))
        return found


def _little_known(result: TrainingResult) -> list[str]:
    """Return the classes whose sensitivity has a wide interval; those of few test rows are EP005's."""
    enough = {one.label for one in result.test.per_class if one.rows_test >= FEW_TEST_ROWS}
    intervals = {
        one.label: one.ci95["sensitivity"]
        for one in result.assessment.operating_points
        if one.label in enough and "sensitivity" in one.ci95
    }
    return [
        f"{shorten(label, LONGEST_LABEL)} ({low:.2f}–{high:.2f})"
        for label, (low, high) in intervals.items()
        if high - low > WIDE_SENSITIVITY
    ]
