"""A report as a document: which section shows what."""

from __future__ import annotations

from epicrisis.evaluation.metrics import METRICS
from epicrisis.evaluation.uncertainty import ADDED_RESAMPLES
from epicrisis.i18n.catalogue import sentence
from epicrisis.reports.advice import FOR_WHOM_NOT, front_sections
from epicrisis.reports.charts.classes import draw_classes, gather_classes
from epicrisis.reports.charts.confusion import draw_matrix, gather_matrix
from epicrisis.reports.charts.whiskers import draw_whiskers, gather_whiskers
from epicrisis.reports.details import (
    STEMS,
    class_rows,
    confusion_table,
    marks_context,
    marks_negation,
    metric_rows,
    mistake_rows,
    package_rows,
    reference_rows,
    repair_rows,
    shows_stems,
    spelling_rows,
    term_rows,
    timing_rows,
)
from epicrisis.reports.document import Document, Section, Table
from epicrisis.reports.plain import headline, label_name, plain_limits, plain_points
from epicrisis.reports.report import Report
from epicrisis.reports.searching import cost_rows, search_section
from epicrisis.reports.topics.checks import checks_section
from epicrisis.reports.topics.data import balance_section, characteristics_section, rows_section
from epicrisis.reports.topics.discrimination import curves_section, distributions_section
from epicrisis.reports.topics.groups import subgroups_section
from epicrisis.reports.topics.learning import learning_section, promises_section
from epicrisis.reports.topics.reliability import calibration_section
from epicrisis.reports.topics.specification import specification_section
from epicrisis.reports.topics.utility import abstention_section, decisions_section, points_section
from epicrisis.reports.wording import Wording

CLASS_INTERVALS = sentence(
    "Intervals of these three are Wilson's for shares, widened where one patient's notes are alike; those of ROC "
    "AUC and average precision are from the resamples, and absent where all of these say the same."
)
STATEMENT = (
    "For research and decision support. This is not a medical device: it has not been approved for diagnosis or "
    "treatment, and a professional decides."
)


def compose(report: Report, words: Wording) -> Document:
    """Write a report in the language of `words`."""
    say = words.say
    link = report.run.run_url or ""
    return Document(
        language=words.language,
        kind=say("Model report"),
        title=say("Classifier of “{label}”", label=label_name(report)),
        subtitle=" · ".join(
            part for part in (report.model, report.run.experiment or "", words.moment(report.created_at)) if part
        ),
        statement=say(STATEMENT),
        headline=headline(report, words),
        points=plain_points(report, words),
        front=front_sections(report, words),
        limits=plain_limits(report, words, but=FOR_WHOM_NOT),
        sections=[section for section in _sections(report, words) if section is not None],
        # Anything else in an href would be run or fetched by whoever clicks it.
        link=link if link.startswith(("http://", "https://")) else None,
    )


def _sections(report: Report, words: Wording) -> list[Section | None]:
    """Return what a statistician asks, in the order of the asking; what is not known is None."""
    return [
        rows_section(report.ledger, report.source, report.split, words),
        characteristics_section(report, words),
        balance_section(report.split, words),
        _performance(report, words),
        _classes(report, words),
        curves_section(report, words),
        calibration_section(report, words),
        distributions_section(report, words),
        _confusion(report, words),
        decisions_section(report, words),
        points_section(report, words),
        abstention_section(report, words),
        subgroups_section(report, words),
        learning_section(report, words),
        search_section(report, words),
        _terms(report, words),
        checks_section(report, words),
        promises_section(report, words),
        _cost(report, words),
        specification_section(report, words),
        _preparation(report, words),
        _record(report, words),
    ]


def _performance(report: Report, words: Wording) -> Section:
    say = words.say
    unit = say("patients") if report.resampled == "patient" else say("rows")
    return Section(
        "performance",
        say("Performance on the sealed test"),
        [
            say(
                "The test rows were opened once, after the search. Intervals are the middle 95% of {count} bootstrap "
                "resamples of {unit}. The baseline always answers the most frequent class of the training rows.",
                count=words.count(report.resamples),
                unit=unit,
            ),
            *_calibration_error(report, words),
            *_added_metrics(report, words),
        ],
        [draw_whiskers(gather_whiskers(report.metrics, words), words)],
        [Table.of("table-metrics", say("All metrics"), metric_rows(report, words))],
    )


