"""Runs without Prefect: the same stages, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from epicrisis.flows import stages
from epicrisis.flows.comparing import conclude, train_each
from epicrisis.flows.job import Job
from epicrisis.flows.records import CompareRecord, ReportPlaces, RunRecord, TrainingReference, run_record
from epicrisis.training.vectors import require_ready


def train_plainly(job: Job, model: str, metric: str) -> RunRecord:
    """Train one model."""
    require_ready(model, job.settings)
    features = stages.engineer_features(job, stages.generate_data(job))
    training = stages.train_with_optuna(job, features, model=model, metric=metric)
    places = stages.create_model_report(job, training)
    return run_record(stages.read_result(job, training), places, job.settings.tracking.experiment, None)


def compare_plainly(job: Job, models: Sequence[str], metrics: Sequence[str]) -> CompareRecord:
    """Train every model by every metric, and rank them by the first metric."""
    features = stages.engineer_features(job, stages.generate_data(job))

    def train_one(model: str, metric: str) -> tuple[TrainingReference, ReportPlaces]:
        training = stages.train_with_optuna(job, features, model=model, metric=metric)
        return training, stages.create_model_report(job, training)

    candidates, failures = train_each(job, models, metrics, train_one)
    return conclude(job, candidates, failures, metrics[0])
