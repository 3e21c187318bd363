"""What the cleaning masks: the text columns of the notes that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from epicrisis.etl.deidentification.masking import mask_column
from epicrisis.etl.deidentification.name_lists import read_names
from epicrisis.etl.deidentification.spans import KINDS
from epicrisis.settings.schema import PrivacySettings
from epicrisis.workspace import content_id


@dataclass(frozen=True)
class MaskedNotes:
    """Notes with their identifiers masked.

    Parameters
    ----------
    notes : polars.DataFrame
        The notes, all other columns as they were.
    account : dict of str to object
        What the ledger says of it: ``deidentified``, ``masked`` and ``masked_notes``.
    """

    notes: pl.DataFrame
    account: dict[str, object]


def further_names(privacy: PrivacySettings) -> frozenset[str]:
    """Return the names of the settings' file, none where nothing is masked.

    Raises
    ------
    SettingsError
        The file cannot be used.
    """
    return read_names(Path(privacy.names)) if privacy.deidentify and privacy.names else frozenset()


def masking_identity(privacy: PrivacySettings) -> list[object]:
    """Return what tells one way of masking from another; of the file of names, its content rather than its place."""
    return [privacy.deidentify, content_id(sorted(further_names(privacy)))]


def mask_notes(
    notes: pl.DataFrame, columns: Sequence[str], privacy: PrivacySettings, names: frozenset[str]
) -> MaskedNotes:
    """Mask the text columns of notes, unless the settings say otherwise.

    Parameters
    ----------
    notes : polars.DataFrame
        Clean notes.
    columns : sequence of str
        Names of the text columns.
    privacy : PrivacySettings
        Whether to mask.
    names : frozenset of str
        Further names, see `further_names`.
    """
    if not privacy.deidentify:
        return MaskedNotes(notes, {"deidentified": False})
    counts: Counter[str] = Counter()
    masked = []
    for name in columns:
        column, found = mask_column(notes[name], names)
        masked.append(column)
        counts += found
    touched = [column != notes[column.name] for column in masked]
    rows = pl.DataFrame([mask.alias(str(place)) for place, mask in enumerate(touched)])
    return MaskedNotes(
        notes.with_columns(masked),
        {
            "deidentified": True,
            "masked": {kind: counts[kind] for kind in KINDS if counts[kind]},
            "masked_notes": int(rows.select(pl.any_horizontal(pl.all())).to_series().sum()),
        },
    )
