"""The folders of ``examples/`` do what their README files say, on the real data where it is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from epicrisis.etl.cleaning import clean
from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.synthetic import demo_settings, write_clinic
from epicrisis.workspace import open_workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
DATA = ROOT.parent / "shared" / "data"


def test_every_settings_file_loads_and_names_its_columns() -> None:
    files = sorted(EXAMPLES.glob("*/epicrisis.toml"))
    assert [file.parent.name for file in files] == ["codiesp", "eicu", "postgresql"]
    for file in files:
        assert load_settings(file, environ={}, directory=file.parent).settings.columns.features


def test_every_folder_says_its_licence_and_command_in_both_languages() -> None:
    for folder in (path for path in EXAMPLES.iterdir() if path.is_dir()):
        readme = (folder / "README.md").read_text(encoding="utf-8")
        assert "**English.**" in readme
        assert "**Español.**" in readme
        assert "licen" in readme or "CC BY" in readme
        assert f"examples/{folder.name}/" in readme


def test_codiesp_is_read_whole_and_never_by_its_journal(tmp_path: Path) -> None:
    settings = example("codiesp", tmp_path, "codiesp_specialty.parquet")
    assert not set(settings.columns.features) & {"journal", "year", "doc_id", "article_id", "label"}
    frame = read(settings)
    notes = clean(frame, settings)
    assert notes.ledger.read == 3496
    assert notes.ledger.patients == 2880
    assert len(notes.ledger.classes) == 16


def test_stays_are_one_row_each_labelled_by_organ_system(tmp_path: Path) -> None:
    settings = example("eicu", tmp_path, "eicu_demo.sqlite")
    frame = read(settings)
    assert frame.height == frame["patientunitstayid"].n_unique() == 2221
    ledger = clean(frame, settings).ledger
    assert {str(reason) for reason in ledger.dropped} >= {"rare_class"}
    assert set(ledger.classes) == {
        *("Cardiovascular", "Gastrointestinal", "Genitourinary", "Metabolic/Endocrine"),
        *("Musculoskeletal/Skin", "Neurologic", "Respiratory", "Trauma"),
    }


def test_stays_never_show_the_admission_diagnosis(tmp_path: Path) -> None:
    settings = example("eicu", tmp_path, "eicu_demo.sqlite")
    query = Path(settings.source.query).read_text(encoding="utf-8")
    statements = " ".join(line for line in query.splitlines() if not line.startswith("--"))
    assert "apacheadmissiondx" not in statements
    assert "FROM diagnosis" not in statements
    texts = read(settings).select(pl.concat_str(settings.columns.text, separator=" ", ignore_nulls=True)).to_series()
    assert not texts.str.contains("(?i)admission diagnosis|organ system\\|").any()


def test_stays_come_out_the_same_every_time(tmp_path: Path) -> None:
    settings = example("eicu", tmp_path, "eicu_demo.sqlite")
    workspace = open_workspace(settings.workspace.dir)
    first, second = (take_snapshot(settings, workspace, refresh=True).manifest for _ in range(2))
    assert first.sha256 == second.sha256


def test_clinic_goes_into_postgresql_and_comes_out_through_the_query(postgres_url: str, tmp_path: Path) -> None:
    folder = EXAMPLES / "postgresql"
    environ = {"EPICRISIS_SOURCE__URL": postgres_url}
    loaded = run(folder / "load_clinic.py", "--notes", "600", environ=environ)
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout == "600 notes in table historias_clinicas\n"
    settings = load_settings(
        folder / "epicrisis.toml", overrides=[f"workspace.dir={(tmp_path / 'ws').as_posix()}"], environ=environ
    ).settings
    frame = read(settings)
    assert 500 < frame.height < 600  # PSIQUIATRÍA stays where it is
    assert frame["nota_id"].is_sorted()
    assert frame.schema["fecha"] == pl.Date

    again = run(folder / "load_clinic.py", "--notes", "600", environ=environ)
    assert again.returncode == 5
    assert again.stderr.strip() == 'relation "historias_clinicas" already exists'


def test_training_from_python_prints_the_sealed_figures(tmp_path: Path) -> None:
    write_clinic(tmp_path / "clinic.db", 700)
    config = tmp_path / "epicrisis.toml"
    small = "[split]\nfolds = 2\n[search]\ntrials = 1\nworkers = 1\n[etl]\nmin_class_rows = 5\n"
    config.write_text(demo_settings("clinic.db", "en") + small, encoding="utf-8")
    done = run(EXAMPLES / "python" / "train_from_python.py", str(config))
    assert done.returncode == 0, done.stderr
    figures = {line.split()[0]: float(line.split()[1]) for line in done.stdout.splitlines() if "  [" in line}
    assert 0.2 < figures["f1_macro"] < 0.85
    assert figures["accuracy"] > 0.3

    config.write_text('[source]\nurl = "sqlite:///absent.db"\n', encoding="utf-8")
    failed = run(EXAMPLES / "python" / "train_from_python.py", str(config))
    assert failed.returncode == 4
    assert "absent.db" in failed.stderr
    assert "Traceback" not in failed.stderr


def example(name: str, tmp_path: Path, data: str) -> Settings:
    """Return the settings of an example that works in a workspace of the test's own."""
    if not (DATA / data).exists():
        pytest.skip(f"{data} is not in shared/data beside the repository")
    overrides = [f"workspace.dir={(tmp_path / 'ws').as_posix()}"]
    return load_settings(EXAMPLES / name / "epicrisis.toml", overrides=overrides, environ={}).settings


def read(settings: Settings) -> pl.DataFrame:
    """Return the rows that the settings name."""
    return take_snapshot(settings, open_workspace(settings.workspace.dir)).read()


def run(script: Path, *arguments: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a script of the examples in a process of its own."""
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        env={**os.environ, **(environ or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
