"""Counts of n-grams over a corpus, made with array operations instead of one dictionary a note.

Words are numbered once in alphabetical order. Word n-grams are then pairs of numbers, and the character n-grams of a
note are the sum of those of its words, so that each distinct word is cut into characters only once. The counts equal
those of scikit-learn's ``CountVectorizer`` on the same tokens; a property test holds them to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy import sparse

from epicrisis.features.cutting import Cut, cut
from epicrisis.features.text import lower, split_tokens, tokenise
from epicrisis.features.variants import PLAIN, TextVariant, map_words, marker, reader, rewriter, step_functions

IntArray = npt.NDArray[np.int64]
CHAR_RANGE = (3, 5)
COUNT_TYPE = np.float32
"""Counts are whole numbers far below 2**24, which this type holds exactly, and scikit-learn computes in it."""


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each document.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array of shape (documents, terms)
        Counts, sorted indices.
    terms : ndarray of str of shape (terms,)
        The terms; a word n-gram is its words joined by blanks.
    sizes : ndarray of int8 of shape (terms,)
        n of each n-gram.
    """

    matrix: sparse.csr_array
    terms: npt.NDArray[np.str_]
    sizes: npt.NDArray[np.int8]

    def rows(self, index: npt.NDArray[np.integer]) -> Counts:
        """Return the counts of some documents, over the same terms."""
        return Counts(self.matrix[index], self.terms, self.sizes)


@dataclass(frozen=True)
class Corpus:
    """Tokens of all documents, as one array of word numbers.

    Parameters
    ----------
    words : ndarray of str of shape (vocabulary,)
        Distinct words in alphabetical order.
    tokens : ndarray of int of shape (tokens,)
        Word number of each token.
    document : ndarray of int of shape (tokens,)
        Document of each token.
    section : ndarray of int of shape (tokens,)
        Section (text column) of each token.
    documents, sections : int
        Number of documents and of sections.
    """

    words: npt.NDArray[np.str_]
    tokens: IntArray
    document: IntArray
    section: IntArray
    documents: int
    sections: int


def read_corpus(columns: Sequence[Sequence[str]], variant: TextVariant = PLAIN) -> Corpus:
    """Tokenise a corpus whose documents have one text for each section.

    Parameters
    ----------
    columns : sequence of sequences of str
        One sequence a section, all of the same length: the number of documents.
    variant : TextVariant
        What is done to the words. The tokens are those of `epicrisis.features.variants.variant_tokens`.
    """
    texts = list(chain.from_iterable(columns))
    if marker(variant):
        found = _numbered(list(map(reader(variant), texts)))
    else:
        rewritten = rewriter(variant) if step_functions(variant, "text") else None
        # What was rewritten is composed already; composing it again could join what a step has put together.
        found = cut(list(map(rewritten, texts)), _cut_one) if rewritten else cut(texts, tokenise)
    # Several words may become one.
    words, rank = np.unique(np.array(map_words(found.words, variant), dtype=np.str_), return_inverse=True)
    documents = len(columns[0])
    text = np.repeat(np.arange(len(texts)), found.lengths)
    corpus = Corpus(
        words=words,
        tokens=rank[found.tokens],
        document=text % max(documents, 1),
        section=text // max(documents, 1),
        documents=documents,
        sections=len(columns),
    )
    return _without_left_out(corpus) if words[:1].tolist() == [""] else corpus


def _cut_one(rewritten: str) -> list[str]:
    return split_tokens(lower(rewritten))


def _numbered(split: Sequence[list[str]]) -> Cut:
    numbers: dict[str, int] = {}
    lengths = np.fromiter(map(len, split), np.int64, len(split))
    tokens = np.fromiter((numbers.setdefault(t, len(numbers)) for t in chain.from_iterable(split)), np.int64)
    return Cut(list(numbers), tokens, lengths)


def _without_left_out(corpus: Corpus) -> Corpus:
    # A word that became empty is the first in alphabetical order.
    stays = corpus.tokens > 0
    return replace(
        corpus,
        words=corpus.words[1:],
        tokens=corpus.tokens[stays] - 1,
        document=corpus.document[stays],
        section=corpus.section[stays],
    )


