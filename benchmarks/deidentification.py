"""De-identification: recall on planted identifiers by kind, what is masked in published cases, and its speed.

``python benchmarks/deidentification.py`` plants invented identifiers into invented notes (``planted.py``) and
prints, by kind, the share that is hidden whole and the notes in which something beside it was hidden. Then, for
each set that is there, the share of words hidden by kind, and MB a second and core. Dates, names, e-mails and
addresses in the published sets are mostly true ones, of authors, physicians and visits: what is hidden is an upper
bound of what is wrongly hidden. No text of the sets is printed.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from planted import planted

from epicrisis.etl.deidentification import masked_spans
from epicrisis.etl.deidentification.spans import KINDS

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Recall, false positives and speed of de-identification.")
    parser.add_argument("--rounds", type=int, default=100, help="of each way of writing each kind")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    print("\n".join(_recall(options.seed, options.rounds)))
    print("\n".join(_published(options.data)))


def _recall(seed: int, rounds: int) -> Iterator[str]:
    notes, found, beyond = Counter[str](), Counter[str](), Counter[str]()
    for note in planted(seed, rounds):
        hidden = {place for start, end, _ in masked_spans(note.text) for place in range(start, end)}
        value = range(note.start, note.start + len(note.value))
        notes[note.kind] += 1
        found[note.kind] += all(place in hidden or not note.text[place].isalnum() for place in value)
        beyond[note.kind] += any(place not in value and note.text[place].isalnum() for place in hidden)
    yield "| planted | notes | recall | more was hidden |\n|---|---:|---:|---:|"
    for kind in notes:
        yield f"| {kind} | {notes[kind]:,} | {found[kind] / notes[kind]:.4f} | {beyond[kind]} |"
    total = notes.total()
    yield f"| all | {total:,} | {found.total() / total:.4f} | {beyond.total()} |\n"


def _published(folder: Path) -> Iterator[str]:
    yield f"| set | MB | MB/s | words | {' | '.join(KINDS)} | all but dates |\n|---|{'---:|' * (len(KINDS) + 4)}"
    for name, texts in _sets(folder):
        masked_spans("")
        start = time.process_time()
        spans = [masked_spans(text) for text in texts]
        seconds = time.process_time() - start
        size = sum(len(text.encode()) for text in texts) / 1e6
        words = sum(len(text.split()) for text in texts)
        hidden = Counter[str]()
        for text, those in zip(texts, spans, strict=True):
            for span in those:
                hidden[span.kind] += len(text[span.start : span.end].split())
        shares = " | ".join(f"{hidden[kind] / words:.4%}" for kind in KINDS)
        rest = (hidden.total() - hidden["date"]) / words
        yield f"| {name} | {size:.1f} | {size / seconds:.1f} | {words:,} | {shares} | {rest:.4%} |"


def _sets(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for name in ("codiesp_specialty", "nubes_negation_dev"):
        if (folder / f"{name}.parquet").exists():
            yield name, pl.read_parquet(folder / f"{name}.parquet")["text"].to_list()
    if (folder / "eicu_demo.sqlite").exists():
        with sqlite3.connect(folder / "eicu_demo.sqlite") as database:
            rows = database.execute("SELECT group_concat(notetext, '. ') FROM note GROUP BY patientunitstayid")
            yield "eicu_demo notes", [text for (text,) in rows if text]


if __name__ == "__main__":
    main()
