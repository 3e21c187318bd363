"""From counts to a weighted matrix: which terms become features, and what each weighs.

What is learned here (document frequencies, patients a term, idf) is learned from the rows given to ``fit`` only. The
search fits it on a slice of stored counts; the saved pipeline fits it on fresh counts; both run this very code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from epicrisis.features.ngrams import COUNT_TYPE, Counts
from epicrisis.features.variants import TextVariant
from epicrisis.settings.values import Language

Block = Literal["word", "char", "section"]


@dataclass(frozen=True)
class TextParams:
    """What the search may choose for the text.

    Parameters
    ----------
    word_ngram_max : int
        Largest number of words in a term; 0 leaves words out.
    char_ngrams : bool
        Whether character n-grams inside words are terms too.
    section_terms : bool
        Whether a word also counts apart for each text column.
    min_df : int
        Smallest number of documents of a term.
    max_df : float
        Largest share of documents of a term.
    sublinear_tf : bool
        Whether a count c weighs 1 + ln c.
    char_min_df : int
        Smallest number of documents of a character n-gram; 0 means as many as of a word.
    max_features : int
        Largest number of terms a block, the most frequent first; 0 means all.
    tabular_weight : float
        What the tabular columns are multiplied with, beside rows of text of length one; 0 leaves them out.
    steps : tuple of str
        What is done to the text before its terms are counted: names of `epicrisis.features.steps`.
    """

    word_ngram_max: int = 2
    char_ngrams: bool = False
    section_terms: bool = False
    min_df: int = 2
    max_df: float = 1.0
    sublinear_tf: bool = True
    max_features: int = 0
    char_min_df: int = 0
    tabular_weight: float = 1.0
    steps: tuple[str, ...] = ()

    @classmethod
    def names(cls) -> list[str]:
        """Return the parameters' names."""
        return [field.name for field in fields(cls)]

    def variant(self, language: Language) -> TextVariant:
        """Return the way of reading texts that the search chose, for texts in a language."""
        return TextVariant(tuple(self.steps), language)

    @property
    def blocks(self) -> dict[Block, int]:
        """The kinds of terms wanted, with the largest n of each; 0 means any."""
        wanted: dict[Block, int] = {"word": self.word_ngram_max} if self.word_ngram_max else {}
        if self.char_ngrams:
            wanted["char"] = 0
        if self.section_terms:
            wanted["section"] = 0
        return wanted


def patients_per_term(counts: sparse.csr_array, patients: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Return how many distinct patients have each term.

    Parameters
    ----------
    counts : csr_array of shape (documents, terms)
        Counts of the documents.
    patients : ndarray of int of shape (documents,)
        The patient of each document, as a number.
    """
    documents = counts.shape[0]
    _, codes = np.unique(patients, return_inverse=True)
    owner = sparse.csr_array(
        (np.ones(documents, dtype=COUNT_TYPE), (codes, np.arange(documents))),
        shape=(int(codes.max(initial=-1)) + 1, documents),
    )
    return np.bincount((owner @ counts).tocsr().indices, minlength=counts.shape[1])


class TermWeights:
    """Choose the terms of one block by frequency and by patients, then weigh them by tf-idf with unit rows.

    Parameters
    ----------
    params : TextParams
        What the search chose.
    largest : int
        Largest n of an n-gram; 0 means any.
    min_patients : int
        Smallest number of distinct patients of a term.

    Attributes
    ----------
    columns : ndarray of int
        Columns of the fitting counts that became features.
    tfidf : TfidfTransformer
        The fitted weights.
    """

    def __init__(self, params: TextParams, largest: int, min_patients: int) -> None:
        self.params = params
        self.largest = largest
        self.min_patients = min_patients
        self.columns: npt.NDArray[np.int64] = np.array([], dtype=np.int64)
        self.tfidf = TfidfTransformer(sublinear_tf=params.sublinear_tf)

    def fit(self, counts: Counts, patients: npt.NDArray[np.integer]) -> sparse.csr_array:
        """Learn from the counts of the fitting rows and return their weighted matrix.

        Parameters
        ----------
        counts : Counts
            Counts of the fitting documents; a term that none of them has is never chosen.
        patients : ndarray of int of shape (documents,)
            Who each document belongs to.
        """
        self.columns = self._most_frequent(counts, self._allowed(counts, patients))
        chosen = counts.matrix[:, self.columns]
        if chosen.shape[1]:
            self.tfidf.fit(chosen)
        return self.weigh(chosen)

    def transform(self, counts: Counts) -> sparse.csr_array:
        """Return the weighted matrix of documents counted over the same terms as the fitting ones."""
        return self.weigh(counts.matrix[:, self.columns])

    def weigh(self, chosen: sparse.csr_array) -> sparse.csr_array:
        """Return the weighted matrix of counts that are over the chosen terms already."""
        if chosen.shape[1] == 0:
            return sparse.csr_array(np.empty((chosen.shape[0], 0), dtype=COUNT_TYPE))
        return sparse.csr_array(self.tfidf.transform(chosen, copy=True))

    def _allowed(self, counts: Counts, patients: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        documents, terms = counts.matrix.shape
        frequency = np.bincount(counts.matrix.indices, minlength=terms)
        allowed = (frequency >= max(self.params.min_df, 1)) & (frequency <= self.params.max_df * documents)
        if self.largest:
            allowed &= counts.sizes <= self.largest
        columns = np.flatnonzero(allowed)
        if self.min_patients > 1:
            columns = columns[patients_per_term(counts.matrix[:, columns], patients) >= self.min_patients]
        return columns

    def _most_frequent(self, counts: Counts, columns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        if not 0 < self.params.max_features < len(columns):
            return columns
        totals = np.asarray(counts.matrix[:, columns].sum(axis=0)).ravel()
        return np.sort(columns[np.argsort(-totals, kind="stable")[: self.params.max_features]])


class TextWeights:
    """The blocks of terms that the search chose, side by side.

    Parameters
    ----------
    params : TextParams
        What the search chose.
    min_patients : int
        Smallest number of distinct patients of a term.
    """

    def __init__(self, params: TextParams, min_patients: int) -> None:
        chars = replace(params, min_df=params.char_min_df or params.min_df)
        self.blocks = {
            name: TermWeights(chars if name == "char" else params, largest, min_patients)
            for name, largest in params.blocks.items()
        }

    def fit(self, counts: Mapping[Block, Counts], patients: npt.NDArray[np.integer]) -> sparse.csr_array:
        """Learn every block from the counts of the fitting rows and return the matrix of all."""
        return _joined([block.fit(counts[name], patients) for name, block in self.blocks.items()])

    def transform(self, counts: Mapping[Block, Counts]) -> sparse.csr_array:
        """Return the matrix of documents counted over the same terms as the fitting ones."""
        return _joined([block.transform(counts[name]) for name, block in self.blocks.items()])

    def weigh(self, chosen: Mapping[Block, sparse.csr_array]) -> sparse.csr_array:
        """Return the matrix of counts that are over the chosen terms already."""
        return _joined([block.weigh(chosen[name]) for name, block in self.blocks.items()])


def _joined(matrices: list[sparse.csr_array]) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack(matrices, format="csr"))
