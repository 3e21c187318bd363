"""How long the main job takes, whole and by part, beside the plain way in the same run.

``python benchmarks/main_job.py`` makes the demonstration's clinic once, then, ``--runs`` times and each time in new
processes, with a new workspace and a new ``PREFECT_HOME``:

- ``epicrisis train`` with Prefect and MLflow, as a user starts it;
- the bare job (`bare_job.py`): the same training of the same notes with nothing around it;
- the plain way (`plain_way.py`): as many trials on one split, where ours score five folds.

The whole is the time from starting the process to its end. The parts are what ``train --json`` says, and:

import
    Seconds to import everything that a run imports, alone in a process of its own. In a run most of it passes while
    Prefect's server starts.
servers
    Seconds of waiting for Prefect's server that nothing else was done beside.
bookkeeping, a trial
    Optuna, the journal and the progress that Prefect shows: the search's seconds in which its process neither counted
    n-grams nor waited for workers; the start of the workers is among them.
    MLflow: seconds to record the same trials as nested runs in a fresh store. Each divided by the number of trials.
bookkeeping, fixed
    The whole less its search, less the bare job's whole less its search, less the report, less MLflow's share for the
    trials: what Prefect, MLflow and the command line add to a training however many trials it has. It contains the
    waiting for the servers. The searches are taken out because a few percent of their time would drown it.

Extract, ETL and features pass beside the server's start and the imports, so that the parts sum to more than the whole.
Memory is the largest sum of the resident sizes of a run's processes, its temporary Prefect server among them.

Run it on a machine with nothing else to do; the load before each run is in the JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from measuring import ROOT, Watched, middle, python, say, watch

from epicrisis.sources.synthetic import demo_settings, write_clinic

BENCHMARKS = ROOT / "benchmarks"
IMPORTS = "import epicrisis.flows.train, epicrisis.flows.stages, epicrisis.cli.main, mlflow, prefect.main"
HELP_RUNS = 5
PARTS = ("servers", "extract", "etl", "features", "search", "refit", "evaluate", "report", "track")
PLAIN_PARTS = {"servers": "server_s", "extract": "extract_s", "etl": "etl_s", "search": "search_s"}

Figures = dict[str, float]


def main() -> None:
    """Measure, and print a Markdown table or JSON."""
    parser = argparse.ArgumentParser(description="How long the main job takes, beside the plain way.")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--runs", type=int, default=1, help="repetitions; the table shows medians and ranges")
    parser.add_argument("--skip-plain", action="store_true")
    parser.add_argument("--json", action="store_true", help="print every figure of every run instead of the table")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="epicrisis-benchmark-"))
    try:
        database = folder / "clinic.db"
        write_clinic(database, options.notes)
        help_s = [watch(python("-m", "epicrisis", "--help"), folder / "help").seconds for _ in range(HELP_RUNS + 1)]
        runs = [_one_run(folder / str(number), database, options) for number in range(options.runs)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    # The first call of all compiles the sources.
    measured = {"notes": options.notes, "trials": options.trials, "help_s": help_s[1:], "runs": runs}
    print(json.dumps(measured, indent=1) if options.json else "\n".join(_table(measured)))


def _one_run(folder: Path, database: Path, options: argparse.Namespace) -> dict[str, Figures]:
    say(f"Run {folder.name}: epicrisis train")
    ours = _ours(folder / "ours", database, options.trials)
    say(f"Run {folder.name}: the same with nothing around it")
    bare = _bare(folder / "bare", database, options.trials)
    run = {"ours": {**ours, **_bookkeeping(ours, bare)}, "bare": bare}
    if not options.skip_plain:
        say(f"Run {folder.name}: the plain way")
        run["plain"] = _plain(folder / "plain", database, options.trials)
    return run


def _ours(home: Path, database: Path, trials: int) -> Figures:
    imports = watch(python("-c", IMPORTS), home / "imports").seconds
    config = _project(home, database, trials)
    run = watch(python("-m", "epicrisis", "train", "--config", str(config), "--json"), home, _cold(home))
    record = run.json()
    (result,) = (json.loads(file.read_text(encoding="utf-8")) for file in home.glob(".epicrisis/runs/*/result.json"))
    parts = {f"{part}_s": record["timings"].get(f"{part}_s", result["timings"].get(f"{part}_s", 0.0)) for part in PARTS}
    return {
        **_whole(run),
        "import_s": imports,
        **parts,
        "bookkeeping_s": result["search"]["costs"]["bookkeeping"],
        "trials": len(result["trials"]),
        "f1_macro": record["test"]["f1_macro"],
    }


def _bare(home: Path, database: Path, trials: int) -> Figures:
    run = watch(python(str(BENCHMARKS / "bare_job.py"), "--config", str(_project(home, database, trials))), home)
    told = run.json()
    return {**_whole(run), **told["timings"], "record_trials_s": told["record_trials_s"]}


def _bookkeeping(ours: Figures, bare: Figures) -> Figures:
    trials, mlflow_s = ours["trials"], bare["record_trials_s"]
    around = (ours["whole_s"] - ours["search_s"]) - (bare["total_s"] - bare["search_s"])
    return {
        "optuna_trial_ms": 1000 * ours["bookkeeping_s"] / trials,
        "mlflow_trial_ms": 1000 * mlflow_s / trials,
        "fixed_s": around - ours["report_s"] - mlflow_s,
    }


def _plain(home: Path, database: Path, trials: int) -> Figures:
    script = str(BENCHMARKS / "plain_way.py")
    arguments = ("--database", str(database), "--trials", str(trials), "--workdir", str(home))
    run = watch(python(script, *arguments), home, _cold(home))
    return {**_whole(run), **run.json()["timings"]}


def _whole(run: Watched) -> Figures:
    return {"whole_s": run.seconds, "peak_mb": run.peak_mb, "load": run.load}


def _project(home: Path, database: Path, trials: int) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    config = home / "epicrisis.toml"
    settings = demo_settings(database.as_posix(), "en")
    config.write_text(f"{settings}\n[search]\ntrials = {trials}\n", encoding="utf-8")
    return config


def _cold(home: Path) -> dict[str, str]:
    return {"PREFECT_HOME": str(home / "prefect")}


def _table(measured: dict[str, Any]) -> list[str]:
    """Draw the figures as a Markdown table: medians of the runs, with their ranges."""

    def cell(side: str, key: str) -> str:
        values = [run[side][key] for run in measured["runs"] if key in run.get(side, {})]
        return middle(values) if values else ""

    rows = [("whole", "whole_s", "whole_s"), ("import, alone", "import_s", "import_s")]
    rows += [(part, f"{part}_s", PLAIN_PARTS.get(part, "")) for part in PARTS]
    rows += [("refit, evaluate and save", "", "refit_and_save_s")]
    lines = [
        f"{measured['notes']} notes, {measured['trials']} trials; seconds, median of {len(measured['runs'])} (range)",
        "",
        "| | epicrisis train, 5 folds | the plain way, 1 split |",
        "|---|---:|---:|",
        *(f"| {name} | {cell('ours', ours)} | {cell('plain', plain)} |" for name, ours, plain in rows),
        f"| bookkeeping, fixed | {cell('ours', 'fixed_s')} | |",
        f"| bookkeeping, ms a trial: Optuna and progress | {cell('ours', 'optuna_trial_ms')} | |",
        f"| bookkeeping, ms a trial: MLflow | {cell('ours', 'mlflow_trial_ms')} | |",
        f"| peak memory, MiB | {cell('ours', 'peak_mb')} | {cell('plain', 'peak_mb')} |",
        f"| `epicrisis --help` | {median(measured['help_s']):.2f} | |",
    ]
    ratios = [run["plain"]["whole_s"] / run["ours"]["whole_s"] for run in measured["runs"] if "plain" in run]
    if ratios:
        lines += ["", f"The plain way takes {middle(ratios)} times as long."]
    return lines


if __name__ == "__main__":
    main()
