"""Clean notes are made once, found again, and never read damaged."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from epicrisis.errors import CorruptFile, SchemaMismatch, WorkspaceUnusable
from epicrisis.etl.cleaning import clean
from epicrisis.etl.parquet import write_parquet
from epicrisis.etl.store import StoredNotes, clean_snapshot, open_notes
from epicrisis.progress import Event, Notice
from epicrisis.settings.data import EtlSettings
from epicrisis.settings.schema import Settings
from epicrisis.workspace import Workspace, open_workspace

SETTINGS = Settings(etl=EtlSettings(min_class_rows=1))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "w")


def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "paciente_id": ["1", "2", None],
            "fecha": ["2024-01-01"] * 3,
            "sexo": ["F"] * 3,
            "edad": [1, 2, 3],
            "subjetivo": ["a", "b", "c"],
            "objetivo": ["a", "b", "c"],
            "grupo": ["A", "B", "B"],
        }
    )


def must_not_load() -> pl.DataFrame:
    raise AssertionError("the snapshot was read again")


def store(workspace: Workspace, settings: Settings = SETTINGS, events: list[Event] | None = None) -> StoredNotes:
    told = [] if events is None else events
    return clean_snapshot(frame, "s1", settings, workspace, listener=told.append)


def test_what_is_stored_is_what_was_cleaned(workspace: Workspace) -> None:
    stored = store(workspace)
    expected = clean(frame(), SETTINGS)
    assert not stored.reused
    assert stored.folder.parent == workspace.clean
    assert_frame_equal(stored.read(), expected.notes)
    assert_frame_equal(stored.read_quarantine(), expected.quarantine)
    assert stored.ledger.near_duplicates is not None
    assert stored.ledger.model_copy(update={"near_duplicates": None}) == expected.ledger
    assert sorted(path.name for path in stored.folder.iterdir()) == [
        "ledger.json",
        "near_duplicates.parquet",
        "notes.parquet",
        "quarantine.parquet",
    ]
    assert [path.name for path in workspace.clean.iterdir()] == [stored.folder.name]


def test_the_same_cleaning_is_found_again_without_reading_the_snapshot(workspace: Workspace) -> None:
    first = store(workspace)
    events: list[Event] = []
    second = clean_snapshot(must_not_load, "s1", SETTINGS, workspace, listener=events.append)
    assert second.reused
    assert (second.folder, second.ledger, second.sha256) == (first.folder, first.ledger, first.sha256)
    assert events == [
        Notice("These rows were cleaned before in the same way: {kept} notes reused.", {"kept": 2}),
    ]


def test_another_snapshot_or_another_cleaning_has_another_folder(workspace: Workspace) -> None:
    folders = {
        store(workspace).folder,
        store(workspace, Settings(etl=EtlSettings(min_class_rows=1, max_age=99))).folder,
        clean_snapshot(frame, "s2", SETTINGS, workspace).folder,
    }
    assert len(folders) == 3


def test_settings_that_do_not_concern_cleaning_do_not_change_the_folder(workspace: Workspace) -> None:
    other = SETTINGS.model_copy(update={"language": "en"})
    assert store(workspace, other).folder == store(workspace).folder


@pytest.mark.parametrize("name", ["notes.parquet", "quarantine.parquet"])
def test_a_changed_file_is_refused_and_made_anew_by_the_next_run(workspace: Workspace, name: str) -> None:
    stored = store(workspace)
    path = stored.folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(CorruptFile, match=rf"{name} is missing or not as it was written\. Delete .*makes it anew"):
        stored.read() if name == "notes.parquet" else stored.read_quarantine()
    events: list[Event] = []
    again = store(workspace, events=events)
    assert not again.reused
    assert again.read().height == 2
    warned = [event for event in events if isinstance(event, Notice) and event.template.startswith("Cleaned notes")]
    assert [event.fields for event in warned] == [{"path": path}]


@pytest.mark.parametrize("content", [None, "", "{", "{}", '{"version": 1}'])
def test_a_broken_or_missing_account_is_refused_and_made_anew(workspace: Workspace, content: str | None) -> None:
    stored = store(workspace)
    account = stored.folder / "ledger.json"
    account.unlink() if content is None else account.write_text(content, encoding="utf-8")
    with pytest.raises(CorruptFile, match=r"ledger\.json is missing or not as it was written"):
        open_notes(stored.folder)
    assert not store(workspace).reused
    assert open_notes(stored.folder).ledger == stored.ledger


def test_an_account_whose_rows_do_not_add_up_is_refused(workspace: Workspace) -> None:
    account = store(workspace).folder / "ledger.json"
    content = json.loads(account.read_text(encoding="utf-8"))
    content["ledger"]["read"] += 1
    account.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(CorruptFile):
        open_notes(account.parent)


def test_rows_that_cannot_be_used_leave_nothing_behind(workspace: Workspace) -> None:
    with pytest.raises(SchemaMismatch):
        clean_snapshot(lambda: frame().drop("grupo"), "s1", SETTINGS, workspace)
    assert not workspace.clean.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_more_leaves_nothing_half_written(workspace: Workspace) -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
        with pytest.raises(WorkspaceUnusable, match=r"^The disk is full: .* could not be written\."):
            store(workspace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(workspace.clean.iterdir()) == []
    assert store(workspace).read().height == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_the_operating_system_s_error_and_not_polars_s() -> None:
    with pytest.raises(OSError) as caught:
        write_parquet(frame(), Path("/dev/full"))
    assert caught.value.errno == errno.ENOSPC
