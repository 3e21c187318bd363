"""Snapshots: whole, verified, reused while nothing changed, and never half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from epicrisis.errors import ConnectionFailed, CorruptFile, NoRows, QueryFailed, QueryTimedOut, WorkspaceUnusable
from epicrisis.progress import Advance, Event, Notice
from epicrisis.settings.schema import Settings
from epicrisis.sources.probe import probe_source
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.snapshot import open_snapshot
from epicrisis.workspace import Workspace, open_workspace

SCHEMA = (
    "nota_id INTEGER, paciente_id TEXT, fecha TEXT, sexo TEXT, edad REAL, subjetivo TEXT, objetivo TEXT, grupo TEXT"
)
INSERT = "INSERT INTO historias VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def rows(count: int) -> list[tuple[object, ...]]:
    return [
        (n, f"p{n % 7}", f"2023-01-{1 + n % 28:02d}", "F", 30.5, f"niega ideación {n} ñ\x00", None, "T. Depresivos")
        for n in range(count)
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace")


@pytest.fixture(params=["sqlite", "duckdb"])
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return make_clinic(tmp_path, request.param)


def make_clinic(folder: Path, kind: str = "sqlite", count: int = 50) -> str:
    path = folder / f"clínica 50%.{kind}"
    connection = sqlite3.connect(path) if kind == "sqlite" else duckdb.connect(str(path))
    connection.execute(f"CREATE TABLE historias ({SCHEMA})")
    if count:
        connection.executemany(INSERT, rows(count))
    connection.commit()
    connection.close()
    return f"{kind}:///{path}"


def settings(url: str, **source: object) -> Settings:
    question = {} if "query" in source else {"table": "historias"}
    return Settings.model_validate({"source": {"url": url, **question, **source}})


def heard(settings: Settings, workspace: Workspace, **options: bool) -> list[str]:
    events: list[Event] = []
    take_snapshot(settings, workspace, listener=events.append, **options)
    return [event.template for event in events if isinstance(event, Notice)]


def test_rows_arrive_with_their_bytes_and_the_account(clinic: str, workspace: Workspace) -> None:
    query = "SELECT * FROM historias WHERE grupo = :g AND '::' <> ':x'"
    snapshot = take_snapshot(settings(clinic, query=query, params={"g": "T. Depresivos"}), workspace)
    frame = snapshot.read().sort("nota_id")
    assert frame["subjetivo"][3] == "niega ideación 3 ñ\x00"
    assert frame["objetivo"].to_list() == [None] * 50
    manifest = snapshot.manifest
    assert manifest.rows == 50
    assert manifest.window == ("2023-01-01", "2023-01-28")
    assert manifest.params == {"g": "T. Depresivos"}
    assert len(manifest.query_sha256) == len(manifest.sha256) == 64
    assert manifest.columns["edad"] == "double"
    assert manifest.tool.startswith("epicrisis ")
    assert snapshot.facts("es").rows == 50
    assert [path.name for path in workspace.snapshots.iterdir()] == [manifest.id]


def test_the_cut_is_the_same_however_rows_lie_in_the_table(clinic: str, workspace: Workspace) -> None:
    snapshot = take_snapshot(settings(clinic, rows=10), workspace)
    expected = sorted(rows(50), key=lambda row: (row[2], row[1], row[0]))[:10]
    assert snapshot.read()["nota_id"].to_list() == [row[0] for row in expected]
    assert snapshot.manifest.order[:3] == ["fecha", "paciente_id", "nota_id"]
    assert "The first 10 rows by fecha, paciente_id, nota_id" in snapshot.facts("en").notes[0]


def test_progress_is_told_in_rows(clinic: str, workspace: Workspace) -> None:
    events: list[Event] = []
    take_snapshot(settings(clinic, batch_rows=20, rows=45), workspace, listener=events.append)
    assert [event.done for event in events if isinstance(event, Advance)] == [0, 20, 40, 45]


def test_unchanged_input_is_reused_and_said_so(clinic: str, workspace: Workspace) -> None:
    asked = settings(clinic)
    assert heard(asked, workspace) == []
    unchanged = "The source has not changed: its {rows} rows, read {taken_at}, are reused."
    assert heard(asked, workspace) == [unchanged]
    assert heard(asked, workspace, refresh=True) == []
    assert heard(settings(clinic, rows=5), workspace) == [], "another question"
    path = clinic.split(":///", 1)[1]
    connection = sqlite3.connect(path) if clinic.startswith("sqlite") else duckdb.connect(path)
    connection.execute(INSERT, rows(51)[-1])
    connection.commit()
    connection.close()
    assert heard(asked, workspace) == []
    assert take_snapshot(asked, workspace).manifest.rows == 51


def test_rows_in_sqlites_log_are_new_rows(tmp_path: Path, workspace: Workspace) -> None:
    url = make_clinic(tmp_path)
    writer = sqlite3.connect(url.removeprefix("sqlite:///"))
    writer.execute("PRAGMA journal_mode=WAL")
    asked = settings(url)
    take_snapshot(asked, workspace)
    writer.execute(INSERT, rows(51)[-1])
    writer.commit()
    assert take_snapshot(asked, workspace).manifest.rows == 51
    writer.close()


def test_a_damaged_snapshot_is_never_read(tmp_path: Path, workspace: Workspace) -> None:
    asked = settings(make_clinic(tmp_path))
    first = take_snapshot(asked, workspace)
    content = bytearray(first.path.read_bytes())
    content[100] ^= 1
    first.path.write_bytes(content)
    for read in (first.read, lambda: open_snapshot(first.folder)):
        with pytest.raises(CorruptFile, match=r"is damaged: its rows are not those of its manifest.*--refresh"):
            read()
    assert heard(asked, workspace) == ["The earlier snapshot {name} is damaged, so the source is read again."]
    assert open_snapshot(first.folder).read().height == 50
    (first.folder / "manifest.json").write_text("{")
    with pytest.raises(CorruptFile, match="has no manifest that can be read"):
        open_snapshot(first.folder)


def test_no_rows_leave_no_snapshot(clinic: str, workspace: Workspace) -> None:
    asked = settings(clinic, query="SELECT * FROM historias WHERE grupo = :g", params={"g": "Ana Ruiz"})
    with pytest.raises(NoRows, match=r"gave no rows\. Check the query's conditions") as caught:
        take_snapshot(asked, workspace)
    assert "Ana" not in str(caught.value)
    assert list(workspace.snapshots.iterdir()) == []
    assert probe_source(asked)[-1].subject == "rows"


def test_no_rows_are_blamed_on_what_was_asked(clinic: str, workspace: Workspace) -> None:
    nobody = settings(clinic, query="SELECT * FROM historias WHERE 1 = 0")
    with pytest.raises(NoRows, match=r"gave no rows\. Check the query's conditions\.$"):
        take_snapshot(nobody, workspace)
    empty = make_clinic(workspace.root, count=0)
    with pytest.raises(NoRows, match=r"gave no rows: it is empty\.$"):
        take_snapshot(settings(empty), workspace)


def test_the_database_file_cannot_be_changed(clinic: str, workspace: Workspace) -> None:
    before = Path(clinic.split(":///", 1)[1]).read_bytes()
    for query in ("DELETE FROM historias", "SELECT 1; DROP TABLE historias"):
        with pytest.raises(QueryFailed):
            take_snapshot(settings(clinic, query=query), workspace)
    from epicrisis.sources.addresses import locate
    from epicrisis.sources.database import connect

    with connect(locate(settings(clinic).source), 5) as connection, pytest.raises(Exception, match=r"read-?only"):  # type: ignore[arg-type]
        connection.exec_driver_sql("DELETE FROM historias")
    assert Path(clinic.split(":///", 1)[1]).read_bytes() == before


def test_text_that_is_no_utf8_is_mended_and_counted(tmp_path: Path, workspace: Workspace) -> None:
    url = make_clinic(tmp_path)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE historias SET subjetivo = CAST(? AS TEXT) WHERE nota_id < 3", (b"a\xf1os",))
    connection.close()
    snapshot = take_snapshot(settings(url), workspace)
    assert snapshot.read()["subjetivo"].to_list().count("años") == 3
    assert snapshot.facts("en").notes == ["3 cells were not UTF-8; their letters were read as Windows-1252."]


def test_columns_of_one_name_are_kept_apart(tmp_path: Path, workspace: Workspace) -> None:
    query = "SELECT a.nota_id, b.nota_id, a.grupo FROM historias a JOIN historias b ON b.nota_id = a.nota_id + 1"
    snapshot = take_snapshot(settings(make_clinic(tmp_path), query=query), workspace)
    assert snapshot.read().columns == ["nota_id", "nota_id_2", "grupo"]
    assert snapshot.facts("en").notes == ["Columns that had the same name, or none, were given names of their own."]


def test_an_endless_query_is_stopped(tmp_path: Path, workspace: Workspace) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTimedOut, match="no answer within 1 seconds"):
        take_snapshot(settings(make_clinic(tmp_path), query=endless, timeout=1), workspace)


@pytest.mark.slow
def test_a_locked_database_is_said_to_be_locked(tmp_path: Path, workspace: Workspace) -> None:
    url = make_clinic(tmp_path)
    locker = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    locker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ConnectionFailed, match="is locked by another program"):
        take_snapshot(settings(url, retries=0), workspace)
    locker.close()


def test_an_interrupted_reading_leaves_nothing(tmp_path: Path, workspace: Workspace) -> None:
    def interrupt(event: Event) -> None:
        if isinstance(event, Advance) and event.done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_snapshot(settings(make_clinic(tmp_path), batch_rows=10), workspace, listener=interrupt)
    assert list(workspace.snapshots.iterdir()) == []


def test_what_a_killed_reading_left_is_swept_after_a_day(tmp_path: Path, workspace: Workspace) -> None:
    for name, age in (("old", 2 * 86_400), ("new", 60)):
        left = workspace.snapshots / f".reading-{name}"
        left.mkdir(parents=True)
        stamp = left.stat().st_mtime - age
        os.utime(left, (stamp, stamp))
    take_snapshot(settings(make_clinic(tmp_path)), workspace)
    assert [path.name for path in workspace.snapshots.glob(".*")] == [".reading-new"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte, where the machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of Linux can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("this machine allows no mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path, small_disk: Path) -> None:
    path = tmp_path / "grande.ndjson"
    with path.open("w") as file:
        for number in range(400):
            file.write(f'{{"id": {number}, "nota": "{os.urandom(4_000).hex()}"}}\n')
    url = f"sqlite:///{tmp_path / 'grande.db'}"
    with sqlite3.connect(tmp_path / "grande.db") as connection:
        connection.execute("CREATE TABLE historias (id, nota)")
        connection.executemany(
            "INSERT INTO historias VALUES (?, ?)", [(n, os.urandom(4_000).hex()) for n in range(400)]
        )
    connection.close()
    workspace = open_workspace(small_disk / "workspace")
    for asked in (
        Settings.model_validate({"source": {"url": str(path), "batch_rows": 50}}),
        settings(url, batch_rows=50),
    ):
        with pytest.raises(WorkspaceUnusable, match="The disk is full"):
            take_snapshot(asked, workspace)
        assert list(workspace.snapshots.iterdir()) == []
