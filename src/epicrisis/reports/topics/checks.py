"""The numbered checks: what fires, what is silent, and why one is muted."""

from __future__ import annotations

from epicrisis.checks.contract import CheckOutcome
from epicrisis.reports.document import Row, Section, Table
from epicrisis.reports.limits import limit_sentence
from epicrisis.reports.report import Report
from epicrisis.reports.wording import NOTHING, Wording

CHECK_STATES = {
    "fires": "Fires",
    "silent": "Silent",
    "not_applicable": "Does not apply",
    "muted": "Muted",
}


def checks_section(report: Report, words: Wording) -> Section | None:
    """Return every check and what came of it, those that fire first; None for a report that had none."""
    if not report.checks:
        return None
    say = words.say
    order = list(CHECK_STATES)
    outcomes = sorted(report.checks, key=lambda one: (order.index(one.state), _only_notes(one)))
    return Section(
        "checks",
        say("Checks"),
        [
            say(
                "Each check looks for one kind of harm; its number stays the same from version to version. PROBAST: "
                "the signalling question that it bears upon."
            )
        ],
        [],
        [Table.of("table-checks", say("Numbered checks"), [_row(one, report, words) for one in outcomes])],
    )


def _row(one: CheckOutcome, report: Report, words: Wording) -> Row:
    say = words.say
    return {
        say("Check"): f"{one.code} · {words.quote(one.title)}",
        say("State"): say("Fires, as a note") if _only_notes(one) else say(CHECK_STATES[one.state]),
        say("What it found"): _found(one, report, words),
        say("What to do"): words.quote(one.advice) if one.state == "fires" else NOTHING,
        "PROBAST": one.probast or NOTHING,
    }


def _only_notes(one: CheckOutcome) -> bool:
    """Whether nothing that it found puts a figure in doubt."""
    return one.state == "fires" and all(finding.level == "note" for finding in one.findings)


def _found(one: CheckOutcome, report: Report, words: Wording) -> str:
    titles = {figure.name: figure.title for figure in report.metrics}
    if one.state == "fires":
        return " ".join(limit_sentence(finding, words, titles) for finding in one.findings)
    return words.quote(one.reason) if one.reason else NOTHING
