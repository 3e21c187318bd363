"""Terms of the training notes that give a class away, and what the winner's candidate is worth without them.

Only terms that enough patients hold are looked at, and only in training rows: the counts on the shelf hold no others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from epicrisis.features.text import fold_accents, tokenise
from epicrisis.features.variants import PLAIN
from epicrisis.models.registry import get_model
from epicrisis.settings.schema import Settings
from epicrisis.training.counts import CountShelf
from epicrisis.training.examination import MaskedScore, TermShare
from epicrisis.training.folds import Candidate
from epicrisis.training.learning import Learned
from epicrisis.training.pool import fold_pool
from epicrisis.training.preparation import Prepared
from epicrisis.training.settling import settle
from epicrisis.workspace import content_id

IntArray = npt.NDArray[np.int64]

_CODE = re.compile(r"[a-z]\d{2,4}")
"""What the tokeniser makes of a code of ICD-10 (``F32.1``: ``f32``); codes of figures alone look like any number."""
_SHORTEST_WORD = 4
_LEAST_SHARE = 0.02
_TIMES_AS_OFTEN = 3
_LEAST_PRECISION = 0.9
_LARGE_SHARE = 0.5
_LEAST_PRECISION_OF_A_CODE = 0.8
"""Vitamin B12, the protein p53 and a percentile p25 look like codes too, but point to no class alone."""
_PER_CLASS = 3
_MOST = 100


@dataclass(frozen=True)
class Giveaways:
    """Terms that tell of a class, see `epicrisis.training.examination.Examination`."""

    label_terms: list[TermShare]
    codes: list[TermShare]
    telling_terms: list[TermShare]


@dataclass(frozen=True)
class _Shares:
    """For each pair of a class and a term that stands in its notes, how much one tells of the other."""

    classes: IntArray
    terms: IntArray
    share: npt.NDArray[np.float64]
    others: npt.NDArray[np.float64]
    precision: npt.NDArray[np.float64]

    def records(self, pairs: IntArray, names: npt.NDArray[np.str_], classes: Sequence[str]) -> list[TermShare]:
        return [
            TermShare(
                term=str(names[self.terms[pair]]),
                label=classes[self.classes[pair]],
                share=float(self.share[pair]),
                others=float(self.others[pair]),
                precision=float(self.precision[pair]),
            )
            for pair in pairs
        ]


def find_giveaways(prepared: Prepared, min_patients: int) -> Giveaways:
    """Find the terms of the plainly read training notes that tell of a class.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    min_patients : int
        Terms of fewer patients are not looked at.
    """
    counts = prepared.shelf(min_patients).open(PLAIN, "word")
    classes, labels = prepared.facts.classes, prepared.labels
    shares = _shares(counts.matrix, labels, len(classes))
    often = (shares.share >= _LEAST_SHARE) & (shares.share >= _TIMES_AS_OFTEN * shares.others)
    single = counts.sizes[shares.terms] == 1
    pairs = np.flatnonzero(often & single)
    words = [_words_of(label) for label in classes]
    folded = [fold_accents(str(counts.terms[term])) for term in shares.terms[pairs]]
    of_label = np.array(
        [word in words[number] for word, number in zip(folded, shares.classes[pairs], strict=True)], dtype=np.bool_
    )
    coded = np.array([bool(_CODE.fullmatch(word)) for word in folded], dtype=np.bool_) & ~of_label
    coded &= shares.precision[pairs] >= _LEAST_PRECISION_OF_A_CODE
    telling = np.flatnonzero((shares.precision >= _LEAST_PRECISION) & (shares.share >= _LARGE_SHARE))
    best = _best_of_each(shares, telling)
    return Giveaways(
        label_terms=shares.records(_largest(shares, pairs[of_label]), counts.terms, classes),
        codes=shares.records(_largest(shares, pairs[coded]), counts.terms, classes),
        telling_terms=shares.records(best, counts.terms, classes),
    )


def _words_of(label: str) -> set[str]:
    """Return the words of a class's name, without accents; a short one only if it is a code."""
    tokens = [fold_accents(token) for token in tokenise(label)]
    return {one for one in tokens if len(one) >= _SHORTEST_WORD or _CODE.fullmatch(one)}


