"""EP003, EP004 and EP015: what single words of the texts give away, of the class or of a patient."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import ClassVar

from epicrisis.checks.contract import NOT_MEASURED, Check, FieldValue, Finding, Level, NotApplicable
from epicrisis.checks.sizes import LONGEST_LABEL
from epicrisis.i18n.catalogue import sentence, shorten
from epicrisis.training.examination import Examination, MaskedScore, TermShare
from epicrisis.training.result import TrainingResult

_SHOWN = 8


def _said(terms: Sequence[TermShare]) -> list[str]:
    shown = [f"“{one.term}” ({shorten(one.label, LONGEST_LABEL)}, {100 * one.share:.0f}%)" for one in terms[:_SHOWN]]
    return shown if len(terms) <= _SHOWN else [*shown, f"… (+{len(terms) - _SHOWN})"]


class LabelInText(Check):
    """The class stands in the text that it is to be told from."""

    code = "EP003"
    title = sentence("The label's words or codes in the text")
    severity = "warning"
    explanation = sentence(
        "A note that names its own class, or the code of its diagnosis, was perhaps written when the answer was known. "
        "A note that comes without them will be harder."
    )
    advice = sentence(
        "Ask whether these words stand in the note before the class is known. If not, leave their column or section "
        "out in the query. The score without them is what to expect of notes that lack them."
    )
    probast = "3.3"
    sentences: ClassVar[Mapping[str, str]] = {
        "label_words": sentence("Words of a class's name stand much more often in its own notes: {names}."),
        "codes_in_text": sentence("Codes of diagnoses stand in the texts and tell of a class: {names}."),
        "score_without": sentence(
            "Without these words and codes, {metric} on the folds of the training rows is {score_without} instead of "
            "{score_with}."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        seen = result.examination
        if seen is None:
            return NOT_MEASURED
        level: Level = "note" if seen.masked is not None and _no_less(seen.masked, result) else "warning"
        found = []
        if seen.label_terms:
            found.append(Finding(code="label_words", level=level, fields={"names": _said(seen.label_terms)}))
        if seen.codes:
            found.append(Finding(code="codes_in_text", level=level, fields={"names": _said(seen.codes)}))
        if found and seen.masked is not None:
            found.append(Finding(code="score_without", level="note", fields=_scores(seen.masked)))
        return found


def _no_less(masked: MaskedScore, result: TrainingResult) -> bool:
    """Whether the score without the words is as good, within the standard error of the folds' differences."""
    sign = 1 if result.search.direction == "maximize" else -1
    losses = [sign * (one - other) for one, other in zip(masked.folds, masked.masked, strict=True)]
    error = stdev(losses) / math.sqrt(len(losses)) if len(losses) > 1 else 0.0
    return mean(losses) <= error


def _scores(masked: MaskedScore) -> dict[str, FieldValue]:
    return {
        "metric": masked.metric,
        "score_with": sum(masked.folds) / len(masked.folds),
        "score_without": sum(masked.masked) / len(masked.masked),
    }


class TellingTerm(Check):
    """One term that nearly replaces the model."""

    code = "EP004"
    title = sentence("A single term that gives the class away")
    severity = "warning"
    explanation = sentence(
        "Where most notes of a class hold one term that hardly any other note holds, the class may be known from a "
        "heading, a form or a doctor's name, and not from the patient."
    )
    advice = sentence(
        "Look at some notes with the term. If it comes from a form that only this class has, take it out in the query."
    )
    probast = "2.3"
    sentences: ClassVar[Mapping[str, str]] = {
        "telling_terms": sentence("One term alone tells a class from all others: {names}."),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        if result.examination is None:
            return NOT_MEASURED
        terms = result.examination.telling_terms
        return [Finding(code="telling_terms", level="warning", fields={"names": _said(terms)})] if terms else []


class EdgeOfAnonymity(Check):
    """Terms shown that hardly more patients hold than the privacy setting asks for."""

    code = "EP015"
    title = sentence("Terms at the edge of k-anonymity")
    severity = "note"
    explanation = sentence(
        "A term is shown only if enough patients hold it. The fewer they are, the sooner somebody who knows one of "
        "them recognises him."
    )
    advice = sentence("Raise privacy.min_patients_per_term before the report leaves the hospital.")
    sentences: ClassVar[Mapping[str, str]] = {
        "edge_terms": sentence(
            "Of the {count_shown} terms that the report shows, {count_edge} are held by fewer than {count_limit} "
            "training patients, the rarest by {count_fewest}."
        ),
        "no_anonymity": sentence(
            "privacy.min_patients_per_term is {count_patients}: the model and its report may hold words of very few "
            "patients."
        ),
    }
    least = 5

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        found = []
        least = result.features.min_patients_per_term
        if least < self.least:
            found.append(Finding(code="no_anonymity", level="warning", fields={"count_patients": least}))
        seen = result.examination
        if not found and seen is None:
            return NOT_MEASURED
        if not found and (seen is None or seen.edge_terms is None):
            return NotApplicable(sentence("The report shows no terms of this model."))
        return [*found, *_edge(seen)]


def _edge(seen: Examination | None) -> list[Finding]:
    edge = None if seen is None else seen.edge_terms
    if edge is None or not edge.at_edge or edge.fewest is None:
        return []
    counts: dict[str, FieldValue] = {
        "count_shown": edge.shown,
        "count_edge": edge.at_edge,
        "count_limit": 2 * edge.min_patients,
        "count_fewest": edge.fewest,
    }
    return [Finding(code="edge_terms", level="note", fields=counts)]
