"""How well the probabilities tell the classes apart: ROC and precision-recall curves, and their distributions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from epicrisis.evaluation.facts import ClassCurves, Curve
from epicrisis.reports.charts.panels import DIAGONAL_X, DIAGONAL_Y, Legend, Line, Panel, draw_panels, stairs
from epicrisis.reports.charts.svg import Drawing, nice_ticks
from epicrisis.reports.document import MAX_ROWS, Cell, Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL
from epicrisis.reports.topics.choosing import choice_sentence, drawn
from epicrisis.reports.wording import NOTHING, Wording, shorten

FALSE_ALARMS = (0.05, 0.1, 0.2)
RECALLS = (0.5, 0.8, 0.9)
DECILES = tuple(index / 10 for index in range(11))


def curves_section(report: Report, words: Wording) -> Section | None:
    """Return the curves of each class against the rest, or None where there are none."""
    curves = [one for one in report.assessment.curves if one.roc or one.precision_recall]
    if not curves:
        return None
    say = words.say
    return Section(
        "curves",
        say("Telling the classes apart"),
        [
            say(
                "Each class against all others, by its probability. ROC: the share of its notes that are found against "
                "the share of the others taken for it. Precision and recall: how many of those taken for it are its "
                "own. A class that is rare can have a good ROC curve and few right alarms."
            ),
            *choice_sentence(report, words),
        ],
        [_draw_roc(report, words), _draw_precision(report, words)],
        [
            Table.of("table-roc", say("Points of the ROC curves"), roc_rows(report, words), folded=True),
            Table.of(
                "table-pr", say("Points of the precision-recall curves"), precision_rows(report, words), folded=True
            ),
        ],
    )


def _draw_roc(report: Report, words: Wording) -> Drawing | None:
    say, areas = words.say, {one.label: one.roc_auc for one in report.per_class}
    panels = [
        Panel(
            one.label,
            say("area {value}", value=words.score(areas.get(one.label))),
            [Line(DIAGONAL_X, DIAGONAL_Y, "diagonal"), Line(one.roc.x, one.roc.y)],
        )
        for one in drawn(report, report.assessment.curves)
        if one.roc
    ]
    return draw_panels(
        "figure-roc",
        say("ROC curves"),
        say("A chart for each class: sensitivity by false positive rate. The dotted line is chance."),
        panels,
        Legend(say("False positive rate"), say("Sensitivity"), [("curve", say("Model")), ("diagonal", say("Chance"))]),
        words,
    )


def _draw_precision(report: Report, words: Wording) -> Drawing | None:
    say = words.say
    panels = [
        Panel(
            one.label,
            "",
            [Line((0.0, 1.0), (share, share), "diagonal"), Line(one.precision_recall.x, one.precision_recall.y)],
        )
        for one in drawn(report, report.assessment.curves)
        if one.precision_recall
        for share in [_share(one)]
    ]
    return draw_panels(
        "figure-pr",
        say("Precision-recall curves"),
        say("A chart for each class: precision by recall. The dotted line is the class's share of the notes."),
        panels,
        Legend(say("Recall"), say("Precision"), [("curve", say("Model")), ("diagonal", say("Chance"))]),
        words,
    )


def _share(one: ClassCurves) -> float:
    total = sum(one.of_class) + sum(one.of_others)
    return sum(one.of_class) / (total or 1)


def roc_rows(report: Report, words: Wording) -> list[Row]:
    """Return the sensitivity of each class at a few false positive rates."""
    return [
        {
            words.say("Class"): shorten(one.label, LONGEST_CELL),
            **{
                words.say("Sensitivity at {share} false positives", share=words.percent(at)): _at(one.roc, at, words)
                for at in FALSE_ALARMS
            },
        }
        for one in report.assessment.curves[:MAX_ROWS]
    ]


def precision_rows(report: Report, words: Wording) -> list[Row]:
    """Return the precision of each class at a few recalls."""
    return [
        {
            words.say("Class"): shorten(one.label, LONGEST_CELL),
            **{
                words.say("Precision at {share} recall", share=words.percent(at)): _at(one.precision_recall, at, words)
                for at in RECALLS
            },
        }
        for one in report.assessment.curves[:MAX_ROWS]
    ]


def _at(curve: Curve | None, at: float, words: Wording) -> str:
    if curve is None or len(curve.x) < 2:
        return NOTHING
    order = np.argsort(curve.x, kind="stable")
    return words.score(float(np.interp(at, np.array(curve.x)[order], np.array(curve.y)[order])))


def distributions_section(report: Report, words: Wording) -> Section | None:
    """Return where the probabilities of each class lie, for its own notes and for the others'."""
    curves = [one for one in report.assessment.curves if len(one.bins) > 1]
    if not curves:
        return None
    say = words.say
    panels = []
    for one in (one for one in drawn(report, curves)):
        own, others = _shares(one.of_class), _shares(one.of_others)
        lines = [Line(*stairs(one.bins, others), "curve-second"), Line(*stairs(one.bins, own))]
        panels.append(Panel(one.label, "", lines, y_ticks=nice_ticks(0.0, max([*own, *others, 0.01]), 3)))
    drawing = draw_panels(
        "figure-probabilities",
        say("Probabilities of each class"),
        say("A chart for each class: the share of its own notes, and of the others, by the probability given to it."),
        panels,
        Legend(
            say("Probability of the class"),
            say("Share of the notes"),
            [("curve", say("Notes of the class")), ("curve-second", say("All other notes"))],
        ),
        words,
    )
    return Section(
        "probabilities",
        say("How sure it is"),
        [
            say("The further apart the two lines, the better the class is told from the others."),
            *choice_sentence(report, words),
        ],
        [drawing],
        [_probability_table(curves, words)],
    )


def _shares(counts: list[int]) -> list[float]:
    total = sum(counts) or 1
    return [count / total for count in counts]


def _probability_table(curves: list[ClassCurves], words: Wording) -> Table:
    say = words.say
    bands = [say("{low} to {high}", low=f"{low:g}", high=f"{high:g}") for low, high in pairwise(DECILES)]
    rows: list[list[Cell]] = []
    for one in curves[: MAX_ROWS // 2]:
        for name, counts in ((say("own"), one.of_class), (say("others"), one.of_others)):
            rows.append([f"{shorten(one.label, LONGEST_CELL)}, {name}", *_by_decile(one.bins, counts)])
    return Table(
        "table-probabilities",
        say("Notes by the probability given to the class"),
        [say("Class"), *bands],
        rows,
        folded=True,
    )


def _by_decile(bins: list[float], counts: list[int]) -> list[int]:
    middles = [(low + high) / 2 for low, high in pairwise(bins)]
    found = [0] * (len(DECILES) - 1)
    for middle, count in zip(middles, counts, strict=False):
        found[min(max(int(10 * middle), 0), 9)] += count
    return found
