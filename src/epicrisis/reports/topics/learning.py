"""What more notes would bring, and what other ways of judging would have promised."""

from __future__ import annotations

from statistics import fmean, stdev

from epicrisis.evaluation.facts import LearningPoint
from epicrisis.evaluation.metrics import metric_title
from epicrisis.reports.charts.forest import Estimate, draw_forest
from epicrisis.reports.charts.panels import Dot, Legend, Line, Panel, draw_panels
from epicrisis.reports.charts.svg import nice_ticks
from epicrisis.reports.document import Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL, parameter_text
from epicrisis.reports.wording import Wording, shorten


def learning_section(report: Report, words: Wording) -> Section | None:
    """Return the learning curve, or None where none was made."""
    points = sorted(report.assessment.learning_curve, key=lambda one: one.rows)
    if len(points) < 2:
        return None
    say, title = words.say, words.quote(metric_title(report.metric))
    drawing = draw_panels(
        "figure-learning",
        say("Learning curve"),
        say("{metric} by the number of notes it was fitted on, on held-out folds and on its own notes.", metric=title),
        [_panel(points, words)],
        Legend(say("Notes"), title, [("curve", say("Held-out folds")), ("curve-second", say("Its own notes"))]),
        words,
        columns=1,
        height=200,
    )
    return Section(
        "learning",
        say("What more notes would bring"),
        [
            say(
                "A line that still rises at its end says that more notes would help; two lines that meet, that another "
                "model or other columns would help more. A bar is one standard deviation of the folds to "
                "either side, which is not an interval of confidence."
            )
        ],
        [drawing],
        [Table.of("table-learning", say("Points of the learning curve"), _rows(points, words), folded=True)],
    )


def _panel(points: list[LearningPoint], words: Wording) -> Panel:
    sizes, held = [one.rows for one in points], [one.held_out for one in points]
    dots = [
        Dot(
            one.rows,
            one.held_out,
            one.held_out - one.held_out_std,
            one.held_out + one.held_out_std,
            words.count(one.rows),
        )
        for one in points
    ]
    fitted = [(one.rows, one.fitted) for one in points if one.fitted is not None]
    every = [*(value for dot in dots for value in (dot.low, dot.high)), *(value for _, value in fitted)]
    lines = [Line(sizes, held)]
    if fitted:
        lines.insert(0, Line([size for size, _ in fitted], [value for _, value in fitted], "curve-second"))
    return Panel("", "", lines, dots, nice_ticks(0, max(sizes), 4), nice_ticks(min(every), max(every), 4))


def _rows(points: list[LearningPoint], words: Wording) -> list[Row]:
    say = words.say
    return [
        {
            say("Notes"): one.rows,
            say("Held-out folds, mean ± sd"): f"{words.score(one.held_out)} ± {words.score(one.held_out_std)}",
            say("Its own notes"): words.score(one.fitted),
        }
        for one in points
    ]


def promises_section(report: Report, words: Wording) -> Section | None:
    """Return what the folds promised, split by patient, by row, and nested; None where only the search's are known."""
    optimism, nested = report.assessment.optimism, report.assessment.nested
    if optimism is None and nested is None:
        return None
    say, headline = words.say, report.headline
    low, high = headline.ci95 or (None, None)
    rows = [Estimate(say("Sealed test"), headline.test, low, high, strong=True)] if headline.test is not None else []
    rows.append(_folds(say("Folds of the search"), report.cv.folds))
    sentences, tables = [], []
    if optimism is not None:
        rows += [_folds(say("Folds by patient"), optimism.by_patient), _folds(say("Folds by row"), optimism.by_row)]
        sign = 1 if headline.higher_is_better else -1
        sentences.append(_optimism_sentence(sign * (fmean(optimism.by_row) - fmean(optimism.by_patient)), words))
    if nested is not None:
        rows.append(_folds(say("Nested, the whole search repeated"), nested.outer))
        sentences.append(
            say(
                "Nested cross-validation repeats the whole search within each outer fold, so that no fold had a say in "
                "what it judges."
            )
        )
        tables.append(
            Table.of("table-nested", say("Winners of the outer folds"), _nested_rows(report, words), code=True)
        )
    drawing = draw_forest(
        "figure-promises",
        say("{metric}, by the way of judging", metric=words.quote(metric_title(report.metric))),
        say("Mean of the folds with the smallest and the largest of them; the sealed test with its 95% interval."),
        rows,
        words,
    )
    return Section("promises", say("What other ways of judging would have said"), sentences, [drawing], tables)


def _optimism_sentence(gain: float, words: Wording) -> str:
    if gain <= 0:
        return words.say(
            "Folds that let notes of one patient stand on both sides would have promised no more: here the model "
            "does not live from knowing the patients."
        )
    return words.say(
        "Folds that let notes of one patient stand on both sides would have promised {gain} more: that much would be "
        "knowing the patient and not the class.",
        gain=words.score(gain),
    )


def _folds(name: str, values: list[float]) -> Estimate:
    return Estimate(name, fmean(values), min(values), max(values)) if values else Estimate(name, remark="–")


def _nested_rows(report: Report, words: Wording) -> list[Row]:
    nested = report.assessment.nested
    if nested is None:
        return []
    say = words.say
    spread = stdev(nested.outer) if len(nested.outer) > 1 else 0.0
    rows: list[Row] = [
        {
            say("Outer fold"): str(number),
            say("Value"): words.score(value),
            say("Winner"): shorten(
                " · ".join(f"{name} = {parameter_text(one, words)}" for name, one in params.items()), 2 * LONGEST_CELL
            ),
        }
        for number, (value, params) in enumerate(zip(nested.outer, nested.params, strict=False), 1)
    ]
    mean = f"{words.score(fmean(nested.outer))} ± {words.score(spread)}" if nested.outer else "–"
    return [*rows, {say("Outer fold"): say("Mean ± sd"), say("Value"): mean, say("Winner"): "–"}]
