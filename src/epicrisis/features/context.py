"""Which words of a note are denied, doubted, of the past or of a relative: the method of ConText, Spanish and English.

Sources: Chapman et al. 2001 (NegEx), doi:10.1006/jbin.2001.1029; Harkema et al. 2009 (ConText),
doi:10.1016/j.jbi.2009.05.002. The cues are in `epicrisis.features.cues_es` and `epicrisis.features.cues_en`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from epicrisis.features.cue_finder import find_cues
from epicrisis.features.cue_patterns import CATEGORIES, Category
from epicrisis.features.scopes import Scopes
from epicrisis.features.text import MARK_SIGN, SENTENCE_ENDS, tokenise_sentences

NEGATED = "no~"
"""Stands before a denied word. The tokeniser makes no ``~``; it follows the blank, so that n-grams stay in order."""
MARKS: dict[Category, str] = {"negated": NEGATED, "family": "familia~", "uncertain": "quizá~", "historical": "antes~"}
"""The mark of each category, the one that counts most first: a word gets one mark, since a finding that is denied is
not there, whoever's or whenever it would be."""


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
    return list(_assertions(items, CATEGORIES))


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


_UNMARKED_BY: dict[Category, tuple[Category, ...]] = {
    "negated": CATEGORIES,
    "uncertain": ("uncertain", "historical", "family"),
    "historical": ("historical",),
    "family": ("family",),
}


def _assertions(items: Sequence[str], categories: Collection[Category]) -> Iterator[Assertion]:
    cues = find_cues(items)
    scopes = Scopes(items, cues)
    speaking = [(number, cue, cue.effect.category) for number, cue in enumerate(cues) if cue.effect.category]
    # "AF: madre sin lupus": words that say of whom, or that it is not so, are none of the findings.
    own: dict[Category, set[int]] = {category: set() for category in categories}
    for _, cue, category in speaking:
        for spoken in _UNMARKED_BY[category]:
            if spoken in own:
                own[spoken].update(range(cue.start, cue.stop))
    for number, cue, category in speaking:
        if category in own:
            scope = scopes.of(number, category)
            if not own[category].isdisjoint(scope):
                scope = [place for place in scope if place not in own[category]]
            yield Assertion(category, range(cue.start, cue.stop), tuple(scope))


def _mark(items: Sequence[str], marks: dict[Category, str]) -> list[str]:
    marked = list(items)
    rank = list(marks)
    for assertion in sorted(_assertions(items, marks), key=lambda one: -rank.index(one.category)):
        for place in assertion.scope:
            if items[place] not in SENTENCE_ENDS:
                marked[place] = marks[assertion.category] + _unmarked(items[place])
    return marked


def _unmarked(item: str) -> str:
    if MARK_SIGN in item:
        for mark in MARKS.values():
            item = item.replace(mark, "")
    return item