@dataclass(frozen=True)
class Grams:
    """Occurrences of n-grams, each by a number instead of its text.

    Parameters
    ----------
    documents, keys : ndarray of int of shape (occurrences,)
        Where each stands, and its number: the words' numbers as digits, in the base of the vocabulary's size, so that
        the order of the numbers is that of the texts.
    size : int
        n.
    """

    documents: IntArray
    keys: IntArray
    size: int


def word_grams(corpus: Corpus, largest: int = 2) -> list[Grams]:
    """Return the n-grams of 1 to `largest` words; none reaches over the end of a document's section.

    Parameters
    ----------
    corpus : Corpus
        The documents.
    largest : int
        Largest n.
    """
    start = np.arange(len(corpus.tokens))
    found = [Grams(corpus.document, corpus.tokens, 1)]
    for size in range(2, largest + 1):
        last = start + size - 1
        inside = last < len(corpus.tokens)
        inside[inside] = _same_text(corpus, start[inside], last[inside])
        start, keys = start[inside], found[-1].keys[inside]
        keys = keys * max(len(corpus.words), 1) + corpus.tokens[last[inside]]
        found.append(Grams(corpus.document[start], keys, size))
    return found


def section_grams(corpus: Corpus) -> Grams:
    """Return the words, told apart by section: the section is the first digit."""
    return Grams(corpus.document, corpus.section * max(len(corpus.words), 1) + corpus.tokens, 1)


