"""The notes themselves, read once from their snapshot to tell whose words were found.

What a run left behind is small beside the notes, so its windows are held in memory and the notes pass by: memory does
not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

from epicrisis.audit.findings import Finding, fingerprint
from epicrisis.audit.needles import worth_searching
from epicrisis.audit.search import Search
from epicrisis.audit.words import SEPARATOR, WINDOW, WordHashes, hash_words, is_among, runs, split_words
from epicrisis.etl.text_repair import repair_text
from epicrisis.settings.names import fold_name

_ROWS = 20_000
_PAIRS = 2_000_000


@dataclass(frozen=True)
class NoteFile:
    """Notes in a Parquet file.

    Parameters
    ----------
    path : Path
        The file.
    text : sequence of str
        Names of the text columns, as declared.
    patient : str
        Name of the patient column; empty if there is none, and then each row is a patient of its own.
    """

    path: Path
    text: Sequence[str]
    patient: str = ""

    def columns(self) -> tuple[list[str], str]:
        """Return the names that the columns have in the file; those that are not there are left out."""
        present = {fold_name(name): name for name in reversed(pq.read_schema(self.path).names)}
        texts = [present[fold_name(name)] for name in self.text if fold_name(name) in present]
        return texts, present.get(fold_name(self.patient), "") if self.patient else ""


@dataclass(frozen=True)
class Codes:
    """The values of a patient column.

    Parameters
    ----------
    texts : list of str
        Those that can be told from other words and figures.
    passed_over : int
        Those that are too short for that.
    """

    texts: list[str]
    passed_over: int


def patient_codes(notes: Sequence[NoteFile]) -> Codes:
    """Return the distinct codes of the patients."""
    found: set[str] = set()
    for each in notes:
        column = each.columns()[1]
        if column:
            values = pl.scan_parquet(each.path, glob=False).select(pl.col(column)).unique().collect()[column]
            if values.dtype.is_float():
                values = values.cast(pl.Int64, strict=False)
            found.update(values.drop_nulls().cast(pl.String).str.strip_chars().to_list())
    texts = sorted(code for code in found if worth_searching(code))
    return Codes(texts, len(found) - len(texts))


@dataclass
class _Held:
    """Windows that stand in notes, and who has them.

    Only pairs of window and patient are kept, and none of a window that enough patients have.
    """

    least: int
    pairs: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    common: WordHashes = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    first: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    _size: int = 0

    def add(self, windows: WordHashes, patients: npt.NDArray[np.uint64]) -> None:
        self.pairs.append(np.stack([windows, patients], axis=1))
        self._size += len(windows)
        if self._size > _PAIRS:
            self.settle()

    def settle(self) -> WordHashes:
        """Drop the windows that enough patients have, and return the others."""
        if not self.pairs:
            return np.empty(0, dtype=np.uint64)
        pairs = np.unique(np.concatenate(self.pairs), axis=0)
        windows, counts = np.unique(pairs[:, 0], return_counts=True)
        self.common = np.union1d(self.common, windows[counts >= self.least])
        pairs = pairs[~is_among(pairs[:, 0], self.common)]
        self.pairs, self._size = [pairs], len(pairs)
        return np.unique(pairs[:, 0])


def sentence_findings(search: Search, notes: Sequence[NoteFile], min_patients: int) -> Iterator[Finding]:
    """Compare all windows of seven words that were seen with those of the notes.

    A window that `min_patients` or more patients have is a phrase of the house and no patient's words.

    Parameters
    ----------
    search : Search
        What was looked at.
    notes : sequence of NoteFile
        The notes.
    min_patients : int
        The least number of patients, ``privacy.min_patients_per_term``.
    """
    wanted = search.all_windows()
    if not len(wanted):
        return
    held = _Held(max(min_patients, 1))
    for each in notes:
        for texts, rows, patients in note_batches(each):
            _compare(texts, rows, patients, wanted, held)
    private = held.settle()
    found = {place: parts[0][is_among(parts[0], private)].tolist() for place, parts in search.windows.items()}
    for place, windows in search.shown_places(found).items():
        row, _, first = min(held.first[window] for window in windows)
        yield Finding(place=place, kind="sentence", count=len(windows), shown=fingerprint(first), row=row)


def _compare(
    texts: list[str],
    rows: npt.NDArray[np.int64],
    patients: npt.NDArray[np.uint64],
    wanted: WordHashes,
    held: _Held,
) -> None:
    words = split_words(SEPARATOR.join(texts))
    hashes = hash_words(words)
    windows, starts = runs(hashes, WINDOW)
    hits = np.flatnonzero(is_among(windows, wanted))
    hits = hits[~is_among(windows[hits], held.common)]
    text = np.cumsum(hashes == 0)[starts[hits]]
    held.add(windows[hits], patients[text])
    for window, start, row in zip(windows[hits].tolist(), starts[hits].tolist(), rows[text].tolist(), strict=True):
        if window not in held.first:
            held.first[window] = (row, start, " ".join(words[start : start + WINDOW]))


def note_batches(
    notes: NoteFile,
) -> Iterator[tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.uint64]]]:
    """Yield texts of one column and some rows, each with its row, counted from 1, and a number of its patient.

    A text that the cleaning mends comes as it is and as it becomes.
    """
    columns, patient = notes.columns()
    names = list(dict.fromkeys([*columns, *([patient] if patient else [])]))
    before = 0
    with pq.ParquetFile(notes.path) as file:
        for batch in file.iter_batches(batch_size=_ROWS, columns=names):
            frame = pl.DataFrame(pl.from_arrow(batch))
            rows = np.arange(before + 1, before + 1 + frame.height)
            owners = frame[patient].hash().to_numpy() if patient else rows.astype(np.uint64)
            for column in columns:
                texts, of_row = _readings_of(frame[column].cast(pl.String))
                yield texts, rows[of_row], owners[of_row]
            before += frame.height


def _readings_of(column: pl.Series) -> tuple[list[str], npt.NDArray[np.int64]]:
    """Return the texts of a column as they are, and once more those that the cleaning mends."""
    plain = column.fill_null("").str.replace_all(SEPARATOR, " ", literal=True)
    mended = repair_text(plain)[0]
    changed = (plain != mended).arg_true()
    of_row = np.concatenate([np.arange(len(plain)), changed.to_numpy().astype(np.int64)])
    return [*plain.to_list(), *mended.gather(changed).to_list()], of_row
