"""The record of the guidelines as a document, for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.document import Document, Row, Section, Table
from epicrisis.reports.guidelines.records import GuidelineRecord, ItemAnswer, QuestionAnswer
from epicrisis.reports.wording import NOTHING, Wording

STATUSES = {
    "reported": "Reported",
    "partial": "Partial",
    "needs_person": "Needs a person",
    "not_applicable": "Not applicable",
}
VERDICTS = {
    "pass": "Pass",
    "fail": "Fail",
    "unknown": "Unknown",
    "needs_person": "Needs a person",
    "not_applicable": "Not applicable",
}
PARTS = {
    "development": "PROBAST+AI: quality of the development",
    "evaluation": "PROBAST+AI: risk of bias of the evaluation",
}
STATEMENT = (
    "This record says what the run shows of each item. It is no certificate: whether a study reports enough, and "
    "whether its risk of bias is low, is for people to judge."
)


def compose_guidelines(record: GuidelineRecord, words: Wording) -> Document:
    """Write a record in the language of `words`, which is the one of its sentences."""
    say = words.say
    return Document(
        language=words.language,
        kind=say("Reporting guidelines"),
        title=record.title,
        subtitle=" · ".join((record.model, record.run, words.moment(record.created_at))),
        statement=say(STATEMENT),
        points=list(_points(record, words)),
        sections=[*_asks(record, words), *_tripod(record.tripod, words), *_probast(record.probast, words)],
    )


def status_line(record: GuidelineRecord, words: Wording) -> str:
    """Return how many items of TRIPOD+AI have which status."""
    counts = record.count_items()
    return words.say(
        "TRIPOD+AI, {total} items: {reported} reported, {partial} partial, {person} need a person, {idle} not "
        "applicable.",
        total=len(record.tripod),
        reported=counts["reported"],
        partial=counts["partial"],
        person=counts["needs_person"],
        idle=counts["not_applicable"],
    )


def verdict_line(record: GuidelineRecord, words: Wording) -> str:
    """Return how many questions of PROBAST+AI have which answer."""
    counts = record.count_answers()
    return words.say(
        "PROBAST+AI, {total} questions: {passed} pass, {failed} fail, {unknown} unknown, {person} need a person, "
        "{idle} not applicable.",
        total=len(record.probast),
        passed=counts["pass"],
        failed=counts["fail"],
        unknown=counts["unknown"],
        person=counts["needs_person"],
        idle=counts["not_applicable"],
    )


def _points(record: GuidelineRecord, words: Wording) -> Iterator[str]:
    yield status_line(record, words)
    yield verdict_line(record, words)
    yield words.say(
        "The numbers are those of the statements; what each item asks is shortened in our own words and is not the "
        "official wording. The names of the model card's elements are official."
    )
    yield words.say(
        "Ratings of a domain, of applicability and overall are a person's. No answer here says that a risk is low."
    )


def _asks(record: GuidelineRecord, words: Wording) -> list[Section]:
    say = words.say
    if not record.asks:
        return []
    rows: list[Row] = [
        {
            say("Setting"): ask.key,
            say("What to write"): ask.asks,
            say("Items"): ", ".join(ask.items) or say("Model card"),
        }
        for ask in record.asks
    ]
    return [
        Section(
            "asks",
            say("What only you know"),
            [
                say(
                    "Write it once under [study] in epicrisis.toml; it is kept for later runs, and completes this one "
                    "when the record is written again. The file study.toml, beside this one, is that table to paste."
                )
            ],
            [],
            [Table.of("table-asks", say("Still to be said"), rows)],
        )
    ]


def _tripod(items: Iterable[ItemAnswer], words: Wording) -> Iterator[Section]:
    for number, (title, group) in enumerate(groupby(items, key=lambda item: item.section), 1):
        rows = [_item_row(item, words) for item in group]
        table = Table.of(f"table-tripod-{number}", words.say("What is asked, and what the run shows"), rows)
        yield Section(f"tripod-{number}", f"TRIPOD+AI: {title}", [], [], [table])


def _item_row(item: ItemAnswer, words: Wording) -> Row:
    say = words.say
    keys = f" [{', '.join(item.settings)}]" if item.settings else ""
    return {
        say("Item"): item.number,
        say("What it asks"): item.asks,
        say("Status"): say(STATUSES[item.status]),
        say("Evidence"): " ".join(_placed(one.text, one.where) for one in item.evidence) or NOTHING,
        say("Missing"): f"{' '.join(item.missing)}{keys}" or NOTHING,
    }


def _probast(questions: Sequence[QuestionAnswer], words: Wording) -> Iterator[Section]:
    say = words.say
    for part in PARTS:
        rows = [_question_row(question, words) for question in questions if question.part == part]
        table = Table.of(f"table-probast-{part}", say("What is asked, and what the run shows"), rows)
        yield Section(f"probast-{part}", say(PARTS[part]), [], [], [table])


def _question_row(question: QuestionAnswer, words: Wording) -> Row:
    say = words.say
    return {
        say("Question"): question.number,
        say("Domain"): question.domain,
        say("What it asks"): question.asks,
        say("Answer"): say(VERDICTS[question.answer]),
        say("Why"): _placed(question.reason, [*question.checks, *question.where]),
    }


def _placed(text: str, places: Sequence[str]) -> str:
    """Return a sentence with the places that it rests on."""
    return f"{text} [{join_names(list(dict.fromkeys(places)))}]" if places else text
