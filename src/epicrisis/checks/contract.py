"""What a check is, and what it leaves behind.

A check reads a `TrainingResult`, which is plain data: it can be run again on the result of an old training. What it
finds is kept as codes and values, so that a report says it in either language.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from epicrisis.i18n.catalogue import sentence
from epicrisis.record import Record
from epicrisis.training.result import TrainingResult

Level = Literal["warning", "note"]
State = Literal["fires", "silent", "not_applicable", "muted"]
FieldValue = str | int | float | list[str]

PROBAST: Mapping[str, str] = {
    "1.1": sentence("Participants and data sources: were appropriate data used?"),
    "2.3": sentence("Predictors: are all of them known at the moment when the model is used?"),
    "3.3": sentence("Outcome: was it determined without what the model reads?"),
    "4.1": sentence("Analysis: were there enough participants with the outcome?"),
    "4.7": sentence("Analysis: was the performance evaluated with fitting measures?"),
    "4.8": sentence("Analysis: were overfitting and optimism accounted for?"),
    "4.9": sentence("Analysis: is the final model the one that was reported?"),
}
"""Signalling questions that a check bears upon, by their number in PROBAST (2019, doi:10.7326/M18-1376), paraphrased.

PROBAST+AI (2025, doi:10.1136/bmj-2024-082505) keeps the four domains and numbers its questions anew.
"""


class Finding(Record):
    """Something the reader must know before believing a figure.

    Parameters
    ----------
    code : str
        A key of the table of sentences.
    level : {"warning", "note"}
        Whether it puts the figures in doubt or only bounds them.
    fields : dict
        The sentence's values. A field's name tells how its value is written: ``count_…``, ``score_…``, ``percent_…``,
        ``moment_…``, ``metric``, ``group_…``; any other text is written as it is.
    """

    code: str
    level: Level
    fields: dict[str, FieldValue] = Field(default_factory=dict)


class CheckOutcome(Record):
    """What came of one check. Sentences are English templates without fields, which the translations go by.

    Parameters
    ----------
    code : str
        ``EP001`` and so on.
    title, explanation, advice : str
        What it looks for, why that matters, and what to do where it fires.
    severity : {"warning", "note"}
        The most that it can say.
    probast : str
        A key of `PROBAST`, or empty where the check bears upon none of its questions.
    state : {"fires", "silent", "not_applicable", "muted"}
        Muted: it would fire, or not, but the settings say that it is not to be heard.
    findings : list of Finding
        What it found; also where it is muted.
    reason : str
        Why it does not apply; or, as the settings give it, why it is muted.
    """

    code: str
    title: str
    severity: Level
    explanation: str
    advice: str
    probast: str
    state: State
    findings: list[Finding] = Field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True)
class NotApplicable:
    """A check has nothing to look at.

    Parameters
    ----------
    reason : str
        Why, as an English sentence.
    """

    reason: str


class Check(ABC):
    """One kind of harm. To add one, write its class and name it in ``registry.py``.

    Attributes
    ----------
    code, title, severity, explanation, advice, probast :
        See `CheckOutcome`.
    sentences : mapping of str to str
        The English template of each finding's code.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Level]
    explanation: ClassVar[str]
    advice: ClassVar[str]
    probast: ClassVar[str] = ""
    sentences: ClassVar[Mapping[str, str]]

    @abstractmethod
    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """Return what there is to say of a result; nothing where it is sound.

        Parameters
        ----------
        result : TrainingResult
            The result of any version.
        """


NOT_MEASURED = NotApplicable(sentence("This training did not measure it: it is of an earlier version."))
