"""A journal that is cut after any of its lines leads to the search that was cut: same trials, same winner."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from optuna.trial import BaseTrial
from sklearn.linear_model import LogisticRegression

from epicrisis.models import registry
from epicrisis.models.spec import ModelSpec
from epicrisis.settings.learning import SplitSettings
from epicrisis.settings.schema import Settings
from epicrisis.training import search as engine
from epicrisis.training.findings import Found
from epicrisis.training.folds import FoldScore
from epicrisis.training.pool import FoldJob, FoldPool
from epicrisis.workspace import Workspace

from .conftest import Bench, bench, clinic

pytestmark = pytest.mark.slow
WORKERS, TRIALS = 3, 14


class QuickAndSlow(FoldPool):
    """Three workers of changing speed, all in this process."""

    dice = random.Random(0)

    def __init__(self, *opening: Any) -> None:
        super().__init__(*opening)
        self.workers = WORKERS

    def run(self, work: Any, numbers: Any) -> Iterator[Any]:
        yield from map(work, numbers)

    def on_rows(self, work: Any, numbers: Any) -> Any:
        self.workers = 1
        try:
            return super().on_rows(work, numbers)
        finally:
            self.workers = WORKERS

    def submit(self, job: FoldJob) -> None:
        self._queue.append(job)

    def next_score(self) -> tuple[FoldJob, FoldScore | Exception]:
        self._queue.rotate(self.dice.randrange(len(self._queue)))
        return self._score_one()


@contextmanager
def quick_and_slow(*opening: Any) -> Iterator[FoldPool]:
    yield QuickAndSlow(*opening)


@pytest.fixture
def five(tmp_path: Path, small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A bench with five folds, and a model of which some candidates are hopeless and some fail."""

    def build(params: Any, _: int) -> LogisticRegression:
        return LogisticRegression(**params)

    def suggest(trial: BaseTrial) -> dict[str, Any]:
        return {
            "C": trial.suggest_float("C", 1e-5, 1.0, log=True),
            "solver": trial.suggest_categorical("solver", ["lbfgs", "none"]),
        }

    def text(_: BaseTrial) -> dict[str, Any]:
        return {"word_ngram_max": 1}

    monkeypatch.setitem(registry.MODELS, "odd", ModelSpec("odd", (), build, suggest, text))
    monkeypatch.setattr(engine, "fold_pool", quick_and_slow)
    monkeypatch.setattr(engine, "FAILURES_IN_A_ROW", 100)
    return bench(tmp_path, clinic(240), small_settings.model_copy(update={"split": SplitSettings(folds=5)}))


def find(one: Bench, studies: Path) -> Found:
    return engine.search(one.prepared, one.settings, Workspace(studies), model="odd", metric="f1_macro", trials=TRIALS)


def told(found: Found) -> list[dict[str, Any]]:
    return [trial.model_dump(exclude={"seconds", "costs", "predict_ms"}) for trial in found.trials]


def test_wherever_the_journal_ends_the_search_goes_on_to_the_same_end(five: Bench, tmp_path: Path) -> None:
    whole = find(five, tmp_path / "whole")
    states = {trial.state for trial in whole.trials}
    assert states == {"complete", "pruned", "failed"}
    (journal,) = (tmp_path / "whole" / "studies").glob("*.journal")
    lines = journal.read_bytes().splitlines(keepends=True)
    cuts = random.Random(1).sample(range(1, len(lines)), 10)
    for cut in cuts:
        studies = tmp_path / str(cut)
        (studies / "studies").mkdir(parents=True)
        torn = lines[cut][: len(lines[cut]) // 2]
        (studies / "studies" / journal.name).write_bytes(b"".join(lines[:cut]) + torn)
        again = find(five, studies)
        assert told(again) == told(whole), f"cut after line {cut}"
        assert again.params == whole.params
        assert again.scores == whole.scores
