"""``epicrisis check`` without a server: settings and their origins, files, the workspace, and JSON."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ..tiny_encoder import write_encoder

Runner = Callable[..., Any]

NOTES = "paciente_id,fecha,sexo,edad,subjetivo,objetivo,grupo\nP1,2024-01-01,F,40,me siento mal,orientada,A\n"


@pytest.fixture(autouse=True)
def nobody_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "no-prefect"))
    for name in ("PREFECT_API_URL", "MLFLOW_TRACKING_URI"):
        monkeypatch.delenv(name, raising=False)


def test_a_file_that_can_be_read_passes(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "notas.csv").write_text(NOTES, encoding="utf-8")
    (tmp_path / "epicrisis.toml").write_text(
        '[source]\nurl = "notas.csv"\n[search]\ntrials = 7\n[split]\nseed = 42\n', encoding="utf-8"
    )
    outcome = epicrisis("check", "--lang", "en", "--set", "split.folds=3")
    assert outcome.code == 0
    assert outcome.err == ""
    lines = outcome.out.splitlines()
    shown = {line.split()[0]: line.split()[1:] for line in lines if line.startswith("  ")}
    assert shown["search.trials"] == ["7", "file", "epicrisis.toml"]
    assert shown["split.folds"] == ["3", "--set"]
    assert set(shown) == {"language", "source.url", "search.trials", "split.folds"}
    told = [line for line in lines if line.startswith("[")]
    assert lines[: len(told)] == told
    assert told[1:3] == ["[ok] columns: All 7 columns of the settings are there.", "[ok] rows: The source gives rows."]
    assert told[-1] == "[ok] Prefect: No server is configured: every run starts a temporary one."
    assert "siento" not in outcome.out


def test_a_missing_column_fails_with_advice(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "notas.csv").write_text(NOTES.replace("grupo", "group"), encoding="utf-8")
    outcome = epicrisis("check", "--set", "source.url=notas.csv")
    assert outcome.code == 4
    fails = outcome.out.index("[FALLA] columnas: ")
    assert "grupo" in outcome.out[fails:]
    assert "[ok] espacio de trabajo: " in outcome.out


def test_an_unknown_setting_ends_with_its_own_exit_code(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text("[search]\ntrails = 7\n", encoding="utf-8")
    outcome = epicrisis("check", "--lang", "en")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == "Error: Unknown setting 'search.trails' in epicrisis.toml. Did you mean 'search.trials'?\n"


def test_a_source_that_is_no_source_is_a_matter_of_settings(epicrisis: Runner) -> None:
    outcome = epicrisis("check", "--set", "source.url=firebird://u@h/x", "--json", "--lang", "en")
    assert outcome.code == 3
    [failed] = [one for one in json.loads(outcome.out)["checks"] if not one["ok"]]
    assert failed["subject"] == "source"


def test_a_workspace_that_cannot_be_is_told(epicrisis: Runner, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file", encoding="utf-8")
    outcome = epicrisis("check", "--set", "workspace.dir=occupied", "--json", "--lang", "en")
    assert outcome.code == 5
    [failed] = [one for one in json.loads(outcome.out)["checks"] if not one["ok"]]
    assert failed["subject"] == "workspace"
    assert "cannot be written" in failed["message"]


def test_an_encoder_is_opened(epicrisis: Runner, tmp_path: Path) -> None:
    folder = write_encoder(tmp_path / "tiny")
    outcome = epicrisis("check", "--set", "encoder.path=tiny", "--json", "--lang", "en")
    [found] = [one for one in json.loads(outcome.out)["checks"] if one["subject"] == "encoder"]
    assert found["ok"]
    assert "gives 12 numbers a note" in found["message"]
    (folder / "tokenizer.json").unlink()
    outcome = epicrisis("check", "--set", "encoder.path=tiny", "--json", "--lang", "en")
    [failed] = [one for one in json.loads(outcome.out)["checks"] if not one["ok"]]
    assert (failed["subject"], outcome.code) == ("encoder", 3)


def test_an_encoder_that_is_wanted_and_not_named_is_told(epicrisis: Runner) -> None:
    outcome = epicrisis("check", "--set", 'search.models=["encoder"]', "--json", "--lang", "en")
    [failed] = [one for one in json.loads(outcome.out)["checks"] if not one["ok"]]
    assert (failed["subject"], outcome.code) == ("encoder", 3)
    assert "needs encoder.path" in failed["message"]


def test_the_file_of_names_is_read(epicrisis: Runner, tmp_path: Path) -> None:
    missing = epicrisis("check", "--set", "privacy.names=nohay.txt", "--lang", "es")
    assert missing.code == 3
    assert "[FALLA] nombres: privacy.names: no existe el archivo " in missing.out
    assert "No such file" not in missing.out
    (tmp_path / "nohay.txt").write_text("Yhonkleiver\nÑusta Raymi\n", encoding="utf-8")
    found = epicrisis("check", "--set", "privacy.names=nohay.txt", "--lang", "es")
    assert found.code == 0
    assert re.search(r"\[ok\] nombres: Palabras de nombres en .*nohay\.txt: 3\.", found.out)
    unused = epicrisis("check", "--set", "privacy.names=x.txt", "--set", "privacy.deidentify=false")
    assert unused.code == 0


def test_json_says_all_of_it_and_no_secret(epicrisis: Runner) -> None:
    outcome = epicrisis("check", "--json", "--set", "source.password=s3creta")
    answer = json.loads(outcome.out)
    assert list(answer) == ["file", "settings", "versions", "checks", "ok"]
    assert answer["settings"]["source.password"] == {"value": "***", "origin": "--set"}
    assert "s3creta" not in outcome.out
    assert {"python", "epicrisis", "prefect", "mlflow"} <= answer["versions"].keys()


@pytest.mark.parametrize(
    ("file", "arguments", "language", "origin"),
    [
        ("", (), "en", "locale"),
        ('language = "es"\n', (), "es", "file epicrisis.toml"),
        ('language = "es"\n', ("--lang", "en"), "en", "--set"),
    ],
)
def test_messages_speak_as_asked_then_as_set_then_as_the_machine(
    file: str, arguments: tuple[str, ...], language: str, origin: str, epicrisis: Runner, tmp_path: Path
) -> None:
    (tmp_path / "epicrisis.toml").write_text(file, encoding="utf-8")
    outcome = epicrisis("check", "--json", *arguments, LANG="en_US.UTF-8")
    answer = json.loads(outcome.out)
    assert answer["settings"]["language"] == {"value": language, "origin": origin}
    expected = {"en": "No server is configured: every run starts a temporary one."}.get(
        language, "No hay servidor configurado: cada ejecución arranca uno temporal."
    )
    assert answer["checks"][-1]["message"] == expected


def test_no_source_is_a_warning_and_no_failure(epicrisis: Runner, tmp_path: Path) -> None:
    epicrisis("init", "--lang", "en")
    outcome = epicrisis("check")
    assert outcome.code == 0
    assert outcome.out.splitlines()[:2] == [
        "[WARNS] source: No source is configured: a training uses the artificial clinic, whose patients do not exist.",
        "     To read your own notes, set source.url, or source.server and source.database.",
    ]
    first = json.loads(epicrisis("check", "--json").out)["checks"][0]
    assert (first["ok"], first["warns"]) == (True, True)


def test_an_empty_table_is_not_blamed_on_a_query(epicrisis: Runner, tmp_path: Path) -> None:
    names = NOTES.splitlines()[0].replace(",", " TEXT, ")
    with closing(sqlite3.connect(tmp_path / "notas.db")) as connection:
        connection.execute(f"CREATE TABLE notas ({names} TEXT)")
    sets = ("--set", "source.url=sqlite:///notas.db", "--set", "source.table=notas")
    answer = json.loads(epicrisis("check", "--json", "--lang", "en", *sets).out)
    [failed] = [one for one in answer["checks"] if not one["ok"]]
    assert (failed["message"], failed["advice"]) == ("The source gives no rows.", "")
