"""Metrics of other packages: accepted by name in the settings, measured where they are asked for, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from epicrisis import plugins
from epicrisis.errors import DataError, SettingsError
from epicrisis.evaluation.decisions import choose_decision
from epicrisis.evaluation.metrics import METRICS, Metric, added_metrics, get_metric, measure_all, metric_title
from epicrisis.evaluation.uncertainty import bootstrap_intervals
from epicrisis.settings.loading import load_settings

Register = Callable[..., None]
TRUE = np.random.default_rng(0).integers(0, 3, 120)
PROBABILITIES = np.random.default_rng(1).dirichlet(np.ones(3), 120) * 0.5 + np.eye(3)[TRUE] * 0.2
PROBABILITIES /= PROBABILITIES.sum(axis=1, keepdims=True)
GROUPS = np.arange(120) // 2


def metric(
    name: str = "same", measure: Any = lambda true, given, _: accuracy_score(true, given), **more: Any
) -> Metric:
    return Metric(
        **{"name": name, "title": "Same", "direction": "maximize", "response": "class", **more, "measure": measure}
    )


def test_a_metric_is_measured_only_where_it_is_asked_for(register: Register) -> None:
    register(plugins.METRICS, "same", metric())
    assert set(measure_all(TRUE, PROBABILITIES)) == set(METRICS)
    figures = measure_all(TRUE, PROBABILITIES, also=["same"])
    assert figures["same"] == figures["accuracy"]
    assert added_metrics(["f1", "same", "same"]) == ("same",)
    assert metric_title("same") == "Same"


def test_its_interval_is_the_bootstrap_s_on_fewer_resamples_and_moves_no_other(register: Register) -> None:
    register(plugins.METRICS, "same", metric())
    register(plugins.METRICS, "never", metric("never", lambda *_: None))
    alone = bootstrap_intervals(TRUE, PROBABILITIES, GROUPS, seed=3)
    both = bootstrap_intervals(TRUE, PROBABILITIES, GROUPS, seed=3, also=["same", "never"])
    assert {name: both[name] for name in alone} == alone
    assert both["same"] == pytest.approx(both["accuracy"], abs=0.03)
    assert "never" not in both


def test_the_decision_serves_it(register: Register) -> None:
    folds = np.arange(120) % 3
    register(plugins.METRICS, "same", metric())
    register(plugins.METRICS, "shares", metric("shares", response="probability"))
    same = choose_decision(PROBABILITIES, TRUE, folds, "same")
    assert same.decision == choose_decision(PROBABILITIES, TRUE, folds, "accuracy").decision
    assert choose_decision(PROBABILITIES, TRUE, folds, "shares").decision.tempering == 0


def test_a_measure_that_fails_is_told_without_its_words(register: Register) -> None:
    def fails(*_: object) -> float:
        raise ValueError("a patient's words")

    register(plugins.METRICS, "fails", metric("fails", fails))
    register(plugins.METRICS, "text", metric("text", lambda *_: "much"))
    register(plugins.METRICS, "endless", metric("endless", lambda *_: np.nan))
    with pytest.raises(DataError, match=r"^The metric 'fails' .* on 120 rows \(ValueError\)\.$"):
        measure_all(TRUE, PROBABILITIES, also=["fails"])
    with pytest.raises(DataError, match="'text'"):
        measure_all(TRUE, PROBABILITIES, also=["text"])
    assert "endless" not in measure_all(TRUE, PROBABILITIES, also=["endless"])


def test_one_that_is_not_here_or_has_a_name_of_ours_is_told(register: Register) -> None:
    register(plugins.METRICS, "f1", metric("f1"))
    with pytest.raises(SettingsError, match="'f1' itself"):
        get_metric("f1")
    assert measure_all(TRUE, PROBABILITIES)["f1"] > 0.3  # the table's, whoever else uses the name
    with pytest.raises(SettingsError, match=r"'gone' is not known here\. .*'epicrisis\.metrics'\.$"):
        get_metric("gone")
    assert metric_title("gone") == "gone"


def test_settings_take_its_name_without_importing_it(register: Register, tmp_path: Path) -> None:
    register(plugins.METRICS, "missed_cost", ImportError("not yet asked for"))
    file = tmp_path / "epicrisis.toml"
    file.write_text('[search]\nmetric = "missed_cost"\nobjectives = ["missed_cost", "fit_s"]\n', encoding="utf-8")
    assert load_settings(file, environ={}, directory=tmp_path).settings.search.metric == "missed_cost"
    for written, message in {
        'metric = "missed_costs"': r"'missed_cost'; .* gives 'missed_costs'\. Did you mean 'missed_cost'\?$",
        'metric = "fit_s"': r"metric must be one of .*'missed_cost', or a metric of another package",
        'objectives = ["f1_macro", "predict"]': r"^search\.objectives must be .*'fit_s'; .* mean 'predict_ms'\?$",
        "metric = 3": r"^search\.metric must be text in quotes",
    }.items():
        file.write_text(f"[search]\n{written}\n", encoding="utf-8")
        with pytest.raises(SettingsError, match=message):
            load_settings(file, environ={}, directory=tmp_path)


@pytest.mark.parametrize("wrong", [{"name": "a b"}, {"title": "{x}"}, {"direction": "up"}, {"response": "score"}])
def test_a_metric_that_could_not_be_shown_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        metric(**wrong)
