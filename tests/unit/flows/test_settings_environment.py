"""A child process that reads the environment gets the settings of the command line."""

from __future__ import annotations

from pathlib import Path

from epicrisis.flows.settings_environment import settings_environment
from epicrisis.settings.loading import load_settings

OVERRIDES = [
    "source.url=postgresql://ana:clave%20secreta@db/historias",
    "source.rows=500",
    "columns.text=['subjetivo', 'plan de acción']",
    "columns.label=diagnóstico",
    "split.allow_row_split=true",
    "split.by=row",
    "search.timeout=2.5",
    "tracking.register_as=",
]


def test_the_child_gets_the_same_settings(tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text('language = "en"\n[search]\ntrials = 7\n', encoding="utf-8")
    loaded = load_settings(overrides=[*OVERRIDES, "workspace.dir=ws"], environ={}, directory=tmp_path)
    environment = settings_environment(loaded)
    child = load_settings(loaded.path, environ=environment, directory=tmp_path / "elsewhere")
    assert child.settings == loaded.settings
    assert "EPICRISIS_SEARCH__TRIALS" not in environment


def test_what_was_not_given_is_left_to_the_file_and_the_environment(tmp_path: Path) -> None:
    loaded = load_settings(environ={}, directory=tmp_path)
    assert settings_environment(loaded) == {"EPICRISIS_LANGUAGE": "es", "EPICRISIS_COLUMNS__LANGUAGE": "es"}
