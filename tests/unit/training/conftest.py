from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from epicrisis.etl.ledger import Ledger
from epicrisis.etl.store import StoredNotes, clean_snapshot
from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.training.preparation import Prepared, prepare
from epicrisis.training.result import SourceFacts
from epicrisis.workspace import Workspace, open_workspace

WORDS = {
    "T. de Ansiedad": ["palpitaciones", "ansiedad", "temblor", "angustia"],
    "T. Depresivos": ["depresión", "llanto", "anhedonia", "tristeza"],
    "Otros Trastornos": ["insomnio", "ideas", "rituales", "dolor"],
}
COMMON = ["refiere", "niega", "sin", "desde", "hace", "meses", "50", "mg", "sertralina", "años"]


def clinic(rows: int = 240, seed: int = 0) -> pl.DataFrame:
    """A small clinic: two notes a patient, words of the class among common ones, a tenth of the labels wrong."""
    generator = np.random.default_rng(seed)
    classes = list(WORDS)
    patients = np.arange(rows) // 2
    true = generator.integers(0, len(classes), rows // 2)[patients]
    label = np.where(generator.random(rows) < 0.1, generator.integers(0, len(classes), rows), true)

    def note(number: int) -> str:
        own = generator.choice(WORDS[classes[true[number]]], 2)
        return " ".join([*own, *generator.choice(COMMON, 5)])

    return pl.DataFrame(
        {
            "paciente_id": [f"P{patient:04}" for patient in patients],
            "fecha": np.datetime64("2024-01-01") + generator.integers(0, 400, rows),
            "sexo": generator.choice(["F", "M"], rows),
            "edad": generator.integers(18, 80, rows).astype(float),
            "subjetivo": [note(number) for number in range(rows)],
            "objetivo": [note(number) for number in range(rows)],
            "grupo": [classes[number] for number in label],
        }
    )


@dataclass(frozen=True)
class Bench:
    """Everything that a training needs."""

    workspace: Workspace
    settings: Settings
    notes: StoredNotes
    prepared: Prepared

    @property
    def source(self) -> SourceFacts:
        return SourceFacts(snapshot_id="s", description="clinic", rows=240, taken_at="2026-01-01T00:00:00", sha256="0")

    @property
    def ledger(self) -> Ledger:
        return self.notes.ledger


def bench(folder: Path, frame: pl.DataFrame, settings: Settings) -> Bench:
    """Clean and prepare a frame in a workspace."""
    workspace = open_workspace(folder / ".epicrisis")
    notes = clean_snapshot(lambda: frame, "s", settings, workspace)
    return Bench(workspace, settings, notes, prepare(notes, settings, workspace))


@pytest.fixture
def small_settings() -> Settings:
    return Settings(
        split=SplitSettings(folds=3),
        search=SearchSettings(workers=1),
        privacy=PrivacySettings(min_patients_per_term=2),
    )


@pytest.fixture
def small(tmp_path: Path, small_settings: Settings) -> Bench:
    return bench(tmp_path, clinic(), small_settings)
