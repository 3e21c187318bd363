"""What is recorded of a training, as small typed items. Pure: a result goes in, items come out, without MLflow."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import Final

from epicrisis.evaluation.facts import Assessment, CalibrationOnTest
from epicrisis.tracking.names import NAME_LIMIT, PARAM_LIMIT, TAG_LIMIT, cut, flatten, slugs
from epicrisis.training.result import Evaluation, TrainingResult, TrialRecord

DIGEST_LENGTH: Final = 36  # MLflow stores no more of a data set's digest
SEARCH_PARAMS: Final = {"sampler", "sampler_arguments", "metric", "objectives", "direction", "requested", "workers"}


@dataclass(frozen=True)
class Param:
    """A parameter, written once."""

    name: str
    value: str


@dataclass(frozen=True)
class Metric:
    """A finite figure; `step` is the fold where there are several."""

    name: str
    value: float
    step: int = 0


@dataclass(frozen=True)
class Tag:
    """A word about the run."""

    name: str
    value: str


@dataclass(frozen=True)
class Artifact:
    """A text file, by its path among the run's files."""

    path: str
    text: str


@dataclass(frozen=True)
class DatasetItem:
    """Rows that were used, by name and hash; never the rows themselves.

    Parameters
    ----------
    name : str
        Snapshot and role.
    digest : str
        The first 36 digits of the SHA-256 of the snapshot's file.
    context : {"training", "test"}
        What the rows were used for.
    source, schema, profile : str
        JSON: where they came from (masked), the columns' roles, how many rows and patients.
    """

    name: str
    digest: str
    context: str
    source: str
    schema: str
    profile: str


Item = Param | Metric | Tag | Artifact | DatasetItem


def run_items(result: TrainingResult) -> Iterator[Item]:
    """Yield everything that the run of a training records.

    Figures that are not finite are left out: stores differ in what they make of them.
    """
    yield from _params(result)
    yield from _finite(_metrics(result))
    yield from _tags(result)
    yield from _datasets(result)
    yield from _artifacts(result)


def trial_items(trial: TrialRecord, metric: str) -> Iterator[Item]:
    """Yield what the run of one trial records.

    Parameters
    ----------
    trial : TrialRecord
        The trial.
    metric : str
        The metric that was searched.
    """
    for name, value in flatten(trial.params, "param"):
        yield Param(cut(name.removeprefix("param."), NAME_LIMIT), cut(value, PARAM_LIMIT))
    figures = [Metric("seconds", trial.seconds), *(Metric(f"{name}_s", cost) for name, cost in trial.costs.items())]
    if trial.predict_ms is not None:
        figures.append(Metric("predict_ms", trial.predict_ms))
    if trial.value is not None:
        figures.append(Metric(metric, trial.value))
    if trial.std is not None:
        figures.append(Metric(f"{metric}_std", trial.std))
    figures.extend(Metric(f"{metric}_fold", score, step) for step, score in enumerate(trial.folds))
    yield from _finite(figures)
    yield Tag("epicrisis.state", trial.state)
    yield Tag("epicrisis.origin", trial.origin)
    if trial.reason:
        yield Tag("epicrisis.reason", cut(trial.reason, TAG_LIMIT))
    if trial.warnings:
        yield Tag("epicrisis.warnings", cut("; ".join(trial.warnings), TAG_LIMIT))


def trials_table(trials: Sequence[TrialRecord]) -> str:
    """Return the trials as JSON that MLflow shows as a table: ``columns`` and ``data``."""
    names = sorted({name for trial in trials for name in trial.params})
    facts = ["number", "state", "origin", "value", "std", "seconds", "predict_ms", "reason"]
    columns = [*facts, *names, "folds"]
    data = [
        [*(getattr(trial, fact) for fact in facts), *(trial.params.get(name) for name in names), trial.folds]
        for trial in trials
    ]
    return _json({"columns": columns, "data": data})


