"""What the cleaning tells: counts and names of classes, never a cell."""

from __future__ import annotations

from epicrisis.errors import DataError
from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.progress import Listener, notice, warning

MOST_CLASSES_NAMED = 200
_MOST_CLASSES_SHOWN = 12

_DROPPED = {
    Reason.EMPTY_TEXT: DataError("{rows} rows dropped: no letter or digit in any text column."),
    Reason.EMPTY_LABEL: DataError("{rows} rows dropped: no label."),
    Reason.EMPTY_PATIENT: DataError("{rows} rows dropped: no patient."),
    Reason.IMPOSSIBLE_AGE: DataError("{rows} rows dropped: impossible age."),
    Reason.DUPLICATE: DataError("{rows} rows dropped: exact duplicates of another row."),
    Reason.RARE_CLASS: DataError("{rows} rows dropped: classes with too few rows (etl.min_class_rows)."),
}
_MENDED = {
    "nul_bytes": DataError("{cells} cells mended: NUL bytes removed."),
    "mojibake": DataError("{cells} cells mended: letters damaged by a wrong encoding put back (Ã³ → ó)."),
    "decomposed": DataError("{cells} cells mended: accents joined to their letters (NFC)."),
    "unreadable_numbers": DataError("{cells} values that are not numbers were taken as missing."),
    "unreadable_dates": DataError("{cells} values that are not dates were taken as missing."),
}
# Rows that the analyst may be able to save in the source, or may miss in the model.
_WORTH_A_WARNING = (Reason.EMPTY_PATIENT, Reason.RARE_CLASS)
_MANY_FOREIGN = 0.05
"""Share of notes in another language from which on it is worth a warning."""


def dropped_sentence(reason: Reason, rows: int) -> DataError:
    """Return what is said of the rows dropped under one reason."""
    return _DROPPED[reason].filled(rows=rows)


def counted(counts: dict[str, int]) -> str:
    """Return classes with their rows for a message: ``A 310, B 12``.

    Of more than two hundred classes only the rows are shown: such a column holds something else, names for instance.
    """
    named = len(counts) <= MOST_CLASSES_NAMED
    shown = [f"{label} {rows}" if named else str(rows) for label, rows in counts.items()]
    rest = len(shown) - _MOST_CLASSES_SHOWN
    return ", ".join(shown[:_MOST_CLASSES_SHOWN]) + (f" … (+{rest})" if rest > 0 else "")


def tell(ledger: Ledger, classes_gone: dict[str, int], listener: Listener) -> None:
    """Tell what was dropped, unified, merged and mended.

    Parameters
    ----------
    ledger : Ledger
        The account.
    classes_gone : dict of str to int
        Rare classes that were dropped, with their rows.
    listener : callable
        Who hears it.
    """
    for reason, rows in ledger.dropped.items():
        say = warning if reason in _WORTH_A_WARNING else notice
        say(listener, _DROPPED[reason].template, rows=rows)
    if classes_gone:
        warning(listener, "Classes dropped: {classes}.", classes=counted(classes_gone))
    if ledger.merged_classes:
        notice(listener, "Rare classes merged into one: {classes}.", classes=counted(ledger.merged_classes))
    if ledger.spellings > ledger.labels:
        notice(
            listener,
            "{spellings} spellings of the label were unified into {classes} classes.",
            spellings=ledger.spellings,
            classes=ledger.labels,
        )
    if ledger.foreign:
        say = warning if sum(ledger.foreign.values()) > _MANY_FOREIGN * ledger.kept else notice
        say(
            listener,
            "{notes} of {kept} notes seem to be in another language ({languages}): negations, abbreviations and lemmas "
            "are read in the language of the settings.",
            notes=sum(ledger.foreign.values()),
            kept=ledger.kept,
            languages=counted(ledger.foreign),
        )
    if ledger.masked_notes:
        notice(
            listener,
            "Identifiers masked in {notes} notes: {kinds}.",
            notes=ledger.masked_notes,
            kinds=", ".join(f"[{kind.upper()}] {count}" for kind, count in ledger.masked.items()),
        )
    if ledger.deidentified is False:
        warning(
            listener,
            "Identifiers of patients are left in the texts (privacy.deidentify = false): names, documents, telephones. "
            "A model may learn those that enough patients share.",
        )
    for kind, cells in ledger.repaired.items():
        notice(listener, _MENDED[kind].template, cells=cells)
