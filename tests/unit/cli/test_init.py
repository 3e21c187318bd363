from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings

Runner = Callable[..., Any]


def test_init_writes_the_files_and_says_what_comes_next(epicrisis: Runner, tmp_path: Path) -> None:
    outcome = epicrisis("init", "--lang", "en")
    assert (outcome.code, outcome.err) == (0, "")
    assert (
        outcome.out
        == """\
Written: epicrisis.toml
Written: sql/historias.sql
Written: .env.example
Written: .gitignore

What comes next:
1. Say in epicrisis.toml where the notes are, and which column is what.
2. Adapt sql/historias.sql, if the notes come from a query.
3. Copy .env.example to .env and write the password there.
4. Run: epicrisis check, and then: epicrisis train
""".replace("sql/", f"sql{Path('/').anchor}")
    )
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        ".env.example",
        ".gitignore",
        "epicrisis.toml",
        "historias.sql",
    ]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == ".env\n.epicrisis/\n"
    assert load_settings(directory=tmp_path, environ={}).settings.search == Settings().search


def test_the_example_of_the_secrets_becomes_settings_when_it_is_filled_in(epicrisis: Runner, tmp_path: Path) -> None:
    epicrisis("init")
    example = (tmp_path / ".env.example").read_text(encoding="utf-8")
    filled = example.replace("# DB_SERVER=", "DB_SERVER=sql01").replace("# DB_NAME=", "DB_NAME=clinica")
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    source = load_settings(directory=tmp_path, environ={}).settings.source
    assert (source.server, source.database, source.trusted) == ("sql01", "clinica", True)


def test_init_overwrites_nothing_and_writes_nothing_beside_it(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text("# mine\n", encoding="utf-8")
    outcome = epicrisis("init", "--lang", "en")
    assert outcome.code == 2
    assert outcome.err == "Error: Already there: epicrisis.toml. Nothing was written; --force overwrites.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["epicrisis.toml"]
    assert (tmp_path / "epicrisis.toml").read_text(encoding="utf-8") == "# mine\n"


def test_force_overwrites_but_only_adds_to_what_git_ignores(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text("# mine\n", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("*.bak\n.env", encoding="utf-8")
    assert epicrisis("init", "--force").code == 0
    assert 'language = "es"' in (tmp_path / "epicrisis.toml").read_text(encoding="utf-8")
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.bak\n.env\n.epicrisis/\n"
    assert epicrisis("init", "--force").code == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.bak\n.env\n.epicrisis/\n"


def test_init_makes_the_folder_and_answers_in_json(epicrisis: Runner, tmp_path: Path) -> None:
    outcome = epicrisis("init", "proyecto", "--json")
    assert json.loads(outcome.out) == {
        "written": [
            "proyecto/epicrisis.toml",
            "proyecto/sql/historias.sql",
            "proyecto/.env.example",
            "proyecto/.gitignore",
        ]
    }
    assert (tmp_path / "proyecto" / "sql" / "historias.sql").is_file()


def test_a_folder_that_cannot_be_one_is_told(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file", encoding="utf-8")
    outcome = epicrisis("init", "occupied", "--lang", "en")
    assert outcome.code == 5
    assert outcome.err.startswith("Error: occupied cannot be written (")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_files_are_in_the_language_asked_for(language: str, epicrisis: Runner, tmp_path: Path) -> None:
    epicrisis("init", "--lang", language)
    assert f'language = "{language}"' in (tmp_path / "epicrisis.toml").read_text(encoding="utf-8")
    expected = {"es": "Copie este archivo", "en": "Copy this file"}[language]
    assert expected in (tmp_path / ".env.example").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "said"), [("en", "They are SQL Server's"), ("es", "Son de SQL Server")])
def test_the_database_s_kind_is_named_beside_the_parts_of_its_address(
    epicrisis: Runner, tmp_path: Path, language: str, said: str
) -> None:
    epicrisis("init", "--lang", language)
    for name, mark in ((".env.example", "# DB_SERVER="), ("epicrisis.toml", "DB_SERVER")):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert said in text
        assert "dialect" in text
        assert mark in text
    written = tmp_path / "epicrisis.toml"
    content = written.read_text(encoding="utf-8").replace('# dialect = "sqlserver"', 'dialect = "postgresql"')
    written.write_text(content, encoding="utf-8")
    assert load_settings(directory=tmp_path, environ={}).settings.source.dialect == "postgresql"
