"""A way of reading texts: the steps between a note and the tokens that are counted.

Steps on words are maps over distinct words, so they cost nothing a note.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from epicrisis.features.rewriting import rewrite, rewrite_items
from epicrisis.features.steps import Level, in_order
from epicrisis.features.text import MARK_SIGN, PLACEHOLDER_SIGN, SENTENCE_ENDS, compose, lower, split_tokens
from epicrisis.settings.values import Language


@dataclass(frozen=True)
class TextVariant:
    """A way of reading texts.

    Parameters
    ----------
    steps : tuple of str
        Names of steps, see `epicrisis.features.steps`. They are put in the order in which they are applied.
    language : {"es", "en"}
        Language of the texts.

    Raises
    ------
    SettingsError
        A step is unknown.
    """

    steps: tuple[str, ...] = ()
    language: Language = "es"

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", tuple(step.name for step in in_order(tuple(self.steps))))

    @property
    def name(self) -> str:
        """A name for files: equal for variants that read every text alike."""
        return "-".join(step.file_name(self.language) for step in in_order(self.steps)) or "plain"


PLAIN = TextVariant()
"""Words as they are written, in lower case."""


@cache
def step_functions(variant: TextVariant, level: Level) -> tuple[Callable[..., Any], ...]:
    """Return the functions of a variant's steps at a level, in their order."""
    return tuple(step.make(variant.language) for step in in_order(variant.steps) if step.level == level)


def rewriter(variant: TextVariant) -> Callable[[str], str]:
    """Return the function from a text to what is cut into tokens: composed, and changed by the steps on texts."""
    steps = step_functions(variant, "text")

    def rewritten(text: str) -> str:
        text = compose(text)
        for changes in steps:
            text = rewrite(text, changes(text))
        return text

    return rewritten


def marker(variant: TextVariant) -> Callable[[list[str]], list[str]] | None:
    """Return the function from tokens and ends of sentences to tokens; none if no step asks for it."""
    on_tokens, on_marks = step_functions(variant, "tokens"), step_functions(variant, "marks")
    if not (on_tokens or on_marks):
        return None

    def marked(items: list[str]) -> list[str]:
        for changes in on_tokens:
            items = rewrite_items(items, changes(items))
        for mark in on_marks:
            items = mark(items)
        return [item for item in items if item not in SENTENCE_ENDS]

    return marked


def reader(variant: TextVariant) -> Callable[[str], list[str]]:
    """Return the function from a text to its tokens before their words are mapped, see `raw_tokens`."""
    rewritten, marked = rewriter(variant), marker(variant)
    if marked is None:
        return lambda text: split_tokens(lower(rewritten(text)))
    return lambda text: marked(split_tokens(lower(rewritten(text)), ends=True))


def raw_tokens(text: str, variant: TextVariant) -> list[str]:
    """Return the tokens of a text before their words are mapped."""
    return reader(variant)(text)


def map_words(words: Sequence[str], variant: TextVariant) -> list[str]:
    """Return what each word becomes: empty if it is left out; a mark stays before it, and a placeholder as it is.

    Parameters
    ----------
    words : sequence of str
        Distinct words of `raw_tokens`.
    variant : TextVariant
        What is done to them.
    """
    steps = step_functions(variant, "word")
    if not steps:
        return list(words)

    @cache
    def change(word: str) -> str:
        if word.startswith(PLACEHOLDER_SIGN):
            return word
        for step in steps:
            word = step(word) if word else ""
        return word

    def mapped(word: str) -> str:
        mark, sign, bare = word.rpartition(MARK_SIGN)
        changed = change(bare)
        return f"{mark}{sign}{changed}" if changed else ""

    return [mapped(word) for word in words]


def variant_tokens(text: str, variant: TextVariant) -> list[str]:
    """Return the tokens of one text, in order; `epicrisis.features.ngrams.read_corpus` does the same to many at once.

    Examples
    --------
    >>> variant_tokens("Niega depresión", TextVariant(("folded", "negation")))
    ['niega', 'no~depresion']
    """
    return [word for word in map_words(raw_tokens(text, variant), variant) if word]
