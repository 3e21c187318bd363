"""The tables that only a page shows."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from epicrisis.etl.ledger import WITHHELD_NAMES
from epicrisis.features.context import MARKS, NEGATED
from epicrisis.features.text import MARK_SIGN
from epicrisis.i18n.catalogue import sentence
from epicrisis.reports.document import MAX_ROWS, Row, Table
from epicrisis.reports.plain import largest_confusions
from epicrisis.reports.report import Report
from epicrisis.reports.tables import LONGEST_CELL, parameter_text
from epicrisis.reports.wording import NOTHING, Wording, shorten

MOST_MATRIX_CLASSES = 20
MOST_MISTAKES = 30

STAGES = {
    "servers_s": "Waiting for servers",
    "generate_s": "Artificial clinic",
    "extract_s": "Reading",
    "etl_s": "Cleaning",
    "features_s": "Features",
    "search_s": "Search",
    "refit_s": "Refit",
    "evaluate_s": "Evaluation",
    "examine_s": "Measures for the checks",
    "report_s": "Report",
    "track_s": "Tracking",
    "total_s": "Total",
}
CLASS_FIGURES = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "roc_auc": "ROC AUC",
    "average_precision": "Average precision",
}
REPAIRS = {
    "nul_bytes": "NUL bytes removed",
    "mojibake": "Damaged encoding repaired",
    "decomposed": "Loose accents joined",
}


def metric_rows(report: Report, words: Wording) -> list[Row]:
    """Return every metric with its interval, beside the baseline's and the folds'."""
    say = words.say
    return [
        {
            say("Metric"): say(one.title),
            say("Sealed test"): words.score(one.test),
            say("95% interval"): words.interval(one.ci95),
            say("Baseline, 95% interval"): words.estimate(one.baseline, one.baseline_ci95),
            say("Folds, mean ± sd"): NOTHING
            if one.cv_mean is None
            else f"{words.score(one.cv_mean)} ± {words.score(one.cv_std)}",
        }
        for one in report.metrics
    ]


def class_rows(report: Report, words: Wording) -> list[Row]:
    """Return the rows and figures of each class."""
    say = words.say
    return [
        {
            say("Class"): shorten(one.label, LONGEST_CELL),
            say("Training rows"): one.rows_train,
            say("Test rows"): one.rows_test,
            **{
                say(title): words.estimate(getattr(one, name) if one.rows_test else None, one.ci95.get(name))
                for name, title in CLASS_FIGURES.items()
            },
        }
        for one in report.per_class[:MAX_ROWS]
    ]


def confusion_table(report: Report, words: Wording) -> Table | None:
    """Return the matrix with one column a predicted class, or None where there are too many to read."""
    classes = report.confusion.classes
    if len(classes) > MOST_MATRIX_CLASSES:
        return None
    names = [shorten(label, LONGEST_CELL) for label in classes]
    return Table(
        "table-confusion",
        words.say("Test rows by true class (rows) and predicted class (columns)"),
        [words.say("True class"), *names],
        [[name, *counts] for name, counts in zip(names, report.confusion.counts, strict=True)],
        folded=True,
    )


def mistake_rows(report: Report, words: Wording) -> list[Row]:
    """Return the most frequent mistakes."""
    say = words.say
    return [
        {
            say("True class"): shorten(truth, LONGEST_CELL),
            say("Taken for"): shorten(predicted, LONGEST_CELL),
            say("Test rows"): count,
            say("Share of the class"): words.percent(count / total),
        }
        for truth, predicted, count, total in largest_confusions(report, MOST_MISTAKES)
    ]


def fold_rows(report: Report, words: Wording) -> list[Row]:
    """Return the winner's value on each fold."""
    say = words.say
    rows: list[Row] = [
        {say("Fold"): str(number), say("Value"): words.score(value)} for number, value in enumerate(report.cv.folds, 1)
    ]
    mean = f"{words.score(report.cv.mean)} ± {words.score(report.cv.std)}"
    return [*rows, {say("Fold"): say("Mean ± sd"), say("Value"): mean}]


STEMS = sentence(
    "The terms are stems, the beginnings of words: one stands for several forms, as “depress” for depressed and "
    "depressive."
)


def term_rows(report: Report, words: Wording) -> list[Row]:
    """Return the terms that count most for each class and against it; reports of older runs have the former only."""
    both = any(one.against for one in report.terms)
    return [
        {
            words.say("Class"): shorten(one.label, LONGEST_CELL),
            words.say("For it"): _terms_text(one.terms),
            **({words.say("Against it"): _terms_text(one.against)} if both else {}),
        }
        for one in report.terms[:MAX_ROWS]
    ]


def _terms_text(terms: list[tuple[str, float]]) -> str:
    return shorten(" · ".join(term_text(term) for term, _ in terms), 400)


def term_text(term: str) -> str:
    """Return a term as it is read: words with one mark after one ``no …``, ``quizá …``, ``antes …`` or ``familia …``.

    Examples
    --------
    >>> term_text("no~ideación no~suicida")
    'no … ideación suicida'
    >>> term_text("objetivo:no~llanto")
    'objetivo:no … llanto'
    """
    written: list[str] = []
    before = None
    for word in term.split(" "):
        mark = next((mark for mark in MARKS.values() if mark in word), None)
        if mark:
            word = word.replace(mark, "" if mark == before else mark.removesuffix(MARK_SIGN) + " … ", 1)
        written.append(word)
        before = mark
    return " ".join(written)


