"""The flow that trains one model."""

from __future__ import annotations

from prefect.runtime import flow_run

from epicrisis.flows.flow import workspace_flow
from epicrisis.flows.job import handed_over
from epicrisis.flows.parameters import (
    ConfigFile,
    MetricChoice,
    ModelChoice,
    NestedChoice,
    RowLimit,
    TrialCount,
    load_job,
)
from epicrisis.flows.records import RunRecord, run_record
from epicrisis.flows.stages import read_result
from epicrisis.flows.tasks import (
    task_create_model_report,
    task_feature_engineering,
    task_generate_data,
    task_train_with_optuna,
)
from epicrisis.models.registry import get_model
from epicrisis.training.vectors import require_ready


def _run_name() -> str:
    given = flow_run.get_parameters()
    named = [given.get("model_type"), given.get("optimization_metric")]
    return " ".join(["train", *(str(name) for name in named if name)])


@workspace_flow(name="train_model_flow", flow_run_name=_run_name)
def train_model_flow(
    config: ConfigFile = None,
    nregistros: RowLimit = None,
    model_type: ModelChoice = None,
    n_trials: TrialCount = None,
    optimization_metric: MetricChoice = None,
    nested: NestedChoice = None,
) -> RunRecord:
    """Train one model: read, clean, search on the training rows, test once, report, record in MLflow."""
    job = handed_over() or load_job(config, nregistros, n_trials, nested=nested)
    job.flow_run_id = flow_run.get_id()
    model = get_model(model_type or job.settings.search.models[0]).name
    require_ready(model, job.settings)
    data = task_generate_data(job)
    features = task_feature_engineering(job, data)
    training = task_train_with_optuna(job, features, model, optimization_metric or job.settings.search.metric)
    places = task_create_model_report(job, training)
    return run_record(read_result(job, training), places, job.settings.tracking.experiment, job.flow_run_id)
