"""The report of a training that ended before it had a result: what there is, and that there is no more."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from epicrisis.errors import CorruptFile
from epicrisis.evaluation.metrics import get_metric, metric_title
from epicrisis.reports.document import Document, Section, Table
from epicrisis.reports.finding import BEGUN, REPORT
from epicrisis.reports.html import to_html
from epicrisis.reports.markdown import to_markdown
from epicrisis.reports.sections import STATEMENT
from epicrisis.reports.tables import LONGEST_CELL, trial_rows
from epicrisis.reports.topics.data import balance_section, rows_section
from epicrisis.reports.wording import Wording, shorten
from epicrisis.training.begun import Begun
from epicrisis.training.result import TrialRecord
from epicrisis.workspace import write_whole


@dataclass(frozen=True)
class UnfinishedFiles:
    """Where the report of an unfinished training stands: the page, the Markdown and the data."""

    html: Path
    markdown: Path
    json: Path


def remember_begun(begun: Begun, folder: Path) -> None:
    """Keep what a report can say if the training never ends; what its earlier beginnings left is deleted.

    A report that is written to `folder` later takes its place.
    """
    for file in folder.parent.glob(f"*/{BEGUN}"):
        if begun.study and not (file.parent / REPORT).exists() and _study_of(file.parent) == begun.study:
            shutil.rmtree(file.parent, ignore_errors=True)
    write_whole(folder / BEGUN, begun.model_dump_json())


def _study_of(folder: Path) -> str:
    try:
        return read_begun(folder).study
    except CorruptFile:
        return ""


def read_begun(folder: Path) -> Begun:
    """Read what a training left when it began.

    Raises
    ------
    CorruptFile
        The file is damaged.
    """
    file = folder / BEGUN
    try:
        return Begun.model_validate_json(file.read_bytes())
    except (OSError, ValueError) as error:  # a ValidationError quotes what it found
        raise CorruptFile("The file {file} is damaged.", file=file) from error


def write_unfinished(begun: Begun, trials: list[TrialRecord], folder: Path, language: str) -> UnfinishedFiles:
    """Write the page and the Markdown of an unfinished training beside its data.

    Parameters
    ----------
    begun : Begun
        What was known when it began.
    trials : list of TrialRecord
        The candidates that it had finished.
    folder : Path
        The folder with its ``begun.json``.
    language : {"es", "en"}
        Language of both.
    """
    document = compose_unfinished(begun, trials, Wording(language))
    files = UnfinishedFiles(folder / "unfinished.html", folder / "unfinished.md", folder / BEGUN)
    write_whole(files.html, to_html(document))
    write_whole(files.markdown, to_markdown(document))
    return files


def compose_unfinished(begun: Begun, trials: list[TrialRecord], words: Wording) -> Document:
    """Write what there is of a training in the language of `words`."""
    sections = [
        rows_section(begun.ledger, begun.source, begun.split, words),
        balance_section(begun.split, words),
        _search(begun, trials, words),
    ]
    return Document(
        language=words.language,
        kind=words.say("Unfinished training"),
        title=words.say("Classifier of “{label}”", label=shorten(begun.label, LONGEST_CELL)),
        subtitle=f"{begun.model} · {words.moment(begun.created_at)}",
        statement=words.say(STATEMENT),
        points=unfinished_points(begun, trials, words),
        sections=[section for section in sections if section is not None],
    )


def unfinished_points(begun: Begun, trials: list[TrialRecord], words: Wording) -> list[str]:
    """Return in sentences how far a training came, and how it goes on."""
    say, states = words.say, Counter(trial.state for trial in trials)
    said = [
        say("This training ended before it had a result: nothing is known of its model, the sealed rows are closed."),
        say(
            "Candidates finished: {done} of {asked} (complete {complete}, pruned {pruned}, failed {failed}).",
            done=words.count(len(trials)),
            asked=words.count(begun.trials),
            complete=words.count(states["complete"]),
            pruned=words.count(states["pruned"]),
            failed=words.count(states["failed"]),
        ),
    ]
    values = [trial.value for trial in trials if trial.state == "complete" and trial.value is not None]
    if values:
        best = max(values) if get_metric(begun.metric).direction == "maximize" else min(values)
        said.append(
            say(
                "The best so far has {metric} {value} on the folds of the training rows.",
                metric=words.quote(metric_title(begun.metric)),
                value=words.score(best),
            )
        )
    return [*said, say("The same command goes on where it stopped.")]


def _search(begun: Begun, trials: list[TrialRecord], words: Wording) -> Section | None:
    if not trials:
        return None
    rows = trial_rows(trials, words.language, direction=get_metric(begun.metric).direction)
    return Section("search", words.say("Search"), [], [], [Table.of("table-trials", words.say("All candidates"), rows)])
