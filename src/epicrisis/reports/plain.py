"""Page one in plain words: what the model does, how well, and where it fails."""

from __future__ import annotations

from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.charts.whiskers import draw_headline, gather_whiskers
from epicrisis.reports.document import Headline
from epicrisis.reports.limits import limit_sentence
from epicrisis.reports.report import Report
from epicrisis.reports.wording import Wording, shorten

VERDICTS = {
    "clearly_better": "Clearly better than always answering the most frequent class.",
    "not_clearly_better": "Not clearly better than always answering the most frequent class.",
    "worse": "No better than always answering the most frequent class.",
}
LONGEST_NAME = 60


def label_name(report: Report) -> str:
    """Return the name of the label column."""
    return join_names([shorten(name, LONGEST_NAME) for name in report.columns.get("label", [])])


def headline(report: Report, words: Wording) -> Headline:
    """Return the figure of page one."""
    say = words.say
    figure = report.headline
    drawn = gather_whiskers([figure], words)
    return Headline(
        label=say(figure.title),
        value=words.score(figure.test),
        interval=say("95% interval: {interval}", interval=words.interval(figure.ci95)),
        comparison=say("Always the most frequent class: {value}", value=words.score(figure.baseline)),
        verdict=say(VERDICTS[report.verdict]),
        good=report.verdict == "clearly_better",
        drawing=draw_headline(drawn[0], words) if drawn else None,
    )


def plain_points(report: Report, words: Wording) -> list[str]:
    """Return what the model does and how well, in sentences that need no statistics."""
    return [point for point in (_task(report, words), _trial(report, words), *_successes(report, words)) if point]


def plain_limits(report: Report, words: Wording) -> list[tuple[str, str]]:
    """Return what to keep in mind, doubts first: (level, sentence)."""
    titles = {figure.name: figure.title for figure in report.metrics}
    known = [(limit.level, limit_sentence(limit, words, titles)) for limit in report.limits]
    remarks = [("warning", words.quote(shorten(remark, 400))) for remark in report.remarks]
    doubts = [one for one in known if one[0] == "warning"]
    return [*doubts, *remarks, *(one for one in known if one[0] == "note")]


def _task(report: Report, words: Wording) -> str:
    names = [name for role in ("text", "categorical", "numeric") for name in report.columns.get(role, [])]
    return words.say(
        "It reads the columns {columns} of a note and proposes one of {count} classes of “{label}”.",
        columns=join_names([shorten(name, LONGEST_NAME) for name in names]),
        count=words.count(len(report.classes)),
        label=label_name(report),
    )


def _trial(report: Report, words: Wording) -> str:
    rows = words.count(report.split.rows_test)
    if report.split.by == "row" or not report.split.patients_test:
        return words.say("It was tried on {rows} notes that it had not seen.", rows=rows)
    if report.split.by == "time":
        return words.say(
            "It was tried on {rows} notes of {patients} patients who first came on or after {boundary}; it had seen "
            "none of them.",
            rows=rows,
            patients=words.count(report.split.patients_test),
            boundary=words.moment(report.split.boundary or ""),
        )
    return words.say(
        "It was tried on {rows} notes of {patients} patients, none of whom it had seen.",
        rows=rows,
        patients=words.count(report.split.patients_test),
    )


def _successes(report: Report, words: Wording) -> list[str]:
    return [
        sentence
        for sentence in (_of_hundred(report, words), _extremes(report, words), _worst_mistake(report, words))
        if sentence
    ]


def _of_hundred(report: Report, words: Wording) -> str:
    accuracy = report.figure("accuracy")
    if accuracy is None or accuracy.test is None or accuracy.baseline is None:
        return ""
    return words.say(
        "Of 100 such notes it gives {right} their right class; always answering the most frequent class would "
        "give {floor}.",
        right=round(100 * accuracy.test),
        floor=round(100 * accuracy.baseline),
    )


def _extremes(report: Report, words: Wording) -> str:
    tried = sorted((one for one in report.per_class if one.rows_test), key=lambda one: one.recall)
    if len(tried) < 2 or tried[0].recall == tried[-1].recall:
        return ""
    return words.say(
        "It finds {best} best ({most} of 100 of its notes) and {worst} worst ({least} of 100).",
        best=shorten(tried[-1].label, LONGEST_NAME),
        most=round(100 * tried[-1].recall),
        worst=shorten(tried[0].label, LONGEST_NAME),
        least=round(100 * tried[0].recall),
    )


def _worst_mistake(report: Report, words: Wording) -> str:
    confusions = largest_confusions(report, 1)
    if not confusions:
        return ""
    truth, predicted, count, total = confusions[0]
    return words.say(
        "Its most frequent mistake: of {total} notes of {truth}, {count} are taken for {predicted}.",
        truth=shorten(truth, LONGEST_NAME),
        predicted=shorten(predicted, LONGEST_NAME),
        count=words.count(count),
        total=words.count(total),
    )


def largest_confusions(report: Report, number: int) -> list[tuple[str, str, int, int]]:
    """Return the most frequent mistakes: (true class, predicted class, rows, rows of the true class)."""
    classes, counts = report.confusion.classes, report.confusion.counts
    mistakes = [
        (truth, predicted, counts[row][column], sum(counts[row]))
        for row, truth in enumerate(classes)
        for column, predicted in enumerate(classes)
        if row != column and counts[row][column]
    ]
    return sorted(mistakes, key=lambda mistake: -mistake[2])[:number]
