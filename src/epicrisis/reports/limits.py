"""What the reader must know before believing a figure, found in the result itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Literal

from pydantic import Field

from epicrisis.i18n.catalogue import join_names
from epicrisis.record import Record
from epicrisis.reports.wording import Wording
from epicrisis.training.result import Evaluation, TrainingResult

Verdict = Literal["clearly_better", "not_clearly_better", "worse"]
Level = Literal["warning", "note"]
FieldValue = str | int | float | list[str]

WIDE_INTERVAL = 0.10
FEW_TEST_ROWS = 30
MANY_DROPPED = 0.20

# Field names tell how a value is written: see `limit_sentence`.
SENTENCES = {
    "artificial": (
        "These patients do not exist: no source was configured, so the model learned from the artificial clinic. Its "
        "figures say nothing about your notes."
    ),
    "worse_than_baseline": (
        "The model is no better than always answering the most frequent class ({score_model} against "
        "{score_baseline}). Do not use it."
    ),
    "not_clearly_better": (
        "The model is not clearly better than always answering the most frequent class: the two intervals overlap."
    ),
    "no_headline": "{metric} does not exist on these test rows, so the searched figure could not be confirmed.",
    "row_split": (
        "Rows were divided without regard to patients: notes of one patient may stand on both sides, so every figure "
        "is probably too good."
    ),
    "time_split": (
        "Patients were divided by their first visit: all notes of those who first came before {moment} are training "
        "rows, also later ones. So this is a trial on new patients, not on a later period alone."
    ),
    "near_duplicates_apart": (
        "{count_notes} near-duplicate notes ({count_clusters} clusters) are shared by so many patients that they could "
        "not all be kept on one side of the split. If they are templates, new patients will have them too; if not, the "
        "figures are too good."
    ),
    "row_intervals": (
        "The intervals resample notes, not patients. Notes of one patient are alike, so the true intervals are wider."
    ),
    "wide_interval": (
        "The test set is small: the 95% interval of {metric} is {score_width} wide, from {score_low} to {score_high}."
    ),
    "absent_classes": "No test row belongs to these classes, so nothing is known of them: {names}.",
    "few_test_rows": "Fewer than {count_limit} test rows each, so their figures are rough: {names}.",
    "unrecognised_classes": "The model never finds these classes: {names}.",
    "below_validation": (
        "The sealed test gave {score_test} where cross-validation promised {score_promised}, which lies outside the "
        "interval: the search may have fitted its folds."
    ),
    "not_converged": (
        "The winner's fit stopped before it had converged: its figures hold, but another fit may differ from it."
    ),
    "failed_trials": "{count_failed} of {count_total} candidates of the search failed.",
    "stopped_early": "The search stopped at its time limit after {count_done} of {count_requested} candidates.",
    "identifiers_kept": (
        "Identifiers were left in the texts (privacy.deidentify = false): names, documents and telephones that enough "
        "patients share may stand among the terms."
    ),
    "many_dropped": "{percent_dropped} of the rows read were not used. Look at the reasons below.",
    "one_source": (
        "The figures hold for notes like these: same source, same period, same way of writing. They promise nothing "
        "about another hospital or a later year."
    ),
}


class Limit(Record):
    """Something the reader must know before believing a figure.

    Parameters
    ----------
    code : str
        A key of `SENTENCES`.
    level : {"warning", "note"}
        Whether it puts the figures in doubt or only bounds them.
    fields : dict
        The sentence's values: counts, shares, class and metric names.
    """

    code: str
    level: Level
    fields: dict[str, FieldValue] = Field(default_factory=dict)


def judge(test: Evaluation, baseline: Evaluation, metric: str, *, higher_is_better: bool) -> Verdict:
    """Say how the model stands to the baseline: clearly better only where their 95 % intervals do not overlap.

    Intervals that do not overlap are a stricter test than a paired difference, so "clearly" is not said lightly.
    """
    if metric not in test.metrics or metric not in baseline.metrics:
        return "not_clearly_better"
    sign = 1 if higher_is_better else -1
    model, floor = test.metrics[metric], baseline.metrics[metric]
    if sign * model <= sign * floor:
        return "worse"
    worst = min(sign * bound for bound in test.ci95.get(metric, (model, model)))
    best = max(sign * bound for bound in baseline.ci95.get(metric, (floor, floor)))
    return "clearly_better" if metric in test.ci95 and worst > best else "not_clearly_better"


def find_limits(result: TrainingResult, verdict: Verdict) -> list[Limit]:
    """Return what bounds the figures of `result`, doubts first."""
    finders: list[Callable[[TrainingResult], Iterator[Limit]]] = [
        _of_units,
        _of_headline,
        _of_classes,
        _of_search,
    ]
    found = [
        *_of_source(result),
        *_of_verdict(result, verdict),
        *chain.from_iterable(finder(result) for finder in finders),
    ]
    ledger = result.ledger
    if ledger.deidentified is False:
        found.append(Limit(code="identifiers_kept", level="warning"))
    if ledger.read and (ledger.read - ledger.kept) / ledger.read > MANY_DROPPED:
        share = (ledger.read - ledger.kept) / ledger.read
        found.append(Limit(code="many_dropped", level="note", fields={"percent_dropped": share}))
    found.append(Limit(code="one_source", level="note"))
    return sorted(found, key=lambda limit: limit.level == "note")


def limit_sentence(limit: Limit, words: Wording, metric_titles: dict[str, str]) -> str:
    """Write a limit in the language of `words`; a field's name tells how its value is written."""
    written = {name: _written(name, value, words, metric_titles) for name, value in limit.fields.items()}
    return words.say(SENTENCES[limit.code], **written)


