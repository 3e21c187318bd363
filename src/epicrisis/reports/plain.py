"""Page one in plain words: what the model does, how well, and where it fails."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from epicrisis.checks.use import slopes_off
from epicrisis.evaluation.facts import Abstention, Reliability
from epicrisis.i18n.catalogue import join_names, sentence
from epicrisis.reports.charts.whiskers import draw_headline, gather_whiskers
from epicrisis.reports.document import Headline, Row, Table
from epicrisis.reports.limits import limit_sentence
from epicrisis.reports.report import Report
from epicrisis.reports.standing import standings, verdict_sentence
from epicrisis.reports.wording import NOTHING, Wording, shorten

LONGEST_NAME = 60
MOST_PLAIN = 12
LEAST_ANSWERED, LEAST_PATIENTS = 30, 10
"""Notes answered, and their patients, from which on it is said how many of the answers are right."""
HARDLY_EVER = 0.05
SLIGHT = 0.02
"""A distance between a probability and what came true that is of no use to anybody."""


def label_name(report: Report) -> str:
    """Return the name of the label column."""
    return join_names([shorten(name, LONGEST_NAME) for name in report.columns.get("label", [])])


def headline(report: Report, words: Wording) -> Headline:
    """Return the figure of page one: of 100 notes, how many are given their class; the searched metric stands below."""
    say = words.say
    searched, right = report.headline, report.figure("accuracy")
    known = right is not None and right.test is not None and right.baseline is not None
    figure = right if known and right is not None else searched
    drawn = gather_whiskers([figure], words)
    value, floor = (
        (_hundred if known else words.score)(figure.test),
        (_hundred if known else words.score)(figure.baseline),
    )
    return Headline(
        label=say("Notes that are given their class") if known else say(figure.title),
        value=say("{count} of 100", count=value) if known else value,
        interval=say("95% interval: {interval}", interval=_interval(figure.ci95, words, of_hundred=known)),
        comparison=say("Always the most frequent class: {value}", value=floor),
        verdict=verdict_sentence(report, words),
        good=set(standings(report).values()) == {"clearly_better"},
        drawing=draw_headline(drawn[0], words) if drawn else None,
        note=say(
            "Searched metric: {metric} {figures}",
            metric=say(searched.title),
            figures=words.estimate(searched.test, searched.ci95),
        )
        if known
        else "",
    )


def _hundred(share: float | None) -> str:
    return NOTHING if share is None else str(round(100 * share))


def _of_hundred(share: float, bounds: tuple[float, float] | None) -> str:
    return f"{_hundred(share)} ({_hundred(bounds[0])}–{_hundred(bounds[1])})" if bounds else _hundred(share)


def _interval(bounds: tuple[float, float] | None, words: Wording, *, of_hundred: bool) -> str:
    if bounds is None or not of_hundred:
        return words.interval(bounds)
    return words.say("{low} to {high}", low=_hundred(bounds[0]), high=_hundred(bounds[1]))


def plain_points(report: Report, words: Wording) -> list[str]:
    """Return what the model does and how well, in sentences that need no statistics."""
    found = (
        _task(report, words),
        _trial(report, words),
        _extremes(report, words),
        _worst_mistake(report, words),
        *_trust(report, words),
        _traded(report, words),
        _answered(report, words),
    )
    return [point for point in found if point]


def plain_table(report: Report, words: Wording) -> Table | None:
    """Return, of 100 notes of each class, those found, and of 100 answers, those right; the classes with most notes."""
    say = words.say
    tried = sorted((one for one in report.per_class if one.rows_test), key=lambda one: -one.rows_test)
    given = dict(zip(report.confusion.classes, map(sum, zip(*report.confusion.counts, strict=True)), strict=False))
    rows: list[Row] = [
        {
            say("Class"): shorten(one.label, LONGEST_NAME),
            say("Notes tried"): one.rows_test,
            say("Of 100 of its notes, found"): _of_hundred(one.recall, one.ci95.get("recall")),
            say("Of 100 answers with it, right"): _of_hundred(one.precision, one.ci95.get("precision"))
            if given.get(one.label, 1)
            else NOTHING,
        }
        for one in tried[:MOST_PLAIN]
    ]
    caption = say("Of 100 notes and of 100 answers, class by class (95% interval)")
    if len(tried) > MOST_PLAIN:
        caption = say(
            "Of 100 notes and of 100 answers, in the {count} classes with most notes (95% interval)", count=MOST_PLAIN
        )
    return Table.of("table-plain", caption, rows)


def plain_limits(report: Report, words: Wording, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return what to keep in mind, doubts first: (level, sentence); the codes of `but` are told elsewhere."""
    titles = {figure.name: figure.title for figure in report.metrics}
    known = [(one.level, limit_sentence(one, words, titles)) for one in report.limits if one.code not in but]
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


