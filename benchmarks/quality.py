"""How good `epicrisis compare` is beside what an analyst would write by hand, on the same sealed test rows.

``python benchmarks/quality.py`` does, for CodiEsp (split by article), the eICU demo and the artificial clinic: a
comparison of the standard models with a budget of ten minutes for all searches; then, on the very rows that it trained
and tested on, untuned TF-IDF with LogisticRegression and with RandomForest, and the hand-made LinearSVC that is hard to
beat: words 1-2 and characters 3-5 inside words, sublinear, balanced, C = 0.3. Prints accuracy, macro-F1, weighted F1,
log loss and seconds, and the difference of the comparison's first to each of the others with a 95 % interval of a
paired bootstrap over patients. A single split of a small set says little; ``--splits 4`` repeats everything on other
splits and prints the means too.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measuring import ROOT, python, say, watch
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from epicrisis.evaluation.metrics import measure_all
from epicrisis.evaluation.uncertainty import paired_differences
from epicrisis.settings.loading import load_settings
from epicrisis.sources.synthetic import demo_settings, write_clinic
from epicrisis.tracking.model_io import load_pipeline
from epicrisis.training.assessment import answers_of
from epicrisis.training.folds import all_classes
from epicrisis.training.preparation import Prepared, open_prepared
from epicrisis.workspace import open_workspace

FIGURES = ("accuracy", "f1_macro", "f1", "log_loss")
SETS = ("codiesp", "eicu", "demo")
SEED = 42
Figures = dict[str, dict[str, float]]
"""By way of doing it and by metric."""


class Answers(NamedTuple):
    """What a way of doing it answered on the test rows."""

    probabilities: np.ndarray
    answered: np.ndarray
    seconds: float


class Rows(NamedTuple):
    """The rows of one set, as the comparison divided them."""

    texts: tuple[list[str], list[str]]
    labels: tuple[np.ndarray, np.ndarray]
    groups: tuple[np.ndarray, np.ndarray]
    classes: list[str]
    prepared: Prepared


def main() -> None:
    """Measure what is named, all by default, and print one table a set."""
    parser = argparse.ArgumentParser(description="Quality of compare beside hand-made models.")
    parser.add_argument("names", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}")
    parser.add_argument("--budget", type=float, default=600, help="seconds for all searches of a comparison")
    parser.add_argument("--trials", type=int, default=40, help="candidates a model at most")
    parser.add_argument("--splits", type=int, default=1, help="times that everything is repeated on another split")
    options = parser.parse_args()
    for name in options.names or SETS:
        found = [_once(name, seed, options.budget, options.trials) for seed in range(SEED, SEED + options.splits)]
        if len(found) > 1:
            _print_means(name, found)


def _once(name: str, seed: int, budget: float, trials: int) -> Figures:
    home = Path(tempfile.mkdtemp(prefix=f"epicrisis-quality-{name}-"))
    try:
        return _measure(name, home, seed, budget, trials)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _measure(name: str, home: Path, seed: int, budget: float, trials: int) -> Figures:
    config = _config(name, home)
    workspace = home / ".epicrisis"
    say(f"{name}: epicrisis compare, {budget:g} s")
    command = ("compare", "--config", str(config), "--set", f"workspace.dir={workspace.as_posix()}", "--json")
    limits = ("--timeout", f"{budget:g}", "--trials", str(trials), "--no-orchestrator", "--set", f"split.seed={seed}")
    run = watch(python("-m", "epicrisis", *command, *limits), home)
    told = run.json()
    rows = _rows(config, workspace)
    ours = _ours(workspace, told["best"]["model"], rows, run.seconds)
    ways = {f"compare: {told['best']['model']}": ours, **dict(_by_hand(name, rows))}
    _print(name, ways, rows, told)
    return {
        "compare" if title.startswith("compare") else title: measure_all(
            rows.labels[1], way.probabilities, way.answered
        )
        for title, way in ways.items()
    }


def _config(name: str, home: Path) -> Path:
    if name != "demo":
        return ROOT / "examples" / name / "epicrisis.toml"
    write_clinic(home / "clinic.db")
    config = home / "epicrisis.toml"
    config.write_text(demo_settings("clinic.db", "en"), encoding="utf-8")
    return config


def _rows(config: Path, workspace: Path) -> Rows:
    settings = load_settings(config).settings
    (folder,) = (path.parent for path in (workspace / "features").glob("*/split.parquet"))
    prepared = open_prepared(folder, open_workspace(workspace))
    notes, split, columns = prepared.notes.read(), prepared.split, settings.columns
    texts = [" ".join(parts) for parts in zip(*(notes[name].to_list() for name in columns.text), strict=True)]
    labels = np.searchsorted(prepared.facts.classes, notes[columns.label].to_numpy().astype(str))
    sides = (split.train, split.test)
    return Rows(
        texts=tuple([texts[row] for row in side] for side in sides),  # type: ignore[arg-type]
        labels=tuple(labels[side] for side in sides),  # type: ignore[arg-type]
        groups=tuple(prepared.groups[side] for side in sides),  # type: ignore[arg-type]
        classes=prepared.facts.classes,
        prepared=prepared,
    )


def _ours(workspace: Path, model: str, rows: Rows, seconds: float) -> Answers:
    (file,) = workspace.glob(f"runs/*-{model}-*/pipeline.skops")
    pipeline = load_pipeline(file)
    test = rows.prepared.notes.read()[rows.prepared.split.test]
    answers = answers_of(pipeline, test, rows.classes)
    return Answers(answers.probabilities, answers.answered, seconds)


def _by_hand(name: str, rows: Rows) -> Iterator[tuple[str, Answers]]:
    words: dict[str, Any] = {"ngram_range": (1, 2), "sublinear_tf": True, "min_df": 2}
    chars: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 5), "sublinear_tf": True, "min_df": 2}
    margins = LinearSVC(C=0.3, class_weight="balanced")
    folds = list(GroupKFold(5).split(rows.texts[0], groups=rows.groups[0]))
    ways = {
        "TF-IDF + LogisticRegression, untuned": make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1000)),
        "TF-IDF + RandomForest, untuned": make_pipeline(TfidfVectorizer(), RandomForestClassifier(random_state=0)),
        "words + characters + LinearSVC by hand": make_pipeline(
            make_union(TfidfVectorizer(**words), TfidfVectorizer(**chars)),
            CalibratedClassifierCV(margins, cv=folds, ensemble=False),
        ),
    }
    for title, pipeline in ways.items():
        say(f"{name}: {title}")
        started = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pipeline.fit(rows.texts[0], rows.labels[0])
            given = pipeline.predict_proba(rows.texts[1])
        probabilities = all_classes(given, pipeline.classes_, len(rows.classes))
        answered = probabilities.argmax(axis=1)
        if "LinearSVC" in title:
            # Its own answer is the largest margin; the calibrator's is another one.
            final = pipeline[-1].calibrated_classifiers_[0].estimator
            answered = final.predict(pipeline[:-1].transform(rows.texts[1]))
        yield title, Answers(probabilities, answered, time.perf_counter() - started)


def _print_means(name: str, found: list[Figures]) -> None:
    print(f"\n{name}: means of {len(found)} splits\n| | {' | '.join(FIGURES)} |\n|---|{'---:|' * len(FIGURES)}")
    for title in found[0]:
        means = (float(np.mean([one[title][figure] for one in found])) for figure in FIGURES)
        print(f"| {title} | {' | '.join(f'{mean:.3f}' for mean in means)} |", flush=True)


def _print(name: str, ways: dict[str, Answers], rows: Rows, told: dict[str, Any]) -> None:
    true, groups = rows.labels[1], rows.groups[1]
    print(f"\n{name}: {len(rows.labels[0])} training rows, {len(true)} test rows, {len(rows.classes)} classes")
    print(f"| | {' | '.join(FIGURES)} | seconds |\n|---|{'---:|' * (len(FIGURES) + 1)}")
    for title, way in ways.items():
        found = measure_all(true, way.probabilities, way.answered)
        print(f"| {title} | {' | '.join(f'{found[one]:.3f}' for one in FIGURES)} | {way.seconds:.0f} |")
    ours, *others = ways.items()
    for title, way in others:
        differences = paired_differences(true, ours[1][:2], way[:2], groups, seed=0)
        parts = []
        for figure in FIGURES:
            low, high = np.quantile(differences[figure], [0.025, 0.975])
            parts.append(f"{figure} {differences[figure].mean():+.3f} [{low:+.3f}, {high:+.3f}]")
        print(f"- first of compare less {title}: {', '.join(parts)}")
    for row in told["leaderboard"]:
        told_of = f"folds {row['cv_mean']:.3f}, {row['complete']} candidates, {row['seconds']:.0f} s"
        print(f"- {row['rank']}. {row['model']}: {told_of}")
    for failure in told["failures"]:
        print(f"- {failure['model']} failed: {failure['error']}")


if __name__ == "__main__":
    main()