def _written(name: str, value: FieldValue, words: Wording, metric_titles: dict[str, str]) -> str:
    kind = name.partition("_")[0]
    if isinstance(value, list):
        return join_names(value)
    if isinstance(value, str) and kind == "moment":
        return words.moment(value)
    if isinstance(value, str):
        return words.say(metric_titles.get(value, value)) if kind == "metric" else value
    if kind == "percent":
        return words.percent(value)
    return words.count(int(value)) if kind == "count" else words.score(value)


def _of_verdict(result: TrainingResult, verdict: Verdict) -> Iterator[Limit]:
    if result.metric not in result.test.metrics:
        yield Limit(code="no_headline", level="warning", fields={"metric": result.metric})
    elif verdict == "worse":
        figures: dict[str, FieldValue] = {
            "score_model": result.test.metrics[result.metric],
            "score_baseline": result.baseline.metrics[result.metric],
        }
        yield Limit(code="worse_than_baseline", level="warning", fields=figures)
    elif verdict == "not_clearly_better":
        yield Limit(code="not_clearly_better", level="warning")


def _of_source(result: TrainingResult) -> Iterator[Limit]:
    source = result.settings.get("source")
    named = ("url", "server", "database")
    if isinstance(source, Mapping) and set(named) <= source.keys() and not any(source[name] for name in named):
        yield Limit(code="artificial", level="warning")


def _of_units(result: TrainingResult) -> Iterator[Limit]:
    if result.split.by == "row":
        yield Limit(code="row_split", level="warning")
    if result.split.by == "time" and result.split.boundary:
        yield Limit(code="time_split", level="note", fields={"moment": result.split.boundary})
    joined = result.split.near_duplicates
    if joined is not None and joined.clusters_apart:
        counts: dict[str, FieldValue] = {"count_notes": joined.notes_apart, "count_clusters": joined.clusters_apart}
        yield Limit(code="near_duplicates_apart", level="warning", fields=counts)
    if result.test.unit == "row":
        yield Limit(code="row_intervals", level="warning")


def _of_headline(result: TrainingResult) -> Iterator[Limit]:
    if result.metric not in result.test.ci95:
        return
    low, high = result.test.ci95[result.metric]
    if high - low > WIDE_INTERVAL:
        bounds: dict[str, FieldValue] = {"score_width": high - low, "score_low": low, "score_high": high}
        yield Limit(code="wide_interval", level="warning", fields={"metric": result.metric, **bounds})
    promised = result.cv.mean
    disappointed = promised > high if result.search.direction == "maximize" else promised < low
    if disappointed:
        scores: dict[str, FieldValue] = {"score_test": result.test.metrics[result.metric], "score_promised": promised}
        yield Limit(code="below_validation", level="warning", fields=scores)


def _of_classes(result: TrainingResult) -> Iterator[Limit]:
    figures = result.test.per_class
    absent = [one.label for one in figures if one.rows_test == 0]
    few = [one.label for one in figures if 0 < one.rows_test < FEW_TEST_ROWS]
    missed = [one.label for one in figures if one.rows_test and one.recall == 0]
    if absent:
        yield Limit(code="absent_classes", level="warning", fields={"names": absent})
    if missed:
        yield Limit(code="unrecognised_classes", level="warning", fields={"names": missed})
    if few:
        yield Limit(code="few_test_rows", level="note", fields={"count_limit": FEW_TEST_ROWS, "names": few})


def _of_search(result: TrainingResult) -> Iterator[Limit]:
    search = result.search
    # The training's own warnings are codes; one without a sentence here is shown as it is, among the remarks.
    yield from (Limit(code=code, level="warning") for code in result.warnings if code in SENTENCES)
    tried = search.complete + search.pruned + search.failed
    if search.failed:
        failures: dict[str, FieldValue] = {"count_failed": search.failed, "count_total": tried}
        yield Limit(code="failed_trials", level="note", fields=failures)
    if search.stopped_by == "timeout":
        done: dict[str, FieldValue] = {"count_done": tried, "count_requested": search.requested}
        yield Limit(code="stopped_early", level="note", fields=done)
