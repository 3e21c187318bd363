"""What a run answers: names and order of the contract, and only what JSON can hold."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from epicrisis.evaluation.facts import Nested, Optimism
from epicrisis.flows.records import ReportPlaces, run_record
from epicrisis.tracking.tracker import TrackedRun
from epicrisis.training.result import TrainingResult

CONTRACT = [
    *("run_id", "experiment", "tracking_uri", "model", "model_uri", "metric", "best_params", "cv", "test", "classes"),
    *("rows", "trials", "timings", "peak_rss_mb", "report_html", "report_md", "flow_run_id"),
    *("nested", "row_split", "checks"),
]
RESULT = Path(__file__).parents[1] / "tracking" / "result.json"


@pytest.fixture
def result() -> TrainingResult:
    return TrainingResult.model_validate_json(RESULT.read_bytes())


def places(*, tracked: bool = True) -> ReportPlaces:
    run = TrackedRun("abc", "historias", "sqlite:///x.db", "models:/historias/1", "1") if tracked else None
    return ReportPlaces(report_html="r.html", report_md="r.md", tracked=run)


def test_the_names_and_their_order_are_those_of_the_contract(result: TrainingResult) -> None:
    answer = run_record(result, places(), "historias", "flow").to_json()
    assert list(answer) == CONTRACT
    assert list(answer["cv"]) == ["mean", "std", "folds"]
    assert list(answer["rows"]) == ["read", "kept", "train", "test", "dropped"]
    assert list(answer["trials"]) == ["complete", "pruned", "failed", "resumed"]
    assert {"accuracy", "f1_macro", "ci95"} <= set(answer["test"])


def test_every_row_read_is_accounted_for(result: TrainingResult) -> None:
    rows = run_record(result, places(), "historias", None).to_json()["rows"]
    assert rows["read"] == rows["kept"] + sum(rows["dropped"].values())


def test_a_training_that_mlflow_did_not_take_has_no_run(result: TrainingResult) -> None:
    answer = run_record(result, places(tracked=False), "historias", None).to_json()
    assert [answer[name] for name in ("run_id", "tracking_uri", "model_uri", "flow_run_id")] == [None] * 4
    assert answer["experiment"] == "historias"


def test_a_figure_that_is_not_finite_is_null(result: TrainingResult) -> None:
    test = result.test.model_copy(update={"metrics": {"log_loss": math.inf, "accuracy": 0.5}})
    answer = run_record(result.model_copy(update={"test": test}), places(), "historias", None).to_json()
    assert answer["test"]["log_loss"] is None
    assert json.loads(json.dumps(answer, allow_nan=False))["test"]["accuracy"] == 0.5


def test_nested_folds_the_row_split_and_the_checks_are_told(result: TrainingResult) -> None:
    plain = run_record(result, places(), "historias", None).to_json()
    assert plain["nested"] is None
    assert plain["row_split"] is None
    assert set(plain["checks"].values()) <= {"fires", "silent", "not_applicable", "muted"}
    told = result.assessment.model_copy(
        update={
            "nested": Nested(metric=result.metric, outer=[0.5, 0.7], params=[{}, {}]),
            "optimism": Optimism(metric=result.metric, by_patient=[0.5], by_row=[0.8, 0.9]),
        }
    )
    answer = run_record(result.model_copy(update={"assessment": told}), places(), "historias", None).to_json()
    assert answer["nested"]["mean"] == pytest.approx(0.6)
    assert answer["row_split"]["folds"] == [0.8, 0.9]