def name_words(keys: IntArray, size: int, words: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """Return the texts of word n-grams: their words, joined by blanks."""
    rest, names = keys, None
    for _ in range(size):
        rest, word = np.divmod(rest, max(len(words), 1))
        names = words[word] if names is None else np.strings.add(np.strings.add(words[word], " "), names)
    return words[:0] if names is None or not len(keys) else names


def name_sections(keys: IntArray, sections: Sequence[str], words: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """Return the texts of words told apart by section: ``section:word``."""
    prefix = np.array([f"{name}:" for name in sections])
    section, word = np.divmod(keys, max(len(words), 1))
    return np.strings.add(prefix[section], words[word]) if len(keys) else words[:0]


def word_counts(corpus: Corpus, largest: int = 2) -> Counts:
    """Count n-grams of 1 to `largest` words; none reaches over the end of a document's section.

    Parameters
    ----------
    corpus : Corpus
        The documents.
    largest : int
        Largest n.
    """
    parts = []
    for grams in word_grams(corpus, largest):
        if grams.size == 1:  # every word of the corpus is a term, found or not
            parts.append(_counts(corpus.documents, grams.documents, grams.keys, corpus.words, 1))
            continue
        keys, places = np.unique(grams.keys, return_inverse=True)
        terms = name_words(keys, grams.size, corpus.words)
        parts.append(_counts(corpus.documents, grams.documents, places, terms, grams.size))
    return side_by_side(parts)


def section_counts(corpus: Corpus, names: Sequence[str]) -> Counts:
    """Count words apart for each section; a term is ``section:word``.

    Parameters
    ----------
    corpus : Corpus
        The documents.
    names : sequence of str
        Name of each section.
    """
    grams = section_grams(corpus)
    keys, places = np.unique(grams.keys, return_inverse=True)
    return _counts(corpus.documents, grams.documents, places, name_sections(keys, names, corpus.words), 1)


@dataclass(frozen=True)
class Spelling:
    """Which character n-grams each word of a vocabulary has.

    Parameters
    ----------
    matrix : csr_array of shape (words, n-grams)
        How often.
    grams : ndarray of str of shape (n-grams,)
        The n-grams in alphabetical order.
    """

    matrix: sparse.csr_array
    grams: npt.NDArray[np.str_]


def spell(words: npt.NDArray[np.str_], sizes: tuple[int, int] = CHAR_RANGE) -> Spelling:
    """Cut words into character n-grams, each word padded with a blank on both sides.

    Parameters
    ----------
    words : ndarray of str
        Distinct words.
    sizes : tuple of (int, int)
        Smallest and largest n.
    """
    numbers: dict[str, int] = {}
    grams = [[numbers.setdefault(g, len(numbers)) for g in _char_ngrams(str(word), sizes)] for word in words]
    found = np.array(list(numbers), dtype=np.str_) if numbers else np.array([], dtype="U1")
    order = np.argsort(found)
    rank = np.empty(len(found), dtype=np.int64)
    rank[order] = np.arange(len(found))
    lengths = np.fromiter(map(len, grams), np.int64, len(grams))
    flat = np.fromiter(chain.from_iterable(grams), np.int64)
    matrix = _matrix(np.repeat(np.arange(len(grams)), lengths), rank[flat], (len(grams), len(found)))
    return Spelling(matrix, found[order])


def char_matrix(corpus: Corpus, spelling: Spelling) -> sparse.csr_array:
    """Return how often each document has each character n-gram of its words' spelling."""
    by_word = _matrix(corpus.document, corpus.tokens, (corpus.documents, len(corpus.words)))
    matrix = sparse.csr_array(by_word @ spelling.matrix)
    matrix.sort_indices()
    return matrix


def char_counts(corpus: Corpus, sizes: tuple[int, int] = CHAR_RANGE) -> Counts:
    """Count character n-grams inside words, each word padded with a blank on both sides.

    Parameters
    ----------
    corpus : Corpus
        The documents.
    sizes : tuple of (int, int)
        Smallest and largest n.
    """
    spelling = spell(corpus.words, sizes)
    return Counts(char_matrix(corpus, spelling), spelling.grams, char_sizes(spelling.grams))


def char_sizes(grams: npt.NDArray[np.str_]) -> npt.NDArray[np.int8]:
    """Return n of each character n-gram."""
    return np.strings.str_len(grams).astype(np.int8)


def aligned(counts: Counts, terms: npt.NDArray[np.str_]) -> sparse.csr_array:
    """Return counts over another list of terms: known ones moved to their place, unknown ones left out.

    Parameters
    ----------
    counts : Counts
        Counts over the terms of some corpus.
    terms : ndarray of str
        Terms wanted, in the order wanted.
    """
    known = {term: place for place, term in enumerate(counts.terms.tolist())}
    source = np.fromiter((known.get(term, -1) for term in terms.tolist()), np.int64, len(terms))
    target = np.flatnonzero(source >= 0)
    move = sparse.csr_array(
        (np.ones(len(target), dtype=COUNT_TYPE), (source[target].astype(np.int32), target.astype(np.int32))),
        shape=(len(counts.terms), len(terms)),
    )
    matrix = (counts.matrix @ move).tocsr()
    matrix.sort_indices()
    return matrix


def _same_text(corpus: Corpus, first: IntArray, last: IntArray) -> npt.NDArray[np.bool_]:
    same_document = corpus.document[first] == corpus.document[last]
    return np.asarray(same_document & (corpus.section[first] == corpus.section[last]))


def _char_ngrams(word: str, sizes: tuple[int, int]) -> list[str]:
    padded = f" {word} "
    grams: list[str] = []
    for size in range(sizes[0], sizes[1] + 1):
        grams.extend(padded[i : i + size] for i in range(max(len(padded) - size, 0) + 1))
        if size >= len(padded):
            break  # a word shorter than n counts once, as in scikit-learn
    return grams


def _matrix(rows: IntArray, columns: IntArray, shape: tuple[int, int]) -> sparse.csr_array:
    # scikit-learn's solvers take 32-bit indices only, and they halve the memory.
    places = (rows.astype(np.int32), columns.astype(np.int32))
    matrix = sparse.coo_array((np.ones(len(rows), dtype=COUNT_TYPE), places), shape=shape).tocsr()
    matrix.sort_indices()
    return matrix


def _counts(documents: int, document: IntArray, grams: IntArray, terms: npt.NDArray[np.str_], size: int) -> Counts:
    matrix = _matrix(document, grams, (documents, len(terms)))
    return Counts(matrix, terms, np.full(len(terms), size, dtype=np.int8))


def side_by_side(parts: Sequence[Counts]) -> Counts:
    """Return blocks of terms of the same documents as one."""
    return Counts(
        sparse.hstack([part.matrix for part in parts], format="csr"),
        np.concatenate([part.terms for part in parts]),
        np.concatenate([part.sizes for part in parts]),
    )
