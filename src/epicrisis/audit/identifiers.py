"""Names, numbers of documents and contacts that stand in the notes, to be searched for elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from epicrisis.audit.notes import NoteFile, note_batches
from epicrisis.audit.words import SEPARATOR, fold, split_words
from epicrisis.etl.deidentification.masking import masked_spans
from epicrisis.etl.deidentification.spans import Kind

_SEARCHED: frozenset[Kind] = frozenset({"name", "id", "record", "phone", "email"})
_LEAST_WORDS_OF_NAME = 2
_LEAST_LETTERS = 6


def identifiers(notes: Sequence[NoteFile], min_patients: int, names: frozenset[str] = frozenset()) -> list[str]:
    """Return the identifiers of the notes that fewer than `min_patients` patients have, as the cleaning finds them.

    Dates and addresses of pages are left out, since they stand everywhere, and names of one word: "Rosa" is a word.

    Parameters
    ----------
    notes : sequence of NoteFile
        The notes. They pass by in parts; what is kept grows with the number of identifiers.
    min_patients : int
        What more patients have is the hospital's: its telephone, its doctors.
    names : frozenset of str
        Further names, see `epicrisis.etl.deidentification.masking.masked_spans`.
    """
    parts = [pl.DataFrame({"text": [], "patient": []}, schema={"text": pl.String, "patient": pl.UInt64})]
    for each in notes:
        for texts, _, patients in note_batches(each):
            found = [
                (stretch, int(patient))
                for text, patient in zip(texts, patients, strict=True)
                for stretch in _stretches(text, names)
            ]
            parts.append(pl.DataFrame(found, schema=parts[0].schema, orient="row").unique())
    counted = pl.concat(parts).group_by("text").agg(pl.col("patient").n_unique())
    return sorted(counted.filter(pl.col("patient") < max(min_patients, 1))["text"].to_list())


def _stretches(text: str, names: frozenset[str]) -> Iterator[str]:
    for span in masked_spans(text, names):
        stretch = fold(text[span.start : span.end])
        words = [word for word in split_words(stretch) if word != SEPARATOR]
        least = _LEAST_WORDS_OF_NAME if span.kind == "name" else 1
        if span.kind in _SEARCHED and len(words) >= least and sum(map(len, words)) >= _LEAST_LETTERS:
            yield stretch