def marks_negation(report: Report) -> bool:
    """Return whether a term of the report stands inside a negation."""
    return _has_mark(report, [NEGATED])


def marks_context(report: Report) -> bool:
    """Return whether a term of the report is doubted, of the past or of a relative."""
    return _has_mark(report, set(MARKS.values()) - {NEGATED})


def _has_mark(report: Report, marks: Collection[str]) -> bool:
    terms = [term for one in report.terms for term, _ in [*one.terms, *one.against]]
    return any(mark in term for term in terms for mark in marks)


def spelling_rows(report: Report, words: Wording) -> list[Row]:
    """Return, for each class, the spellings found in the label column and their rows, the most frequent first."""
    say, ledger = words.say, report.ledger
    told = {label: _spellings(found, words) for label, found in ledger.label_mapping.items()}
    for label, count in ledger.withheld_spellings.items():
        rest = say("further spellings of fewer than ten notes each: {count}", count=words.count(count))
        told[label] = [*told.get(label, []), rest]
    if ledger.withheld_classes:
        rest = say("classes of fewer than ten notes each: {count}", count=words.count(ledger.withheld_classes))
        told[WITHHELD_NAMES] = [rest]
    rows: list[Row] = [
        {say("Class"): shorten(label, LONGEST_CELL), say("Spellings"): shorten(" · ".join(texts), 600)}
        for label, texts in told.items()
    ]
    return rows[:MAX_ROWS]


def _spellings(found: Mapping[str, int], words: Wording) -> list[str]:
    ordered = sorted(found.items(), key=lambda one: -one[1])
    return [f"{_told_apart(spelling, found, words)} {words.count(count)}" for spelling, count in ordered]


def _told_apart(spelling: str, spellings: Mapping[str, int], words: Wording) -> str:
    """Return a spelling with what the eye does not see: surplus blanks as ␣, and another composition named."""
    surplus = spelling != " ".join(spelling.split())
    visible = re.sub(r"\s", "␣", spelling) if surplus else spelling
    shown = words.quoted(shorten(visible, LONGEST_CELL))
    composed = unicodedata.normalize("NFC", spelling)
    if spelling == composed or composed not in spellings:
        return shown
    return f"{shown} ({words.say('another Unicode composition')})"


def repair_rows(report: Report, words: Wording) -> list[Row]:
    """Return the cells repaired by kind, and the rare classes that were merged."""
    say = words.say
    repaired = [(say(REPAIRS.get(kind, kind)), count) for kind, count in report.ledger.repaired.items() if count]
    merged = [
        (
            say("Merged classes of fewer than ten notes each")
            if name == WITHHELD_NAMES
            else say("Merged class: {name}", name=shorten(name, LONGEST_CELL)),
            count,
        )
        for name, count in report.ledger.merged_classes.items()
    ]
    return [{say("What"): what, say("Count"): count} for what, count in [*repaired, *merged][:MAX_ROWS]]


def timing_rows(report: Report, words: Wording) -> list[Row]:
    """Return the time of each stage, and the peak of memory."""
    say = words.say
    rows: list[Row] = [
        {say("Stage"): say(STAGES.get(stage, stage)), say("Time"): words.duration(seconds)}
        for stage, seconds in sorted(report.timings.items(), key=lambda one: one[0] == "total_s")
    ]
    return [*rows, {say("Stage"): say("Peak memory"), say("Time"): f"{report.peak_rss_mb:.0f} MB"}]


def package_rows(report: Report, words: Wording) -> list[Row]:
    """Return what the run ran on."""
    machine = report.environment
    versions = {"epicrisis": machine.epicrisis, "Python": machine.python, **machine.packages}
    facts = {**versions, words.say("Platform"): machine.platform}
    rows: list[Row] = [{words.say("Package"): name, words.say("Version"): version} for name, version in facts.items()]
    return rows[:MAX_ROWS]


def reference_rows(report: Report, words: Wording) -> list[Row]:
    """Return the names under which the run and what it used are kept."""
    say = words.say
    run, source = report.run, report.source
    facts = {
        say("MLflow run"): run.run_id,
        say("Experiment"): run.experiment,
        say("Tracking address"): run.tracking_uri,
        say("Model address"): run.model_uri,
        say("Prefect flow run"): run.flow_run_id,
        say("Study"): report.search.study,
        say("Snapshot"): source.snapshot_id,
        say("Snapshot hash"): source.sha256,
        say("Snapshot taken at"): words.moment(source.taken_at),
        say("Query hash"): source.query_sha256,
        say("Split hash"): report.split.sha256,
        say("Seed"): str(report.split.seed),
        say("Git commit"): report.environment.git_commit,
    }
    known: list[Row] = [
        {say("Name"): name, say("Value"): shorten(value, LONGEST_CELL)} for name, value in facts.items() if value
    ]
    return known


def setting_rows(report: Report, words: Wording) -> list[Row]:
    """Return the settings as dotted keys, and the classifier's own parameters."""
    own = ((f"{report.model}.{name}", parameter_text(value, words)) for name, value in report.model_params.items())
    rows = [*_dotted(report.settings), *own]
    return [{words.say("Setting"): name, words.say("Value"): value} for name, value in rows[:MAX_ROWS]]


def _dotted(tree: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping) and value:
            yield from _dotted(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", shorten(json.dumps(value, ensure_ascii=False, default=str), LONGEST_CELL)


def shows_stems(report: Report) -> bool:
    """Return whether the model, or one of a blend, reads words by their stems."""
    return "stems" in {
        params.get("reading") for params in (report.best_params, *(one.params for one in report.members))
    }
