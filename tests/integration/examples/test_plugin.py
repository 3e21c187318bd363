"""The package of ``examples/plugin``, installed for real beside epicrisis: all four of its parts in one training."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from epicrisis.errors import CorruptFile
from epicrisis.tracking.model_io import MODEL_FILE, load_pipeline

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
WORDS = {"cardio": ["dolor torácico", "disnea"], "neuro": ["cefalea", "vértigo"], "derma": ["prurito", "dolor lumbar"]}
SETTINGS = """
[source]
url = "notefolder://notas"
[columns]
text = ["texto"]
label = "grupo"
patient = "paciente"
categorical = []
numeric = []
date = ""
[search]
models = ["centroids"]
metric = "worst_recall"
trials = 2
workers = 2
[split]
folds = 3
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the example, by the build backend that comes with uv and without a network."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed")
    folder = tmp_path_factory.mktemp("environment")
    options = ["--offline", "--no-deps", "--no-cache", "--python", sys.executable, "--target", str(folder)]
    subprocess.run([uv, "pip", "install", *options, str(ROOT / "examples" / "plugin")], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def trained(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("project")
    draw = random.Random(0)
    for label, own in WORDS.items():
        (folder / "notas" / label).mkdir(parents=True)
        for number in range(60):
            text = " ".join(draw.choices([*own, "refiere", "niega", "fiebre", "control"], k=10))
            file = folder / "notas" / label / f"{label}{number % 30}-{number}.txt"
            file.write_text(text, encoding="utf-8")
    (folder / "epicrisis.toml").write_text(SETTINGS, encoding="utf-8")
    told = run(folder, installed, "-m", "epicrisis", "train", "--no-orchestrator", "--json")
    return folder, json.loads(told)


def run(folder: Path, installed: Path | None, *command: str) -> str:
    paths = [str(installed)] if installed else []
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("EPICRISIS_", "MLFLOW_", "DB_"))},
        "PYTHONPATH": os.pathsep.join([*paths, str(ROOT / "src")]),
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_all_four_parts_work_together(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, result = trained
    assert (result["model"], result["metric"], result["best_params"]["reading"]) == (
        *("centroids", "worst_recall"),
        "chest_pain",
    )
    assert result["test"]["worst_recall"] > 0.8
    assert len(result["test"]["ci95"]["worst_recall"]) == 2
    assert result["rows"]["read"] == 180
    manifest = next((folder / ".epicrisis" / "snapshots").glob("*/manifest.json")).read_text(encoding="utf-8")
    assert "clinic-extras 0.1.0" in manifest
    assert str(folder) not in manifest
    needed = [path.read_text(encoding="utf-8") for path in (folder / ".epicrisis").rglob("requirements.txt")]
    assert needed
    assert "clinic-extras==0.1.0" in needed[0]


def test_the_saved_model_loads_where_the_package_is(trained: tuple[Path, dict[str, Any]], installed: Path) -> None:
    folder, _ = trained
    told = run(
        folder,
        installed,
        "-c",
        "import polars as pl; from pathlib import Path\n"
        "from epicrisis.tracking.model_io import load_pipeline\n"
        "from epicrisis.models.contract import check_model\n"
        "from epicrisis.models.registry import get_model\n"
        f"file = next(Path('.epicrisis/runs').glob('*/{MODEL_FILE}'))\n"
        "notes = pl.DataFrame({'texto': ['refiere dolor torácico y disnea', 'vértigo, cefalea']})\n"
        "model = load_pipeline(file)\n"
        "assert 'dolor_torácico' in model.named_steps['features'].get_feature_names_out().tolist().__str__()\n"
        "check_model(get_model('centroids'))\n"
        "print(*model.predict(notes))",
    )
    assert told.split() == ["cardio", "neuro"]


def test_the_saved_model_is_refused_where_the_package_is_not(trained: tuple[Path, dict[str, Any]]) -> None:
    file = next((trained[0] / ".epicrisis" / "runs").glob(f"*/{MODEL_FILE}"))
    message = r"clinic_extras\.model\.Centroids\. .* install that package here: .*'epicrisis\.models'"
    with pytest.raises(CorruptFile, match=message):
        load_pipeline(file)
