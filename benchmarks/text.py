"""How fast notes are read: each text step, and the whole way to counts beside spaCy; and the memory it takes.

``python benchmarks/text.py`` prints, on CodiEsp where it is there and on the artificial clinic elsewhere:

- notes and MB a second of each step alone added to plain words;
- the whole (damage repaired, text normalised, identifiers masked, negations marked, words and pairs counted) beside
  spaCy's Spanish tokeniser with the lookup lemmatiser (``blank("es")``), and with the rules and the tagger of its
  trained pipeline without parser and names, in one process each;
- the peak memory of a process that does the whole to n and to 4n notes, as the counting does it, in parts.

Seconds are of the processor, of one process, the best of three rounds. spaCy comes with ``uv sync --group bench``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
from measuring import ROOT, python, say, watch

from epicrisis.etl.deidentification.masking import mask_column
from epicrisis.etl.text_repair import repair_text
from epicrisis.features.counting import count_notes
from epicrisis.features.ngrams import read_corpus, word_counts
from epicrisis.features.steps import step_names
from epicrisis.features.variants import PLAIN, TextVariant
from epicrisis.models.text_space import READINGS
from epicrisis.sources.synthetic import generate
from epicrisis.training.memory import peak_rss_mb

CODIESP = ROOT.parent / "shared" / "data" / "codiesp_specialty.parquet"
ROUNDS = 3
TRAINED = "es_core_news_sm"
FULL = "clinical"
"""The reading with most steps of those that are searched."""


def mask(texts: pl.Series) -> pl.Series:
    """Mask identifiers."""
    return mask_column(texts)[0]


def main() -> None:
    """Measure, and print one table after the other."""
    parser = argparse.ArgumentParser(description="Notes and MB per second of reading texts.")
    parser.add_argument("--notes", type=int, default=1500)
    parser.add_argument("--memory-notes", type=int, default=20_000, help="n; the artificial clinic's")
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.count:
        print(json.dumps({"peak_mb": _counted(options.count)}))
        return
    texts = _texts(options.notes)
    _steps(texts)
    _whole(texts)
    _memory(options.memory_notes)


def _texts(notes: int) -> list[str]:
    if CODIESP.exists():
        return pl.read_parquet(CODIESP, columns=["text"])["text"].head(notes).to_list()
    return _clinic(notes)


def _clinic(notes: int) -> list[str]:
    rows = (row for batch in generate(notes, 42) for row in batch)
    return [f"{row.subjetivo or ''}\n{row.objetivo or ''}" for row in islice(rows, notes)]


def _steps(texts: Sequence[str]) -> None:
    megabytes = _megabytes(texts)
    print(f"\n{len(texts)} notes, {megabytes:.1f} MB\n")
    print("| words read with | notes/s | MB/s | the step itself, MB/s |\n|---|---:|---:|---:|")
    plain = _seconds(partial(read_corpus, [texts], PLAIN))
    print(f"| plain | {len(texts) / plain:,.0f} | {megabytes / plain:.1f} | |")
    for name in [*step_names(), *(name for name, steps in READINGS.items() if len(steps) > 1)]:
        variant = TextVariant(READINGS.get(name, (name,)))
        read_corpus([texts[:10]], variant)  # dictionaries are loaded once a process
        seconds = _seconds(partial(read_corpus, [texts], variant))
        alone = f"{megabytes / (seconds - plain):.0f}" if seconds > 1.02 * plain else "as plain"
        print(f"| {name} | {len(texts) / seconds:,.0f} | {megabytes / seconds:.1f} | {alone} |", flush=True)


def _whole(texts: Sequence[str]) -> None:
    megabytes = _megabytes(texts)
    others = _spacy(texts)
    print(f"\n| the whole | notes/s | MB/s |{''.join(f' times {name} |' for name in others)}")
    print(f"|---|---:|---:|{'---:|' * len(others)}")
    ours = {name: _seconds(partial(_way, texts, TextVariant(READINGS[name]))) for name in READINGS}
    for name, seconds in (ours | others).items():
        times = "".join(f" {other / seconds:.1f} |" for other in others.values())
        print(f"| {name} | {len(texts) / seconds:,.0f} | {megabytes / seconds:.2f} |{times}", flush=True)


def _way(texts: Sequence[str], variant: TextVariant) -> None:
    repaired, _ = repair_text(pl.Series(texts, dtype=pl.String))
    word_counts(read_corpus([mask(repaired).to_list()], variant), 2)


def _spacy(texts: Sequence[str]) -> dict[str, float]:
    """Return the seconds of spaCy's tokeniser and lemmatiser, by lookup and as trained, as far as installed."""
    missing = [name for name in ("spacy", "spacy_lookups_data", TRAINED) if find_spec(name) is None]
    if missing:
        say(f"not installed: {', '.join(missing)} (uv sync --group bench has the first two; {TRAINED} is GPL-3.0)")
    if "spacy" in missing:
        return {}
    import spacy

    pipelines = {}
    if "spacy_lookups_data" not in missing:
        pipelines["spaCy, lookup"] = spacy.blank("es")
        pipelines["spaCy, lookup"].add_pipe("lemmatizer", config={"mode": "lookup"})
        pipelines["spaCy, lookup"].initialize()
    if TRAINED not in missing:
        pipelines[f"spaCy, {TRAINED}"] = spacy.load(TRAINED, exclude=["parser", "ner", "senter"])
    return {name: _seconds(partial(_lemmas, pipeline, texts)) for name, pipeline in pipelines.items()}


def _lemmas(pipeline: Any, texts: Sequence[str]) -> int:
    return sum(len([token.lemma_ for token in read]) for read in pipeline.pipe(texts))


def _memory(notes: int) -> None:
    print("\n| notes | peak, MiB |\n|---:|---:|")
    for size in (notes, 4 * notes):
        with TemporaryDirectory(prefix="epicrisis-text-") as home:
            run = watch(python(str(Path(__file__).resolve()), "--count", str(size)), Path(home))
        print(f"| {size:,} | {run.json()['peak_mb']:.0f} |", flush=True)


def _counted(notes: int) -> float:
    """Count the artificial clinic's notes, its text written to a file first, and return the peak of this process."""
    with TemporaryDirectory(prefix="epicrisis-text-") as folder:
        file = Path(folder) / "notes.parquet"
        _write(file, notes)
        before = peak_rss_mb()
        texts = pl.read_parquet(file)
        place = Path(folder) / "counts"
        place.mkdir()
        count_notes(texts, np.arange(notes) // 3, ["word"], place, variant=TextVariant(READINGS[FULL]), min_patients=5)
        say(f"{notes} notes: {before:.0f} MiB before they were read")
        return peak_rss_mb()


def _write(file: Path, notes: int) -> None:
    parts = file.with_name("parts")
    parts.mkdir()
    for number, batch in enumerate(generate(notes, 42)):
        texts = [f"{row.subjetivo or ''}\n{row.objetivo or ''}" for row in batch]
        pl.DataFrame({"text": texts}).write_parquet(parts / f"{number:05}.parquet")
    pl.scan_parquet(parts).head(notes).sink_parquet(file)


def _megabytes(texts: Sequence[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def _seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
