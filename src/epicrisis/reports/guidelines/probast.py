"""PROBAST+AI, one row a signalling question (Moons et al. 2025, doi:10.1136/bmj-2024-082505).

The numbers are the tool's: 16 questions of the development, 18 of the evaluation; the first three domains ask the same
of both. What a question asks is said in our own words, shortened. The tool lets four questions not apply. Ratings of a
domain, of applicability and overall are a person's and are not made here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from epicrisis.i18n.catalogue import sentence
from epicrisis.reports.guidelines import facts_data as data
from epicrisis.reports.guidelines import probast_answers as answers
from epicrisis.reports.guidelines.probast_answers import Answer, Found, person
from epicrisis.reports.guidelines.records import QuestionAnswer
from epicrisis.reports.guidelines.run import Run
from epicrisis.reports.limits import limit_sentence

Part = Literal["development", "evaluation"]
PARTS: tuple[Part, ...] = ("development", "evaluation")

PARTICIPANTS = sentence("Participants and data sources")
PREDICTORS = sentence("Predictors")
OUTCOME = sentence("Outcome")
ANALYSIS = sentence("Analysis")


FINDINGS: dict[tuple[Part, str], tuple[str, ...]] = {
    ("development", "2.4"): ("telling_terms",),
    ("evaluation", "2.4"): ("telling_terms",),
    ("development", "3.3"): ("label_words", "codes_in_text"),
    ("evaluation", "3.3"): ("label_words", "codes_in_text"),
    ("development", "4.1"): ("few_training_rows",),
    ("development", "4.5"): ("below_validation",),
    ("evaluation", "4.2"): ("absent_classes", "few_test_rows", "few_events", "wide_interval", "one_patient"),
    ("evaluation", "4.5"): ("row_split", "patients_on_both_sides", "rows_on_both_sides", "copies_across"),
}
"""Codes among the report's limits that make a question fail, whatever else the run shows."""


@dataclass(frozen=True)
class Question:
    """A signalling question.

    Parameters
    ----------
    number, domain, asks : str
        As the tool numbers it, its domain, and what it asks, an English template in our own words.
    answer : callable
        Answers it from a run.
    parts : tuple of {"development", "evaluation"}
        Where it is asked.
    """

    number: str
    domain: str
    asks: str
    answer: Answer
    parts: tuple[Part, ...] = PARTS


QUESTIONS: tuple[Question, ...] = (
    Question("1.1", PARTICIPANTS, sentence("Appropriate sources of data?"), answers.sources),
    Question("1.2", PARTICIPANTS, sentence("Appropriate design of the study?"), person("context", "setting")),
    Question(
        "1.3",
        PARTICIPANTS,
        sentence("Do inclusions and exclusions leave a representative data set?"),
        person("eligibility", "representativeness", find=data.exclusions),
    ),
    Question(
        "2.1",
        PREDICTORS,
        sentence("Predictors defined and assessed alike for all?"),
        person("predictors", "predictor_assessors", find=data.predictors),
    ),
    Question("2.2", PREDICTORS, sentence("Predictors prepared alike for all?"), answers.preprocessing),
    Question(
        "2.3",
        PREDICTORS,
        sentence("Predictors assessed without knowledge of the outcome?"),
        person("predictors", "predictor_assessors"),
    ),
    Question(
        "2.4",
        PREDICTORS,
        sentence("Predictors available when the model is to be used?"),
        person("intended_use", "predictors", find=data.predictors),
    ),
    Question(
        "3.1",
        OUTCOME,
        sentence("Outcome defined and assessed appropriately?"),
        person("outcome", "outcome_assessors", find=data.outcome),
    ),
    Question("3.2", OUTCOME, sentence("Outcome defined and assessed alike for all?"), person("outcome")),
    Question(
        "3.3", OUTCOME, sentence("Outcome assessed without use or knowledge of the predictors?"), person("blinding")
    ),
    Question(
        "3.4",
        OUTCOME,
        sentence("Appropriate time between predictors and outcome?"),
        person("outcome", "dates", find=data.period),
    ),
    Question("4.1", ANALYSIS, sentence("Reasonable sample size?"), answers.sample_of_development, ("development",)),
    Question(
        "4.2",
        ANALYSIS,
        sentence("Continuous and categorical predictors handled appropriately?"),
        answers.predictor_handling,
        ("development",),
    ),
    Question(
        "4.3",
        ANALYSIS,
        sentence("Missing or censored data handled appropriately?"),
        answers.missing_notes,
    ),
    Question(
        "4.4",
        ANALYSIS,
        sentence("Recalibrated after methods against class imbalance?"),
        answers.recalibrated,
        ("development",),
    ),
    Question("4.5", ANALYSIS, sentence("Methods against overfitting?"), answers.overfitting, ("development",)),
    Question("4.1", ANALYSIS, sentence("More than apparent performance?"), answers.apparent_only, ("evaluation",)),
    Question("4.2", ANALYSIS, sentence("Reasonable sample size?"), answers.sample_of_evaluation, ("evaluation",)),
    Question(
        "4.4",
        ANALYSIS,
        sentence("Evaluated on data without a correction of class imbalance?"),
        answers.evaluated_uncorrected,
        ("evaluation",),
    ),
    Question("4.5", ANALYSIS, sentence("Leakage between training and test avoided?"), answers.leakage, ("evaluation",)),
    Question(
        "4.6",
        ANALYSIS,
        sentence("All steps of the development repeated within the resampling?"),
        answers.resampling,
        ("evaluation",),
    ),
    Question(
        "4.7",
        ANALYSIS,
        sentence("Discrimination, calibration and net benefit measured appropriately?"),
        answers.measures,
        ("evaluation",),
    ),
)


def probast_answers(run: Run) -> list[QuestionAnswer]:
    """Return the answers to all questions, those of the development first, each part in the tool's order."""
    asked = [(part, question) for part in PARTS for question in QUESTIONS if part in question.parts]
    asked.sort(key=lambda one: (PARTS.index(one[0]), one[1].number))
    return [_answered(part, question, run) for part, question in asked]


def _answered(part: Part, question: Question, run: Run) -> QuestionAnswer:
    fired = _fired(FINDINGS.get((part, question.number), ()), run)
    found = Found("fail", " ".join(fired.values()), ["limits"]) if fired else question.answer(run)
    return QuestionAnswer(
        part=part,
        domain=run.words.say(question.domain),
        number=question.number,
        asks=run.words.say(question.asks),
        wording="paraphrased",
        answer=found.answer,
        reason=found.reason,
        where=found.where,
        findings=list(fired),
        checks=[check.code for check in run.report.checks if fired.keys() & {one.code for one in check.findings}],
    )


def _fired(codes: Collection[str], run: Run) -> dict[str, str]:
    """Return what the report found of these codes, each with its sentence."""
    titles = {figure.name: figure.title for figure in run.report.metrics}
    return {limit.code: limit_sentence(limit, run.words, titles) for limit in run.report.limits if limit.code in codes}