def _shares(matrix: sparse.csr_array, labels: IntArray, classes: int) -> _Shares:
    rows, terms = matrix.shape
    # The counts are mapped files: only the places are read, the counts themselves do not matter.
    present = sparse.csr_array(
        (np.ones(matrix.nnz, dtype=np.float32), matrix.indices, matrix.indptr), shape=(rows, terms)
    )
    members = sparse.csr_array((np.ones(rows, dtype=np.float32), (labels, np.arange(rows))), shape=(classes, rows))
    both = sparse.coo_array(members @ present)
    held = np.bincount(matrix.indices, minlength=terms)
    sizes = np.bincount(labels, minlength=classes)
    number, term = both.coords[0].astype(np.int64), both.coords[1].astype(np.int64)
    return _Shares(
        number,
        term,
        both.data / sizes[number],
        (held[term] - both.data) / np.maximum(rows - sizes[number], 1),
        both.data / held[term],
    )


def _largest(shares: _Shares, pairs: IntArray) -> IntArray:
    return pairs[np.argsort(-shares.share[pairs], kind="stable")][:_MOST]


def _best_of_each(shares: _Shares, pairs: IntArray) -> IntArray:
    ordered = pairs[np.lexsort((-shares.share[pairs] * shares.precision[pairs], shares.classes[pairs]))]
    of_class = shares.classes[ordered]
    place = np.arange(len(ordered)) - np.searchsorted(of_class, of_class)
    return ordered[place < _PER_CLASS]


def score_without(
    terms: Sequence[str], prepared: Prepared, learned: Learned, metric: str, settings: Settings
) -> MaskedScore | None:
    """Score the winner's candidate on the folds once more, on texts without some words.

    Parameters
    ----------
    terms : sequence of str
        The words, as the tokeniser gives them.
    prepared : Prepared
        Split and notes.
    learned : Learned
        The winner.
    metric : str
        The searched metric.
    settings : Settings
        Columns, privacy and workers.

    Returns
    -------
    MaskedScore or None
        None without terms, and for a model that has no single candidate or reads the notes by an encoder too.
    """
    candidate = learned.candidate
    if not terms or candidate is None or get_model(candidate.model).encodes or not candidate.text.blocks:
        return None
    if metric not in learned.settled.metrics:
        return None
    scores = _masked_scores(sorted(set(terms)), prepared, candidate, metric, settings)
    masked = settle(scores, prepared.labels, prepared.folds, metric).metrics[metric]
    return MaskedScore(metric=metric, folds=learned.settled.metrics[metric].folds, masked=masked.folds)


def _masked_scores(
    terms: list[str], prepared: Prepared, candidate: Candidate, metric: str, settings: Settings
) -> npt.NDArray[np.float64]:
    whole = prepared.shelf(candidate.min_patients)
    shelf = CountShelf(whole.root, content_id([whole.rows_id, terms]))
    with fold_pool(prepared.folder, prepared.facts.classes, shelf, settings.search.workers) as pool:
        missing = shelf.missing(candidate.variant, list(candidate.text.blocks))
        if missing:
            texts = _without(terms, prepared)
            patients = prepared.patients[prepared.split.train]
            shelf.add(candidate.variant, missing, texts, patients, min_patients=candidate.min_patients, run=pool.run)
        return pool.held_out_scores(candidate, metric, prepared.folds).scores


def _without(terms: list[str], prepared: Prepared) -> pl.DataFrame:
    """Return the texts of the training rows, a blank instead of each of the words."""
    pattern = rf"(?i)\b(?:{'|'.join(map(re.escape, terms))})\b"
    train = prepared.notes.read()[prepared.split.train]
    return train.select(pl.col(name).str.replace_all(pattern, " ") for name in prepared.facts.columns.text)
