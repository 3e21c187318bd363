"""EP006, EP007 and EP010: whether the headline is a gain, holds, and was not chosen on the rows that it reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from epicrisis.checks.contract import NOT_MEASURED, Check, FieldValue, Finding, NotApplicable
from epicrisis.checks.verdict import judge
from epicrisis.i18n.catalogue import sentence
from epicrisis.training.result import TrainingResult

_NO_HEADLINE = NotApplicable(sentence("The searched metric does not exist on these test rows."))


class WorseThanDummy(Check):
    """A model that always answering the most frequent class would replace."""

    code = "EP006"
    title = sentence("Not better than the most frequent class")
    severity = "warning"
    explanation = sentence(
        "Always answering the most frequent class costs nothing and reads no note. A model must be better than that, "
        "by the metric that was searched and in the notes that are given their class."
    )
    advice = sentence(
        "Do not use the model. See whether the label can be told from the text at all: read some notes as the model "
        "does."
    )
    probast = "4.7"
    sentences: ClassVar[Mapping[str, str]] = {
        "worse_than_baseline": sentence(
            "The model is no better than always answering the most frequent class ({score_model} against "
            "{score_baseline}). Do not use it."
        ),
        "not_clearly_better": sentence(
            "The model is not clearly better than always answering the most frequent class: the two intervals overlap."
        ),
        "better_by_one": sentence(
            "By {metric_better} the model is clearly better than always answering the most frequent class; by "
            "{metric_other} it is not."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.metric not in result.test.metrics:
            return _NO_HEADLINE
        higher = result.search.direction == "maximize"
        verdict = judge(result.test, result.baseline, result.metric, higher_is_better=higher)
        by_accuracy = verdict
        if {"accuracy"} <= result.test.metrics.keys() & result.baseline.metrics.keys():
            by_accuracy = judge(result.test, result.baseline, "accuracy", higher_is_better=True)
        if (verdict == "clearly_better") is not (by_accuracy == "clearly_better"):
            names = ["accuracy", result.metric] if by_accuracy == "clearly_better" else [result.metric, "accuracy"]
            one: dict[str, FieldValue] = {"metric_better": names[0], "metric_other": names[1]}
            return [Finding(code="better_by_one", level="note", fields=one)]
        if verdict == "worse":
            figures: dict[str, FieldValue] = {
                "score_model": result.test.metrics[result.metric],
                "score_baseline": result.baseline.metrics[result.metric],
            }
            return [Finding(code="worse_than_baseline", level="warning", fields=figures)]
        if verdict == "not_clearly_better":
            return [Finding(code="not_clearly_better", level="warning")]
        return []


class GapToTest(Check):
    """A sealed test that does not keep what the folds promised."""

    code = "EP007"
    title = sentence("A gap between folds and test")
    severity = "warning"
    explanation = sentence(
        "The folds choose the winner, so its score on them is a little too good. Where the sealed rows give clearly "
        "less, the search has fitted its folds, or the sealed rows are of another kind."
    )
    advice = sentence(
        "Believe the test. Try fewer candidates or more folds, and compare the notes of the two sides (EP002, EP013)."
    )
    probast = "4.8"
    sentences: ClassVar[Mapping[str, str]] = {
        "below_validation": sentence(
            "The sealed test gave {score_test} where cross-validation promised {score_promised}, which lies outside "
            "the interval: the search may have fitted its folds."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.metric not in result.test.ci95:
            return _NO_HEADLINE
        low, high = result.test.ci95[result.metric]
        promised = result.cv.mean
        disappointed = promised > high if result.search.direction == "maximize" else promised < low
        if not disappointed:
            return []
        scores: dict[str, FieldValue] = {
            "score_test": result.test.metrics[result.metric],
            "score_promised": promised,
        }
        return [Finding(code="below_validation", level="warning", fields=scores)]


class TunedOnReportedRows(Check):
    """A figure on rows that took part in the choice."""

    code = "EP010"
    title = sentence("A metric tuned and reported on the same rows")
    severity = "warning"
    explanation = sentence(
        "The best of many candidates owes part of its score to chance. Only rows that took no part in the choice tell "
        "what is left."
    )
    advice = sentence("Read more rows or seal a larger share (split.test), so that the metric exists on sealed rows.")
    probast = "4.8"
    sentences: ClassVar[Mapping[str, str]] = {
        "no_headline": sentence(
            "{metric} does not exist on these test rows, so the searched figure could not be confirmed."
        ),
        "rows_on_both_sides": sentence("{count_rows} sealed rows were training rows too."),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        found = []
        if result.metric not in result.test.metrics:
            found.append(Finding(code="no_headline", level="warning", fields={"metric": result.metric}))
        seen = None if result.examination is None else result.examination.rows_on_both_sides
        if seen:
            found.append(Finding(code="rows_on_both_sides", level="warning", fields={"count_rows": seen}))
        return found if found or seen is not None else NOT_MEASURED
