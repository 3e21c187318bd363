"""What acting on the model would be worth: decision curves, operating points, and knowing when not to answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from epicrisis.checks.use import classes_uncovered
from epicrisis.evaluation.facts import Abstention, DecisionCurve, OperatingPoint
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.charts.panels import Legend, Line, Panel, draw_panels
from epicrisis.reports.charts.svg import Drawing, nice_ticks
from epicrisis.reports.document import MAX_ROWS, Row, Section, Table
from epicrisis.reports.plain import LEAST_ANSWERED, answers_measured, silence_sentence
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL
from epicrisis.reports.topics.choosing import choice_sentence, drawn, drawn_labels
from epicrisis.reports.wording import NOTHING, Wording, shorten

SHOWN_THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.5)
SHOWN_SHARES = (0.25, 0.5, 0.75, 0.9, 1.0)
LOWEST = -0.3
"""Net benefit below this share of the best is cut off: acting on everybody falls without end."""
FIGURES = {
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ppv": "Positive predictive value",
    "npv": "Negative predictive value",
}


def decisions_section(report: Report, words: Wording) -> Section | None:
    """Return the decision curves, or None where there are none."""
    curves = report.assessment.decision_curves
    if not curves:
        return None
    say = words.say
    drawing = draw_panels(
        "figure-decisions",
        say("Decision curves"),
        say("A chart for each class: net benefit by the probability from which on one would act."),
        [_panel(one) for one in drawn(report, curves)],
        Legend(
            say("Act from this probability on"),
            say("Net benefit"),
            [
                ("curve", say("Acting on the model")),
                ("bound", say("95% interval")),
                ("curve-second", say("Acting on every note")),
                ("curve-muted", say("Acting on none")),
            ],
        ),
        words,
    )
    return Section(
        "decisions",
        say("Is it worth acting on"),
        [
            say(
                "Net benefit counts the notes of the class that are acted on, less the others, weighed by how many "
                "needless actions one would accept for a needed one. The model is worth acting on where its line is "
                "above both others (Vickers and Elkin, 2006)."
            ),
            *choice_sentence(report, words),
        ],
        [drawing],
        [
            Table.of(
                "table-decisions", say("Net benefit, model / every note"), _benefit_rows(curves, words), folded=True
            )
        ],
    )


def _panel(one: DecisionCurve) -> Panel:
    top = max([*one.model, *one.everyone, 0.01])
    floor = max(min([*one.model, *one.everyone, 0.0]), LOWEST * top)
    ticks = nice_ticks(floor, top, 4)
    lines = [
        Line((one.thresholds[0], one.thresholds[-1]), (0.0, 0.0), "curve-muted"),
        _above(floor, one.thresholds, one.everyone, "curve-second"),
        *(part for bound in (one.low, one.high) if bound for part in _inside(ticks, one.thresholds, bound)),
        _above(floor, one.thresholds, one.model, "curve"),
    ]
    return Panel(one.label, "", lines, x_ticks=nice_ticks(0.0, max(one.thresholds), 3), y_ticks=ticks)


def _inside(ticks: Sequence[float], x: Sequence[float], bound: Sequence[float]) -> list[Line]:
    """Return the parts of a bound that lie within the chart, each as a line of its own."""
    runs = groupby(zip(x, bound, strict=True), key=lambda point: ticks[0] <= point[1] <= ticks[-1])
    parts = [list(points) for inside, points in runs if inside]
    return [Line([at for at, _ in part], [value for _, value in part], "bound") for part in parts if len(part) > 1]


def _above(floor: float, x: list[float], y: list[float], look: str) -> Line:
    kept = [(at, value) for at, value in zip(x, y, strict=True) if value >= floor]
    return Line([at for at, _ in kept], [value for _, value in kept], look)


def _benefit_rows(curves: list[DecisionCurve], words: Wording) -> list[Row]:
    rows: list[Row] = []
    for one in curves[:MAX_ROWS]:
        row: Row = {words.say("Class"): shorten(one.label, LONGEST_CELL)}
        for at in SHOWN_THRESHOLDS:
            index = min(range(len(one.thresholds)), key=lambda place: abs(one.thresholds[place] - at))
            near = abs(one.thresholds[index] - at) < 0.03
            figures = f"{words.score(one.model[index])} / {words.score(one.everyone[index])}"
            row[words.say("From {share} on", share=words.percent(at))] = figures if near else NOTHING
        rows.append(row)
    return rows


def points_section(report: Report, words: Wording) -> Section | None:
    """Return the figures of each class as the model answers, or None where they were not measured."""
    points = report.assessment.operating_points
    if not points:
        return None
    say = words.say
    return Section(
        "points",
        say("As it answers: alerts and their worth"),
        [
            say(
                "Each class as an alert: how many of 100 notes are answered as it, how many of its notes are found, "
                "and how many of the alerts are right."
            )
        ],
        [],
        [Table.of("table-points", say("Operating points"), [_point_row(one, words) for one in points[:MAX_ROWS]])],
    )


def _point_row(one: OperatingPoint, words: Wording) -> Row:
    known = [*FIGURES, *(name for name in one.figures if name not in FIGURES)]
    return {
        words.say("Class"): shorten(one.label, LONGEST_CELL),
        words.say("Alerts of 100 notes"): f"{one.alerts_per_100:.1f}",
        **{
            words.say(FIGURES[name]) if name in FIGURES else name: words.estimate(
                one.figures.get(name), one.ci95.get(name)
            )
            for name in known
        },
    }


def abstention_section(report: Report, words: Wording) -> Section | None:
    """Return what is gained by not answering every note, or None where it was not looked at."""
    found = report.assessment.abstention
    if found is None:
        return None
    say = words.say
    return Section(
        "abstention",
        say("When it does not answer"),
        [
            say(
                "For each note there is a set of classes that was to contain the true one for {wanted} of the notes; "
                "on the sealed test it did for {achieved} (95% interval: {interval}).",
                wanted=words.percent(found.coverage),
                achieved=words.percent(found.achieved),
                interval=_percents(found.achieved_ci95, words),
            ),
            _answers(found, words),
            say(
                "That is promised for the notes of each class by itself, as long as notes are like these; not for "
                "another place or time."
            ),
            *_pooled(found, words),
            *_uncovered(found, words),
        ],
        [_draw_answered(found, words), _draw_by_answer(report, found, words)],
        [
            Table.of(
                "table-answered", say("Accuracy by the share answered"), _answered_rows(found, words), folded=True
            ),
            Table.of("table-sets", say("Notes by the number of classes in their set"), _set_rows(found, words)),
            Table.of("table-coverage", say("Each class"), _class_rows(found, words), folded=True),
        ],
    )


def _pooled(found: Abstention, words: Wording) -> list[str]:
    if not found.pooled:
        return []
    names = join_names([shorten(name, LONGEST_CELL) for name in found.pooled])
    return [words.say("Of these there are too few training rows; it holds for them together: {names}.", names=names)]


def _answers(found: Abstention, words: Wording) -> str:
    """Say how many notes are answered, and how many of the answers are right if they are enough to tell."""
    if not answers_measured(found) or found.single_accuracy is None:
        return silence_sentence(found, words)
    bounds = found.single_accuracy_ci95
    return words.say(
        "A note whose set is one class is answered: {single} of them, with {right} right (95% interval: {interval}).",
        single=words.percent(found.single),
        right=words.percent(found.single_accuracy),
        interval=_percents(bounds, words) if bounds else NOTHING,
    )


def _uncovered(found: Abstention, words: Wording) -> list[str]:
    names = [
        f"{shorten(label, LONGEST_CELL)} ({_percents(found.achieved_by_class_ci95[label], words)})"
        for label in classes_uncovered(found)
    ]
    if not names:
        return []
    said = words.say(
        "The promise is not kept for these classes; the whole interval of what was achieved lies below it: {names}.",
        names=join_names(names),
    )
    return [said]


def _draw_by_answer(report: Report, found: Abstention, words: Wording) -> Drawing | None:
    say, curves = words.say, found.curve_by_answer
    panels = [
        Panel(label, "", [Line(curves[label].x, curves[label].y)])
        for label in drawn_labels(report)
        if label in curves and curves[label].x
    ]
    return draw_panels(
        "figure-answered-classes",
        say("Accuracy against the share answered, class by class"),
        say("A chart for each class, among the notes that are answered as it."),
        panels,
        Legend(say("Share answered"), say("Accuracy"), [("curve", say("The most certain notes"))]),
        words,
    )


def _percents(bounds: tuple[float, float], words: Wording) -> str:
    return words.say("{low} to {high}", low=words.percent(bounds[0]), high=words.percent(bounds[1]))


def _draw_answered(found: Abstention, words: Wording) -> Drawing | None:
    if not found.curve.x:
        return None
    say, low = words.say, min(found.curve.y)
    ticks = nice_ticks(low, 1.0, 4) if low < 1.0 else (0.0, 0.5, 1.0)
    lines = [
        Line((found.single, found.single), (ticks[0], ticks[-1]), "curve-second"),
        Line(found.curve.x, found.curve.y),
    ]
    return draw_panels(
        "figure-answered",
        say("Accuracy against the share answered"),
        say("Accuracy on the most certain notes, by the share of the notes that is answered."),
        [Panel("", "", lines, y_ticks=ticks)],
        Legend(
            say("Share answered"),
            say("Accuracy"),
            [("curve", say("The most certain notes")), ("curve-second", say("Share with a set of one class"))],
        ),
        words,
        columns=1,
        height=200,
    )


def _answered_rows(found: Abstention, words: Wording) -> list[Row]:
    rows: list[Row] = []
    for at in SHOWN_SHARES if found.curve.x else ():
        index = min(range(len(found.curve.x)), key=lambda place: abs(found.curve.x[place] - at))
        if abs(found.curve.x[index] - at) < 0.03:
            share, right = words.percent(found.curve.x[index]), words.score(found.curve.y[index])
            rows.append({words.say("Share answered"): share, words.say("Accuracy"): right})
    return rows


def _set_rows(found: Abstention, words: Wording) -> list[Row]:
    total = sum(found.set_sizes.values()) or 1
    return [
        {
            words.say("Classes in the set"): str(size),
            words.say("Test rows"): count,
            words.say("Share of the notes"): words.percent(count / total),
        }
        for size, count in sorted(found.set_sizes.items())[:MAX_ROWS]
    ]


def _class_rows(found: Abstention, words: Wording) -> list[Row]:
    say = words.say
    return [
        {
            say("Class"): shorten(label, LONGEST_CELL),
            say("In the set from this probability on"): words.score(found.thresholds.get(label)),
            say("True class in the set, 95% interval"): words.estimate(share, found.achieved_by_class_ci95.get(label)),
            say("Answered"): words.score(found.single_by_class.get(label)),
            say("Of its answers, right"): words.score(_right_of(found, label)),
        }
        for label, share in list(found.achieved_by_class.items())[:MAX_ROWS]
    ]


def _right_of(found: Abstention, label: str) -> float | None:
    """Return the share of a class's answers that are right; None where they are too few to say so."""
    known = found.single_rows_by_answer.get(label, found.single_rows)
    return found.single_accuracy_by_answer.get(label) if known >= LEAST_ANSWERED else None
