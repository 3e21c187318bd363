"""Settings files as Windows editors leave them: with a byte order mark, in UTF-16, or not in Unicode at all."""

from __future__ import annotations

import codecs
from pathlib import Path

from epicrisis.errors import SettingsError


def read_text(path: Path) -> str:
    """Return the text of a settings file.

    UTF-8 is read with or without a byte order mark, and UTF-16 with one: Windows PowerShell's ``>`` writes that.

    Raises
    ------
    SettingsError
        The file cannot be read, or is not Unicode.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError("{path} cannot be read ({reason}).", path=path, reason=error.strerror) from error
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            "{file} is not UTF-8 text: see line {line}. Open it in an editor and save it with the encoding UTF-8.",
            file=path.name,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
