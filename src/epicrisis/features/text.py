"""From a note to its tokens. Small pure functions, the same for training and for use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_TOKEN_LENGTH = 40
"""Longer runs of letters are not words but pasted data; they are no features."""

# Numbers keep their inner signs (0.5, 1,5, 120/80, 10:30); a number glued to its unit (50mg) becomes two tokens, and
# a letter code keeps its digits (dm2, b12), a placeholder its brackets. Everything else is punctuation.
_PLACEHOLDER = re.compile(r"(\[[A-Z_]+\])")
_TOKEN = re.compile(rf"\d+(?:[.,/:]\d+)*|[^\W\d_]+\d*|{_PLACEHOLDER.pattern[1:-1]}")
SENTENCE_ENDS = frozenset(".;:!?…\r\n")
"""Signs over which no negation reaches. None of them is a token."""
_TOKEN_OR_END = re.compile(rf"{_TOKEN.pattern}|[{''.join(sorted(SENTENCE_ENDS))}]")
# Composed and decomposed letters alike, but for the tilde of ñ, which is a letter of its own.
_ACCENT = re.compile("[\u0300-\u0302\u0304-\u036f]|(?<!n)\u0303")


PLACEHOLDER_SIGN = "["
"""Begins a token that stands for something else, such as ``[date]``; no word begins with it."""
MARK_SIGN = "~"
"""Ends a mark before a token, such as ``no~``; the tokeniser makes none."""


def compose(text: str) -> str:
    """Return `text` in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", text)


def lower(text: str) -> str:
    """Return `text` in lower case, but for its placeholders (``[DATE]``), which stay."""
    if PLACEHOLDER_SIGN not in text:
        return text.lower()
    parts = _PLACEHOLDER.split(text)
    return "".join(part if place % 2 else part.lower() for place, part in enumerate(parts))


def normalise(text: str) -> str:
    """Return `text` composed (NFC) and in lower case, but for its placeholders. Accents and ñ are kept."""
    return lower(compose(text))


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
    """Return the tokens of a note: words, codes, numbers, doses and placeholders, in order.

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
    >>> tokenise("Niega depresión; sertralina 50mg/día, TA 120/80, [NAME].")
    ['niega', 'depresión', 'sertralina', '50', 'mg', 'día', 'ta', '120/80', '[name]']
    """
    return split_tokens(normalise(text))


def tokenise_sentences(text: str) -> list[str]:
    """Return the tokens of a note as `tokenise` does, with the signs of `SENTENCE_ENDS` left between them.

    Examples
    --------
    >>> tokenise_sentences("Sin fiebre. Tos.")
    ['sin', 'fiebre', '.', 'tos', '.']
    """
    return split_tokens(normalise(text), ends=True)


def split_tokens(normalised: str, *, ends: bool = False) -> list[str]:
    """Return the tokens of a text that is composed and in lower case, with the ends of sentences if they are wanted."""
    found = (_TOKEN_OR_END if ends else _TOKEN).findall(normalised)
    tokens = [token for token in found if len(token) <= MAX_TOKEN_LENGTH]
    # A placeholder has been left in capitals, which tells it from a word that somebody wrote in brackets.
    return tokens if PLACEHOLDER_SIGN not in normalised else [token.lower() for token in tokens]


def token_places(normalised: str, *, ends: bool = False) -> Iterator[tuple[str, int, int]]:
    """Yield the tokens as `split_tokens` does, each with its start and stop in the text that is given."""
    for found in (_TOKEN_OR_END if ends else _TOKEN).finditer(normalised):
        token = found[0]
        if len(token) <= MAX_TOKEN_LENGTH:
            yield token.lower() if token.startswith(PLACEHOLDER_SIGN) else token, *found.span()
