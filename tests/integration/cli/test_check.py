"""``epicrisis check`` against a real PostgreSQL: every way to fail has its own sentence, advice and exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.slow

COLUMNS = "paciente_id text, fecha text, sexo text, edad integer, subjetivo text, objetivo text, grupo text"


@pytest.fixture(scope="module")
def notes_url(postgres_url: str) -> str:
    engine = sa.create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE TABLE check_notes ({COLUMNS})"))
        connection.execute(
            sa.text("INSERT INTO check_notes VALUES ('P1', '2024-01-01', 'F', 40, 'me siento mal', 'orientada', 'A')")
        )
    engine.dispose()
    return postgres_url


def check(folder: Path, *sets: str) -> tuple[int, dict[str, Any], str]:
    command = [sys.executable, "-m", "epicrisis", "check", "--json", "--lang", "en"]
    for one in ("source.table=check_notes", *sets):
        command += ["--set", one]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)
    return done.returncode, json.loads(done.stdout), done.stdout + done.stderr


def failure(answer: dict[str, Any]) -> tuple[str, str, str]:
    [failed] = [one for one in answer["checks"] if not one["ok"]]
    return failed["subject"], failed["message"], failed["advice"]


def test_a_source_that_can_be_read_passes_every_step(notes_url: str, tmp_path: Path) -> None:
    code, answer, printed = check(tmp_path, f"source.url={notes_url}")
    assert code == 0
    assert answer["ok"] is True
    assert [one["subject"] for one in answer["checks"]] == [
        "source", "driver", "host", "login", "query", "columns", "rows", "workspace", "mlflow", "prefect",
    ]  # fmt: skip
    assert "***" in answer["settings"]["source.url"]["value"]
    assert answer["settings"]["source.url"]["origin"] == "--set"
    assert "s3creta" not in printed
    assert "me siento mal" not in printed


def test_a_wrong_password_is_told_from_everything_else(notes_url: str, tmp_path: Path) -> None:
    code, answer, _ = check(tmp_path, f"source.url={notes_url.replace('s3creta', 'otra')}")
    subject, message, advice = failure(answer)
    assert (code, subject) == (5, "login")
    assert "password" in message
    assert advice == "Try the same user and password in another program, for example the database's own console."


def test_an_unknown_host_is_told_from_everything_else(notes_url: str, tmp_path: Path) -> None:
    url = notes_url.replace("127.0.0.1", "nowhere.invalid")
    code, answer, _ = check(tmp_path, f"source.url={url}", "source.retries=0")
    subject, message, advice = failure(answer)
    assert (code, subject) == (5, "host")
    assert "nowhere.invalid" in message
    assert advice.startswith("Ask whoever runs the database")


def test_a_closed_port_is_told_from_everything_else(notes_url: str, tmp_path: Path) -> None:
    port = notes_url.rsplit(":", 1)[1].split("/")[0]
    code, answer, _ = check(tmp_path, f"source.url={notes_url.replace(port, '1')}", "source.retries=0")
    subject, message, _ = failure(answer)
    assert (code, subject) == (5, "host")
    assert "127.0.0.1" in message


def test_a_missing_driver_is_told_from_everything_else(tmp_path: Path) -> None:
    code, answer, _ = check(tmp_path, "source.url=mssql+pymssql://u@localhost/x")
    subject, message, _ = failure(answer)
    assert (code, subject) == (5, "driver")
    assert message == ('The driver pymssql for mssql is not installed. Install it with: pip install "pymssql"')


def test_a_missing_table_is_told_from_everything_else(notes_url: str, tmp_path: Path) -> None:
    code, answer, _ = check(tmp_path, f"source.url={notes_url}", "source.table=no_such_table")
    subject, message, _ = failure(answer)
    assert (code, subject) == (4, "query")
    assert "no_such_table" in message


def test_a_missing_column_is_told_from_everything_else(notes_url: str, tmp_path: Path) -> None:
    code, answer, _ = check(tmp_path, f"source.url={notes_url}", "columns.label=diagnostico")
    subject, message, advice = failure(answer)
    assert (code, subject) == (4, "columns")
    assert message.startswith("The columns diagnostico are not in the source. Found: paciente_id, fecha, sexo, edad")
    assert advice.startswith("Change the names under [columns]")


def test_an_mlflow_and_a_prefect_that_do_not_answer_are_both_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    code, answer, _ = check(tmp_path, "tracking.uri=http://127.0.0.1:1")
    told = {one["subject"]: one["message"] for one in answer["checks"] if not one["ok"]}
    assert code == 5
    assert told["mlflow"].startswith("MLflow at http://127.0.0.1:1 cannot be reached (")
    assert told["prefect"] == "Prefect does not answer at http://127.0.0.1:1/api."
