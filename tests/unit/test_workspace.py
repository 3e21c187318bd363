from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from epicrisis.errors import WorkspaceUnusable
from epicrisis.workspace import content_id, open_workspace, whole_folder, write_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="POSIX rights and limits")


def test_a_workspace_is_its_owners_alone(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "deep" / ".epicrisis")
    assert workspace.root.is_dir()
    assert list(workspace.root.iterdir()) == []
    if os.name == "posix":
        assert stat.S_IMODE(workspace.root.stat().st_mode) == 0o700


def test_a_workspace_on_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(
        WorkspaceUnusable, match=r"taken cannot be written .*Set workspace\.dir to a folder of your own"
    ):
        open_workspace(tmp_path / "taken")
    with pytest.raises(WorkspaceUnusable, match="cannot be written"):
        write_whole(tmp_path / "taken" / "inside.json", "{}")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no folders on Linux only")
def test_a_workspace_where_no_folder_can_be_is_refused() -> None:
    with pytest.raises(WorkspaceUnusable, match=r"cannot be written .*Set workspace\.dir"):
        open_workspace(Path("/proc/epicrisis"))


def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "clean" / "abc"

    def fail_midway() -> None:
        with whole_folder(place) as folder:
            (folder / "half").write_text("x")
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        fail_midway()
    assert list((tmp_path / "clean").iterdir()) == []
    for content in ("first", "second"):
        with whole_folder(place) as folder:
            (folder / "whole").write_text(content)
    assert (place / "whole").read_text() == "second"
    assert [path.name for path in (tmp_path / "clean").iterdir()] == ["abc"]


@POSIX
def test_a_full_disk_leaves_the_earlier_file_whole(tmp_path: Path) -> None:
    # A limit on the size of files gives the same refusal as a disk without space, without filling one.
    import resource
    import signal

    path = tmp_path / "manifest.json"
    write_whole(path, "earlier")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(WorkspaceUnusable, match="The disk is full"):
            write_whole(path, "x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_text() == "earlier"
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


@POSIX
@pytest.mark.skipif(sys.platform == "linux" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WorkspaceUnusable, match="cannot be written"):
            open_workspace(tmp_path / "workspace")
    finally:
        tmp_path.chmod(0o700)


def test_a_content_name_depends_on_content_only() -> None:
    assert content_id({"b": 1, "a": "ñ"}) == content_id({"a": "ñ", "b": 1}) == "3f954f712f14a490"
    assert content_id({"a": "n", "b": 1}) != content_id({"a": "ñ", "b": 1})
