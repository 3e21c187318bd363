"""A run as the guidelines see it: its report, what people said of the study, and a language to speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.guidelines.records import Evidence
from epicrisis.reports.report import Report
from epicrisis.reports.wording import NOTHING, Wording, shorten
from epicrisis.settings.study import StudySettings

LONGEST_NAME = 60


@dataclass(frozen=True)
class Run:
    """A report, what people said of its study, and the words of one language."""

    report: Report
    study: StudySettings
    words: Wording

    def told(self, text: str, *where: str) -> Evidence:
        """Return a finished sentence as evidence, with the places in ``report.json`` that it rests on."""
        return Evidence(text=text, where=list(where))

    def said(self, key: str) -> str:
        """Return what ``[study]`` says under `key`; blanks alone say nothing."""
        return str(getattr(self.study, key)).strip()

    def names(self, names: list[str]) -> str:
        """Return names, which others chose, as a short list."""
        return join_names([shorten(name, LONGEST_NAME) for name in names]) if names else NOTHING


Find = Callable[[Run], Evidence | None]
"""Looks in a run for a fact; None where this run does not have it."""


def study_of(report: Report, later: StudySettings) -> StudySettings:
    """Return what is known of a run's study: what its settings said, and over it what was said since.

    Parameters
    ----------
    report : Report
        Holds the settings of its training; those of earlier versions have no ``[study]``.
    later : StudySettings
        The settings of today; what is empty there takes nothing away.
    """
    kept = report.settings.get("study")
    earlier = kept if isinstance(kept, Mapping) else {}
    fields = {name: str(earlier.get(name) or "") for name in StudySettings.model_fields}
    return StudySettings(**(fields | {name: value for name, value in later.model_dump().items() if value.strip()}))
