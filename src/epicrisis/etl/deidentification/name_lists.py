"""The names that come with the package, and a file of further ones."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from epicrisis.errors import SettingsError

NameClass = Literal["given", "surname", "given_word", "surname_word", "listed"]

_FILES: dict[NameClass, str] = {
    "surname_word": "surnames_words.txt",
    "given_word": "given_words.txt",
    "surname": "surnames.txt",
    "given": "given.txt",
}
_WORD = re.compile(r"[^\W\d_]+")
# One letter for one letter, so that places in the text stay what they are; ñ is a letter of its own.
_ACCENTED = "áàâäãåéèêëíìîïóòôöõúùûüçÁÀÂÄÃÅÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛÜÇ"
_PLAIN = "aaaaaaeeeeiiiiooooouuuucAAAAAAEEEEIIIIOOOOOUUUUC"


def folded(word: str) -> str:
    """Return a text without its accents, as long as before; ñ stays ñ.

    Examples
    --------
    >>> folded("Muñoz"), folded("GARCÍA")
    ('Muñoz', 'GARCIA')
    """
    if word.isascii():
        return word
    # Forty-eight passes in C are forty times as fast as one translation of a note.
    for accented, plain in zip(_ACCENTED, _PLAIN, strict=True):
        word = word.replace(accented, plain)
    return word


@cache
def bundled_names() -> dict[str, NameClass]:
    """Return the names that come with the package, in lower case and without accents, and what each may be.

    Source: ``lists/SOURCES.md``.
    """
    folder = files("epicrisis.etl.deidentification") / "lists"
    names: dict[str, NameClass] = {}
    for kind, file in _FILES.items():
        names |= dict.fromkeys((folder / file).read_text(encoding="utf-8").split(), kind)
    return names


def read_names(path: Path) -> frozenset[str]:
    """Return the words of a file of names, one name a line, in lower case and without accents.

    Raises
    ------
    SettingsError
        It cannot be read, is not UTF-8 text, or holds no name.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SettingsError("privacy.names: there is no file {path}.", path=path) from error
    except OSError as error:  # its words are the machine's, in the machine's language
        raise SettingsError(
            "privacy.names: {path} cannot be read. It must be a file that you may read.", path=path
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError("privacy.names: {path} is not UTF-8 text.", path=path) from error
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    words = frozenset(folded(word).lower() for line in lines for word in _WORD.findall(line) if len(word) > 2)
    if not words:
        raise SettingsError("privacy.names: {path} holds no name; it takes one a line.", path=path)
    return words
