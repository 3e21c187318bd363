"""What a run refuses before it does any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from epicrisis.errors import SettingsError
from epicrisis.flows.job import Job
from epicrisis.flows.stages import generate_data
from epicrisis.settings.schema import PrivacySettings, Settings, WorkspaceSettings


def test_a_missing_file_of_names_is_told_before_any_note_is_read_or_made(tmp_path: Path) -> None:
    privacy = PrivacySettings(names=str(tmp_path / "gone.txt"))
    job = Job(Settings(workspace=WorkspaceSettings(dir=tmp_path / "ws"), privacy=privacy))
    with pytest.raises(SettingsError, match=r"^privacy\.names: there is no file "):
        generate_data(job)
    assert not (job.workspace.root / "clinic").exists()
    assert list(job.workspace.snapshots.glob("*")) == []
