"""Which words of a note are denied, doubted, of the past or of a relative: the method of ConText, Spanish and English.

Sources: Chapman et al. 2001 (NegEx), doi:10.1006/jbin.2001.1029; Harkema et al. 2009 (ConText),
doi:10.1016/j.jbi.2009.05.002. The cues are in `epicrisis.features.cues_es` and `epicrisis.features.cues_en`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from epicrisis.features.cue_finder import Cue, find_cues
from epicrisis.features.cue_patterns import CATEGORIES, Category
from epicrisis.features.text import SENTENCE_ENDS, tokenise_sentences

NEGATED = "no~"
"""Stands before a denied word. The tokeniser makes no ``~``; it follows the blank, so that n-grams stay in order."""
MARKS: dict[Category, str] = {"negated": NEGATED, "family": "familia~", "uncertain": "quizá~", "historical": "antes~"}
"""The mark of each category, the one that counts most first: a word gets one mark, since a finding that is denied is
not there, whoever's or whenever it would be."""
AHEAD: dict[Category, int] = {"negated": 8, "uncertain": 6, "historical": 8, "family": 6}
"""Most words of which a cue speaks after it."""
BACK: dict[Category, int] = {"negated": 4, "uncertain": 3, "historical": 5, "family": 4}
"""Most words of which a cue speaks before it."""
LIST = 40
"""Most words that belong to a heading."""
BESIDE = 2
"""Most words that stand beside a cue."""


class Assertion(NamedTuple):
    """What a cue says of the words in its scope.

    Parameters
    ----------
    category : {"negated", "uncertain", "historical", "family"}
        What holds of them.
    cue : range
        Places of the cue's items.
    scope : tuple of int
        Places of the words of which it holds, in order. Empty if the cue is a finding itself ("afebril"), or speaks of
        nothing that is written ("No.").
    """

    category: Category
    cue: range
    scope: tuple[int, ...]


class SentenceAssertions(NamedTuple):
    """Whether a text says of anything that it is denied, doubted, of the past or of a relative."""

    negated: bool
    uncertain: bool
    historical: bool
    family: bool


def find_assertions(items: Sequence[str]) -> list[Assertion]:
    """Find what is denied, doubted, of the past or of a relative, with the cue and the scope of each.

    A scope goes from its cue to the end of the sentence or the next cue that ends it ("pero", "refiere", another denial
    or doubt), and over a bounded number of words. A cue is no part of its own scope; it may be part of another's, as in
    "niega antecedentes de asma".

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences, from `epicrisis.features.text.tokenise_sentences`. Marks are looked through.

    Returns
    -------
    list of Assertion
        In the order of their cues.

    Examples
    --------
    >>> [(one.category, one.scope) for one in find_assertions(["sin", "fiebre", ".", "posible", "asma"])]
    [('negated', (1,)), ('uncertain', (4,))]
    """
    cues = find_cues(items)
    found = []
    for number, cue in enumerate(cues):
        category = cue.effect.category
        if category is not None:
            scope = _SCOPES[cue.effect.reach](items, cues, number, category)
            # "AF: madre con lupus": a word that says of whom is none of the findings.
            said = {place for other in cues if other.effect.category == category for place in range(*other[:2])}
            found.append(Assertion(category, range(cue.start, cue.stop), tuple(p for p in scope if p not in said)))
    return found


def mark_context(items: Sequence[str]) -> list[str]:
    """Mark the words that are denied, doubted, of the past or of a relative; everything else stays as it is.

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences, from `epicrisis.features.text.tokenise_sentences`.

    Returns
    -------
    list of str
        One item for each, in order, with the first of `MARKS` that holds before it. Marking twice marks once.

    Examples
    --------
    >>> mark_context(["niega", "asma", ".", "posible", "tep", ".", "madre", "con", "lupus"])
    ['niega', 'no~asma', '.', 'posible', 'quizá~tep', '.', 'madre', 'con', 'familia~lupus']
    """
    return _mark(items, MARKS)


