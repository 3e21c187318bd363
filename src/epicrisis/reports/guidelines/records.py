"""The record of a run against reporting guidelines, as data: finished sentences in one language."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from epicrisis.record import Record

Wording = Literal["official", "paraphrased"]
Status = Literal["reported", "partial", "needs_person", "not_applicable"]
Verdict = Literal["pass", "fail", "unknown", "needs_person", "not_applicable"]
Applies = Literal["D", "E", "D;E"]


class Evidence(Record):
    """A fact of the run, and where it stands.

    Parameters
    ----------
    text : str
        The fact in a sentence, with its figures.
    where : list of str
        Places in ``report.json`` as dotted names, or keys of the settings (``study.funding``).
    """

    text: str
    where: list[str]


class ItemAnswer(Record):
    """An item of TRIPOD+AI.

    Parameters
    ----------
    number : str
        As the statement numbers it: ``12c``.
    section, asks : str
        The part of a paper it belongs to, and what it asks.
    applies : {"D", "E", "D;E"}
        Whether it concerns development, evaluation or both; a run is both.
    wording : {"official", "paraphrased"}
        Whose words `asks` has.
    status : {"reported", "partial", "needs_person", "not_applicable"}
        Reported only where there is evidence of everything that is asked.
    evidence : list of Evidence
        What the run and the settings say of it.
    missing : list of str
        What is not known, in words.
    settings : list of str
        Keys of the settings where a person can say it.
    """

    number: str
    section: str
    asks: str
    applies: Applies
    wording: Wording
    status: Status
    evidence: list[Evidence] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    settings: list[str] = Field(default_factory=list)


class QuestionAnswer(Record):
    """A signalling question of PROBAST+AI.

    Parameters
    ----------
    part : {"development", "evaluation"}
        Quality of the development, or risk of bias of the evaluation.
    domain : str
        Participants and data sources, predictors, outcome or analysis.
    number, asks : str
        As the tool numbers it (``4.5``), and what it asks.
    wording : {"official", "paraphrased"}
        Whose words `asks` has.
    answer : {"pass", "fail", "unknown", "needs_person", "not_applicable"}
        What was measured; never that the risk is low.
    reason : str
        What the answer rests on.
    where : list of str
        Places in ``report.json``, or keys of the settings.
    findings : list of str
        Codes of what the report's checks found and what makes the question fail.
    checks : list of str
        The numbered checks that found it.
    """

    part: Literal["development", "evaluation"]
    domain: str
    number: str
    asks: str
    wording: Wording
    answer: Verdict
    reason: str
    where: list[str] = Field(default_factory=list)
    findings: list[str] = Field(default_factory=list)
    checks: list[str] = Field(default_factory=list)


class Ask(Record):
    """Something that only people know and nobody has said yet.

    Parameters
    ----------
    key : str
        Key of the settings: ``study.funding``.
    asks : str
        What to write there.
    items : list of str
        Items of TRIPOD+AI that wait for it; empty for what only the model card asks.
    """

    key: str
    asks: str
    items: list[str]


class GuidelineRecord(Record):
    """A run against TRIPOD+AI and PROBAST+AI.

    Parameters
    ----------
    version : int
        Version of this schema.
    language : {"es", "en"}
        Language of the sentences.
    run : str
        Folder name or MLflow id of the run.
    title : str
        Of the study, or of the model where it has none.
    tripod : list of ItemAnswer
        All 52 sub-items of the 27 items.
    probast : list of QuestionAnswer
        The 16 questions of the development and the 18 of the evaluation.
    asks : list of Ask
        What is still to be written in ``[study]``.
    """

    version: Literal[1] = 1
    language: Literal["es", "en"]
    run: str
    title: str
    model: str
    created_at: str
    tripod: list[ItemAnswer]
    probast: list[QuestionAnswer]
    asks: list[Ask]

    def count_items(self) -> dict[Status, int]:
        """Return the items by status, every status named."""
        counts: dict[Status, int] = {"reported": 0, "partial": 0, "needs_person": 0, "not_applicable": 0}
        for item in self.tripod:
            counts[item.status] += 1
        return counts

    def count_answers(self) -> dict[Verdict, int]:
        """Return the questions by answer, every answer named."""
        counts: dict[Verdict, int] = {"pass": 0, "fail": 0, "unknown": 0, "needs_person": 0, "not_applicable": 0}
        for question in self.probast:
            counts[question.answer] += 1
        return counts
