"""What the reader must know before believing a figure, found in the result itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from epicrisis.checks.contract import CheckOutcome, FieldValue, Finding
from epicrisis.checks.registry import CHECK_SENTENCES
from epicrisis.evaluation.subgroups import UNNAMED_GROUPS
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.wording import Wording, shorten
from epicrisis.training.result import TrainingResult

MANY_DROPPED = 0.20
LONGEST_NAME = 100
"""Of a class or a term with its figures, as it stands in a sentence."""

# What follows from how a run was made; what its checks found has its sentences with them.
SENTENCES = {
    "artificial": (
        "These patients do not exist: no source was configured, so the model learned from the artificial clinic. Its "
        "figures say nothing about your notes."
    ),
    "time_split": (
        "Patients were divided by their first visit: all notes of those who first came before {moment} are training "
        "rows, also later ones. So this is a trial on new patients, not on a later period alone."
    ),
    "unrecognised_classes": "The model never finds these classes: {names}.",
    "failed_trials": "{count_failed} of {count_total} candidates of the search failed.",
    "stopped_early": "The search stopped at its time limit after {count_done} of {count_requested} candidates.",
    "identifiers_kept": (
        "Identifiers were left in the texts (privacy.deidentify = false): names, documents and telephones that enough "
        "patients share may stand among the terms."
    ),
    "muted_check": "{check} is muted in the settings: {reason}",
    "many_dropped": "{percent_dropped} of the rows read were not used. Look at the reasons below.",
    "one_source": (
        "The figures hold for notes like these: same source, same period, same way of writing. They promise nothing "
        "about another hospital or a later year."
    ),
}


def find_limits(result: TrainingResult, checks: Sequence[CheckOutcome]) -> list[Finding]:
    """Return what bounds the figures of `result`, doubts first.

    Parameters
    ----------
    result : TrainingResult
        What the training left behind.
    checks : sequence of CheckOutcome
        What came of its checks; what a muted one found is left out, and its reason given instead.
    """
    fired = [finding for check in checks if check.state == "fires" for finding in check.findings]
    muted = [
        Finding(code="muted_check", level="note", fields={"check": check.code, "reason": check.reason})
        for check in checks
        if check.state == "muted"
    ]
    found = [*_of_source(result), *fired, *_of_split(result), *_of_classes(result), *_of_search(result)]
    found += [*_of_rows(result), *muted, Finding(code="one_source", level="note")]
    return sorted(found, key=lambda finding: finding.level == "note")


def limit_sentence(limit: Finding, words: Wording, metric_titles: Mapping[str, str]) -> str:
    """Write a finding in the language of `words`; a field's name tells how its value is written.

    Parameters
    ----------
    limit : Finding
        Of a check, or of this file.
    words : Wording
        The language.
    metric_titles : mapping of str to str
        English titles of metrics by their names.
    """
    template = SENTENCES.get(limit.code) or CHECK_SENTENCES[limit.code]
    written = {name: _written(name, value, words, metric_titles) for name, value in limit.fields.items()}
    return words.say(template, **written)


def _written(name: str, value: FieldValue, words: Wording, metric_titles: Mapping[str, str]) -> str:
    kind = name.partition("_")[0]
    if isinstance(value, list):
        return words.typeset(join_names([shorten(name, LONGEST_NAME) for name in value]))
    if isinstance(value, str):
        return _written_text(kind, value, words, metric_titles)
    if kind == "percent":
        return words.percent(value)
    return words.count(int(value)) if kind == "count" else words.score(value)


def _written_text(kind: str, value: str, words: Wording, metric_titles: Mapping[str, str]) -> str:
    if kind == "moment":
        return words.moment(value)
    if kind == "metric":
        return words.say(metric_titles.get(value, value))
    return words.say(value) if kind == "group" and value in UNNAMED_GROUPS else value


def _of_source(result: TrainingResult) -> Iterator[Finding]:
    source = result.settings.get("source")
    named = ("url", "server", "database")
    if isinstance(source, Mapping) and set(named) <= source.keys() and not any(source[name] for name in named):
        yield Finding(code="artificial", level="warning")


def _of_split(result: TrainingResult) -> Iterator[Finding]:
    if result.split.by == "time" and result.split.boundary:
        yield Finding(code="time_split", level="note", fields={"moment": result.split.boundary})


def _of_classes(result: TrainingResult) -> Iterator[Finding]:
    missed = [one.label for one in result.test.per_class if one.rows_test and one.recall == 0]
    if missed:
        yield Finding(code="unrecognised_classes", level="warning", fields={"names": missed})


def _of_search(result: TrainingResult) -> Iterator[Finding]:
    search = result.search
    tried = search.complete + search.pruned + search.failed
    if search.failed:
        failures: dict[str, FieldValue] = {"count_failed": search.failed, "count_total": tried}
        yield Finding(code="failed_trials", level="note", fields=failures)
    if search.stopped_by == "timeout":
        done: dict[str, FieldValue] = {"count_done": tried, "count_requested": search.requested}
        yield Finding(code="stopped_early", level="note", fields=done)


def _of_rows(result: TrainingResult) -> Iterator[Finding]:
    ledger = result.ledger
    if ledger.deidentified is False:
        yield Finding(code="identifiers_kept", level="warning")
    share = (ledger.read - ledger.kept) / ledger.read if ledger.read else 0.0
    if share > MANY_DROPPED:
        yield Finding(code="many_dropped", level="note", fields={"percent_dropped": share})
