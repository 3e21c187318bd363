"""Whether every term of a model belongs to enough patients, counted anew from the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq
from sklearn.pipeline import Pipeline

from epicrisis.audit.findings import Finding, fingerprint
from epicrisis.audit.notes import NoteFile
from epicrisis.audit.search import MOST_FINDINGS
from epicrisis.features.columns import text_column, wrapped
from epicrisis.features.encoded import EncodedFeatures
from epicrisis.features.ngrams import aligned, read_corpus
from epicrisis.features.pipeline import ClinicalFeatures, count_block
from epicrisis.features.weighting import Block

_ROWS = 5_000


def feature_steps(pipeline: Pipeline) -> Iterator[ClinicalFeatures]:
    """Yield every vocabulary of a model: its own, or those of the models that it averages."""
    features, classifier = pipeline.named_steps["features"], pipeline.named_steps["classifier"]
    if isinstance(features, EncodedFeatures):
        features = features.features_
    if isinstance(features, ClinicalFeatures):
        yield features
    for member in getattr(getattr(classifier, "estimator_", classifier), "members_", []):
        yield from feature_steps(member)


def rare_terms(
    place: str, features: ClinicalFeatures, notes: Sequence[NoteFile], min_patients: int
) -> Iterator[Finding]:
    """Return the terms of a model that fewer than `min_patients` patients have.

    Parameters
    ----------
    place : str
        How the model is called in the findings.
    features : ClinicalFeatures
        The fitted first step of the model.
    notes : sequence of NoteFile
        Clean notes: what the model read, its test rows included.
    min_patients : int
        The least number of patients.
    """
    unproven: dict[Block, npt.NDArray[np.str_]] = dict(features.terms_)
    for each in notes:
        unproven = _still_unproven(features, each, unproven, min_patients)
    for block, terms in unproven.items():
        for number, term in enumerate(terms.tolist()[:MOST_FINDINGS], 1):
            more = len(terms) - number if number == MOST_FINDINGS else 0
            yield Finding(place=f"{place}:{block}", kind="rare_term", count=1, shown=fingerprint(term), more=more)


def _still_unproven(
    features: ClinicalFeatures, notes: NoteFile, terms: dict[Block, npt.NDArray[np.str_]], least: int
) -> dict[Block, npt.NDArray[np.str_]]:
    pairs = {block: np.empty((0, 2), dtype=np.uint64) for block in terms}
    for texts, patients in _batches(notes):
        if not any(len(left) for left in terms.values()):
            break
        corpus = read_corpus(texts, features.variant)
        for block in [block for block, left in terms.items() if len(left)]:
            counts = count_block(block, corpus, features.text, features.word_ngram_max)
            found = aligned(counts, terms[block]).tocoo()
            new = np.stack([found.col.astype(np.uint64), patients[found.row]], axis=1)
            terms[block], pairs[block] = _proven_left_out(
                terms[block], np.unique(np.concatenate([pairs[block], new]), axis=0), least
            )
    return terms


def _proven_left_out(
    terms: npt.NDArray[np.str_], pairs: npt.NDArray[np.uint64], least: int
) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.uint64]]:
    held = np.bincount(pairs[:, 0].astype(np.int64), minlength=len(terms))
    left = held < least
    place = (np.cumsum(left) - 1).astype(np.uint64)
    kept = pairs[left[pairs[:, 0].astype(np.int64)]]
    kept[:, 0] = place[kept[:, 0].astype(np.int64)]
    return terms[left], kept


def _batches(notes: NoteFile) -> Iterator[tuple[list[list[str]], npt.NDArray[np.uint64]]]:
    columns, patient = notes.columns()
    if len(columns) < len(notes.text):
        return  # cleaned for other columns
    names = list(dict.fromkeys([*columns, *([patient] if patient else [])]))
    before = 0
    with pq.ParquetFile(notes.path) as file:
        for batch in file.iter_batches(batch_size=_ROWS, columns=names):
            frame = pl.DataFrame(pl.from_arrow(batch))
            rows = np.arange(before, before + frame.height, dtype=np.uint64)
            yield (
                [text_column(wrapped(frame), column) for column in columns],
                frame[patient].hash().to_numpy() if patient else rows,
            )
            before += frame.height
