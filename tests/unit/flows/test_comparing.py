"""One candidate's failure does not lose the others, and is told without the data's values."""

from __future__ import annotations

from pathlib import Path

import pytest

from epicrisis.errors import CorruptFile, DataError, TrackingUnavailable
from epicrisis.flows.comparing import train_each
from epicrisis.flows.job import Job
from epicrisis.flows.records import ReportPlaces, TrainingReference
from epicrisis.progress import Event, Notice
from epicrisis.settings.schema import Settings, WorkspaceSettings
from epicrisis.training.result import TrainingResult

RESULT = Path(__file__).parents[1] / "tracking" / "result.json"


@pytest.fixture
def heard() -> list[Event]:
    return []


@pytest.fixture
def job(tmp_path: Path, heard: list[Event]) -> Job:
    return Job(Settings(workspace=WorkspaceSettings(dir=tmp_path / "ws")), listener=heard.append)


def trained(job: Job, model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    folder = job.workspace.runs / f"{model}-{metric}"
    folder.mkdir(parents=True)
    kept = result.model_copy(update={"model": model, "metric": metric})
    (folder / "result.json").write_text(kept.model_dump_json(), encoding="utf-8")
    reference = TrainingReference(local_id=folder.name, run_id="", model=model, metric=metric)
    return reference, ReportPlaces(report_html="", report_md="", tracked=None)


def test_every_model_is_trained_by_every_metric_once(job: Job, heard: list[Event]) -> None:
    metrics = ["f1_macro", "roc_auc", "f1_macro"]
    candidates, failures = train_each(
        job, ["dummy", "dummy", "random_forest"], metrics, lambda *pair: trained(job, *pair)
    )
    pairs = [(one.result.model, one.result.metric) for one in candidates]
    assert pairs == [(model, metric) for model in ("dummy", "random_forest") for metric in ("f1_macro", "roc_auc")]
    assert failures == []
    told = [event for event in heard if isinstance(event, Notice)]
    assert [event.fields["number"] for event in told] == [1, 2, 3, 4]


def test_a_failure_is_told_and_the_others_go_on(job: Job) -> None:
    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        if model == "dummy":
            raise CorruptFile("The file {file} is damaged.", file="x")
        if model == "random_forest":
            raise ValueError("could not convert 'llanto y tristeza' to float")
        return trained(job, model, metric)

    candidates, failures = train_each(job, ["dummy", "random_forest", "logistic_regression"], ["f1_macro"], train_one)
    assert [one.result.model for one in candidates] == ["logistic_regression"]
    assert [(failure.model, failure.error) for failure in failures] == [
        ("dummy", "El archivo x está dañado."),
        ("random_forest", "ValueError"),
    ]


def test_if_all_fail_the_last_error_is_raised(job: Job) -> None:
    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        raise DataError("No rows in {source}.", source=model)

    with pytest.raises(DataError, match=r"^No rows in random_forest\.$"):
        train_each(job, ["dummy", "random_forest"], ["f1_macro"], train_one)


def test_the_outside_world_failing_ends_the_comparison(job: Job) -> None:
    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        raise TrackingUnavailable("MLflow at {uri} failed: {reason}", uri="u", reason="r")

    with pytest.raises(TrackingUnavailable, match=r"^MLflow at u failed: r$"):
        train_each(job, ["dummy", "random_forest"], ["f1_macro"], train_one)
