"""Any file as texts: archives opened, arrays and databases read, bytes decoded in every encoding that is likely."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

STEP = 8_000_000
"""Bytes or characters that are looked at at once."""
OVERLAP = 4_000
"""How much of them is looked at twice, so that nothing is lost at a cut."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Piece:
    """A text and where it stands.

    Parameters
    ----------
    place : str
        The file, and what in it.
    text : str
        What stands there.
    raw : bool
        Whether these are a database's bare bytes, which repeat what its columns hold and hold what was deleted.
    """

    place: str
    text: str
    raw: bool = False


def decoded(data: bytes, *, raw: bool = False) -> Iterator[str]:
    """Return what bytes may say.

    Valid UTF-8 is that. Anything else is read as UTF-8 with gaps and as Latin-1. Where there are NUL bytes, what is
    left without them is read too: that is UTF-16 and UTF-32, in either order of bytes, of every letter of Spanish.
    """
    if data.startswith(_UTF16):
        yield data.decode("utf-16", "replace")
    try:
        yield data.decode()
    except UnicodeDecodeError:
        yield data.decode(errors="ignore")
        if not raw:  # there, what follows without NUL bytes will do
            yield data.decode("latin-1")
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("latin-1")


def texts_of(place: str, data: bytes, *, raw: bool = False) -> Iterator[Piece]:
    """Return bytes as pieces of bounded size."""
    for start in range(0, max(len(data), 1), STEP):
        for text in decoded(data[start : start + STEP + OVERLAP], raw=raw):
            yield Piece(place, text, raw)
