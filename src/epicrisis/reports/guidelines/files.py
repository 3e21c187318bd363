"""The guidelines of a run as files: the record, its page, the model card, and the table that a person fills in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from epicrisis.reports.guidelines.asks import ask_sentence, study_table
from epicrisis.reports.guidelines.card import model_card
from epicrisis.reports.guidelines.card_texts import FROM_STUDY
from epicrisis.reports.guidelines.document import compose_guidelines
from epicrisis.reports.guidelines.probast import probast_answers
from epicrisis.reports.guidelines.records import Ask, GuidelineRecord, ItemAnswer
from epicrisis.reports.guidelines.run import Run, study_of
from epicrisis.reports.guidelines.tripod import ITEMS, tripod_answers
from epicrisis.reports.html import to_html
from epicrisis.reports.markdown import to_markdown
from epicrisis.reports.plain import label_name
from epicrisis.reports.report import Report
from epicrisis.reports.wording import Wording
from epicrisis.settings.study import StudySettings
from epicrisis.workspace import whole_folder, write_whole

FOLDER = "guidelines"


@dataclass(frozen=True)
class GuidelineFiles:
    """Where the guidelines of a run stand.

    Parameters
    ----------
    record : GuidelineRecord
        What they say.
    html, markdown, json : Path
        The record of TRIPOD+AI and PROBAST+AI.
    card : Path
        The model card, XML.
    study : Path or None
        The table to fill in; None where nothing is missing.
    """

    record: GuidelineRecord
    html: Path
    markdown: Path
    json: Path
    card: Path
    study: Path | None


def gather_guidelines(
    report: Report, later: StudySettings, name: str, language: Literal["es", "en"]
) -> GuidelineRecord:
    """Answer the guidelines from a report and from what people said of the study.

    Parameters
    ----------
    report : Report
        The run's report, which holds the settings of its training.
    later : StudySettings
        What is said of the study today; it completes what was said then.
    name : str
        The run's name.
    language : {"es", "en"}
        Language of the sentences.
    """
    run = Run(report, study_of(report, later), Wording(language))
    tripod = tripod_answers(run)
    return GuidelineRecord(
        language=language,
        run=name,
        title=run.said("title") or run.words.say("Classifier of “{label}”", label=label_name(report)),
        model=report.model,
        created_at=report.created_at,
        tripod=tripod,
        probast=probast_answers(run),
        asks=_asks(run, tripod),
    )


def write_guidelines(
    report: Report, later: StudySettings, folder: Path, language: Literal["es", "en"]
) -> GuidelineFiles:
    """Write record, page, model card and the table to fill in; those that are in `folder` are replaced as a whole.

    Parameters
    ----------
    report : Report
        The run's report.
    later : StudySettings
        What is said of the study today.
    folder : Path
        The run's folder of reports; the files stand in its folder ``guidelines``.
    language : {"es", "en"}
        Language of all of it.

    Raises
    ------
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    record = gather_guidelines(report, later, folder.name, language)
    words, place = Wording(language), folder / FOLDER
    document = compose_guidelines(record, words)
    with whole_folder(place) as beside:
        write_whole(beside / "guidelines.json", record.model_dump_json(indent=1))
        write_whole(beside / "guidelines.html", to_html(document))
        write_whole(beside / "guidelines.md", to_markdown(document))
        write_whole(beside / "model-card.xml", model_card(Run(report, study_of(report, later), words)))
        if record.asks:
            write_whole(beside / "study.toml", study_table(record.asks, words))
    return GuidelineFiles(
        record=record,
        html=place / "guidelines.html",
        markdown=place / "guidelines.md",
        json=place / "guidelines.json",
        card=place / "model-card.xml",
        study=place / "study.toml" if record.asks else None,
    )


def _asks(run: Run, tripod: list[ItemAnswer]) -> list[Ask]:
    """Return the keys that nobody has filled and that something waits for, in the settings' order."""
    waiting: dict[str, list[str]] = {}
    for item in tripod:
        for key in item.settings:
            waiting.setdefault(key.removeprefix("study."), []).append(item.number)
    asked = {part.ask for item in ITEMS for part in item.parts}
    only_card = {key for keys in FROM_STUDY.values() for key in keys} - asked
    return [
        Ask(key=f"study.{key}", asks=ask_sentence(key, run.words), items=waiting.get(key, []))
        for key in StudySettings.model_fields
        if not run.said(key) and (key in waiting or key in only_card)
    ]
