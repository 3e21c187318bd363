"""What a comparison does with and without Prefect: train every candidate, rank those that could be trained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from epicrisis.errors import CorruptFile, EpicrisisError, OutsideError, SourceNotFound, UsageError
from epicrisis.flows.job import Job
from epicrisis.flows.recording import crown
from epicrisis.flows.records import CompareRecord, Failure, ReportPlaces, TrainingReference
from epicrisis.flows.stages import read_result, run_reference
from epicrisis.i18n.catalogue import translate
from epicrisis.models.registry import blends_last, get_model
from epicrisis.progress import notice, warning
from epicrisis.reports.comparison import Candidate, build_leaderboard
from epicrisis.reports.finding import REPORT, find_report
from epicrisis.reports.leaderboard import Failed, leaderboard_html, leaderboard_markdown
from epicrisis.reports.report import read_report
from epicrisis.settings.schema import Settings
from epicrisis.tracking.pending import find_result
from epicrisis.training.held_out import HELD_OUT_FILE, read_held_out
from epicrisis.workspace import Workspace, write_whole

_LEAST_SHARE_S: Final = 1.0
COMPARISON_FILE: Final = "comparison.json"
TrainOne = Callable[[str, str], tuple[TrainingReference, ReportPlaces]]
"""Trains a model by a metric, and reports it."""


def train_each(
    job: Job, models: Sequence[str], metrics: Sequence[str], train_one: TrainOne
) -> tuple[list[Candidate], list[Failure]]:
    """Train every model by every metric; one that fails does not lose the others.

    A time limit is that of all searches together: each may take an equal share of what is left. Blends come last, and
    are made of the models before them.

    Parameters
    ----------
    job : Job
        The run.
    models, metrics : sequence of str
        Names; doubles are left out.
    train_one : callable
        Trains one of them.

    Raises
    ------
    OutsideError
        The world outside failed, as it would for the others.
    Exception
        Every candidate failed; the last one's error.
    """
    job.comparing, job.metrics = True, list(dict.fromkeys(metrics))
    pairs = [(model, metric) for model in blends_last(models) for metric in dict.fromkeys(metrics)]
    job.settings = _searching(job.settings, models=list(dict.fromkeys(models)))
    budget = _Budget(job.settings.search.timeout, sum(not get_model(model).blends for model, _ in pairs))
    candidates: list[Candidate] = []
    failures: list[Failure] = []
    for number, (model, metric) in enumerate(pairs, start=1):
        notice(
            job.listener,
            "Candidate {number} of {total}: {model}, searched by {metric}.",
            number=number,
            total=len(pairs),
            model=model,
            metric=metric,
        )
        searched = not get_model(model).blends
        if searched:
            job.settings = _searching(job.settings, timeout=budget.share())
        try:
            training, places = train_one(model, metric)
        except OutsideError:
            raise
        except Exception as error:
            if number == len(pairs) and not candidates:
                raise
            failures.append(_failure(job, model, metric, error))
            job.failure = None
            spent = job.settings.search.timeout
        else:
            candidates.append(_candidate(job, training, places))
            spent = candidates[-1].result.timings.get("search_s", 0.0)
        if searched:
            budget.spend(spent)
    return candidates, failures


class _Budget:
    """Seconds for several searches, of which each may take an equal share of what is left; 0 is no limit."""

    def __init__(self, seconds: float, searches: int) -> None:
        self._left = seconds
        self._searches = searches
        self._limited = seconds > 0

    def share(self) -> float:
        """Return the seconds of the next search; never none, since none means no limit."""
        return max(self._left / self._searches, _LEAST_SHARE_S) if self._limited else 0

    def spend(self, seconds: float) -> None:
        """Take off what a search took."""
        self._left -= seconds
        self._searches -= 1


def _searching(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update={"search": settings.search.model_copy(update=changes)})


def conclude(job: Job, candidates: Sequence[Candidate], failures: list[Failure], yardstick: str) -> CompareRecord:
    """Rank the trained candidates by one metric, make the chosen one the challenger and write the leaderboard."""
    leaderboard = build_leaderboard(candidates, yardstick)
    crown(job, leaderboard.chosen.local_id)
    folder = job.workspace.reports / f"comparison-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    record = CompareRecord(
        leaderboard=leaderboard,
        failures=failures,
        report_html=str(folder / "comparison.html"),
        report_md=str(folder / "comparison.md"),
        timings=_timings(candidates),
        flow_run_id=job.flow_run_id,
    )
    write_comparison(record, folder, job.settings.language)
    return record


def compare_runs(workspace: Workspace, names: Sequence[str], language: str) -> tuple[CompareRecord, Path]:
    """Rank runs that are finished already by the first one's metric, and write the leaderboard.

    Parameters
    ----------
    workspace : Workspace
        Where the runs are.
    names : sequence of str
        Two runs or more, by their names, the beginnings of these, or of their MLflow ids.
    language : {"es", "en"}
        Language of the page.

    Returns
    -------
    tuple
        The comparison, and its folder.

    Raises
    ------
    UsageError
        Fewer than two runs were named.
    SourceNotFound
        There is no such run, or one of them is a comparison or has no result any more.
    DataError
        The runs are not of the same rows, split and folds, so that they cannot be ranked.
    """
    found = {one.local_id: one for one in (_finished(workspace, name) for name in names)}
    if len(found) < 2:
        raise UsageError("--compare needs two different runs or more: epicrisis report --compare RUN RUN.")
    candidates = list(found.values())
    folder = workspace.reports / f"comparison-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    record = CompareRecord(
        leaderboard=build_leaderboard(candidates, candidates[0].result.metric),
        failures=[],
        report_html=str(folder / "comparison.html"),
        report_md=str(folder / "comparison.md"),
        timings=_timings(candidates),
        flow_run_id=None,
    )
    write_comparison(record, folder, language)
    return record, folder


def _finished(workspace: Workspace, name: str) -> Candidate:
    folder = find_report(workspace, name)
    result = find_result(workspace, folder.name)
    if result is None:
        raise SourceNotFound("{run} is no run whose result is still in the workspace.", run=folder.name)
    return Candidate(result, read_report(folder / REPORT).run, folder.name)


def write_comparison(record: CompareRecord, folder: Path, language: str) -> None:
    """Write a comparison as page, Markdown and the data that `read_comparison` takes."""
    write_whole(folder / COMPARISON_FILE, record.model_dump_json(indent=1))
    failed = [Failed(one.model, one.metric, one.error) for one in record.failures]
    write_whole(Path(record.report_html), leaderboard_html(record.leaderboard, language, failed))
    write_whole(Path(record.report_md), leaderboard_markdown(record.leaderboard, language, failed))


def read_comparison(folder: Path) -> CompareRecord:
    """Read a comparison that `write_comparison` wrote, wherever its folder is now.

    Raises
    ------
    CorruptFile
        It is missing or damaged.
    """
    try:
        record = CompareRecord.model_validate_json((folder / COMPARISON_FILE).read_bytes())
    except (OSError, ValueError) as error:  # a ValidationError quotes what it found
        raise CorruptFile("The file {file} is damaged.", file=folder / COMPARISON_FILE) from error
    places = {"report_html": str(folder / "comparison.html"), "report_md": str(folder / "comparison.md")}
    return record.model_copy(update=places)


def _candidate(job: Job, training: TrainingReference, places: ReportPlaces) -> Candidate:
    reference = run_reference(job, training, job.flow_run_id)
    if places.tracked:
        reference = reference.model_copy(
            update={"run_id": places.tracked.run_id, "model_uri": places.tracked.model_uri}
        )
    held_out = read_held_out(job.workspace.runs / training.local_id / HELD_OUT_FILE)
    return Candidate(read_result(job, training), reference, training.local_id, held_out)


def _failure(job: Job, model: str, metric: str, error: Exception) -> Failure:
    cause = job.failure or error
    if isinstance(cause, EpicrisisError):
        told = translate(cause.template, job.settings.language, **cause.fields)
    else:
        told = type(cause).__name__  # its message may quote a value of the data
    warning(
        job.listener,
        "{model}, searched by {metric}, could not be trained: {error}",
        model=model,
        metric=metric,
        error=told,
    )
    return Failure(model=model, metric=metric, error=told)


def _timings(candidates: Sequence[Candidate]) -> dict[str, float]:
    shared = ("generate_s", "extract_s", "etl_s", "features_s")
    total: dict[str, float] = {}
    for candidate in candidates:
        for stage, seconds in candidate.result.timings.items():
            total[stage] = seconds if stage in shared else total.get(stage, 0.0) + seconds
    return total
