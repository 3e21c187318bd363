"""A training in the few lines that fit a terminal; the report has the rest."""

from __future__ import annotations

from statistics import fmean, pstdev
from string import ascii_uppercase

from epicrisis.cli.table import aligned, indented
from epicrisis.reports.charts.flow import REASONS
from epicrisis.reports.plain import largest_confusions, plain_limits
from epicrisis.reports.report import MetricFigure, Report
from epicrisis.reports.tables import parameter_text, search_text
from epicrisis.reports.wording import Wording, shorten

SHOWN_METRICS = ("f1_macro", "accuracy", "balanced_accuracy", "roc_auc", "log_loss")
LONGEST_NAME = 28
MOST_CLASSES, MOST_MISTAKES = 8, 5


def summary_lines(report: Report, language: str) -> list[str]:
    """Return what is worth reading at once: rows, winner, figures beside the baseline's, mistakes, doubts.

    Parameters
    ----------
    report : Report
        The training's report.
    language : {"es", "en"}
        The language to speak.
    """
    words = Wording(language)
    doubts = [sentence for level, sentence in plain_limits(report, words) if level == "warning"]
    return [
        *_rows(report, words),
        "",
        *_winner(report, words),
        "",
        *_figures(report, words),
        *_other_folds(report, words),
        "",
        *_confusion(report, words),
        *(["", *(words.say("Warning: {sentence}", sentence=doubt) for doubt in doubts)] if doubts else []),
    ]


def _rows(report: Report, words: Wording) -> list[str]:
    ledger, split = report.ledger, report.split
    dropped = [
        (f"- {words.say(REASONS[reason])}", words.count(count)) for reason, count in ledger.dropped.items() if count
    ]
    counted = [
        (words.say("Rows read"), words.count(ledger.read)),
        *dropped,
        (words.say("Rows kept"), words.count(ledger.kept)),
        (words.say("Training rows"), words.count(split.rows_train)),
        (words.say("Test rows"), words.count(split.rows_test)),
    ]
    return aligned(counted, right=True)


def _winner(report: Report, words: Wording) -> list[str]:
    params = [f"{name} = {parameter_text(value, words)}" for name, value in report.best_params.items()]
    return [
        words.say("Model: {model}", model=report.model),
        words.say("Candidates: {counts}", counts=search_text(report.search, words)),
        words.say("Best parameters:"),
        *indented(params),
    ]


def _figures(report: Report, words: Wording) -> list[str]:
    names = [report.metric, *(name for name in SHOWN_METRICS if name != report.metric)]
    shown = [figure for name in names if (figure := report.figure(name)) is not None]
    heading = (words.say("Sealed test"), words.say("Model"), words.say("95% interval"), words.say("Baseline"))
    return [
        *aligned([heading, *(_figure(figure, words) for figure in shown)], right=True),
        words.say("Baseline: always the most frequent class."),
    ]


def _other_folds(report: Report, words: Wording) -> list[str]:
    """Say what nested cross-validation and a careless split make of the search, as far as they were asked."""
    nested, optimism = report.assessment.nested, report.assessment.optimism
    lines = []
    if nested and nested.outer:
        lines.append(
            words.say(
                "Nested cross-validation: {outer} ± {std} over {count} outer folds; their searches had said {inner}.",
                outer=words.score(fmean(nested.outer)),
                std=words.score(pstdev(nested.outer)),
                count=len(nested.outer),
                inner=words.score(fmean(nested.inner)),
            )
        )
    if optimism:
        lines.append(
            words.say(
                "Before calibration and decision, folds of patients: {by_patient}; folds of rows, patients on both "
                "sides, would have said {by_row}.",
                by_patient=words.score(fmean(optimism.by_patient)),
                by_row=words.score(fmean(optimism.by_row)),
            )
        )
    return ["", *lines] if lines else []


def _figure(figure: MetricFigure, words: Wording) -> tuple[str, str, str, str]:
    return (
        words.say(figure.title),
        words.score(figure.test),
        words.interval(figure.ci95),
        words.score(figure.baseline),
    )


def _confusion(report: Report, words: Wording) -> list[str]:
    classes, counts = report.confusion.classes, report.confusion.counts
    if len(classes) > MOST_CLASSES:
        return _mistakes(report, words)
    # Letters stand for the columns, or no terminal would be wide enough.
    letters = ascii_uppercase[: len(classes)]
    rows = [
        (f"{letter} {shorten(name, LONGEST_NAME)}", *map(str, row))
        for letter, name, row in zip(letters, classes, counts, strict=True)
    ]
    return [
        words.say("Confusion matrix: true classes in rows, predicted ones in columns."),
        *indented(aligned([("", *letters), *rows], right=True)),
    ]


def _mistakes(report: Report, words: Wording) -> list[str]:
    """Return the largest confusions; the matrix of so many classes is in the report."""
    heading = (words.say("True class"), words.say("Taken for"), words.say("Test rows"))
    rows = [
        (shorten(truth, LONGEST_NAME), shorten(predicted, LONGEST_NAME), f"{words.count(count)} / {words.count(total)}")
        for truth, predicted, count, total in largest_confusions(report, MOST_MISTAKES)
    ]
    told = words.say("The confusion matrix of {count} classes is in the report.", count=len(report.confusion.classes))
    return [words.say("The most frequent mistakes"), *indented(aligned([heading, *rows])), told] if rows else [told]
