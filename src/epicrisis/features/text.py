"""From a note to its tokens. Small pure functions, the same for training and for use."""

from __future__ import annotations

import re
import unicodedata

MAX_TOKEN_LENGTH = 40
"""Longer runs of letters are not words but pasted data; they are no features."""

# Numbers keep their inner signs (0.5, 1,5, 120/80, 10:30); a number glued to its unit (50mg) becomes two tokens, and
# a letter code keeps its digits (dm2, b12). Everything else between tokens is punctuation.
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+\d*")
SENTENCE_ENDS = frozenset(".;:!?…\r\n")
"""Signs over which no negation reaches. None of them is a token."""
_TOKEN_OR_END = re.compile(rf"{_TOKEN.pattern}|[{''.join(sorted(SENTENCE_ENDS))}]")
# Composed and decomposed letters alike, but for the tilde of ñ, which is a letter of its own.
_ACCENT = re.compile("[\u0300-\u0302\u0304-\u036f]|(?<!n)\u0303")


def normalise(text: str) -> str:
    """Return `text` composed (NFC) and in lower case. Accents and ñ are kept."""
    return unicodedata.normalize("NFC", text).lower()


def fold_accents(text: str) -> str:
    """Return `text`, in lower case, without its accents; ñ stays ñ.

    Examples
    --------
    >>> fold_accents("pingüino depresión niña")
    'pinguino depresion niña'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def tokenise(text: str) -> list[str]:
    """Return the tokens of a note: words, codes, numbers and doses, in order.

    Parameters
    ----------
    text : str
        The raw text of one section of a note.

    Returns
    -------
    list of str
        Tokens of at most `MAX_TOKEN_LENGTH` characters, in lower case.

    Examples
    --------
    >>> tokenise("Niega depresión; sertralina 50mg/día, TA 120/80.")
    ['niega', 'depresión', 'sertralina', '50', 'mg', 'día', 'ta', '120/80']
    """
    return [token for token in _TOKEN.findall(normalise(text)) if len(token) <= MAX_TOKEN_LENGTH]


def tokenise_sentences(text: str) -> list[str]:
    """Return the tokens of a note as `tokenise` does, with the signs of `SENTENCE_ENDS` left between them.

    Examples
    --------
    >>> tokenise_sentences("Sin fiebre. Tos.")
    ['sin', 'fiebre', '.', 'tos', '.']
    """
    return [item for item in _TOKEN_OR_END.findall(normalise(text)) if len(item) <= MAX_TOKEN_LENGTH]
