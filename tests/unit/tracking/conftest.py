from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.training.result import TrainingResult


@pytest.fixture(scope="session")
def result() -> TrainingResult:
    return TrainingResult.model_validate_json(Path(__file__).with_name("result.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def notes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subjetivo": ["ansiedad y palpitaciones", "tristeza y depresión"] * 12,
            "objetivo": ["niega ideación suicida", None] * 12,
            "sexo": ["F", "M", None, "F"] * 6,
            "edad": [30, 41, 52, 63] * 6,
            "grupo": ["T. de Ansiedad", "T. Depresivos"] * 12,
        }
    )


@pytest.fixture(scope="session")
def pipeline(notes: pd.DataFrame) -> Pipeline:
    features = ClinicalFeatures(["subjetivo", "objetivo"], ["sexo"], ["edad"], min_patients=2)
    return Pipeline([("features", features), ("classifier", LogisticRegression())]).fit(notes, notes["grupo"])
