"""What is kept of a training that has only begun."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.training.begun import begun_trials, describe_begun
from epicrisis.training.trainer import Trainer

from .conftest import bench, clinic

pytestmark = pytest.mark.slow  # trains


def test_it_keeps_no_label_cell_of_few_notes_and_finds_the_candidates_of_its_own_search(tmp_path: Path) -> None:
    settings = Settings(
        split=SplitSettings(folds=3),
        search=SearchSettings(workers=1),
        privacy=PrivacySettings(min_patients_per_term=2),
    )
    made = bench(tmp_path, clinic(240), settings)
    label = next(iter(made.ledger.classes))
    ledger = made.ledger.model_copy(update={"label_mapping": {label: {label: 90, "Pérez Gómez": 1}}})
    prepared = replace(made.prepared, notes=replace(made.prepared.notes, ledger=ledger))
    begun = describe_begun(prepared, settings, model="complement_nb", metric="f1_macro", source=made.source)
    assert "Pérez Gómez" not in begun.model_dump_json()
    assert begun_trials(begun, made.workspace) == []
    result = (
        Trainer(settings, made.workspace)
        .train(
            made.prepared, model="complement_nb", metric="f1_macro", trials=2, source=made.source, ledger=made.ledger
        )
        .result
    )
    found = begun_trials(begun, made.workspace)
    assert [(trial.number, trial.value) for trial in found] == [(trial.number, trial.value) for trial in result.trials]


def test_a_blend_has_no_study_of_its_own(tmp_path: Path) -> None:
    made = bench(tmp_path, clinic(120), Settings(privacy=PrivacySettings(min_patients_per_term=2)))
    begun = describe_begun(made.prepared, made.settings, model="blend", metric="f1_macro", source=made.source)
    assert begun.study == ""
    assert begun_trials(begun, made.workspace) == []
