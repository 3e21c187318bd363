"""Memory while reading: it does not grow with the number of rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

READ = """
import sys
from pathlib import Path
import psutil
from epicrisis.progress import Advance
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.workspace import open_workspace

source, workspace, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
process, sizes = psutil.Process(), []

def listen(event):
    if isinstance(event, Advance) and event.done:
        sizes.append(process.memory_info().rss)

question = {"table": "historias"} if source.startswith("sqlite") else {}
settings = Settings.model_validate({"source": {"url": source, "batch_rows": 2000, "rows": rows, **question}})
snapshot = take_snapshot(settings, open_workspace(workspace), listener=listen)
assert snapshot.manifest.rows == rows
print(max(sizes) // 2**20)
"""


def peak_mb(source: str, folder: Path, rows: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", READ, source, str(folder / f"workspace-{rows}"), str(rows)],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout)


@pytest.mark.parametrize("kind", ["sqlite", "csv", "ndjson"])
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, kind: str) -> None:
    few, many, note = 6_000, 60_000, "niega ideación suicida; " * 100
    if kind == "sqlite":
        connection = sqlite3.connect(tmp_path / "c.sqlite")
        connection.execute("CREATE TABLE historias (fecha, paciente_id, subjetivo)")
        connection.executemany(
            "INSERT INTO historias VALUES ('2023-01-01', ?, ?)", ((n, f"{n} {note}") for n in range(many))
        )
        connection.commit()
        connection.close()
        source = f"sqlite:///{tmp_path / 'c.sqlite'}"
    else:
        path = tmp_path / f"c.{kind}"
        line = "{n},{note}\n" if kind == "csv" else '{{"id": {n}, "nota": "{note}"}}\n'
        with path.open("w", encoding="utf-8") as file:
            file.write("id,nota\n" if kind == "csv" else "")
            file.writelines(line.format(n=n, note=note) for n in range(many))
        source = str(path)
    grown = peak_mb(source, tmp_path, many) - peak_mb(source, tmp_path, few)
    # The rows alone are 150 MB; a block of a CSV file is 32 MB, and a few of them are under way.
    assert grown < (120 if kind == "csv" else 60)
