"""Contributions of terms, put on the words of the text that they come from, without a rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from epicrisis.etl.deidentification.masking import masked_spans
from epicrisis.etl.deidentification.spans import PLACEHOLDERS
from epicrisis.features.location import located_tokens
from epicrisis.features.ngrams import spell
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.features.rewriting import Change
from epicrisis.record import Record

Term = tuple[str, str]


class Mark(Record):
    """A stretch of a text and what the terms on it gave together.

    Parameters
    ----------
    start, stop : int
        Characters of the text.
    contribution : float
        The sum of the shares of all terms that stand on it.
    """

    start: int
    stop: int
    contribution: float


class _Token(NamedTuple):
    column: str
    word: str
    start: int
    stop: int


def place_contributions(
    features: ClinicalFeatures, texts: Mapping[str, str], contributions: Mapping[Term, float]
) -> tuple[dict[str, list[Mark]], float]:
    """Put the contributions of a note's terms where the terms stand.

    A term's contribution is divided equally among the places where it stands, that of several words among the words,
    and that of a character n-gram among the words that hold it, as often as each holds it.

    Parameters
    ----------
    features : ClinicalFeatures
        The fitted first step of the model.
    texts : mapping of str to str
        Text of each text column.
    contributions : mapping of (kind, term) to float
        What each term gave. Terms of kind ``column`` have no place and are passed over.

    Returns
    -------
    marks : dict of str to list of Mark
        For each text column, in order of the text. Tokens that stand on the same characters share one mark.
    unplaced : float
        What stands on no character: tokens that a step of the reading put in.
    """
    tokens = [
        _Token(column, *located)
        for column, text in texts.items()
        for located in located_tokens(text, features.variant, _masks(features, text))
    ]
    shares = np.zeros(len(tokens))
    unplaced = 0.0
    wanted = {term: given for term, given in contributions.items() if term[0] != "column"}
    places: dict[Term, Counter[int]] = {}
    for term, token in _standing(features, tokens):
        if term in wanted:
            places.setdefault(term, Counter())[token] += 1
    for term, given in wanted.items():
        found = places.get(term)
        if not found:
            unplaced += given
            continue
        for token, times in found.items():
            shares[token] += given * times / found.total()
    marks: dict[str, list[Mark]] = {column: [] for column in texts}
    for located, share in zip(tokens, shares.tolist(), strict=True):
        unplaced += _mark(marks[located.column], located, share)
    return marks, unplaced


def _masks(features: ClinicalFeatures, text: str) -> list[Change[str]]:
    """Return what the model puts in the place of identifiers before it reads a text."""
    if not features.mask:
        return []
    return [Change(span.start, span.end, PLACEHOLDERS[span.kind]) for span in masked_spans(text)]


def _standing(features: ClinicalFeatures, tokens: list[_Token]) -> Iterator[tuple[Term, int]]:
    """Yield each term and the number of a token that it stands on, once for every time."""
    for number, token in enumerate(tokens):
        run: list[str] = []
        for after in tokens[number : number + features.word_ngram_max]:
            if after.column != token.column:
                break
            run.append(after.word)
            for place in range(number, number + len(run)):
                yield ("word", " ".join(run)), place
        if features.section_terms:
            yield ("section", f"{token.column}:{token.word}"), number
    if features.char_ngrams:
        yield from _letters(tokens)


def _letters(tokens: list[_Token]) -> Iterator[tuple[Term, int]]:
    words = np.unique(np.array([token.word for token in tokens], dtype=np.str_))
    spelling = spell(words)
    row = {word: number for number, word in enumerate(words.tolist())}
    for number, token in enumerate(tokens):
        held = spelling.matrix[[row[token.word]]]
        for gram, times in zip(spelling.grams[held.indices].tolist(), held.data.tolist(), strict=True):
            for _ in range(int(times)):
                yield ("char", gram), number


def _mark(marks: list[Mark], token: _Token, share: float) -> float:
    """Add a token's share to the marks of its text; return what could not be placed."""
    last = marks[-1] if marks else None
    if last is not None and token.start < last.stop:
        # An abbreviation written out: several words of the reading stand on one word of the text.
        start, stop = min(last.start, token.start), max(last.stop, token.stop)
        marks[-1] = Mark(start=start, stop=stop, contribution=last.contribution + share)
        return 0.0
    if token.start == token.stop:
        return share
    marks.append(Mark(start=token.start, stop=token.stop, contribution=share))
    return 0.0
