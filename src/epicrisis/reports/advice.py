"""The rest of page one: class by class, for whom the model is not, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from epicrisis.evaluation.facts import Subgroup
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.document import Section
from epicrisis.reports.limits import limit_sentence
from epicrisis.reports.plain import LONGEST_NAME, largest_confusions, plain_table
from epicrisis.reports.report import Report
from epicrisis.reports.standing import measures, standings
from epicrisis.reports.topics.groups import group_name
from epicrisis.reports.wording import Wording, shorten

FOR_WHOM_NOT = (
    "absent_classes",
    "unrecognised_classes",
    "few_test_rows",
    "little_known",
    "coverage_failed",
    "one_source",
)
"""Limits that say for whom the model is not; page one tells them there."""
MOST_GROUPS = 12
FOUND = 0.5
"""Of a class's notes; where most classes are below it, the model is not ready."""


def front_sections(report: Report, words: Wording) -> list[Section]:
    """Return the parts of page one beside its figure."""
    say = words.say
    return [
        Section("well", say("How well"), [], [], [plain_table(report, words)]),
        Section("not-for", say("For whom it is not"), list(_for_whom_not(report, words))),
        Section("next", say("What to do next"), list(_next(report, words))),
    ]


def _for_whom_not(report: Report, words: Wording) -> Iterator[str]:
    if set(standings(report).values()) == {"worse"}:
        yield words.say("For nobody: always answering the most frequent class is as good.")
    titles = {figure.name: figure.title for figure in report.metrics}
    for limit in report.limits:
        if limit.code in FOR_WHOM_NOT:
            names = limit.fields.get("names")
            short = {"names": _short(names)} if isinstance(names, list) else {}
            yield limit_sentence(limit.model_copy(update={"fields": limit.fields | short}), words, titles)
    yield from _of_groups(report, words)
    yield words.say("It gives one of its classes to every note, also to one that belongs to none of them.")


def _short(names: list[str]) -> list[str]:
    return [shorten(name, LONGEST_NAME) for name in names]


def _of_groups(report: Report, words: Wording) -> Iterator[str]:
    directions = {figure.name: figure.higher_is_better for figure in report.metrics}
    worse = [one for one in report.assessment.subgroups if _behind(one, directions)]
    for one in worse[:MOST_GROUPS]:
        yield words.say(
            "It does detectably worse for patients with {group} than for all others.",
            group=group_name(one, words),
        )
    withheld = [group_name(one, words) for one in report.assessment.subgroups if one.patients is None]
    if withheld:
        yield words.say("Too few patients to know anything of: {names}.", names=join_names(_short(withheld)))


def _behind(one: Subgroup, directions: dict[str, bool]) -> bool:
    gaps = [(one.gaps[name][0], directions.get(name, True)) for name in one.flagged if name in one.gaps]
    return any((gap < 0) is higher_is_better for gap, higher_is_better in gaps)


def _next(report: Report, words: Wording) -> Iterator[str]:
    say, codes = words.say, {limit.code for limit in report.limits}
    if "artificial" in codes:
        yield say("Train it on notes of your own: these patients do not exist.")
    yield from _not_ready(report, words)
    if "row_split" in codes:
        yield say(
            "Name the column that tells patients apart (columns.patient) and train again: then the figures are honest."
        )
    if "wide_interval" in codes:
        yield say("Gather more patients before deciding anything on these figures: they could well be a tenth off.")
    if codes & {"absent_classes", "unrecognised_classes", "few_test_rows", "little_known"}:
        yield say(
            "Gather notes of the classes named above, or join them with others; until then a person decides there."
        )
    mistakes = largest_confusions(report, 1)
    if mistakes:
        truth, predicted, _, _ = mistakes[0]
        yield say(
            "Have somebody who knows the classes read notes of {truth} that were taken for {predicted}: some labels "
            "may be wrong, or the two may not be told apart by their words.",
            truth=shorten(truth, LONGEST_NAME),
            predicted=shorten(predicted, LONGEST_NAME),
        )
    if not any(_not_ready(report, words)):
        yield say(
            "Let it run beside the usual work on new notes, without anybody acting on it, and compare; then decide "
            "with those who will use it."
        )
        yield say("Look again when the way of writing, the codes or the patients change, and at least once a year.")


def _not_ready(report: Report, words: Wording) -> Iterator[str]:
    """Say why it is too early to run the model beside the usual work; nothing where it is not."""
    say, found = words.say, set(standings(report).values())
    tried = [one for one in report.per_class if one.rows_test]
    missed = [one for one in tried if one.recall < FOUND]
    if "clearly_better" not in found:
        yield say(
            "Do not use it yet. More notes, further columns or other classes may help; train again and look here."
        )
    elif found != {"clearly_better"}:
        yield say(
            "It is not ready: these figures do not show it to be clearly better than always answering the most "
            "frequent class: {measures}. Decide with those who would use it which figure counts, and gather more "
            "notes.",
            measures=measures(report, words, "not_clearly_better", "worse"),
        )
    if 2 * len(missed) > len(tried):
        yield say(
            "It is not ready: of {count} of its {total} classes it finds less than half of the notes. More notes, "
            "further columns or other classes may help.",
            count=words.count(len(missed)),
            total=words.count(len(tried)),
        )
