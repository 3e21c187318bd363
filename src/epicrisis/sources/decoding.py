"""Bytes to text: UTF-8 where it is UTF-8, and the code page of Windows for every byte that is not.

Hospital exports mix the two within one file and even within one cell. Decoding byte by byte keeps both readable.
"""

from __future__ import annotations

import re

_STRAY = re.compile("[\udc80-\udcff]+")


def decode(content: bytes, fallback: str = "cp1252") -> tuple[str, bool]:
    """Return the text of `content`, and whether some of it was no UTF-8.

    Parameters
    ----------
    content : bytes
        A cell.
    fallback : str
        Encoding of one byte a letter, for what is no UTF-8.
    """
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    escaped = content.decode("utf-8", "surrogateescape")
    return _STRAY.sub(lambda match: _strays(match[0], fallback), escaped), True


def without_surrogates(text: str) -> str:
    """Return `text` with halves of surrogate pairs, which no file can hold, replaced by the sign for that."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _strays(escaped: str, fallback: str) -> str:
    stray = escaped.encode("ascii", "surrogateescape")
    try:
        return stray.decode(fallback)
    except UnicodeDecodeError:
        # Five bytes mean nothing in the code page of Windows; in Latin-1 every byte means something.
        return stray.decode("latin-1")
