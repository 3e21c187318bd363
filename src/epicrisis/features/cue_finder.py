"""Cues in a list of words: each is found in one walk, by its first word, the longest one winning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Union

from epicrisis.features import cues_en, cues_es
from epicrisis.features.cue_patterns import Effect, expand, split_patterns
from epicrisis.features.text import SENTENCE_ENDS, fold_accents

REMEMBERED = 200_000
"""Most spellings whose reading a process keeps; the others are read each time."""
NUMBER = "#"
YIELDS_WITHIN = 2
"""Most words between a denial and a doubt that is part of what it denies."""


class Cue(NamedTuple):
    """A cue in a list of items: its first place, the place after its last, and what it does."""

    start: int
    stop: int
    effect: Effect


# A branch of the tree of cues: what may follow, and under the empty word what is complete here.
_Tree = dict[str, Union["_Tree", Effect]]


@cache
def all_cues() -> dict[tuple[str, ...], Effect]:
    """Return every cue, without accents, and what it does. ``{name}`` stands for a word of `word_sets`.

    Where tables overlap a later one wins, so that the look-alikes of cues, which come last, are none.
    """
    tables = [table for module in (cues_en, cues_es) for table in module.TABLES]
    return {
        words: table.effect
        for table in tables
        for pattern in split_patterns(table.patterns)
        for words in expand(pattern)
    }


@cache
def word_sets() -> dict[str, frozenset[str]]:
    """Return the words for which each ``{name}`` stands."""
    named = {**cues_en.SETS, **cues_es.SETS}
    return {
        f"{{{name}}}": frozenset(word for pattern in words.split() for (word,) in expand(pattern))
        for name, words in named.items()
    }


class _Symbols(dict[str, tuple[str, ...]]):
    """What the cues see of a word: itself without accents, the sets it is of, ``#`` for a number; often nothing."""

    def __init__(self, known: dict[str, tuple[str, ...]]) -> None:
        self._known = known

    def __missing__(self, item: str) -> tuple[str, ...]:
        bare = fold_accents(item.rpartition("~")[2])
        symbols = (NUMBER,) if bare[:1].isdigit() else self._known.get(bare, ())
        if len(self) < REMEMBERED:
            self[item] = symbols
        return symbols


@cache
def _compiled() -> tuple[_Tree, _Symbols]:
    tree: _Tree = {}
    for words, effect in all_cues().items():
        branch = tree
        for word in words:
            following = branch.setdefault(word, {})
            assert isinstance(following, dict)
            branch = following
        branch[""] = effect
    sets = word_sets()
    plain = {word for words in all_cues() for word in words if word not in sets}
    known = {
        word: (*([word] if word in plain else []), *(name for name, words in sets.items() if word in words))
        for word in plain.union(*sets.values())
    }
    return tree, _Symbols(known)


def find_cues(items: Sequence[str]) -> list[Cue]:
    """Return the cues in a list of items, in order, none overlapping another.

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences, from `epicrisis.features.text.tokenise_sentences`.
    """
    tree, symbols = _compiled()
    seen = [symbols[item] for item in items]
    heard: list[Cue] = []
    for cue in _walk(seen, tree):
        if not (cue.effect.yields and heard and _denied(cue, heard[-1], items)):
            heard.append(cue)
    return heard


def _denied(cue: Cue, before: Cue, items: Sequence[str]) -> bool:
    between = items[before.stop : cue.start]
    near = len(between) <= YIELDS_WITHIN and SENTENCE_ENDS.isdisjoint(between)
    return near and before.effect.category == "negated" and before.effect.reach == "ahead"


def _walk(seen: Sequence[tuple[str, ...]], tree: _Tree) -> Iterator[Cue]:
    free = 0
    for start, symbols in enumerate(seen):
        if symbols and start >= free:
            found = _longest(seen, start, tree)
            if found:
                free = found.stop
                yield found


def _longest(seen: Sequence[tuple[str, ...]], start: int, tree: _Tree) -> Cue | None:
    found, branches = None, [tree]
    for place in range(start, len(seen)):
        followed = [branch[symbol] for symbol in seen[place] for branch in branches if symbol in branch]
        branches = [branch for branch in followed if isinstance(branch, dict)]
        if not branches:
            break
        for branch in branches:
            effect = branch.get("")
            if isinstance(effect, Effect):
                found = Cue(start, place + 1, effect)
    return found
