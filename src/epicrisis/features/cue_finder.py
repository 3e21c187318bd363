"""Cues in a list of words: each is found in one walk, by its first word, the longest one winning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import compress
from typing import Generic, NamedTuple, TypeVar

from epicrisis.features import cues_en, cues_es
from epicrisis.features.cue_patterns import Effect, expand, split_patterns
from epicrisis.features.slips import Slips
from epicrisis.features.text import MARK_SIGN, PLACEHOLDER_SIGN, SENTENCE_ENDS, fold_accents, tokenise

REMEMBERED = 200_000
"""Most spellings whose reading a process keeps; the others are read each time."""
NUMBER = "#"
ACTING = frozenset(
    tokenise("su sus mi mis la las el los un una con a al de del por para y e o his her the with and by to")
)
"""Before a relative, what makes him one who brings, lives with or speaks to the patient."""
_PLACEHOLDERS = {"[history]": "@history", "[family]": "@family"}
"""How a cue writes the placeholders of headings; what else stands for something is read as a number."""
YIELDS_WITHIN = 2
"""Most words between a denial and a doubt that is part of what it denies."""


class Cue(NamedTuple):
    """A cue in a list of items: its first place, the place after its last, and what it does."""

    start: int
    stop: int
    effect: Effect


class _Branch:
    """A branch of the tree of cues: what the words so far are by themselves, and what may follow them."""

    __slots__ = ("effect", "following")

    def __init__(self) -> None:
        self.effect: Effect | None = None
        self.following: dict[str, _Branch] = {}


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


_Value = TypeVar("_Value")


class _Spellings(dict[str, _Value | None], Generic[_Value]):
    """What is known of each item by its spelling without accents, ``#`` for a number; mostly nothing."""

    def __init__(self, known: Mapping[str, _Value]) -> None:
        self._known = known
        self._slips = Slips(known)

    def __missing__(self, item: str) -> _Value | None:
        bare = fold_accents(item.rpartition(MARK_SIGN)[2])
        if bare.startswith(PLACEHOLDER_SIGN):
            bare = _PLACEHOLDERS.get(bare, NUMBER)
        if bare[:1].isdigit():
            bare = NUMBER
        if bare not in self._known:
            bare = self._slips.meant(bare) or bare
        value = self._known.get(bare)
        if len(self) < REMEMBERED:
            self[item] = value
        return value


class _Beginning(NamedTuple):
    """What begins with a word: the cue that it is alone, if any, the branches of longer ones, and what goes next."""

    effect: Effect | None
    branches: list[_Branch]
    after: frozenset[str]


@cache
def _spellings() -> tuple[_Spellings[_Beginning], _Spellings[tuple[str, ...]]]:
    """Return what begins with each word, and as what each word may stand inside a cue."""
    root = _Branch()
    for cue, effect in all_cues().items():
        branch = root
        for word in cue:
            branch = branch.following.setdefault(word, _Branch())
        branch.effect = effect
    sets = word_sets()
    plain = {word for cue in all_cues() for word in cue if word not in sets}
    begins, symbols = {}, {}
    for word in plain.union(*sets.values()):
        symbols[word] = (*([word] if word in plain else []), *(name for name, words in sets.items() if word in words))
        branches = [root.following[symbol] for symbol in symbols[word] if symbol in root.following]
        if branches:
            alone = [branch.effect for branch in branches if branch.effect]
            after = frozenset(symbol for branch in branches for symbol in branch.following)
            begins[word] = _Beginning(alone[0] if alone else None, branches, after)
    return _Spellings(begins), _Spellings(symbols)


def find_cues(items: Sequence[str]) -> list[Cue]:
    """Return the cues in a list of items, in order, none overlapping another.

    Parameters
    ----------
    items : sequence of str
        Tokens and ends of sentences, from `epicrisis.features.text.tokenise_sentences`.
    """
    begins, symbols = _spellings()
    heard: list[Cue] = []
    free, last = 0, len(items) - 1
    for start in compress(range(len(items)), map(begins.__getitem__, items)):
        beginning = begins[items[start]]
        if start < free or beginning is None:
            continue
        # Most words that begin a cue have no second word of one behind them: the common way out.
        alone, branches, after = beginning
        if alone is None and (start == last or after.isdisjoint(symbols[items[start + 1]] or ())):
            continue
        cue = _longest(items, start, alone, branches, symbols)
        if cue:
            free = cue.stop
            if not _is_none(cue, heard, items):
                heard.append(cue)
    return heard


def _is_none(cue: Cue, heard: Sequence[Cue], items: Sequence[str]) -> bool:
    effect = cue.effect
    if effect.reach == "beside":
        return cue.start > 0 and fold_accents(items[cue.start - 1].rpartition(MARK_SIGN)[2]) in ACTING
    return effect.yields and bool(heard) and _denied(cue, heard[-1], items)


def _denied(cue: Cue, before: Cue, items: Sequence[str]) -> bool:
    between = items[before.stop : cue.start]
    near = len(between) <= YIELDS_WITHIN and SENTENCE_ENDS.isdisjoint(between)
    return near and before.effect.category == "negated" and before.effect.reach == "ahead"


def _longest(
    items: Sequence[str],
    start: int,
    effect: Effect | None,
    branches: list[_Branch],
    symbols: _Spellings[tuple[str, ...]],
) -> Cue | None:
    stop = place = start + 1
    while place < len(items):
        standing = symbols[items[place]]
        if standing is None:
            break
        branches = [
            branch.following[symbol] for symbol in standing for branch in branches if symbol in branch.following
        ]
        if not branches:
            break
        place += 1
        for branch in branches:
            if branch.effect:
                effect, stop = branch.effect, place
    return Cue(start, stop, effect) if effect else None
