"""Where each token of a reading stands in the text as it was written, to highlight it there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from epicrisis.features.rewriting import Alignment, Change, rewrite, rewrite_items
from epicrisis.features.text import SENTENCE_ENDS, compose, lower, token_places
from epicrisis.features.variants import TextVariant, map_words, step_functions

# A character below U+0300 begins anew: it is composed with what follows it, never with what precedes it.
_PIECE = re.compile("[\u0000-\u02ff]?[^\u0000-\u02ff]+")
_GROWS = "\u0130"
"""The only letter (İ) whose lower case is longer."""


def located_tokens(text: str, variant: TextVariant, masks: Sequence[Change[str]] = ()) -> list[tuple[str, int, int]]:
    """Return the tokens of a text, each with its start and stop in the text that is given.

    Parameters
    ----------
    text : str
        The text as it was written.
    variant : TextVariant
        The way of reading; the tokens are those of `epicrisis.features.variants.variant_tokens`.
    masks : sequence of Change
        What is replaced in the text before it is read, in order: the tokens are those of the masked text.

    Returns
    -------
    list of (str, int, int)
        A token that came of several characters, words or signs spans all of them; one that was inserted, none.

    Examples
    --------
    >>> located_tokens("Niega DEPRESIÓN.", TextVariant(("folded", "negation")))
    [('niega', 0, 5), ('no~depresion', 6, 15)]
    """
    normalised, ways = _normalised(text, variant, masks)
    items, spans = _items(normalised, variant)
    words = map_words(items, variant)
    return [(word, *_source(ways, *span)) for word, span in zip(words, spans, strict=True) if word]


def _normalised(text: str, variant: TextVariant, masks: Sequence[Change[str]]) -> tuple[str, list[Alignment]]:
    """Return the text as it is when it is cut into tokens, and the ways back, the first change first."""
    ways: list[Alignment] = []
    for changes in (lambda _: masks, _compositions, *step_functions(variant, "text"), _lower_cases):
        made = list(changes(text))
        if made:
            ways.append(Alignment(made))
            text = rewrite(text, made)
    return lower(text), ways


def _items(normalised: str, variant: TextVariant) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the tokens before their words are mapped, and where each stands in the text that was cut."""
    on_tokens, on_marks = step_functions(variant, "tokens"), step_functions(variant, "marks")
    found = list(token_places(normalised, ends=bool(on_tokens or on_marks)))
    items = [item for item, _, _ in found]
    spans = [(start, stop) for _, start, stop in found]
    for step in on_tokens:
        changes = list(step(items))
        way = Alignment(changes)
        items = rewrite_items(items, changes)
        spans = [_joined(spans, *way.back(place, place + 1)) for place in range(len(items))]
    for mark in on_marks:
        items = mark(items)
    kept = [place for place, item in enumerate(items) if item not in SENTENCE_ENDS]
    return [items[place] for place in kept], [spans[place] for place in kept]


def _joined(spans: Sequence[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    """Return the span of the items from `first` to `last`, the last one excluded; of none, the place before it."""
    if first < last:
        return spans[first][0], spans[last - 1][1]
    place = spans[first][0] if first < len(spans) else spans[-1][1] if spans else 0
    return place, place


def _source(ways: Sequence[Alignment], start: int, stop: int) -> tuple[int, int]:
    for way in reversed(ways):
        start, stop = way.back(start, stop)
    return start, stop


def _compositions(text: str) -> Iterator[Change[str]]:
    for piece in _PIECE.finditer(text):
        composed = compose(piece[0])
        if composed != piece[0]:
            yield Change(*piece.span(), composed)


def _lower_cases(text: str) -> Iterator[Change[str]]:
    for place, letter in enumerate(text):
        if letter == _GROWS:
            yield Change(place, place + 1, letter.lower())
