"""The data before the model: what the training rows are beside the test rows, and how the classes are balanced."""

from __future__ import annotations

from collections.abc import Iterator

from epicrisis.etl.ledger import Ledger
from epicrisis.reports.charts.bars import Bars, draw_bars
from epicrisis.reports.charts.flow import draw_flow, gather_flow
from epicrisis.reports.document import MAX_ROWS, Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL, dataset_rows
from epicrisis.reports.wording import NOTHING, Wording, shorten
from epicrisis.training.result import Characteristic, SourceFacts, SplitFacts

MOST_BARS = 30


def rows_section(ledger: Ledger, source: SourceFacts, split: SplitFacts, words: Wording) -> Section:
    """Return the flow diagram of rows and patients, and the facts of the data set."""
    say = words.say
    facts = dataset_rows(ledger, source, split, words.language)
    return Section(
        "rows",
        say("Rows and patients"),
        [say("Every row that was read is accounted for: read = kept + dropped.")],
        [draw_flow(gather_flow(ledger, split, words), words)],
        [Table.of("table-dataset", say("The data set"), facts, folded=True)],
    )


def characteristics_section(report: Report, words: Wording) -> Section | None:
    """Return the table of characteristics, or None where the columns were not described."""
    if not report.characteristics:
        return None
    say = words.say
    return Section(
        "characteristics",
        say("Who the notes are of"),
        [
            say(
                "Training rows beside test rows, after the cleaning. Counts of fewer than ten patients are withheld; "
                "the others of that column and side are then rounded to tens."
            )
        ],
        [],
        [Table.of("table-characteristics", say("Characteristics"), characteristic_rows(report, words))],
    )


def characteristic_rows(report: Report, words: Wording) -> list[Row]:
    """Return notes, patients and each column's values, training rows beside test rows."""
    say, split = words.say, report.split
    sides = say("Training rows"), say("Test rows")
    rows: list[tuple[str, str, str]] = [(say("Notes"), words.count(split.rows_train), words.count(split.rows_test))]
    if split.patients_train or split.patients_test:
        rows.append((say("Patients"), words.count(split.patients_train), words.count(split.patients_test)))
    present = [sum(count > 0 for count in one.values()) for one in (split.classes_train, split.classes_test)]
    rows.append((say("Classes"), words.count(present[0]), words.count(present[1])))
    for one in report.characteristics:
        rows += _characteristic(one, report, words)
    return [{say("Characteristic"): name, sides[0]: train, sides[1]: test} for name, train, test in rows[:MAX_ROWS]]


def _characteristic(one: Characteristic, report: Report, words: Wording) -> Iterator[tuple[str, str, str]]:
    say, split = words.say, report.split
    name = shorten(one.column, LONGEST_CELL) or say("Words a note")
    if one.kind != "category":
        yield say("{name}: median (quartiles)", name=name), _quartiles(one.train, words), _quartiles(one.test, words)
    for level in one.levels:
        value = say("empty") if level.value is None else shorten(level.value, LONGEST_CELL)
        yield (
            f"{name}: {say('other values') if level.value == '…' else value}",
            _share(level.train, split.rows_train, words),
            _share(level.test, split.rows_test, words),
        )


def _quartiles(found: tuple[float, float, float] | None, words: Wording) -> str:
    if found is None:
        return NOTHING
    low, middle, high = (f"{value:.4g}" for value in found)
    return words.say("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def _share(count: int | None, total: int, words: Wording) -> str:
    if count is None:
        return words.say("withheld")
    return f"{words.count(count)} ({words.percent(count / (total or 1))})"


def balance_section(split: SplitFacts, words: Wording) -> Section | None:
    """Return how the notes of each side are shared out among the classes."""
    train, test = split.classes_train, split.classes_test
    names = sorted({*train, *test}, key=lambda name: -train.get(name, 0))
    if not names:
        return None
    say, totals = words.say, (sum(train.values()) or 1, sum(test.values()) or 1)
    bars = [
        Bars(
            name,
            [train.get(name, 0) / totals[0], test.get(name, 0) / totals[1]],
            [words.count(train.get(name, 0)), words.count(test.get(name, 0))],
        )
        for name in names[:MOST_BARS]
    ]
    rows: list[Row] = [
        {
            say("Class"): shorten(name, LONGEST_CELL),
            say("Training rows"): train.get(name, 0),
            say("Share of the training rows"): words.percent(train.get(name, 0) / totals[0]),
            say("Test rows"): test.get(name, 0),
            say("Share of the test rows"): words.percent(test.get(name, 0) / totals[1]),
        }
        for name in names[:MAX_ROWS]
    ]
    title = say("Notes of each class, training beside test")
    if len(names) > MOST_BARS:
        title = say("Notes of the {count} largest classes, training beside test", count=MOST_BARS)
    drawing = draw_bars(
        "figure-balance",
        title,
        say("A bar for the class's share of the training rows and one for its share of the test rows, with the notes."),
        bars,
        words,
        [say("Training rows"), say("Test rows")],
    )
    return Section(
        "balance",
        say("Balance of the classes"),
        [],
        [drawing],
        [Table.of("table-balance", say("Notes of each class"), rows, folded=True)],
    )
