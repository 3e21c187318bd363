"""The account of every row: read, kept, dropped and why."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, model_validator

FEWEST_NOTES: Final = 10
"""A spelling of the label or a class that was not kept, of fewer notes than that, is not published."""
WITHHELD_NAMES: Final = "…"
"""Stands for the names that are withheld."""


class Reason(StrEnum):
    """Why a row was dropped. The value is the code that stands in JSON; reports translate it."""

    EMPTY_TEXT = "empty_text"
    EMPTY_LABEL = "empty_label"
    EMPTY_PATIENT = "empty_patient"
    IMPOSSIBLE_AGE = "impossible_age"
    DUPLICATE = "duplicate"
    RARE_CLASS = "rare_class"


class NearDuplicates(BaseModel):
    """Notes that were copied with small changes. None is dropped.

    Parameters
    ----------
    threshold : float
        Least Jaccard similarity of two notes that are alike.
    clusters, notes : int
        Clusters of notes that are alike, and notes in them.
    clusters_across, notes_across : int
        Those clusters that hold notes of several patients, and their notes.
    largest : int
        Notes of the largest cluster.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float
    clusters: int
    notes: int
    clusters_across: int
    notes_across: int
    largest: int


class Ledger(BaseModel):
    """What the cleaning did.

    Parameters
    ----------
    read, kept : int
        Rows before and after; ``read == kept + sum(dropped.values())`` always.
    dropped : dict of Reason to int
        Rows dropped, each counted under the first reason that applied.
    label_mapping : dict of str to dict of str to int
        For each class, every spelling found and its rows.
    withheld_spellings : dict of str to int
        Of a published account: by class, the number of spellings that are withheld; `WITHHELD_NAMES` holds those of
        withheld classes.
    withheld_classes : int
        Of a published account: the number of classes that are not named.
    repaired : dict of str to int
        Cells mended in place, by kind: NUL bytes removed, mojibake repaired.
    deidentified : bool or None
        Whether identifiers were masked in the texts; None in accounts older than that.
    masked : dict of str to int
        Identifiers masked in the notes kept, by kind: names, dates, telephones.
    masked_notes : int
        Notes in which something was masked.
    merged_classes : dict of str to int
        Rare classes merged into one, with their rows; `WITHHELD_NAMES` stands for all that are withheld.
    classes : dict of str to int
        Rows kept of each class.
    patients : int
        Distinct patients kept; 0 without a patient column.
    foreign : dict of str to int
        Notes kept that seem to be in another language than the settings say, by its code.
    near_duplicates : NearDuplicates or None
        Notes that are alike; None if they were not looked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: int
    kept: int
    dropped: dict[Reason, int]
    label_mapping: dict[str, dict[str, int]] = {}
    withheld_spellings: dict[str, int] = {}
    withheld_classes: int = 0
    repaired: dict[str, int] = {}
    deidentified: bool | None = None
    masked: dict[str, int] = {}
    masked_notes: int = 0
    merged_classes: dict[str, int] = {}
    classes: dict[str, int] = {}
    patients: int = 0
    foreign: dict[str, int] = {}
    near_duplicates: NearDuplicates | None = None

    @model_validator(mode="after")
    def _every_row_is_accounted_for(self) -> Ledger:
        if self.read != self.kept + sum(self.dropped.values()):
            raise ValueError(f"{self.read} rows read, {self.kept} kept, {sum(self.dropped.values())} dropped")
        return self

    @property
    def spellings(self) -> int:
        """Number of spellings found in the label column."""
        return sum(map(len, self.label_mapping.values())) + sum(self.withheld_spellings.values())

    @property
    def labels(self) -> int:
        """Number of classes that these spellings are."""
        return len(self.label_mapping) + self.withheld_classes

    def published(self) -> Ledger:
        """Return the account as it may leave the workspace: a label cell that few notes have may be a patient's words.

        Spellings of fewer than `FEWEST_NOTES` notes, and classes of so few that were not kept, are only counted. An
        account that was published stays as it is.
        """
        mapping: dict[str, dict[str, int]] = {}
        hidden, classes = Counter(self.withheld_spellings), self.withheld_classes
        for label, found in self.label_mapping.items():
            named = label in self.classes or sum(found.values()) >= FEWEST_NOTES or label in self.withheld_spellings
            shown = {spelling: rows for spelling, rows in found.items() if named and rows >= FEWEST_NOTES}
            if named:
                mapping[label] = shown
            classes += not named
            hidden[label if named else WITHHELD_NAMES] += len(found) - len(shown)
        changes = {
            "label_mapping": mapping,
            "withheld_spellings": {label: count for label, count in hidden.items() if count},
            "withheld_classes": classes,
            "merged_classes": _published_classes(self.merged_classes),
        }
        return self.model_copy(update=changes)


def _published_classes(rows_by_class: dict[str, int]) -> dict[str, int]:
    shown: Counter[str] = Counter()
    for label, rows in rows_by_class.items():
        shown[label if rows >= FEWEST_NOTES else WITHHELD_NAMES] += rows
    return dict(shown)
