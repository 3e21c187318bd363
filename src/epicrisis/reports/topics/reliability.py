"""Whether probabilities mean what they say, before the calibration step and after it."""

from __future__ import annotations

from epicrisis.evaluation.facts import CalibrationOnTest, Reliability
from epicrisis.reports.charts.panels import DIAGONAL_X, DIAGONAL_Y, Dot, Legend, Line, Panel, draw_panels
from epicrisis.reports.document import MAX_ROWS, Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL
from epicrisis.reports.topics.choosing import choice_sentence, drawn
from epicrisis.reports.wording import Wording, shorten


def calibration_section(report: Report, words: Wording) -> Section | None:
    """Return the reliability diagrams, or None where calibration was not looked at."""
    found = report.assessment.calibration
    if found is None:
        return None
    say = words.say
    sides = [*([(say("Before the calibration"), found.before)] if found.before else []), (say("After it"), found.after)]
    whole = draw_panels(
        "figure-reliability",
        say("Reliability of the most probable class"),
        say(
            "The share that came true by the probability that was said, in bins of about as many notes, with intervals."
        ),
        [_panel(name, one, words) for name, one in sides],
        _legend(words),
        words,
        columns=2,
        height=200,
    )
    by_class = draw_panels(
        "figure-reliability-classes",
        say("Reliability of each class"),
        say("A chart for each class, after the calibration."),
        [_panel(one.label or "", one, words) for one in drawn(report, found.by_class)],
        _legend(words),
        words,
    )
    return Section(
        "calibration",
        say("Calibration: what its probabilities are worth"),
        [
            say(
                "On the diagonal a probability means what it says. Below it the model promises too much, above it too "
                "little. The expected calibration error is the mean distance; a slope below 1 means that it is too "
                "sure of itself, an intercept other than 0 that it sees a class too often or too seldom."
            ),
            *_made_worse(found, words),
            *choice_sentence(report, words),
        ],
        [whole, by_class],
        [
            Table.of("table-calibration-figures", say("Calibration in figures"), _figure_rows(sides, words)),
            Table.of("table-reliability", say("Points of the diagrams"), _point_rows(sides, words), folded=True),
            Table.of(
                "table-calibration-classes",
                say("Calibration of each class"),
                _figure_rows([(one.label or "", one) for one in found.by_class], words, say("Class")),
                folded=True,
            ),
        ],
    )


def _made_worse(found: CalibrationOnTest, words: Wording) -> list[str]:
    if found.before is None or words.score(found.after.ece) <= words.score(found.before.ece):
        return []
    said = words.say(
        "On these notes the calibration step made the error larger, not smaller: {after} after it, {before} before.",
        after=words.score(found.after.ece),
        before=words.score(found.before.ece),
    )
    return [said]


def _legend(words: Wording) -> Legend:
    say = words.say
    return Legend(say("Said"), say("Came true"), [("curve", say("Model")), ("diagonal", say("As it says"))])


def _panel(name: str, one: Reliability, words: Wording) -> Panel:
    dots = [
        Dot(said, true, low, high, f"{words.percent(said)} → {words.percent(true)} ({words.count(rows)})")
        for said, true, low, high, rows in zip(one.predicted, one.observed, one.low, one.high, one.rows, strict=True)
    ]
    lines = [Line(DIAGONAL_X, DIAGONAL_Y, "diagonal"), Line(one.predicted, one.observed)]
    return Panel(name, words.say("error {value}", value=words.score(one.ece)), lines, dots)


def _figure_rows(sides: list[tuple[str, Reliability]], words: Wording, name: str = "") -> list[Row]:
    say = words.say
    return [
        {
            name or say("When"): shorten(side, LONGEST_CELL),
            say("Expected calibration error"): words.score(one.ece),
            say("Slope, 95% interval"): words.estimate(one.slope, one.slope_ci95),
            say("Intercept, 95% interval"): words.estimate(one.intercept, one.intercept_ci95),
        }
        for side, one in sides[:MAX_ROWS]
    ]


def _point_rows(sides: list[tuple[str, Reliability]], words: Wording) -> list[Row]:
    say = words.say
    rows: list[Row] = [
        {
            say("When"): side,
            say("Said"): words.score(one.predicted[index]),
            say("Came true"): words.score(one.observed[index]),
            say("95% interval"): words.interval((one.low[index], one.high[index])),
            say("Test rows"): one.rows[index],
        }
        for side, one in sides
        for index in range(len(one.rows))
    ]
    return rows[:MAX_ROWS]
