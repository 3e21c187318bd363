"""Raw rows become clean notes, and every row that does not is accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from epicrisis.errors import NoRows, Sentences, UnusableLabels
from epicrisis.etl.casting import holds_only_numbers
from epicrisis.etl.deidentification.notes import further_names, mask_notes
from epicrisis.etl.duplicates import repeated_rows
from epicrisis.etl.labels import (
    UnifiedLabels,
    class_counts,
    refuse_measurements,
    settle_rare_classes,
    unify_spellings,
)
from epicrisis.etl.languages import foreign_notes
from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.etl.schema import ROW_NUMBER, typed_notes
from epicrisis.etl.telling import MOST_CLASSES_NAMED, counted, dropped_sentence, tell
from epicrisis.progress import Advance, Listener, notice, silent
from epicrisis.settings.names import fold_name
from epicrisis.settings.schema import Settings

REASON = "reason"
_STEPS = 7
_HAS_A_WORD = r"[\p{L}\p{N}]"


@dataclass(frozen=True)
class CleanNotes:
    """The outcome of a cleaning.

    Parameters
    ----------
    notes : polars.DataFrame
        Rows kept, in the order read: text columns (String, "" where nothing, identifiers masked unless the settings say
        otherwise), categorical (String), numeric (Float64), label (String), patient (String), date (Date or Datetime),
        all named as declared, and ``row_number`` (Int64).
    quarantine : polars.DataFrame
        Rows dropped: all columns as read, ``row_number`` and ``reason``.
    ledger : Ledger
        The account.
    """

    notes: pl.DataFrame
    quarantine: pl.DataFrame
    ledger: Ledger


def clean(frame: pl.DataFrame, settings: Settings, *, listener: Listener = silent) -> CleanNotes:
    """Clean rows as read.

    A row is dropped under the first reason that applies, in the order of `Reason`. Cleaning clean notes again drops
    nothing, and the order of the rows makes no difference to which notes are kept.

    Parameters
    ----------
    frame : polars.DataFrame
        Rows as read; columns that are not declared are left out of the notes.
    settings : Settings
        ``columns``, ``etl`` and ``privacy`` are read.
    listener : callable
        Hears of progress, and of what was mended and dropped: counts and names of classes, never text.

    Raises
    ------
    NoRows
        Nothing was read, or nothing is left.
    SchemaMismatch
        Declared columns are missing or of the wrong type.
    SettingsError
        The file of ``privacy.names`` cannot be used.
    UnusableLabels
        The label holds measurements or free text, or fewer than two classes are left.
    """
    names = further_names(settings.privacy)
    notes, repaired = typed_notes(frame, settings.columns)
    if frame.is_empty():
        raise NoRows("The source gave no rows.")
    listener(Advance("etl", 1, _STEPS))
    label = settings.columns.label
    _check_codes(notes[label], listener)
    unified = unify_spellings(notes[label])
    listener(Advance("etl", 2, _STEPS))
    sieve = _Sieve(notes.with_columns(unified.values.alias(label)))
    _drop_unusable(sieve, settings)
    listener(Advance("etl", 3, _STEPS))
    if sieve.notes.height:
        sieve.drop(repeated_rows(sieve.notes), Reason.DUPLICATE)
    listener(Advance("etl", 4, _STEPS))
    _require_notes(sieve, frame.height)
    before = class_counts(sieve.notes[label])
    unusable = sieve.told()
    merged = _drop_rare(sieve, settings)
    _require_two_classes(sieve.notes[label], before, unusable, settings)
    listener(Advance("etl", 5, _STEPS))
    # Last, so that rows are judged and compared as they were read: visits that differ only in their date are no
    # duplicates, and what is dropped need not be masked.
    masked = mask_notes(sieve.notes, settings.columns.text, settings.privacy, names)
    sieve.notes = masked.notes
    listener(Advance("etl", 6, _STEPS))
    ledger = _account(frame.height, sieve, unified, merged, repaired, settings).model_copy(update=masked.account)
    gone = {name: rows for name, rows in before.items() if name not in ledger.classes and name not in merged}
    tell(ledger, gone, listener)
    listener(Advance("etl", _STEPS, _STEPS))
    return CleanNotes(sieve.notes, _quarantine(frame, sieve.reasons()), ledger)


class _Sieve:
    """Notes still kept, and the row numbers of those dropped under each reason."""

    def __init__(self, notes: pl.DataFrame) -> None:
        self.notes = notes
        self.dropped: dict[Reason, int] = {}
        self._rows: list[pl.DataFrame] = []

    def drop(self, unusable: pl.Series, reason: Reason) -> None:
        rows = self.notes.filter(unusable).select(ROW_NUMBER, pl.lit(reason.value).alias(REASON))
        if rows.height:
            self.dropped[reason] = rows.height
            self._rows.append(rows)
            self.notes = self.notes.filter(~unusable)

    def told(self) -> Sentences:
        """Return what is said of the rows dropped so far, one sentence a reason."""
        return Sentences(dropped_sentence(reason, rows) for reason, rows in self.dropped.items())

    def reasons(self) -> pl.DataFrame:
        """Return row number and reason of each dropped row, in the order read."""
        none = pl.DataFrame(schema={ROW_NUMBER: pl.Int64, REASON: pl.String})
        return pl.concat([none, *self._rows]).sort(ROW_NUMBER)


def _check_codes(labels: pl.Series, listener: Listener) -> None:
    refuse_measurements(labels)
    if holds_only_numbers(labels):
        notice(
            listener,
            "{column!r}, the label, holds {distinct} different whole numbers; they are taken for names of classes.",
            column=labels.name,
            distinct=labels.drop_nulls().n_unique(),
        )


def _drop_unusable(sieve: _Sieve, settings: Settings) -> None:
    columns, etl = settings.columns, settings.etl
    words = [pl.col(name).str.contains(_HAS_A_WORD) for name in columns.text]
    sieve.drop(sieve.notes.select(~pl.any_horizontal(words)).to_series(), Reason.EMPTY_TEXT)
    sieve.drop(sieve.notes[columns.label].is_null(), Reason.EMPTY_LABEL)
    if columns.patient:
        sieve.drop(sieve.notes[columns.patient].is_null(), Reason.EMPTY_PATIENT)
    ages = [name for name in columns.numeric if fold_name(name) == fold_name(etl.age_column)]
    for age in ages:
        possible = sieve.notes[age].is_between(etl.min_age, etl.max_age).fill_null(value=True)
        sieve.drop(~possible, Reason.IMPOSSIBLE_AGE)


def _drop_rare(sieve: _Sieve, settings: Settings) -> dict[str, int]:
    label = settings.columns.label
    settled = settle_rare_classes(sieve.notes[label], settings.etl)
    sieve.notes = sieve.notes.with_columns(settled.values.alias(label))
    sieve.drop(settled.dropped, Reason.RARE_CLASS)
    return settled.merged


def _require_notes(sieve: _Sieve, read: int) -> None:
    if sieve.notes.is_empty():
        raise NoRows("None of the {read} rows can be used:\n{reasons}", read=read, reasons=sieve.told())
    duplicates = sieve.dropped.get(Reason.DUPLICATE, 0)
    if sieve.notes.height == 1 and duplicates:
        raise NoRows(
            "{duplicates} of the {read} rows read were exact duplicates, which leaves one note. Check the query: a "
            "JOIN without its condition repeats a row.",
            duplicates=duplicates,
            read=read,
        )


def _require_two_classes(labels: pl.Series, before: dict[str, int], unusable: Sentences, settings: Settings) -> None:
    if labels.n_unique() >= 2:
        return
    problem = _too_few_classes(labels, before, settings)
    if unusable:
        # What was dropped comes first: it may be the reason.
        raise UnusableLabels(
            "Rows were dropped before the classes were counted:\n{reasons}\n{problem}",
            reasons=unusable,
            problem=Sentences([problem]),
        )
    raise problem


def _too_few_classes(labels: pl.Series, before: dict[str, int], settings: Settings) -> UnusableLabels:
    if len(before) == 1:
        return UnusableLabels(
            "{column!r}, the label, has a single class in the rows that can be used: {counts}. A classifier needs two.",
            column=settings.columns.label,
            counts=counted(before),
        )
    return UnusableLabels(
        "{column!r}, the label, has {classes} classes and {kept} of them with at least {minimum} rows: {counts}. "
        'A classifier needs two: lower etl.min_class_rows, or set etl.rare_classes = "merge".',
        column=settings.columns.label,
        classes=len(before),
        kept=labels.n_unique(),
        minimum=settings.etl.min_class_rows,
        counts=counted(before),
    )


def _account(
    read: int,
    sieve: _Sieve,
    unified: UnifiedLabels,
    merged: dict[str, int],
    repaired: Counter[str],
    settings: Settings,
) -> Ledger:
    columns = settings.columns
    classes = class_counts(sieve.notes[columns.label])
    mapping = unified.mapping
    if len(mapping) > MOST_CLASSES_NAMED:
        mapping = {label: found for label, found in mapping.items() if label in classes or label in merged}
    return Ledger(
        read=read,
        kept=sieve.notes.height,
        dropped=sieve.dropped,
        label_mapping=mapping,
        repaired=dict(sorted(repaired.items())),
        merged_classes=merged,
        classes=classes,
        patients=sieve.notes[columns.patient].n_unique() if columns.patient else 0,
        foreign=foreign_notes([sieve.notes[name] for name in columns.text], settings.notes_language),
    )


def _quarantine(frame: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    # The source may have columns of these names; theirs are kept under another.
    taken = {name: f"{name}_as_read" for name in (ROW_NUMBER, REASON) if name in frame.columns}
    rows = frame.rename(taken)[reasons[ROW_NUMBER].to_numpy()]
    return rows.with_columns(reasons[ROW_NUMBER], reasons[REASON])
