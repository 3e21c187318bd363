"""``epicrisis demo`` from an empty folder to a model, interrupted and gone on with; and what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SMALL = ("--notes", "800", "--no-orchestrator")
# Workers cost seconds at every start, and are the subject only where the search is interrupted.
ALONE = (*SMALL, "--set", "search.workers=1")


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "epicrisis", *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=600
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], str]:
    folder = tmp_path_factory.mktemp("empty")
    code, out, err = run(folder, "demo", *ALONE, "--trials", "2", "--json", "--lang", "en")
    assert code == 0, err
    return folder, json.loads(out), err


def test_the_answer_has_the_keys_of_the_contract_in_their_order(trained: tuple[Path, dict[str, Any], str]) -> None:
    _, answer, _ = trained
    assert list(answer) == [
        "run_id", "experiment", "tracking_uri", "model", "model_uri", "metric", "best_params", "cv", "test", "classes",
        "rows", "trials", "timings", "peak_rss_mb", "report_html", "report_md", "flow_run_id",
        "nested", "row_split", "checks",
    ]  # fmt: skip
    rows = answer["rows"]
    assert rows["read"] == 800 == rows["kept"] + sum(rows["dropped"].values())
    assert rows["kept"] == rows["train"] + rows["test"]
    assert answer["trials"] == {"complete": 2, "pruned": 0, "failed": 0, "resumed": 0}
    assert answer["flow_run_id"] is None


def test_everything_is_where_the_demo_says(trained: tuple[Path, dict[str, Any], str]) -> None:
    folder, answer, _ = trained
    assert sorted(path.name for path in folder.iterdir()) == ["epicrisis-demo"]
    inside = folder / "epicrisis-demo"
    assert sorted(path.name for path in inside.iterdir()) == [".epicrisis", "clinic.db", "epicrisis.toml"]
    assert Path(answer["report_html"]).is_relative_to(inside / ".epicrisis" / "reports")
    page = Path(answer["report_html"]).read_text(encoding="utf-8")
    assert '<html lang="en"' in page


def test_progress_is_plain_lines_without_escape_sequences(trained: tuple[Path, dict[str, Any], str]) -> None:
    _, _, err = trained
    assert "\x1b" not in err
    lines = err.splitlines()
    assert lines[0] == "Making the artificial clinic …"
    assert "Searching: 2 of 2; best" in err
    assert lines[-1] == "Recording in MLflow …"


def test_a_second_run_finds_clinic_snapshot_and_trials(trained: tuple[Path, dict[str, Any], str]) -> None:
    folder, first, _ = trained
    code, out, err = run(folder, "demo", *ALONE, "--trials", "2", "--lang", "en")
    assert code == 0, err
    assert "The clinic in epicrisis-demo" in err
    assert "Making the artificial clinic" not in err
    f1 = first["test"]["f1_macro"]
    assert "F1 (macro)" in out
    assert f"{f1:.3f}" in out
    assert "The demonstration is in epicrisis-demo: change there first." in out


def test_reports_are_written_again_in_another_language(trained: tuple[Path, dict[str, Any], str]) -> None:
    folder, first, _ = trained
    project = folder / "epicrisis-demo"
    code, out, _ = run(project, "report", first["run_id"][:8], "--lang", "es", "--json")
    assert code == 0
    answer = json.loads(out)
    assert (answer["run_id"], answer["report_html"]) == (first["run_id"], first["report_html"])
    assert '<html lang="es"' in Path(first["report_html"]).read_text(encoding="utf-8")
    code, out, _ = run(project, "report", "--lang", "es")
    assert code == 0
    assert out.startswith("Filas leídas")
    code, _, err = run(project, "report", "nope", "--lang", "en")
    assert code == 4
    assert err.startswith("Error: There is no run 'nope' in ")


def test_compare_ranks_what_it_trained(trained: tuple[Path, dict[str, Any], str]) -> None:
    folder, _, _ = trained
    models = ("--models", "LogisticRegression,dummy", "--trials", "2", "--no-orchestrator", "--set", "search.workers=1")
    code, out, err = run(folder / "epicrisis-demo", "compare", *models, "--lang", "en")
    assert code == 0, err
    lines = out.splitlines()
    assert lines[1] == "Ranked by F1 (macro) on the folds of the training rows:"
    assert [line.split()[:2] for line in lines[3:5]] == [["1", "logistic_regression"], ["2", "dummy"]]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as SIGINT to a process group")
def test_ctrl_c_leaves_nothing_running_and_the_same_command_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "epicrisis", "demo", *SMALL, "--lang", "en", "--json"]
    process = subprocess.Popen(
        [*command, "--trials", "40"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Searching: 5 of 40"):
            break
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    watchdog.cancel()
    assert process.returncode == 130
    message = "Interrupted. The same command goes on where it stopped."
    assert err.splitlines()[-1] == f"Error: {message}"
    assert "Traceback" not in err
    assert json.loads(out) == {"error": {"type": "Interrupted", "message": message, "exit_code": 130}}
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []

    done = subprocess.run([*command, "--trials", "6"], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    trials = json.loads(done.stdout)["trials"]
    assert trials["resumed"] >= 4
    assert f"{trials['resumed']} of 6 trials are finished already." in done.stderr


def test_a_folder_of_another_project_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "epicrisis.toml").write_text('[source]\nurl = "sqlite:///other.db"\n', encoding="utf-8")
    code, _, err = run(tmp_path, "demo", ".", *SMALL, "--lang", "en")
    assert code == 2
    assert err == (
        "Error: epicrisis.toml belongs to another project. Give the demonstration a folder of its own: "
        "epicrisis demo DIR.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["epicrisis.toml"]


def test_a_file_with_the_clinics_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "clinic.db").write_bytes(b"mine")
    code, _, err = run(tmp_path, "demo", ".", *SMALL, "--lang", "en")
    assert code == 2
    assert err.startswith("Error: clinic.db exists and is not an artificial clinic, so it is left as it is.")
    assert (tmp_path / "clinic.db").read_bytes() == b"mine"
    assert not (tmp_path / "epicrisis.toml").exists()


def test_the_demonstration_takes_no_settings_file(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "demo", "--config", "x.toml", "--lang", "en")
    assert (code, err) == (2, "Error: The demonstration has settings of its own: --config does not go with it.\n")
