"""What a run knows of its notes, patients and classes, one sentence a fact; None where it does not know."""

from __future__ import annotations

from epicrisis.etl.ledger import Reason
from epicrisis.i18n.catalogue import join_names
from epicrisis.reports.charts.flow import REASONS
from epicrisis.reports.guidelines.records import Evidence
from epicrisis.reports.guidelines.run import Run
from epicrisis.reports.plain import label_name
from epicrisis.reports.tables import SPLITS
from epicrisis.reports.wording import shorten

LONGEST_SOURCE = 160


def source(run: Run) -> Evidence | None:
    """Return where the notes were read from, when, and how many."""
    found, words = run.report.source, run.words
    text = words.say(
        "{count} notes were read from {source} on {moment} (snapshot {snapshot}).",
        count=words.count(found.rows),
        source=shorten(found.description, LONGEST_SOURCE),
        moment=words.moment(found.taken_at),
        snapshot=found.snapshot_id,
    )
    return run.told(text, "source")


def period(run: Run) -> Evidence | None:
    """Return the first and last date of the notes; None without a date column."""
    window, words = run.report.source.window, run.words
    if window is None:
        return None
    first, last = (words.moment(moment) for moment in window)
    return run.told(words.say("The notes are of {first} to {last}.", first=first, last=last), "source.window")


def exclusions(run: Run) -> Evidence | None:
    """Return what was left out and why, and the hash of the query that chose the notes."""
    ledger, words = run.report.ledger, run.words
    reasons = [f"{words.say(REASONS[reason]).lower()} ({words.count(rows)})" for reason, rows in _dropped(run)]
    text = words.say(
        "Of {read} notes read, {kept} were kept. Left out: {reasons}.",
        read=words.count(ledger.read),
        kept=words.count(ledger.kept),
        reasons=join_names(reasons) or words.say("none"),
    )
    query = run.report.source.query_sha256
    if query:
        text += " " + words.say("The query that chose them has the SHA-256 {hash}.", hash=query[:16])
    return run.told(text, "ledger.dropped", "source.query_sha256")


def flow(run: Run) -> Evidence | None:
    """Return the notes read, dropped, kept and divided, with their patients."""
    ledger, split, words = run.report.ledger, run.report.split, run.words
    text = words.say(
        "{read} notes read = {kept} kept + {dropped} dropped; kept = {train} for training + {test} for the test.",
        read=words.count(ledger.read),
        kept=words.count(ledger.kept),
        dropped=words.count(ledger.read - ledger.kept),
        train=words.count(split.rows_train),
        test=words.count(split.rows_test),
    )
    return run.told(f"{text} {_patients(run)}".strip(), "ledger", "split")


def preparation(run: Run) -> Evidence | None:
    """Return what was mended, masked, joined and compared before anything was learned."""
    ledger, words = run.report.ledger, run.words
    alike = ledger.near_duplicates
    parts = [
        words.say("{count} damaged cells mended", count=words.count(sum(ledger.repaired.values()))),
        words.say(
            "{count} spellings of {classes} classes joined",
            count=words.count(ledger.spellings),
            classes=words.count(ledger.labels),
        ),
        words.say("{count} exact duplicates dropped", count=words.count(ledger.dropped.get(Reason.DUPLICATE, 0))),
    ]
    if ledger.deidentified:
        parts.append(words.say("identifiers masked in {count} notes", count=words.count(ledger.masked_notes)))
    if alike:
        parts.append(words.say("{count} near-duplicate notes found", count=words.count(alike.notes)))
    return run.told(words.say("Preparation: {parts}.", parts="; ".join(parts)), "ledger")


def same_steps(run: Run) -> Evidence | None:
    """Return that all notes went one way, where what was learned was learned from no more than the training rows."""
    documents, rows = run.report.features.documents, run.report.split.rows_train
    if not 0 < documents <= rows:
        return None
    text = run.words.say(
        "Every note goes through the same steps, whatever the patient's group; vocabulary, weights, medians and scales "
        "were learned from {documents} notes, all of them training notes.",
        documents=run.words.count(documents),
    )
    return run.told(text, "features.documents", "split.rows_train")


def outcome(run: Run) -> Evidence | None:
    """Return the label column and its classes."""
    text = run.words.say(
        "The outcome is the column “{label}” with {count} classes: {names}.",
        label=label_name(run.report),
        count=run.words.count(len(run.report.classes)),
        names=run.names(run.report.classes),
    )
    return run.told(text, "columns.label", "classes")


def predictors(run: Run) -> Evidence | None:
    """Return the columns that the model reads, by kind."""
    columns = run.report.columns
    text = run.words.say(
        "The model reads {text} as text, {categorical} as categories and {numeric} as numbers.",
        text=run.names(columns.get("text", [])),
        categorical=run.names(columns.get("categorical", [])),
        numeric=run.names(columns.get("numeric", [])),
    )
    return run.told(text, "columns")


