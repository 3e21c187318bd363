"""How cues are written down: a line of pattern for all its inflections, and what it does to the words around it.

A pattern is made of words. ``(a|b)`` stands for either ending or word, ``[x]`` for a part that may be missing,
``{name}`` for any word of a set, ``#`` for any number, ``@name`` for a heading's placeholder. ``[no] descart(a|an)``
writes four cues. Accents are not written: cues are compared without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple

Category = Literal["negated", "uncertain", "historical", "family"]
"""What may hold of a word: it is denied, it is doubted, it belongs to the past, it belongs to a relative."""
CATEGORIES: tuple[Category, ...] = ("negated", "uncertain", "historical", "family")
Reach = Literal["ahead", "back", "both", "ahead_or_back", "back_or_ahead", "list", "beside", "itself", "none"]
"""Where the words stand of which a cue speaks.

``ahead_or_back`` looks back only where nothing follows, ``back_or_ahead`` the other way round. ``list`` is a heading
whose items follow. ``beside`` reaches two words ahead. ``itself`` is a finding that is denied or doubted by the very
word ("afebril"): it says so of its sentence and marks nothing. ``none`` only ends the scopes of others.
"""


class Effect(NamedTuple):
    """What a cue does.

    Parameters
    ----------
    category : {"negated", "uncertain", "historical", "family"} or None
        What it says of words; ``None`` for a cue that says nothing and ends the scopes of others.
    reach : Reach
        Of which words it says so.
    ends : tuple of str
        The categories whose scopes end where this cue stands.
    counts : bool
        Whether it says so of its sentence. "TC para descartar fractura" doubts the fracture and tells of a plan.
    yields : bool
        Whether it is none where a denial goes shortly before it.
    claims : int
        Number of words before it that belong to it, and to no scope that it ends.
    """

    category: Category | None
    reach: Reach
    ends: tuple[Category, ...]
    counts: bool = True
    yields: bool = False
    claims: int = 0


class Table(NamedTuple):
    """Cues with the same effect in one language, one pattern a line or between commas."""

    effect: Effect
    language: Literal["es", "en"]
    patterns: str


_PART = re.compile(r"\[[^\]]*\]|\{\w+\}|(?:\([^)]*\)|\S)+")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")


def expand(pattern: str) -> Iterator[tuple[str, ...]]:
    """Write out a pattern.

    Parameters
    ----------
    pattern : str
        What the head of this file explains.

    Yields
    ------
    tuple of str
        The words of one cue; ``{name}`` and ``#`` stay as they are.

    Raises
    ------
    ValueError
        If brackets are left over.

    Examples
    --------
    >>> sorted(expand("[no] (no|se) descart(a|an)"))[:2]
    [('no', 'descarta'), ('no', 'descartan')]
    """
    for chosen in product(*map(_choices, _PART.findall(pattern))):
        words = tuple(word for words in chosen for word in words)
        if any(set(word) & set("()[]|") for word in words):
            raise ValueError(pattern)
        yield words


def split_patterns(text: str) -> list[str]:
    """Return the patterns of a table, one for each line or part between commas."""
    return [" ".join(pattern.split()) for pattern in re.split(r"[,\n]", text) if pattern.strip()]


def _choices(part: str) -> list[tuple[str, ...]]:
    if part.startswith("["):
        return [(), *expand(part[1:-1])]
    pieces = [piece.split("|") if odd % 2 else [piece] for odd, piece in enumerate(_ALTERNATIVES.split(part))]
    return [tuple("".join(chosen).split()) for chosen in product(*pieces)]
