"""Sets of words, written as the words they are."""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of lines, parted by blanks.

    Examples
    --------
    >>> sorted(word_set("uno dos", "tres"))
    ['dos', 'tres', 'uno']
    """
    return frozenset(word for line in lines for word in line.split())
