"""The same training with nothing around it: no Prefect, no MLflow, no report, no command line.

`main_job.py` runs it to know what the bookkeeping costs. When the training is over and its time is taken, it records
the trials in a fresh MLflow store and takes the time of that alone. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import psutil

from epicrisis.etl.store import clean_snapshot
from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.tracking.tracker import Tracker
from epicrisis.training.preparation import prepare
from epicrisis.training.result import TrainingResult
from epicrisis.training.trainer import Trainer
from epicrisis.workspace import Workspace, open_workspace


def since_birth() -> float:
    """Return the seconds that this process has lived."""
    return time.time() - psutil.Process().create_time()


def train(settings: Settings, workspace: Workspace) -> TrainingResult:
    snapshot = take_snapshot(settings, workspace)
    facts = snapshot.facts()
    notes = clean_snapshot(snapshot.read, facts.snapshot_id, settings, workspace)
    outcome = Trainer(settings, workspace).train(
        prepare(notes, settings, workspace),
        model=settings.search.models[0],
        metric=settings.search.metric,
        trials=settings.search.trials,
        source=facts,
        ledger=notes.ledger,
    )
    return outcome.result


def seconds_to_record(result: TrainingResult, settings: Settings, workspace: Workspace) -> float:
    tracker = Tracker(settings, workspace, environ={})
    tracker.prepare()
    run_id = tracker.start_run(result.model, result.metric)
    started = time.perf_counter()
    tracker.log_trials(run_id, result.trials, result.metric)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description="A training with nothing around it; prints its timings as JSON.")
    parser.add_argument("--config", type=Path, required=True)
    settings = load_settings(parser.parse_args().config, environ={}).settings
    imported = since_birth()
    workspace = open_workspace(settings.workspace.dir)
    result = train(settings, workspace)
    total = since_birth()
    recording = seconds_to_record(result, settings, workspace)
    timings = {"import_s": imported, "search_s": result.timings["search_s"], "total_s": total}
    print(json.dumps({"timings": timings, "trials": len(result.trials), "record_trials_s": recording}))


if __name__ == "__main__":
    main()
