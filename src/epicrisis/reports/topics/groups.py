"""Figures of groups of patients, and where they differ from all others."""

from __future__ import annotations

from epicrisis.evaluation.facts import Subgroup
from epicrisis.evaluation.metrics import metric_title
from epicrisis.evaluation.subgroups import UNNAMED_GROUPS
from epicrisis.reports.charts.forest import Estimate, draw_forest
from epicrisis.reports.charts.svg import Drawing
from epicrisis.reports.document import MAX_ROWS, Row, Section, Table
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL
from epicrisis.reports.wording import NOTHING, Wording, shorten

MOST_DRAWN = 40


def subgroups_section(report: Report, words: Wording) -> Section | None:
    """Return the forest plot of the groups, or None where there are none."""
    groups = report.assessment.subgroups
    if not groups:
        return None
    say, name = words.say, _metric(report)
    sentences = [
        say(
            "Groups of fewer than ten patients are withheld; the sizes of the others of that column are then rounded "
            "to tens."
        ),
        say(
            "A difference to all other patients is marked only where its interval leaves zero out. These intervals are "
            "widened for their number and for few patients (Bonferroni, Student's t), so that they hold together with "
            "95%: were all groups alike, about one report in twenty would mark any."
        ),
        say(
            "No difference is given (–) where fewer than thirty patients stand on either side, nor of macro-F1: it "
            "falls with the classes that a small group happens to lack."
        ),
    ]
    if not any(one.flagged for one in groups):
        sentences.append(say("No group differs detectably from the others; small groups could hardly be told apart."))
    return Section(
        "subgroups",
        say("Groups of patients"),
        sentences,
        [_draw(report, groups, name, words)] if name else [],
        [Table.of("table-subgroups", say("Figures of each group"), subgroup_rows(groups, words))],
    )


def group_name(one: Subgroup, words: Wording) -> str:
    """Return a group as it is read: ``sexo = F``; what has no name in the data has one in the language."""
    return shorten(f"{one.attribute} = {value_name(one, words)}", LONGEST_CELL)


def value_name(one: Subgroup, words: Wording) -> str:
    """Return the value of a group as it is read."""
    return words.quote(one.value) if one.value in UNNAMED_GROUPS else one.value


def _metric(report: Report) -> str:
    """Return the metric to draw: the searched one where groups are compared by it, else one they are compared by."""
    groups = report.assessment.subgroups
    compared = dict.fromkeys(name for one in groups for name in one.gaps)
    measured = dict.fromkeys([*compared, *(name for one in groups for name in one.metrics)])
    return report.metric if report.metric in (compared or measured) else next(iter(measured), "")


def _draw(report: Report, groups: list[Subgroup], name: str, words: Wording) -> Drawing | None:
    say, whole = words.say, report.figure(name)
    rows: list[Estimate] = []
    if whole is not None and whole.test is not None:
        low, high = whole.ci95 or (None, None)
        rows.append(Estimate(say("All patients"), whole.test, low, high, strong=True))
    before = ""
    for one in groups[:MOST_DRAWN]:
        if one.attribute != before:
            rows.append(Estimate(one.attribute))
        before = one.attribute
        low, high = one.ci95.get(name, (None, None))
        remark = "" if name in one.metrics else say("withheld") if one.patients is None else NOTHING
        rows.append(
            Estimate(value_name(one, words), one.metrics.get(name), low, high, remark, strong=name in one.flagged)
        )
    return draw_forest(
        "figure-subgroups",
        say("{metric} of each group", metric=words.quote(metric_title(name))),
        say(
            "A dot with its interval for each group; full where it differs detectably. The line stands at all patients."
        ),
        rows,
        words,
        reference=whole.test if whole is not None else None,
    )


def subgroup_rows(groups: list[Subgroup], words: Wording) -> list[Row]:
    """Return size, figures and differences of each group, a row for each of its figures."""
    say = words.say
    rows: list[Row] = []
    for one in groups:
        size = [say("withheld") if count is None else words.count(count) for count in (one.patients, one.rows)]
        for name in one.metrics or [""]:
            gap = one.gaps.get(name)
            rows.append(
                {
                    say("Group"): group_name(one, words),
                    say("Patients"): size[0],
                    say("Test rows"): size[1],
                    say("Metric"): words.quote(metric_title(name)) if name else NOTHING,
                    say("Value, 95% interval"): words.estimate(one.metrics.get(name), one.ci95.get(name)),
                    say("Difference to the others"): words.estimate(gap[0], gap[1:]) if gap else NOTHING,
                    say("Detectable"): say("Yes") if name in one.flagged else NOTHING,
                }
            )
    return rows[:MAX_ROWS]