def _params(result: TrainingResult) -> Iterator[Param]:
    groups: list[tuple[str, Mapping[str, object]]] = [
        ("best", result.best_params),
        ("model", result.model_params),
        ("split", result.split.model_dump(include={"by", "seed", "folds", "boundary"})),
        ("search", result.search.model_dump(include=SEARCH_PARAMS)),
        ("settings", result.settings),
    ]
    for prefix, values in groups:
        for name, value in flatten(values, prefix):
            yield Param(cut(name, NAME_LIMIT), cut(value, PARAM_LIMIT))


def _metrics(result: TrainingResult) -> Iterator[Metric]:
    yield from _evaluation("test", result.test)
    yield from _evaluation("baseline", result.baseline)
    yield Metric(f"cv_{result.metric}_mean", result.cv.mean)
    yield Metric(f"cv_{result.metric}_std", result.cv.std)
    for step, score in enumerate(result.cv.folds):
        yield Metric(f"cv_{result.metric}_fold", score, step)
    yield from _other_folds(result.assessment)
    if result.predict_ms is not None:
        yield Metric("predict_ms", result.predict_ms)
    if result.model_bytes:
        yield Metric("model_mb", result.model_bytes / 1e6)
    yield from _class_metrics(result.test, result.assessment)
    yield from _counts(result)
    for name, seconds in result.timings.items():
        yield Metric(f"time_{name}", seconds)
    for name, seconds in result.search.costs.items():
        yield Metric(f"search_{name}_s", seconds)
    yield Metric("seconds_saved", result.search.seconds_saved)
    yield Metric("peak_rss_mb", result.peak_rss_mb)


def _evaluation(prefix: str, evaluation: Evaluation) -> Iterator[Metric]:
    for name, value in evaluation.metrics.items():
        yield Metric(f"{prefix}_{name}", value)
    for name, (low, high) in evaluation.ci95.items():
        yield Metric(f"{prefix}_{name}_ci95_low", low)
        yield Metric(f"{prefix}_{name}_ci95_high", high)


def _class_metrics(evaluation: Evaluation, assessment: Assessment) -> Iterator[Metric]:
    # MLflow's page groups metrics by what stands before the slash.
    names = slugs(figures.label for figures in evaluation.per_class)
    for figures in evaluation.per_class:
        for name, value in figures.model_dump(exclude={"label", "ci95"}).items():
            if value is not None:
                yield Metric(f"class/{names[figures.label]}_{name}", value)
    for point in assessment.operating_points:
        yield Metric(f"class/{names[point.label]}_alerts_per_100", point.alerts_per_100)
        for name, value in point.figures.items():
            yield Metric(f"class/{names[point.label]}_{name}", value)
    if assessment.calibration is not None:
        yield from _calibration(assessment.calibration, names)


def _calibration(calibration: CalibrationOnTest, names: Mapping[str, str]) -> Iterator[Metric]:
    curves = [("calibration/before", calibration.before), ("calibration/after", calibration.after)]
    curves += [(f"class/{names[str(one.label)]}_calibration", one) for one in calibration.by_class]
    for prefix, curve in curves:
        for figure in ("ece", "slope", "intercept"):
            value = getattr(curve, figure, None)
            if value is not None:
                yield Metric(f"{prefix}_{figure}", value)


def _counts(result: TrainingResult) -> Iterator[Metric]:
    split, ledger, search = result.split, result.ledger, result.search
    counts = {
        "rows_read": ledger.read,
        "rows_kept": ledger.kept,
        "rows_train": split.rows_train,
        "rows_test": split.rows_test,
        "patients_train": split.patients_train,
        "patients_test": split.patients_test,
        "trials_complete": search.complete,
        "trials_pruned": search.pruned,
        "trials_failed": search.failed,
        "trials_resumed": search.resumed,
        "fits_done": search.fits_done,
        "fits_saved": search.fits_saved,
    }
    counts |= {f"rows_dropped_{reason.value}": count for reason, count in ledger.dropped.items()}
    counts |= {f"masked_{kind}": count for kind, count in ledger.masked.items()}
    if ledger.deidentified:
        counts["rows_masked"] = ledger.masked_notes
    if ledger.near_duplicates is not None:
        counts["near_duplicate_notes"] = ledger.near_duplicates.notes
        counts["near_duplicate_clusters"] = ledger.near_duplicates.clusters
    counts |= {f"features_{name}": getattr(result.features, name) for name in ("word_terms", "char_terms")}
    for name, count in counts.items():
        yield Metric(name, count)


