"""The flow that compares models and metrics on the same notes, split and folds."""

from __future__ import annotations

from prefect.runtime import flow_run

from epicrisis.flows.artifacts import publish_table
from epicrisis.flows.comparing import conclude, train_each
from epicrisis.flows.flow import workspace_flow
from epicrisis.flows.job import handed_over
from epicrisis.flows.parameters import (
    ConfigFile,
    MetricChoices,
    ModelChoices,
    NestedChoice,
    RowLimit,
    TrialCount,
    load_job,
)
from epicrisis.flows.records import CompareRecord, ReportPlaces, TrainingReference
from epicrisis.flows.tasks import (
    task_create_model_report,
    task_feature_engineering,
    task_generate_data,
    task_train_with_optuna,
)
from epicrisis.models.registry import compared_models
from epicrisis.reports.tables import leaderboard_rows
from epicrisis.reports.wording import Wording


def _run_name() -> str:
    given = flow_run.get_parameters()
    named = [*(given.get("model_type") or []), *(given.get("optimization_metric") or [])]
    return " ".join(["compare", *map(str, named)])


@workspace_flow(name="compare_models_flow", flow_run_name=_run_name)
def compare_models_flow(
    config: ConfigFile = None,
    nregistros: RowLimit = None,
    model_type: ModelChoices = None,
    n_trials: TrialCount = None,
    optimization_metric: MetricChoices = None,
    nested: NestedChoice = None,
) -> CompareRecord:
    """Train every model by every metric on the same notes, split and folds, and rank them by the first metric."""
    job = handed_over() or load_job(config, nregistros, n_trials, nested=nested)
    job.flow_run_id = flow_run.get_id()
    metrics = optimization_metric or [job.settings.search.metric]
    data = task_generate_data(job)
    features = task_feature_engineering(job, data)

    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        training = task_train_with_optuna(job, features, model, metric)
        return training, task_create_model_report(job, training)

    models = model_type or compared_models(job.settings.search.models, len(metrics))
    candidates, failures = train_each(job, models, metrics, train_one)
    record = conclude(job, candidates, failures, metrics[0])
    language, say = job.settings.language, Wording(job.settings.language).say
    title = " ".join(
        [
            say("Models compared on the same rows and folds."),
            *(say("{model} ({metric}) failed: {error}", **failure.model_dump()) for failure in failures),
        ]
    )
    publish_table("model-comparison", leaderboard_rows(record.leaderboard, language), title, language)
    return record
