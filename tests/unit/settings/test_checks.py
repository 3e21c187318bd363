"""A muted check is one that exists, with a reason; a column for subgroups has no other role."""

from __future__ import annotations

from pathlib import Path

import pytest

from epicrisis.errors import SettingsError
from epicrisis.settings.loading import load_settings, public_settings


def load(content: str, folder: Path) -> dict[str, object]:
    file = folder / "epicrisis.toml"
    file.write_text(content, encoding="utf-8")
    return public_settings(load_settings(file, environ={}, directory=folder).settings)


def test_a_reason_is_kept(tmp_path: Path) -> None:
    said = load('[checks]\nmute = { EP007 = "another form" }\n[columns]\nsubgroups = ["centro"]', tmp_path)
    assert said["checks"] == {"mute": {"EP007": "another form"}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[checks.mute]\nEP07 = "x"', r"'EP07', which is no check: .* EP001 to EP015\. Did you mean 'EP007'\?"),
        ('[checks.mute]\nep003 = "x"', r"'ep003', which is no check: .* Did you mean 'EP003'\?"),
        ('[checks.mute]\nEP007 = " "', "no reason for EP007"),
        ('[columns]\nsubgroups = ["sexo"]', "'sexo' two roles"),
    ],
)
def test_what_cannot_be_muted_or_grouped_by_is_refused(content: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=told):
        load(content, tmp_path)