def _calibration_error(report: Report, words: Wording) -> list[str]:
    if report.figure("ece") is None:
        return []
    return [
        words.say(
            "Chance can only raise the expected calibration error, and raises it more the fewer the notes are. So its "
            "interval is mirrored and may end at the value itself, and its values on the folds and on the test, which "
            "differ in their number of notes, are not to be compared."
        )
    ]


def _added_metrics(report: Report, words: Wording) -> list[str]:
    added = [figure.title for figure in report.metrics if figure.name not in METRICS]
    return [
        words.say(
            "“{metric}” is a metric of another package; its interval is that of {count} resamples.",
            metric=title,
            count=words.count(ADDED_RESAMPLES),
        )
        for title in added
    ]


def _classes(report: Report, words: Wording) -> Section:
    say = words.say
    return Section(
        "classes",
        say("Class by class"),
        [
            say(
                "Recall is the share of a class's notes that are found; precision is the share of the notes given to "
                "it that belong to it; F1 is their harmonic mean."
            ),
            *([say(CLASS_INTERVALS)] if any(one.ci95 for one in report.per_class) else []),
        ],
        [draw_classes(gather_classes(report.per_class), words)],
        [Table.of("table-classes", say("Figures of each class"), class_rows(report, words))],
    )


def _confusion(report: Report, words: Wording) -> Section:
    say = words.say
    return Section(
        "confusion",
        say("What is taken for what"),
        [],
        [draw_matrix(gather_matrix(report.confusion), words)],
        [
            confusion_table(report, words),
            Table.of("table-mistakes", say("The most frequent mistakes"), mistake_rows(report, words), folded=True),
        ],
    )


def _terms(report: Report, words: Wording) -> Section | None:
    if not report.terms:
        return None
    say = words.say
    sentences = [
        say(
            "The terms that count most for each class and against it. Each is held by at least {count} patients, "
            "so none is one patient's own words. A term counts, it does not explain.",
            count=report.features.min_patients_per_term,
        )
    ]
    if marks_negation(report):
        sentences.append(
            say(
                "“no … word” is that word inside a negation, as in “niega word”, “sin word” or “denies word”: for the "
                "model it is another term than the word alone."
            )
        )
    if marks_context(report):
        sentences.append(
            say(
                "“quizá … word” is that word in doubt, as in “probable word”; “antes … word” is of the past, as in "
                "“antecedente de word”; “familia … word” is a relative's, as in “madre con word”. Each is another term."
            )
        )
    if shows_stems(report):
        sentences.append(say(STEMS))
    table = Table.of("table-terms", say("Terms by class"), term_rows(report, words))
    return Section("terms", say("What the model looks at"), sentences, [], [table])


def _cost(report: Report, words: Wording) -> Section:
    say = words.say
    return Section(
        "cost",
        say("Cost"),
        [],
        [],
        [
            Table.of("table-timings", say("Time"), timing_rows(report, words)),
            Table.of("table-costs", say("Where the search's time went"), cost_rows(report, words)),
        ],
    )


def _preparation(report: Report, words: Wording) -> Section:
    say = words.say
    return Section(
        "preparation",
        say("Preparation"),
        [
            say("What the cleaning found in the label column, and what it repaired in the texts."),
            *(words.quote(note) for note in report.source.notes),
        ],
        [],
        [
            Table.of("table-spellings", say("Spellings of the label"), spelling_rows(report, words), folded=True),
            Table.of("table-repairs", say("Repairs and merged classes"), repair_rows(report, words)),
        ],
    )


def _record(report: Report, words: Wording) -> Section:
    say = words.say
    return Section(
        "record",
        say("Record"),
        [say("What is needed to repeat the run, and where it is kept. Secrets are masked.")],
        [],
        [
            Table.of("table-references", say("Identity"), reference_rows(report, words), code=True),
            Table.of("table-packages", say("Versions"), package_rows(report, words), code=True, folded=True),
        ],
    )
