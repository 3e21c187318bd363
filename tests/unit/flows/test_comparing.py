"""One candidate's failure does not lose the others, and is told without the data's values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from epicrisis.errors import CorruptFile, DataError, TrackingUnavailable
from epicrisis.flows.comparing import conclude, read_comparison, train_each
from epicrisis.flows.job import Job
from epicrisis.flows.records import ReportPlaces, TrainingReference
from epicrisis.models.registry import compared_models, standard_models
from epicrisis.progress import Event, Notice
from epicrisis.settings.learning import SearchSettings
from epicrisis.settings.schema import Settings, TrackingSettings, WorkspaceSettings
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


def test_the_first_of_a_comparison_that_waits_becomes_the_challenger_when_it_is_sent(job: Job) -> None:
    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        trained_one = trained(job, model, metric)
        marker = job.workspace.runs / f"{model}-{metric}" / "pending.json"
        marker.write_text(json.dumps({"local_id": marker.parent.name, "challenger": not job.comparing}))
        return trained_one

    candidates, failures = train_each(job, ["dummy", "random_forest"], ["f1_macro"], train_one)
    worse = candidates[1].result.model_copy(update={"cv": candidates[1].result.cv.model_copy(update={"mean": 0.1})})
    record = conclude(job, [candidates[0], candidates[1]._replace(result=worse)], failures, "f1_macro")
    assert record.leaderboard.best.model == "dummy"
    may = {
        one.local_id: json.loads((job.workspace.runs / one.local_id / "pending.json").read_text()) for one in candidates
    }
    assert [may[one.local_id]["challenger"] for one in candidates] == [True, False]
    assert read_comparison(Path(record.report_html).parent) == record


def test_an_alias_that_cannot_be_moved_fails_no_comparison(tmp_path: Path, heard: list[Event]) -> None:
    tracking = TrackingSettings(uri="http://127.0.0.1:1")
    job = Job(Settings(workspace=WorkspaceSettings(dir=tmp_path / "ws"), tracking=tracking), listener=heard.append)
    candidates, failures = train_each(job, ["dummy"], ["f1_macro"], lambda *pair: trained(job, *pair))
    record = conclude(job, candidates, failures, "f1_macro")
    assert Path(record.report_html).is_file()
    warnings = [event.template for event in heard if isinstance(event, Notice) and event.level == "warning"]
    assert warnings[0].startswith("MLflow at {uri} cannot be reached")
    assert warnings[1] == "The alias challenger stays where it was, and not on the choice of this comparison."


def test_the_outside_world_failing_ends_the_comparison(job: Job) -> None:
    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        raise TrackingUnavailable("MLflow at {uri} failed: {reason}", uri="u", reason="r")

    with pytest.raises(TrackingUnavailable, match=r"^MLflow at u failed: r$"):
        train_each(job, ["dummy", "random_forest"], ["f1_macro"], train_one)


def test_a_time_limit_is_shared_and_what_one_leaves_goes_to_the_others(job: Job) -> None:
    job.settings = job.settings.model_copy(update={"search": SearchSettings(timeout=300)})
    shares: list[float] = []

    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        shares.append(job.settings.search.timeout)
        return trained(job, model, metric)

    train_each(job, ["blend", "ridge", "dummy", "linear_svm"], ["f1_macro"], train_one)
    took = TrainingResult.model_validate_json(RESULT.read_bytes()).timings["search_s"]
    assert shares[:3] == pytest.approx([100, (300 - took) / 2, 300 - 2 * took])
    assert job.settings.search.models == ["blend", "ridge", "dummy", "linear_svm"]


def test_a_blend_comes_after_the_models_that_it_is_made_of(job: Job) -> None:
    candidates, _ = train_each(job, ["blend", "ridge", "dummy"], ["f1_macro"], lambda *pair: trained(job, *pair))
    assert [one.result.model for one in candidates] == ["ridge", "dummy", "blend"]
    assert job.settings.search.timeout == 0


@pytest.mark.parametrize(
    ("named", "metrics", "compared"),
    [
        (["dummy", "RandomForest"], 1, ["dummy", "random_forest"]),
        (["ridge"], 2, ["ridge"]),
        (["random_forest"], 1, ["random_forest", *standard_models(), "blend"]),
        (["linear_svm"], 1, [*standard_models(), "blend"]),
    ],
)
def test_one_model_by_one_metric_is_compared_with_the_standard_ones(
    named: list[str], metrics: int, compared: list[str]
) -> None:
    assert compared_models(named, metrics) == compared