def _other_folds(assessment: Assessment) -> Iterator[Metric]:
    """Yield what nested cross-validation gave, and what a split by rows would have promised."""
    nested, optimism = assessment.nested, assessment.optimism
    if nested and nested.outer:
        yield Metric(f"nested_{nested.metric}_mean", fmean(nested.outer))
        yield Metric(f"nested_{nested.metric}_std", pstdev(nested.outer))
        for step, score in enumerate(nested.outer):
            yield Metric(f"nested_{nested.metric}_fold", score, step)
    if optimism:
        yield Metric(f"row_split_{optimism.metric}_mean", fmean(optimism.by_row))


def _tags(result: TrainingResult) -> Iterator[Tag]:
    environment = result.environment
    tags = {
        "epicrisis.model": result.model,
        "epicrisis.metric": result.metric,
        "epicrisis.version": environment.epicrisis,
        "epicrisis.snapshot_id": result.source.snapshot_id,
        "epicrisis.snapshot_sha256": result.source.sha256,
        "epicrisis.query_sha256": result.source.query_sha256,
        "epicrisis.split_by": result.split.by,
        "epicrisis.split_sha256": result.split.sha256,
        "epicrisis.study": result.search.study,
        "epicrisis.deidentified": "" if result.ledger.deidentified is None else str(result.ledger.deidentified).lower(),
        "epicrisis.stopped_by": result.search.stopped_by,
        "epicrisis.pareto": ", ".join(str(number) for number in result.search.pareto),
        "epicrisis.warnings": "; ".join(result.warnings),
        "mlflow.source.git.commit": environment.git_commit or "",
        "python": environment.python,
    }
    tags |= {f"version.{package}": version for package, version in environment.packages.items()}
    for name, value in tags.items():
        if value:
            yield Tag(cut(name, NAME_LIMIT), cut(value, TAG_LIMIT))


def _datasets(result: TrainingResult) -> Iterator[DatasetItem]:
    source, split = result.source, result.split
    origin = _json({"source": source.description, "snapshot": source.snapshot_id, "sha256": source.sha256})
    columns = [
        {"type": "double" if role == "numeric" else "string", "name": name, "required": role == "text"}
        for role, names in result.columns.items()
        for name in names
    ]
    for context, rows, patients, classes in (
        ("training", split.rows_train, split.patients_train, split.classes_train),
        ("test", split.rows_test, split.patients_test, split.classes_test),
    ):
        yield DatasetItem(
            name=f"{source.snapshot_id}-{context}",
            digest=source.sha256[:DIGEST_LENGTH],
            context=context,
            source=origin,
            schema=_json({"mlflow_colspec": columns}),
            profile=_json({"num_rows": rows, "patients": patients, "classes": classes, "split": split.sha256}),
        )


def _artifacts(result: TrainingResult) -> Iterator[Artifact]:
    packages = result.environment.packages
    published = result.model_copy(update={"ledger": result.ledger.published()})
    yield Artifact("result.json", published.model_dump_json(indent=2))
    yield Artifact("settings.json", _json(result.settings))
    yield Artifact("trials.json", trials_table(result.trials))
    confusion = {"classes": result.test.classes, "rows_are_true_classes": result.test.confusion}
    yield Artifact("confusion_matrix.json", _json(confusion))
    yield Artifact("packages.txt", "".join(f"{name}=={version}\n" for name, version in sorted(packages.items())))


def _finite(metrics: Iterator[Metric] | list[Metric]) -> Iterator[Metric]:
    return (metric for metric in metrics if math.isfinite(metric.value))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