def mark_negation(items: Sequence[str]) -> list[str]:
    """Mark the words that are denied, as `mark_context` does, and no others.

    Examples
    --------
    >>> mark_negation(["niega", "ideación", "suicida", ".", "posible", "asma"])
    ['niega', 'no~ideación', 'no~suicida', '.', 'posible', 'asma']
    """
    return _mark(items, {"negated": NEGATED})


def sentence_assertions(text: str) -> SentenceAssertions:
    """Say whether a sentence denies or doubts anything, or speaks of the past or of relatives.

    A cue counts whatever is left of its scope: "afebril" denies a fever that is not written.

    Examples
    --------
    >>> sentence_assertions("Afebril, probable viriasis.")
    SentenceAssertions(negated=True, uncertain=True, historical=False, family=False)
    """
    said = {one.effect.category for one in find_cues(tokenise_sentences(text)) if one.effect.counts}
    return SentenceAssertions(*(category in said for category in CATEGORIES))


def _mark(items: Sequence[str], marks: dict[Category, str]) -> list[str]:
    assertions = find_assertions(items)
    marked = list(items)
    for category in reversed(marks):
        for assertion in assertions:
            if assertion.category == category:
                for place in assertion.scope:
                    if items[place] not in SENTENCE_ENDS:
                        marked[place] = marks[category] + items[place].rpartition("~")[2]
    return marked


_Items = Sequence[str]
_Scope = Callable[[_Items, Sequence[Cue], int, Category], Sequence[int]]


def _ahead(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    # "Niega: fiebre, tos": the colon opens the list of what is denied.
    begin = cues[number].stop
    begin += items[begin : begin + 1] == [":"]
    limit = min(len(items), begin + AHEAD[category])
    return _until_end(items, range(begin, _next_end(cues, number, category, begin, limit)))


def _back(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    begin = cues[number].start
    begin -= items[begin - 1 : begin] == [":"]
    limit = max(0, begin - BACK[category])
    before = (cue.stop for cue in reversed(cues[:number]) if category in cue.effect.ends or cue.stop <= limit)
    return _until_end(items, range(begin - 1, max(limit, next(before, 0)) - 1, -1))[::-1]


def _beside(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    return _ahead(items, cues, number, category)[:BESIDE]


def _both(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    return [*_back(items, cues, number, category), *_ahead(items, cues, number, category)]


def _ahead_or_back(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    return _ahead(items, cues, number, category) or _back(items, cues, number, category)


def _back_or_ahead(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    return _back(items, cues, number, category) or _ahead(items, cues, number, category)


def _answered(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    # "Fiebre: no." denies what it answers.
    ahead = _ahead(items, cues, number, category)
    start = cues[number].start
    return ahead or (_back(items, cues, number, category) if items[start - 1 : start] == [":"] else ())


def _list(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    # A heading stands alone on its line as often as before its items.
    begin = cues[number].stop
    begin += items[begin : begin + 1] == ["\n"]
    return _until_end(items, range(begin, min(len(items), begin + LIST)))


def _nothing(items: _Items, cues: Sequence[Cue], number: int, category: Category) -> Sequence[int]:
    return ()


_SCOPES: dict[str, _Scope] = {
    "ahead": _answered,
    "back": _back,
    "both": _both,
    "ahead_or_back": _ahead_or_back,
    "back_or_ahead": _back_or_ahead,
    "list": _list,
    "beside": _beside,
    "itself": _nothing,
    "none": _nothing,
}


def _next_end(cues: Sequence[Cue], number: int, category: Category, begin: int, limit: int) -> int:
    for place in range(number + 1, len(cues)):
        cue = cues[place]
        if cue.start >= limit:
            break
        # What follows at once is spoken of: "niega antecedentes de asma".
        aside = cue.effect.category in ("historical", "family")
        if category in cue.effect.ends and not (aside and cue.start == begin and category == "negated"):
            return max(begin, cue.start - cue.effect.claims)
        if aside and category == "negated" and cue.start > begin:
            return cue.start
    return limit


def _until_end(items: _Items, scope: Iterable[int]) -> list[int]:
    reached: list[int] = []
    for place in scope:
        if items[place] in SENTENCE_ENDS:
            break
        reached.append(place)
    return reached
