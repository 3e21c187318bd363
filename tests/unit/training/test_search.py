"""The search as a whole: what it prunes, where it stops, what it refuses, what it leaves for the next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from optuna.trial import BaseTrial
from sklearn.linear_model import LinearRegression, LogisticRegression

from epicrisis.errors import DataError, OutsideError, SettingsError
from epicrisis.models import registry
from epicrisis.models.spec import ModelSpec, Params
from epicrisis.progress import silent
from epicrisis.settings.learning import SearchSettings, SplitSettings
from epicrisis.settings.schema import Settings
from epicrisis.training.findings import Found
from epicrisis.training.search import search

from .conftest import Bench, bench, clinic

pytestmark = pytest.mark.slow


def with_search(one: Bench, **changes: object) -> Bench:
    values = {"workers": 1, **changes}
    settings = one.settings.model_copy(update={"search": SearchSettings.model_validate(values)})
    return Bench(one.workspace, settings, one.notes, one.prepared)


def find(one: Bench, trials: int, model: str = "logistic_regression", metric: str = "f1_macro") -> Found:
    return search(one.prepared, one.settings, one.workspace, model=model, metric=metric, trials=trials, listener=silent)


@pytest.fixture
def five(tmp_path: Path, small_settings: Settings) -> Bench:
    """A bench with five folds."""
    return bench(tmp_path, clinic(480), small_settings.model_copy(update={"split": SplitSettings(folds=5)}))


def add_model(monkeypatch: pytest.MonkeyPatch, build: Any, least: float = 0.1) -> str:
    name = "odd"

    def suggest(trial: BaseTrial) -> dict[str, Any]:
        return {"C": trial.suggest_float("C", least, 1.0, log=True)}

    def text(_: BaseTrial) -> dict[str, Any]:
        return {"word_ngram_max": 1}

    monkeypatch.setitem(registry.MODELS, name, ModelSpec(name, (), build, suggest, text))
    return name


def test_candidates_that_fall_behind_are_pruned_and_the_account_adds_up(
    five: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = add_model(monkeypatch, lambda params, _: LogisticRegression(**params), least=1e-5)
    found = find(five, 16, model=model)
    facts, pruned = found.facts, [trial for trial in found.trials if trial.state == "pruned"]
    assert facts.pruned == len(pruned) > 0
    assert facts.complete + facts.pruned == 16
    assert facts.fits_done + facts.fits_saved == 5 * 16
    assert facts.fits_saved == sum(5 - len(trial.folds) for trial in pruned) > 0
    assert facts.seconds_saved > 0
    assert all(trial.value is None and 1 <= len(trial.folds) < 5 for trial in pruned)
    best = max((trial for trial in found.trials if trial.value is not None), key=lambda trial: trial.value or 0)
    assert found.params == best.params
    assert len(found.scores["f1_macro"].folds) == 5
    assert all(np.mean(trial.folds) < found.scores["f1_macro"].mean for trial in pruned)


def test_with_fewer_than_five_folds_nothing_is_pruned(small: Bench) -> None:
    facts = find(small, 10).facts
    assert (facts.pruned, facts.fits_saved, facts.fits_done) == (0, 0, 30)


def test_the_seconds_are_accounted_for(five: Bench) -> None:
    found = find(five, 3)
    assert set(found.facts.costs) == {"counting", "slicing", "fitting", "scoring", "bookkeeping"}
    assert all(seconds >= 0 for seconds in found.facts.costs.values())
    assert found.facts.costs["fitting"] == pytest.approx(sum(trial.costs["fitting"] for trial in found.trials))
    assert found.facts.sampler_arguments["multivariate"] is True


def test_the_first_candidates_are_known_good_ones_then_winners_of_earlier_searches(five: Bench) -> None:
    first = find(five, 8)
    defaults = len(registry.get_model("logistic_regression").first)
    assert [trial.origin for trial in first.trials] == ["default"] * defaults + ["search"] * (8 - defaults)
    (winner,) = five.workspace.studies.glob("*.winner.json")
    said = json.loads(winner.read_text(encoding="utf-8"))
    assert said["params"] == first.params
    won = {**first.trials[-1].params, "C": 0.5}
    winner.write_text(json.dumps({**said, "params": won}), encoding="utf-8")
    second = find(five, 8, metric="log_loss")
    rest = ["earlier"] + ["search"] * (7 - defaults)
    assert [trial.origin for trial in second.trials] == ["default"] * defaults + rest
    assert second.trials[defaults].params == won


def test_a_winner_that_no_longer_fits_the_space_is_not_tried(five: Bench) -> None:
    find(five, 2)
    (winner,) = five.workspace.studies.glob("*.winner.json")
    text = winner.read_text(encoding="utf-8")
    winner.write_text(text.replace('"params": {', '"params": {"C": 1e9, "dropped_parameter": 1, '), encoding="utf-8")
    second = find(five, 6, metric="log_loss")
    assert {trial.origin for trial in second.trials} == {"default", "search"}


def test_a_search_stops_where_nothing_is_to_be_gained(five: Bench) -> None:
    found = find(with_search(five, stop="plateau"), 60, model="dummy")
    assert found.facts.stopped_by == "plateau"
    assert found.facts.complete == 20


def test_several_objectives_give_a_front_and_the_cheapest_good_one(five: Bench) -> None:
    objectives = ["f1_macro", "predict_ms"]
    found = find(with_search(five, objectives=objectives), 12)
    assert found.facts.objectives == objectives
    assert found.facts.pruned == 0
    by_number = {trial.number: trial for trial in found.trials}
    front = [by_number[number] for number in found.facts.pareto]
    assert front
    for one in front:
        beaten = [
            other
            for other in found.trials
            if (other.value or 0) > (one.value or 0) and (other.predict_ms or 0) < (one.predict_ms or 0)
        ]
        assert beaten == []
    best = max(found.trials, key=lambda trial: trial.value or 0)
    error = np.std(best.folds, ddof=1) / np.sqrt(5)
    winner = next(trial for trial in found.trials if trial.params == found.params)
    assert (winner.value or 0) >= (best.value or 0) - error
    assert (winner.predict_ms or 0) <= (best.predict_ms or 0)


def test_a_time_limit_shorter_than_a_candidate_is_told_and_its_folds_are_kept(five: Bench) -> None:
    with pytest.raises(SettingsError, match=r"^search\.timeout \(0\.001 s\) was over before one candidate was scored"):
        find(with_search(five, timeout=0.001), 3)
    assert find(five, 3).facts.complete + find(five, 3).facts.pruned == 3


def test_a_time_limit_ends_a_search_that_has_found_something(five: Bench) -> None:
    find(five, 2)
    found = find(with_search(five, timeout=0.001), 9)
    assert found.facts.stopped_by == "timeout"
    assert found.facts.complete == 2


def test_three_failures_of_one_kind_stop_the_search_with_the_cause_and_no_words(
    five: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(LogisticRegression):  # type: ignore[misc]
        def fit(self, *_: Any, **__: Any) -> Any:
            raise ValueError("paciente con llanto fácil")

    def build(params: Params, seed: int) -> LogisticRegression:
        return Broken(**params)

    model = add_model(monkeypatch, build)
    with pytest.raises(DataError) as caught:
        find(five, 20, model=model)
    assert str(caught.value) == (
        "3 candidates of odd in a row failed with the same cause, so the search stops: ValueError"
    )
    add_model(monkeypatch, lambda params, _: LogisticRegression(**params))
    found = find(five, 6, model=model)
    assert (found.facts.failed, found.facts.complete + found.facts.pruned) == (3, 3)
    assert found.trials[0].reason == "ValueError"


def test_a_metric_that_a_model_cannot_give_is_refused_before_the_search(
    five: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = add_model(monkeypatch, lambda _params, _seed: LinearRegression())
    with pytest.raises(SettingsError, match=r"^odd has neither predict_proba nor decision_function"):
        find(five, 3, model=model, metric="log_loss")
    assert not five.workspace.studies.exists()


def test_what_did_not_converge_is_recorded_as_such(five: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    model = add_model(monkeypatch, lambda params, _: LogisticRegression(max_iter=1, tol=1e-9, **params))
    found = find(five, 2, model=model)
    assert [trial.warnings for trial in found.trials] == [["not_converged"]] * 2


def test_too_little_memory_is_told_with_figures_before_any_fit(five: Bench) -> None:
    with pytest.raises(OutsideError, match=r"^The search would need about \d+ MiB with 1 workers, and 10 MiB may be"):
        find(with_search(five, memory_mb=10), 3)
    assert find(five, 1).facts.resumed == 0


def test_objectives_must_begin_with_the_metric() -> None:
    with pytest.raises(ValueError, match=r"begins with search\.metric"):
        SearchSettings(objectives=["predict_ms", "f1_macro"])


def test_counts_are_shared_and_the_oldest_give_way(five: Bench, tmp_path: Path) -> None:
    counts = five.workspace.features / "counts"
    find(five, 4)
    before = {folder.name for folder in counts.iterdir()}
    find(five, 4, metric="log_loss")
    assert {folder.name for folder in counts.iterdir()} == before
    old = counts / "0123-plain"
    old.mkdir()
    (old / "word.data.npy").write_bytes(b"0" * 2_000_000)
    shelf = five.prepared.shelf(2)
    mine = sum(file.stat().st_size for folder in counts.iterdir() for file in folder.rglob("*")) - 2_000_000
    assert shelf.evict(mine + 3_000_000) == 0
    assert shelf.evict(mine + 1_000_000) == 1
    assert {folder.name for folder in counts.iterdir()} == before
    assert shelf.evict(1) == 0  # the rows at hand keep theirs
