"""What an audit found: where, of which kind, how often, and a fingerprint that gives nothing away."""

from __future__ import annotations

import hashlib
import secrets
from typing import Literal

from pydantic import BaseModel, ConfigDict

from epicrisis.audit.words import fold

Kind = Literal["given", "patient_code", "sentence", "identifier", "rare_term"]

_SALT = secrets.token_bytes(16)
_SHOWN_LETTERS = 2


def fingerprint(text: str) -> str:
    """Return what may be shown of a patient's words: two letters, and a hash that tells them apart.

    The hash is salted anew in every process: a bare hash of an identity number is undone by trying all numbers.

    Examples
    --------
    >>> fingerprint("María")[:3]
    'Ma…'
    """
    shown = "".join(letter for letter in text if letter.isalnum())[:_SHOWN_LETTERS]
    digest = hashlib.blake2b(fold(text).encode("utf-8", "replace"), key=_SALT, digest_size=4).hexdigest()
    return f"{shown}… ({digest})"


class Finding(BaseModel):
    """One thing that was found in one place.

    Parameters
    ----------
    place : str
        The file, and what in it: a table's column, a member of an archive.
    kind : {"given", "patient_code", "sentence", "identifier", "rare_term"}
        A string that the user gave; a value of the patient column; words of a note; an identifier that stands in a
        note; a term of a model that too few patients have.
    count : int
        How often it stands there; of a sentence, how many of its windows.
    shown : str
        The string itself if the user gave it, else its fingerprint.
    row : int or None
        A row of the snapshot that holds it, counted from 1.
    more : int
        Strings of this kind in this place that are not told one by one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str
    kind: Kind
    count: int
    shown: str
    row: int | None = None
    more: int = 0