def missing_data(run: Run) -> Evidence | None:
    """Return what became of notes without text or label, and of missing categories and numbers."""
    dropped, features, words = run.report.ledger.dropped, run.report.features, run.words
    parts = [
        words.say(
            "Notes without text ({texts}) or label ({labels}) were left out.",
            texts=words.count(dropped.get(Reason.EMPTY_TEXT, 0)),
            labels=words.count(dropped.get(Reason.EMPTY_LABEL, 0)),
        )
    ]
    if features.numbers:
        parts.append(words.say("A missing number takes the median of the training notes and a mark."))
    if features.categories:
        parts.append(words.say("A missing category is one of the categories, or none where few patients lack it."))
    return run.told(" ".join(parts), "ledger.dropped", "features")


def class_balance(run: Run) -> Evidence | None:
    """Return the notes kept of each class."""
    counts = run.report.ledger.classes
    if not counts:
        return None
    shown = join_names([f"{shorten(name, 60)} ({run.words.count(rows)})" for name, rows in counts.items()])
    return run.told(run.words.say("Notes kept by class: {classes}.", classes=shown), "ledger.classes")


def class_shares(run: Run) -> Evidence | None:
    """Return the share of each class among the training notes and among the test notes."""
    split, words = run.report.split, run.words
    if not split.rows_train or not split.rows_test:
        return None
    shown = join_names(
        [
            f"{shorten(name, 60)} ({words.percent(rows / split.rows_train)}, "
            f"{words.percent(split.classes_test.get(name, 0) / split.rows_test)})"
            for name, rows in split.classes_train.items()
        ]
    )
    text = words.say("Share of each class among training notes and test notes: {classes}.", classes=shown)
    return run.told(text, "split.classes_train", "split.classes_test")


def characteristics(run: Run) -> Evidence | None:
    """Return which columns are described, training rows beside test rows; None where none is."""
    found, words = run.report.characteristics, run.words
    if not found:
        return None
    columns = [one.column or words.say("Words a note") for one in found]
    text = words.say("Described, training notes beside test notes: {columns}.", columns=run.names(columns))
    return run.told(text, "characteristics")


def sizes(run: Run) -> Evidence | None:
    """Return the notes and patients of each side, and the smallest class."""
    split, words = run.report.split, run.words
    if not split.classes_train:
        return None
    rarest = min(split.classes_train, key=lambda name: split.classes_train[name])
    text = words.say(
        "{train} notes for training and {test} for the test. The smallest class, “{label}”, has {few_train} and "
        "{few_test} of them.",
        train=words.count(split.rows_train),
        test=words.count(split.rows_test),
        label=shorten(rarest, 60),
        few_train=words.count(split.classes_train[rarest]),
        few_test=words.count(split.classes_test.get(rarest, 0)),
    )
    return run.told(f"{text} {_patients(run)}".strip(), "split")


def analyses(run: Run) -> Evidence | None:
    """Return the notes of each analysis: development, tuning, evaluation."""
    split, words = run.report.split, run.words
    text = words.say(
        "Development: {train} notes; tuning: the same notes in {folds} folds; evaluation: {test} notes.",
        train=words.count(split.rows_train),
        folds=words.count(split.folds),
        test=words.count(split.rows_test),
    )
    return run.told(f"{text} {_patients(run)}".strip(), "split")


def events(run: Run) -> Evidence | None:
    """Return the notes of each class in development and evaluation."""
    split, words = run.report.split, run.words
    if not split.classes_train:
        return None
    shown = join_names(
        [
            f"{shorten(name, 60)} ({words.count(rows)}, {words.count(split.classes_test.get(name, 0))})"
            for name, rows in split.classes_train.items()
        ]
    )
    text = words.say("Notes of each class in development and evaluation: {classes}.", classes=shown)
    return run.told(text, "split.classes_train", "split.classes_test")


def partition(run: Run) -> Evidence | None:
    """Return how the rows were divided."""
    split, words = run.report.split, run.words
    text = words.say(
        "{how}: {percent} of the notes were sealed until the end, the others divided into {folds} folds. Seed {seed}, "
        "hash {hash}.",
        how=words.say(SPLITS[split.by]),
        percent=words.percent(split.rows_test / ((split.rows_train + split.rows_test) or 1)),
        folds=words.count(split.folds),
        seed=split.seed,
        hash=split.sha256[:16],
    )
    return run.told(text, "split")


def same_source(run: Run) -> Evidence | None:
    """Return in what training and test notes differ."""
    split, words = run.report.split, run.words
    text = words.say(
        "Training and test notes come from one snapshot, one cleaning, one label column and the same columns."
    )
    if split.by == "time":
        text += " " + words.say(
            "The test notes are of patients who first came on or after {boundary}.",
            boundary=words.moment(split.boundary or ""),
        )
    return run.told(text, "source.snapshot_id", "split")


def _dropped(run: Run) -> list[tuple[Reason, int]]:
    return [(reason, rows) for reason, rows in run.report.ledger.dropped.items() if rows]


def _patients(run: Run) -> str:
    split, words = run.report.split, run.words
    if not split.patients_train:
        return ""
    return words.say(
        "{train} patients are in training and {test} in the test.",
        train=words.count(split.patients_train),
        test=words.count(split.patients_test),
    )
