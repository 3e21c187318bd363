"""The report of one training as data: everything that a page shows, and nothing that only a page knows.

A report is gathered once and kept as JSON; Markdown and HTML are made from it in either language, also years later.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import Field

from epicrisis.checks.contract import CheckOutcome, Finding
from epicrisis.checks.registry import CHECK_SENTENCES, run_checks
from epicrisis.checks.verdict import Verdict, judge
from epicrisis.errors import CorruptFile, DataError, SettingsError, SourceNotFound
from epicrisis.etl.ledger import Ledger
from epicrisis.evaluation.facts import Assessment
from epicrisis.evaluation.metrics import METRICS, get_metric, metric_title
from epicrisis.record import Record
from epicrisis.reports.limits import find_limits
from epicrisis.training.result import (
    CalibrationFacts,
    Characteristic,
    ClassFigures,
    ClassTerms,
    CrossValidation,
    Environment,
    FeatureFacts,
    Member,
    Parameter,
    SearchFacts,
    SourceFacts,
    SplitFacts,
    TrainingResult,
    TrialRecord,
)

REPORT_VERSION = 1


class RunReference(Record):
    """Where the run was recorded; what is not known is None.

    Parameters
    ----------
    run_id, experiment, tracking_uri : str or None
        The MLflow run, its experiment, and the tracking address with its secrets masked.
    model_uri : str or None
        The address under which MLflow loads the model.
    run_url : str or None
        The page of the run in MLflow.
    flow_run_id : str or None
        The Prefect flow run.
    """

    run_id: str | None = None
    experiment: str | None = None
    tracking_uri: str | None = None
    model_uri: str | None = None
    run_url: str | None = None
    flow_run_id: str | None = None


class MetricFigure(Record):
    """One metric of the model on the test rows, beside the baseline and the folds.

    Parameters
    ----------
    name, title : str
        The metric's code, and its title in English, which is what the translations go by.
    higher_is_better : bool
        The direction of the metric.
    test : float or None
        The value on the sealed test rows; None where it does not exist on them.
    ci95 : tuple of (float, float) or None
        Its 95 % interval.
    baseline, baseline_ci95 : float or None, tuple of (float, float) or None
        The same of the classifier that always gives the most frequent class.
    cv_mean, cv_std : float or None
        Mean and standard deviation over the folds of the training rows.
    """

    name: str
    title: str
    higher_is_better: bool
    test: float | None
    ci95: tuple[float, float] | None = None
    baseline: float | None = None
    baseline_ci95: tuple[float, float] | None = None
    cv_mean: float | None = None
    cv_std: float | None = None


class Confusion(Record):
    """Test rows by true class (rows) and predicted class (columns), in the order of `classes`."""

    classes: list[str]
    counts: list[list[int]]


class Report(Record):
    """The report of one trained model.

    Parameters
    ----------
    version : int
        Version of this schema; a reader refuses newer ones.
    metric : str
        Name of the searched metric; its figure is the headline.
    verdict : {"clearly_better", "not_clearly_better", "worse"}
        The model against the baseline on the headline metric: clearly better when the two intervals do not overlap.
    metrics : list of MetricFigure
        Every metric, the headline's first.
    cv : CrossValidation
        The winner's scores of the searched metric, by fold.
    limits : list of Finding
        What bounds the figures, doubts first: what the checks found, and what follows from how the run was made.
    checks : list of CheckOutcome
        Every numbered check, in its order; empty in reports of earlier versions.
    remarks : list of str
        Warnings of the training that no limit covers.
    calibration : CalibrationFacts or None
        How scores become probabilities and a class; a report of an earlier version does not know.
    members : list of Member
        The models of a blend.
    characteristics : list of Characteristic
        The training rows beside the test rows, column by column.
    assessment : Assessment
        Curves, calibration, subgroups and what else is known of the model; empty in reports of earlier versions.
    """

    version: Literal[1] = 1
    created_at: str
    run: RunReference
    model: str
    metric: str
    verdict: Verdict
    classes: list[str]
    columns: dict[str, list[str]]
    metrics: list[MetricFigure]
    resamples: int
    resampled: Literal["patient", "row"]
    per_class: list[ClassFigures]
    confusion: Confusion
    cv: CrossValidation
    search: SearchFacts
    trials: list[TrialRecord]
    best_params: dict[str, Parameter]
    model_params: dict[str, Parameter]
    features: FeatureFacts
    terms: list[ClassTerms]
    ledger: Ledger
    source: SourceFacts
    split: SplitFacts
    environment: Environment
    settings: dict[str, object]
    timings: dict[str, float]
    peak_rss_mb: float
    limits: list[Finding]
    remarks: list[str]
    checks: list[CheckOutcome] = Field(default_factory=list)
    calibration: CalibrationFacts | None = None
    members: list[Member] = Field(default_factory=list)
    characteristics: list[Characteristic] = Field(default_factory=list)
    assessment: Assessment = Field(default_factory=Assessment)

    @property
    def headline(self) -> MetricFigure:
        """The figure of the searched metric."""
        return self.metrics[0]

    def figure(self, name: str) -> MetricFigure | None:
        """Return the figure of the metric `name`, or None where the test rows do not have it."""
        return next((figure for figure in self.metrics if figure.name == name), None)


def gather(result: TrainingResult, run: RunReference) -> Report:
    """Gather the report of a finished training.

    Parameters
    ----------
    result : TrainingResult
        What the training left behind.
    run : RunReference
        Where it was recorded.
    """
    higher_is_better = result.search.direction == "maximize"
    verdict = judge(result.test, result.baseline, result.metric, higher_is_better=higher_is_better)
    checks = run_checks(result)
    return Report(
        created_at=result.created_at,
        run=run,
        model=result.model,
        metric=result.metric,
        verdict=verdict,
        classes=result.classes,
        columns=result.columns,
        metrics=_metric_figures(result),
        resamples=result.test.resamples,
        resampled=result.test.unit,
        per_class=result.test.per_class,
        confusion=Confusion(classes=result.test.classes, counts=result.test.confusion),
        cv=result.cv,
        search=result.search,
        trials=result.trials,
        best_params=result.best_params,
        model_params=result.model_params,
        features=result.features,
        terms=result.terms,
        ledger=result.ledger.published(),
        source=result.source,
        split=result.split,
        environment=result.environment,
        settings=result.settings,
        timings=result.timings,
        peak_rss_mb=result.peak_rss_mb,
        limits=find_limits(result, checks),
        remarks=[warning for warning in result.warnings if warning not in CHECK_SENTENCES],
        checks=checks,
        calibration=result.calibration,
        members=result.members,
        characteristics=result.characteristics,
        assessment=result.assessment,
    )


def read_report(path: Path) -> Report:
    """Read a report from its JSON file.

    Raises
    ------
    SourceNotFound
        There is no such file.
    CorruptFile
        The file is not a whole report.
    DataError
        A newer epicrisis wrote it.
    """
    try:
        content = json.loads(path.read_bytes())
        version = content["version"]
        if isinstance(version, int) and version > REPORT_VERSION:
            raise DataError(
                "{path} is a report of version {found}; this epicrisis reads versions up to {known}. Update epicrisis.",
                path=path,
                found=version,
                known=REPORT_VERSION,
            )
        return Report.model_validate(content)
    except FileNotFoundError as error:
        raise SourceNotFound("There is no report at {path}.", path=path) from error
    # A ValidationError quotes what it found, and a UnicodeDecodeError is a ValueError too.
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptFile(
            "{path} is not a whole report of epicrisis. Build it again from its run, or restore the file.", path=path
        ) from error


def _metric_figures(result: TrainingResult) -> list[MetricFigure]:
    own = [name for name in METRICS if name in result.test.metrics]
    names = dict.fromkeys([result.metric, *own, *result.test.metrics])
    return [_metric_figure(result, name) for name in names]


def _higher_is_better(result: TrainingResult, name: str) -> bool:
    if name == result.search.metric:
        return result.search.direction == "maximize"
    try:
        return get_metric(name).direction == "maximize"
    except SettingsError:
        return True  # of a package that is not installed here


def _metric_figure(result: TrainingResult, name: str) -> MetricFigure:
    folds = result.cv if name == result.metric else result.cv_metrics.get(name)
    return MetricFigure(
        name=name,
        title=metric_title(name),
        higher_is_better=_higher_is_better(result, name),
        test=result.test.metrics.get(name),
        ci95=result.test.ci95.get(name),
        baseline=result.baseline.metrics.get(name),
        baseline_ci95=result.baseline.ci95.get(name),
        cv_mean=folds.mean if folds else None,
        cv_std=folds.std if folds else None,
    )
