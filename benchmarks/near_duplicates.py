"""Near-duplicates: notes a second, memory, and precision and recall beside exact Jaccard.

``python benchmarks/near_duplicates.py`` writes notes of the artificial clinic into Parquet files, a sixth of them
copies of others with some words changed, and finds the clusters in a process of its own: at a quarter of ``--notes``
and at all of them. Then it takes notes of the clinic, and real ones if ``--real`` names a Parquet file with a column
``text``, plants copies among them, compares every pair exactly, and says how many of the pairs at or above the
threshold are in one cluster, and how many of the pairs in one cluster belong there, directly or by a chain of pairs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from measuring import python, say, watch

COPIED = 0.2
MOST_CHANGED = 0.12
PART = 20_000
THRESHOLD = 0.8
SAMPLE = 3_000


def main() -> None:
    """Measure and print two Markdown tables; with ``--find``, be the measured process."""
    parser = argparse.ArgumentParser(description="Near-duplicates: speed, memory, precision and recall.")
    parser.add_argument("--notes", type=int, default=1_000_000)
    parser.add_argument("--real", type=Path, help="a Parquet file with a column text")
    parser.add_argument("--find", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.find:
        print(json.dumps(find(options.find)))
        return
    print("| notes | seconds | notes/s | peak memory (MiB) | clusters | notes in them |\n|---|---|---|---|---|---|")
    for notes in (options.notes // 4, options.notes):
        print(_speed_row(notes), flush=True)
    print("\n| notes | pairs at or above 0.8 | of them in one cluster | pairs in one cluster | of them belong there |")
    print("|---|---|---|---|---|")
    samples = {"artificial clinic": pl.concat(clinic(SAMPLE))}
    if options.real:
        samples[options.real.stem] = pl.read_parquet(options.real)["text"].head(SAMPLE)
    for name, texts in samples.items():
        print(_exactness_row(name, texts))


def find(folder: Path) -> dict[str, float]:
    """Find the clusters of the notes in a folder of Parquet files; only one file is in memory at a time."""
    from epicrisis.etl.near_duplicates import find_near_duplicates
    from epicrisis.etl.shingles import text_parts
    from epicrisis.training.memory import peak_rss_mb

    files = sorted(folder.glob("*.parquet"))
    parts = (part for file in files for part in text_parts(pl.read_parquet(file), ["text"]))
    started, before = time.perf_counter(), peak_rss_mb()
    clusters = find_near_duplicates(parts, THRESHOLD, folder / "shingles.part")
    seconds = time.perf_counter() - started
    account = clusters.account(THRESHOLD, np.arange(len(clusters.numbers)))
    found = {"clusters": account.clusters, "notes": account.notes}
    return {"seconds": seconds, "peak_mb": peak_rss_mb(), "imports_mb": before, **found}


def clinic(notes: int) -> Iterator[pl.Series]:
    """Yield the texts of the artificial clinic, `PART` at a time, a sixth of them changed copies of one of the part."""
    from epicrisis.sources.synthetic import generate

    generator, texts, made = np.random.default_rng(0), [], 0
    own = round(PART / (1 + COPIED))
    for rows in generate(max(notes, PART), 42):
        texts += [f"{row.subjetivo or ''}\n{row.objetivo or ''}" for row in rows]
        while len(texts) >= min(own, notes - made) and made < notes:
            taken, texts = texts[:own], texts[own:]
            part = pl.Series("text", planted(taken, generator)).head(notes - made)
            made += len(part)
            yield part
        if made >= notes:
            return


def planted(texts: list[str], generator: np.random.Generator) -> list[str]:
    """Return texts and changed copies of some of them, in an order of chance."""
    chosen = generator.integers(0, len(texts), round(COPIED * len(texts)))
    words = [word for text in texts[:200] for word in text.split()] or ["nada"]
    copies = []
    for text in (texts[number] for number in chosen):
        copy = text.split()
        for place in generator.integers(0, max(len(copy), 1), round(generator.random() * MOST_CHANGED * len(copy))):
            copy[place] = words[generator.integers(0, len(words))]
        copies.append(" ".join(copy))
    everything = [*texts, *copies]
    return [everything[place] for place in generator.permutation(len(everything))]


def _speed_row(notes: int) -> str:
    folder = Path(tempfile.mkdtemp(prefix="epicrisis-benchmark-"))
    try:
        say(f"writing {notes:,} notes")
        for number, part in enumerate(clinic(notes)):
            part.to_frame().write_parquet(folder / f"{number:05}.parquet")
        say("finding near-duplicates")
        found = watch(python(str(Path(__file__).resolve()), "--find", str(folder)), folder / "home").json()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return (
        f"| {notes:,} | {found['seconds']:.0f} | {notes / found['seconds']:,.0f} | {found['peak_mb']:.0f} "
        f"(imports {found['imports_mb']:.0f}) | {found['clusters']:,} | {found['notes']:,} |"
    )


def _exactness_row(name: str, texts: pl.Series) -> str:
    from scipy.sparse.csgraph import connected_components

    from epicrisis.etl.near_duplicates import find_near_duplicates

    every = pl.Series(planted(texts.to_list(), np.random.default_rng(1)))
    say(f"comparing every pair of {len(every):,} notes exactly")
    exact = _exactly_alike(every.to_list())
    belongs = connected_components(exact, directed=False)[1]
    with tempfile.TemporaryDirectory() as folder:
        numbers = find_near_duplicates([every], THRESHOLD, Path(folder) / "shingles").numbers
    one, other = exact.nonzero()
    together = (numbers[one] == numbers[other]) & (numbers[one] >= 0)
    first, second = np.triu_indices(len(every), 1)
    paired = (numbers[first] == numbers[second]) & (numbers[first] >= 0)
    right = belongs[first[paired]] == belongs[second[paired]]
    return (
        f"| {name}, {len(every):,} | {len(one):,} | {together.mean():.2%} "
        f"| {int(paired.sum()):,} | {right.mean():.2%} |"
    )


def _exactly_alike(texts: list[str]):
    """Return the pairs at or above the threshold, from sets of pairs of words made in plain Python."""
    import re

    from scipy import sparse

    known: dict[tuple[str, ...], int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        words = re.findall(r"[^\W_]+", text.lower())
        pairs = {tuple(words[place : place + 2]) for place in range(max(len(words) - 1, min(len(words), 1)))}
        rows += [row] * len(pairs)
        columns += [known.setdefault(pair, len(known)) for pair in pairs]
    held = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(texts), len(known)))
    common = sparse.triu(held @ held.T, 1).tocoo()
    sizes = held.sum(axis=1)
    alike = common.data >= THRESHOLD * (sizes[common.row] + sizes[common.col] - common.data) - 1e-9
    ends = (common.row[alike], common.col[alike])
    return sparse.csr_array((np.ones(alike.sum()), ends), shape=(len(texts), len(texts)))


if __name__ == "__main__":
    main()