def _trust(report: Report, words: Wording) -> list[str]:
    """Say what a probability is worth, at a high one and at a middling one."""
    found = report.assessment.calibration
    if found is None or not found.after.predicted:
        return []
    after = found.after
    bins = range(len(after.predicted))
    chosen = dict.fromkeys(min(bins, key=lambda place: abs(after.predicted[place] - wanted)) for wanted in (0.95, 0.7))
    said = [
        words.say(
            "When it says {said}, it is right {right} times of 100.",
            said=words.percent(after.predicted[place]),
            right=_hundred(after.observed[place]),
        )
        for place in chosen
    ]
    promise = _promise(after, chosen)
    off = [shorten(one.label or "", LONGEST_NAME) for one in slopes_off(found, report.per_class)]
    if promise == "kept" and off:
        kept = words.say(
            "Nothing here contradicts these percentages, but those of single classes do not keep what they say: "
            "{names}.",
            names=join_names(off),
        )
    else:
        kept = words.say(_KEPT[promise])
    return [" ".join([*said, kept])]


def _traded(report: Report, words: Wording) -> str:
    """Say that another class than the most probable one may be answered, and what for."""
    if report.calibration is None or report.calibration.tempering <= 0:
        return ""
    return words.say(
        "Its answer is not always the most probable class: rarer classes are answered sooner, which gives up some "
        "right answers for {metric}. Its percentage is that of the most probable class, also where it answers another.",
        metric=words.say(report.headline.title),
    )


_KEPT = {
    "kept": "Nothing here contradicts its percentages.",
    "broken": "So its percentages promise more than they keep: take them as an order, not as a chance.",
    "modest": "So it is more often right than it says.",
    "unknown": "The notes are too few to say how far its percentages can be trusted.",
}
_FAR = 0.1
"""From this difference on, what is said and what came true are not alike to anybody who reads both."""


def _promise(after: Reliability, shown: Iterable[int]) -> str:
    """Say whether probabilities keep what they say, as far as the slope's interval and those of all bins tell.

    One bin in twenty is off by chance, so two have to agree. Where a bin that is shown is far off and chance would
    still explain it, nothing is known.
    """
    low, high = after.slope_ci95 or (1.0, 1.0)
    bins = range(len(after.predicted))
    too_much = sum(after.high[place] < after.predicted[place] - SLIGHT for place in bins)
    too_little = sum(after.low[place] > after.predicted[place] + SLIGHT for place in bins)
    if high < 1 or too_much > 1:
        return "broken"
    if too_little > 1 and low >= 1:
        return "modest"
    far = any(abs(after.observed[place] - after.predicted[place]) >= _FAR for place in shown)
    return "unknown" if far else "kept"


def _answered(report: Report, words: Wording) -> str:
    found = report.assessment.abstention
    if found is None:
        return ""
    if not answers_measured(found):
        return silence_sentence(found, words)
    return words.say(
        "If it answers only where one class is left as likely, it answers {answered} of 100 notes, and of 100 such "
        "answers {right} are right; the other notes go to a person.",
        answered=_hundred(found.single),
        right=_hundred(found.single_accuracy),
    )


def answers_measured(found: Abstention) -> bool:
    """Whether enough notes and patients have a set of one class to say how many of those answers are right."""
    patients = LEAST_PATIENTS if found.single_patients is None else found.single_patients
    enough = found.single_rows >= LEAST_ANSWERED and patients >= LEAST_PATIENTS
    return found.single_accuracy is not None and enough


def silence_sentence(found: Abstention, words: Wording) -> str:
    """Say that the notes with a set of one class are too few to judge the answers to them."""
    return words.say(
        _HARDLY_EVER if found.single < HARDLY_EVER else _FEW_ANSWERS,
        count=words.count(found.single_rows),
        rows=words.count(sum(found.set_sizes.values())),
    )


_HARDLY_EVER = sentence(
    "It can hardly ever rule out all classes but one ({count} of {rows} notes): it cannot be left to decide when to be "
    "silent."
)
_FEW_ANSWERS = sentence(
    "It rules out all classes but one in {count} of {rows} notes: too few notes or patients to say how many of such "
    "answers are right."
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
