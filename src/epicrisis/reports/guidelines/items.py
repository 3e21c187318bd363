"""How an item of a guideline is answered: from its parts, each found in the run or said by a person."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.reports.guidelines.asks import ask_sentence
from epicrisis.reports.guidelines.records import Applies, Evidence, ItemAnswer, Status
from epicrisis.reports.guidelines.run import Find, Run


@dataclass(frozen=True)
class Part:
    """One thing that an item asks for.

    Parameters
    ----------
    find : callable or None
        Finds it in the run.
    ask : str
        The key of ``[study]`` under which a person says it, also in the place of what the run does not know.
    lacks : str
        What is missing where the run does not know and nobody can say it: an English template.
    """

    find: Find | None = None
    ask: str = ""
    lacks: str = ""

    def evidence(self, run: Run) -> Evidence | None:
        """Return what the run knows, else what people said, else None."""
        found = self.find(run) if self.find else None
        if found is None and self.ask and run.said(self.ask):
            return Evidence(text=run.said(self.ask), where=[f"study.{self.ask}"])
        return found

    def missing(self, run: Run) -> str:
        """Return what is missing, in words."""
        return ask_sentence(self.ask, run.words) if self.ask else run.words.say(self.lacks)


@dataclass(frozen=True)
class Item:
    """A row of a guideline's table.

    Parameters
    ----------
    number, section, asks : str
        As the guideline numbers it; the part of a paper; what it asks, an English template in our own words.
    applies : {"D", "E", "D;E"}
        Development, evaluation or both.
    parts : tuple of Part
        What it asks for.
    idle : callable or None
        Returns why the item does not apply to a run, or None where it does.
    """

    number: str
    section: str
    asks: str
    applies: Applies
    parts: tuple[Part, ...]
    idle: Find | None = None


def answer(item: Item, run: Run) -> ItemAnswer:
    """Answer an item: reported only where every part has its evidence, and left to a person where none has."""
    idle = item.idle(run) if item.idle else None
    if idle is not None:
        return _answered(item, run, "not_applicable", [idle])
    found = [(part, part.evidence(run)) for part in item.parts]
    evidence = [one for _, one in found if one is not None]
    lacking = [part for part, one in found if one is None]
    status: Status = "needs_person" if not evidence else "partial" if lacking else "reported"
    return _answered(item, run, status, evidence, lacking)


def _answered(
    item: Item, run: Run, status: Status, evidence: list[Evidence], lacking: list[Part] | None = None
) -> ItemAnswer:
    lacking = lacking or []
    return ItemAnswer(
        number=item.number,
        section=run.words.say(item.section),
        asks=run.words.say(item.asks),
        applies=item.applies,
        wording="paraphrased",
        status=status,
        evidence=evidence,
        missing=[part.missing(run) for part in lacking],
        settings=[f"study.{part.ask}" for part in lacking if part.ask],
    )
