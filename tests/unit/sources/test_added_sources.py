"""Sources of other packages: snapshots, masking and ``check`` as for our own, whatever the package does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from pydantic import SecretStr

from epicrisis import plugins
from epicrisis.errors import ConnectionFailed, EpicrisisError, QueryFailed, SettingsError, SourceNotFound
from epicrisis.progress import Notice
from epicrisis.settings.data import ColumnSettings, SourceSettings
from epicrisis.settings.learning import SplitSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.addresses import describe, locate
from epicrisis.sources.probe import probe_source
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.spec import NoteSource
from epicrisis.workspace import Workspace, open_workspace

Register = Callable[..., None]
SECRET = "s3cr3t p@ss"
URL = "redcap://ana:s3cr3t%20p%40ss@host/project?token=s3cr3t&arm=1"
FRAME = pl.DataFrame({"note": ["uno", "dos", "tres"], "label": ["a", "b", "a"], "patient": [1, 2, 3]})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "work")


def settings(url: str = URL, **source: Any) -> Settings:
    return Settings(
        source=SourceSettings(url=SecretStr(url), **source),
        columns=ColumnSettings(text=["note"], label="label", categorical=[], numeric=[], patient="patient", date=""),
        split=SplitSettings(),
    )


def source(read: Any = lambda _: [FRAME[:2], FRAME[2:].to_arrow()], **more: Any) -> NoteSource:
    return NoteSource(**{"name": "redcap", "read": read, **more})


def fails_with(error: Exception) -> Callable[[SourceSettings], list[pl.DataFrame]]:
    def read(_: SourceSettings) -> list[pl.DataFrame]:
        raise error

    return read


def test_a_snapshot_has_its_rows_and_no_secret(register: Register, workspace: Workspace) -> None:
    register(plugins.SOURCES, "redcap", source(), "clinic")
    snapshot = take_snapshot(settings(query="arm 1", params={"arm": 1}), workspace)
    assert snapshot.read().equals(FRAME.select("note", "label", "patient"))
    manifest = snapshot.manifest
    assert (manifest.backend, manifest.description, manifest.rows) == ("redcap", "redcap://host/project", 3)
    assert manifest.params == {"arm": 1}
    assert manifest.query_sha256
    assert manifest.tool.endswith(", clinic")
    written = (snapshot.folder / "manifest.json").read_text(encoding="utf-8")
    assert "s3cr3t" not in written
    assert "ana" not in manifest.description


def test_without_a_fingerprint_the_same_question_is_reused_and_another_is_not(
    register: Register, workspace: Workspace
) -> None:
    register(plugins.SOURCES, "redcap", source())
    told: list[object] = []
    first = take_snapshot(settings(), workspace)
    again = take_snapshot(settings(), workspace, listener=told.append)
    assert again.reused
    assert any(isinstance(one, Notice) and "--refresh" in one.template for one in told)
    assert take_snapshot(settings(URL.replace("s3cr3t%20p%40ss", "new")), workspace).reused, "a password is no question"
    for other in (settings(rows=2), settings(query="x"), settings(URL.replace("arm=1", "arm=2"))):
        assert not take_snapshot(other, workspace).reused
    assert not take_snapshot(settings(), workspace, refresh=True).reused
    register(plugins.SOURCES, "other", source(name="other", version=2))
    assert first.manifest.question != take_snapshot(settings("other://host/project"), workspace).manifest.question


def test_a_fingerprint_says_when_the_notes_have_changed(register: Register, workspace: Workspace) -> None:
    state = {"now": "monday"}
    register(plugins.SOURCES, "redcap", source(fingerprint=lambda _: state["now"]))
    assert not take_snapshot(settings(), workspace).reused
    assert take_snapshot(settings(), workspace).reused
    state["now"] = "tuesday"
    assert not take_snapshot(settings(), workspace).reused


def test_columns_get_the_types_that_other_sources_have(register: Register, workspace: Workspace) -> None:
    batch = pa.table(
        {
            "note": pa.array(["x", "y"]).dictionary_encode(),
            " label ": pa.array([b"a", "ñ".encode("cp1252")]),
            "patient": pa.array([{"a": 1}, None]),
            "when": pa.array([date(2024, 1, 1), None]),
        }
    )
    register(plugins.SOURCES, "redcap", source(lambda _: iter([batch.to_batches()[0]])))
    snapshot = take_snapshot(settings(), workspace)
    assert snapshot.manifest.columns == {
        "note": "string",
        "label": "string",
        "patient": "string",
        "when": "date32[day]",
    }
    assert snapshot.read()["label"].to_list() == ["a", "ñ"]
    assert [note.template for note in snapshot.manifest.notes] == [
        "{cells} cells were not UTF-8; their letters were read as Windows-1252."
    ]


def test_no_more_rows_are_taken_than_were_asked_for(register: Register, workspace: Workspace) -> None:
    asked: list[int] = []

    def endless(given: SourceSettings) -> Any:
        while True:
            asked.append(given.rows)
            yield FRAME

    register(plugins.SOURCES, "redcap", source(endless))
    assert take_snapshot(settings(rows=4), workspace).manifest.rows == 4
    assert asked == [4, 4]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (FileNotFoundError(SECRET), SourceNotFound),
        (ConnectionRefusedError(SECRET), ConnectionFailed),
        (TimeoutError(SECRET), ConnectionFailed),
        (KeyError("a patient's words"), QueryFailed),
    ],
)
def test_what_a_package_raises_is_told_without_its_words(
    register: Register, workspace: Workspace, error: Exception, kind: type[EpicrisisError]
) -> None:
    register(plugins.SOURCES, "redcap", source(fails_with(error)), "clinic")
    with pytest.raises(kind) as caught:
        take_snapshot(settings(), workspace)
    assert str(caught.value) == (f"The package 'clinic' could not read redcap://host/project ({type(error).__name__}).")
    assert str(caught.value.__cause__) == type(error).__name__
    assert not list(workspace.snapshots.glob("*"))


def test_an_error_of_ours_passes_with_its_secrets_masked(register: Register, workspace: Workspace) -> None:
    error = ConnectionFailed("{place} refused user {user}.", place=f"host with {SECRET}", user="ana")
    register(plugins.SOURCES, "redcap", source(fails_with(error)))
    with pytest.raises(ConnectionFailed, match=r"^host with \*\*\* refused user ana\.$"):
        take_snapshot(settings(), workspace)


def test_what_is_no_table_is_refused(register: Register, workspace: Workspace) -> None:
    register(plugins.SOURCES, "redcap", source(lambda _: [{"note": ["x"]}]))
    with pytest.raises(QueryFailed, match="gave dict for redcap://host/project, and not a table"):
        take_snapshot(settings(), workspace)


def test_a_description_that_fails_or_tells_a_secret_does_no_harm(register: Register) -> None:
    register(plugins.SOURCES, "redcap", source(describe=lambda _: 1 / 0))
    register(plugins.SOURCES, "loud", source(name="loud", describe=lambda url: url))
    assert describe(locate(settings().source)) == "redcap://"
    shown = describe(locate(settings(URL.replace("redcap", "loud"), password=SecretStr("arm")).source))
    assert shown == "loud://ana:***@host/project?token=***&***=1"
    assert "s3cr3t" not in repr(locate(settings().source))


def test_check_says_how_far_it_gets(register: Register) -> None:
    register(plugins.SOURCES, "redcap", source())
    assert [(one.subject, one.ok) for one in probe_source(settings())] == [
        ("source", True),
        ("columns", True),
        ("rows", True),
    ]
    register(plugins.SOURCES, "empty", source(lambda _: [], name="empty"))
    assert probe_source(settings("empty://x"))[-1].subject == "columns"
    register(plugins.SOURCES, "away", source(fails_with(ConnectionError()), name="away"))
    found = probe_source(settings("away://x"))
    assert [one.ok for one in found] == [True, False]
    assert found[-1].exit_code == ConnectionFailed.exit_code


def test_addresses_that_nobody_reads_or_that_are_ours_are_told(register: Register) -> None:
    register(plugins.SOURCES, "broken", ImportError())
    register(plugins.SOURCES, "mysql", source(name="mysql"))
    with pytest.raises(SettingsError, match=r"Known: .*, broken, mysql\. .* group 'epicrisis\.sources'\.$"):
        locate(settings("redcaps://x").source)
    with pytest.raises(SettingsError, match="'broken', which the package 'plugin' registers"):
        locate(settings("BROKEN://x").source)
    with pytest.raises(SettingsError, match="'mysql' itself"):
        locate(settings("mysql+pymysql://x/y").source)
    with pytest.raises(ValueError, match="cannot be"):
        source(name="Red cap")
