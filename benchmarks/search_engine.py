"""What counting once, processes and pruning are worth: the search, and the same candidates the usual way.

``python benchmarks/search_engine.py`` searches on the artificial clinic, and then scores the very candidates that the
search tried as one usually does: for each of them and each fold, a fresh pipeline is fitted on the raw rows, one after
the other on one core, and none is pruned. Both sides are one run. Every fold that both have scored must have the same
metric; the largest difference is printed.

The columns are the usual way, the search in one process, and the search in as many as there are cores. Searches with
different numbers of workers ask for different candidates, so that the usual way is measured for each; the ratio is of
those two. ``memory`` compares what `epicrisis.training.memory` had foreseen with what the workers had.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from optuna.trial import FixedTrial
from threadpoolctl import threadpool_limits

from epicrisis.etl.store import clean_snapshot
from epicrisis.evaluation.metrics import measure_all
from epicrisis.features.pipeline import make_features, make_pipeline
from epicrisis.models.registry import get_model
from epicrisis.settings.learning import SearchSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.synthetic import write_clinic
from epicrisis.training.findings import Found
from epicrisis.training.folds import all_classes
from epicrisis.training.memory import needed_mb
from epicrisis.training.preparation import Prepared, prepare
from epicrisis.training.search import search
from epicrisis.training.study import candidate_of
from epicrisis.workspace import Workspace, open_workspace


@dataclass(frozen=True)
class Measured:
    workers: int
    search_s: float
    usual_s: float
    fits: int
    saved: int
    pruned: int
    difference: float
    best: float
    costs: dict[str, float]
    foreseen_mb: float
    peak_mb: float


def prepared(folder: Path, notes: int, settings: Settings) -> Prepared:
    write_clinic(folder / "clinic.db", notes)
    workspace = open_workspace(folder / "shared")
    snapshot = take_snapshot(settings, workspace)
    return prepare(clean_snapshot(snapshot.read, snapshot.manifest.id, settings, workspace), settings, workspace)


def usual_way(found: Found, one: Prepared, settings: Settings, model: str) -> tuple[float, list[dict[int, float]]]:
    """Score every candidate on every fold with fresh pipelines; return the seconds and the scores."""
    spec, label, classes = get_model(model), settings.columns.label, one.facts.classes
    train = one.notes.read()[one.split.train]
    folds = one.split.assignment[one.split.train]
    labels = train[label].to_numpy().astype(np.str_)
    scores = []
    started = time.perf_counter()
    with threadpool_limits(limits=1):
        for trial in found.trials:
            candidate = candidate_of(FixedTrial(trial.params), spec, settings)
            mine = {}
            for fold in range(one.facts.split.folds):
                pipeline = make_pipeline(
                    make_features(settings, candidate.text), spec.build(candidate.classifier, candidate.seed)
                )
                pipeline.fit(train.filter(pl.Series(folds != fold)), labels[folds != fold])
                held_out = train.filter(pl.Series(folds == fold))
                known = np.searchsorted(classes, pipeline.classes_)
                answers = all_classes(pipeline.predict_proba(held_out), known, len(classes))
                mine[fold] = measure_all(np.searchsorted(classes, labels[folds == fold]), answers)["f1_macro"]
            scores.append(mine)
    return time.perf_counter() - started, scores


def measure(one: Prepared, settings: Settings, workspace: Workspace, model: str, workers: int) -> Measured:
    chosen = settings.model_copy(update={"search": SearchSettings(workers=workers, trials=settings.search.trials)})
    started = time.perf_counter()
    found = search(one, chosen, workspace, model=model, metric="f1_macro", trials=settings.search.trials)
    search_s = time.perf_counter() - started
    usual_s, scores = usual_way(found, one, chosen, model)
    # Folds of pruned trials are named by their values alone; complete ones are compared fold by fold.
    both = [
        abs(value - scores[number][fold])
        for number, trial in enumerate(found.trials)
        if trial.state == "complete"
        for fold, value in enumerate(trial.folds)
    ]
    best = candidate_of(FixedTrial(found.params), get_model(model), chosen)
    minimum = chosen.privacy.min_patients_per_term
    return Measured(
        workers=found.facts.workers,
        search_s=search_s,
        usual_s=usual_s,
        fits=found.facts.fits_done,
        saved=found.facts.fits_saved,
        pruned=found.facts.pruned,
        difference=max(both),
        best=found.scores["f1_macro"].mean - max(np.mean(list(mine.values())) for mine in scores),
        costs=found.facts.costs,
        foreseen_mb=needed_mb(one.shelf(minimum), best.variant, list(best.text.blocks), found.facts.workers),
        peak_mb=found.workers_peak_mb,
    )


def table(measured: list[Measured], notes: int, trials: int, model: str) -> list[str]:
    lines = [
        f"{model}, {notes} notes, {trials} trials, 5 folds",
        "",
        "| workers | usual way, s | search, s | times as fast | fits done / saved | pruned | largest difference |"
        " best lost by | foreseen / peak memory of the workers, MiB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in measured:
        lines.append(
            f"| {one.workers} | {one.usual_s:.1f} | {one.search_s:.1f} | {one.usual_s / one.search_s:.1f} | "
            f"{one.fits} / {one.saved} | {one.pruned} | {one.difference:.1e} | {abs(min(one.best, 0.0)):.4f} | "
            f"{one.foreseen_mb:.0f} / {one.peak_mb:.0f} |"
        )
        spent = ", ".join(f"{name} {seconds:.1f}" for name, seconds in one.costs.items())
        lines.append(f"| | | {spent} | | | | | | |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="The search beside the usual way, as a Markdown table.")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--model", default="logistic_regression")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 0], help="0: as many as there are cores")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="epicrisis-benchmark-") as name:
        folder = Path(name)
        settings = Settings.model_validate(
            {
                "source": {"url": f"sqlite:///{(folder / 'clinic.db').as_posix()}", "table": "historias_clinicas"},
                "search": {"trials": options.trials},
            }
        )
        one = prepared(folder, options.notes, settings)
        measured = [
            measure(one, settings, open_workspace(folder / str(workers)), options.model, workers)
            for workers in options.workers
        ]
    print("\n".join(table(measured, options.notes, options.trials, options.model)))


if __name__ == "__main__":
    main()
