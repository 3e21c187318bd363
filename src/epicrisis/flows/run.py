"""What the command line calls: one training or one comparison, with Prefect or without.

Nothing heavy is imported before Prefect's server is on its way: the libraries' ten seconds pass beside its start.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from epicrisis import plugins
from epicrisis.errors import SettingsError
from epicrisis.flows.job import Job, handing_over, job_settings
from epicrisis.flows.logs import library_logs
from epicrisis.flows.server import PrefectServer, find_server
from epicrisis.flows.session import prefect_session
from epicrisis.progress import Listener, silent
from epicrisis.settings.learning import known_metrics
from epicrisis.settings.loading import LoadedSettings
from epicrisis.workspace import Workspace

if TYPE_CHECKING:
    from epicrisis.flows.records import CompareRecord, RunRecord

R = TypeVar("R", "RunRecord", "CompareRecord")


def run_train(
    loaded: LoadedSettings,
    *,
    model: str | None = None,
    refresh: bool = False,
    nested: bool = False,
    orchestrator: bool = True,
    listener: Listener = silent,
    find: Callable[[Workspace], PrefectServer] = find_server,
) -> RunRecord:
    """Train one model.

    Parameters
    ----------
    loaded : LoadedSettings
        The settings.
    model : str, optional
        Name or alias of the model; the first of ``search.models`` by default.
    refresh : bool
        Whether the source is read although nothing has changed.
    nested : bool
        Whether each search is repeated within each outer fold.
    orchestrator : bool
        Whether Prefect runs it; without, Prefect is not even imported.
    listener : callable
        Told how it goes on.
    find : callable
        Gives the Prefect server for a workspace.

    Raises
    ------
    EpicrisisError
        Whatever went wrong, in one sentence.
    """
    job = Job(job_settings(loaded), refresh=refresh, listener=listener, nested=nested)
    search = job.settings.search
    names = _Names(job, [model or search.models[0]])
    with _errors_as_raised(job), library_logs(job.workspace.logs / "libraries.log"):
        if not orchestrator:
            job.begin_tracking()
            from epicrisis.flows.plain import train_plainly

            return _with_total(job, train_plainly(job, names.known()[0], search.metric))
        with prefect_session(job, lambda: find(job.workspace)), handing_over(job):
            from epicrisis.flows.train import train_model_flow

            record: RunRecord = train_model_flow(
                config=str(loaded.path) if loaded.path else None,
                nregistros=job.settings.source.rows,
                model_type=names.known()[0],
                n_trials=search.trials,
                optimization_metric=search.metric,
                nested=nested,
            )
        return _with_total(job, record)


def run_compare(
    loaded: LoadedSettings,
    *,
    models: Sequence[str] = (),
    metrics: Sequence[str] = (),
    refresh: bool = False,
    nested: bool = False,
    orchestrator: bool = True,
    listener: Listener = silent,
) -> CompareRecord:
    """Train every model by every metric on the same notes, split and folds, and rank them by the first metric.

    Parameters
    ----------
    loaded : LoadedSettings
        The settings.
    models, metrics : sequence of str
        Names; ``search.models`` and ``search.metric`` by default.
    refresh, nested, orchestrator, listener
        See `run_train`.

    Raises
    ------
    EpicrisisError
        Whatever went wrong, in one sentence; one candidate's failure is told in the result instead.
    """
    job = Job(job_settings(loaded), refresh=refresh, listener=listener, nested=nested)
    search = job.settings.search
    by = _known_metrics(metrics or [search.metric])
    names = _Names(job, list(models) or search.models, lambda names: compared_names(names, models, len(by)))
    with _errors_as_raised(job), library_logs(job.workspace.logs / "libraries.log"):
        if not orchestrator:
            job.begin_tracking()
            from epicrisis.flows.plain import compare_plainly

            return _with_total(job, compare_plainly(job, names.known(), by))
        with prefect_session(job, lambda: find_server(job.workspace)), handing_over(job):
            from epicrisis.flows.compare import compare_models_flow

            record: CompareRecord = compare_models_flow(
                config=str(loaded.path) if loaded.path else None,
                nregistros=job.settings.source.rows,
                model_type=names.known(),
                n_trials=search.trials,
                optimization_metric=by,
                nested=nested,
            )
        return _with_total(job, record)


def compared_names(names: list[str], given: Sequence[str], metrics: int) -> list[str]:
    """Return the models of a comparison: those that were asked for, or those of the settings if they are several."""
    from epicrisis.models.registry import compared_models

    return names if given else compared_models(names, metrics)


class _Names:
    """Names of models, looked up in a thread: the list of models takes scikit-learn's import."""

    def __init__(self, job: Job, names: Sequence[str], choose: Callable[[list[str]], list[str]] = list) -> None:
        self._job = job
        self._names = list(names)
        self._choose = choose
        job.begin("names", self._look_up)

    def known(self) -> list[str]:
        """Return them as the settings write them."""
        return self._job.carry_out("names", self._look_up)

    def _look_up(self) -> list[str]:
        from epicrisis.models.registry import get_model

        return self._choose(list(dict.fromkeys(get_model(name).name for name in self._names)))


def _known_metrics(metrics: Sequence[str]) -> list[str]:
    known = known_metrics()
    for name in metrics:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.75)
        if near:
            raise SettingsError(
                "Unknown metric {name!r}. Did you mean {near!r}? Known: {known}.",
                name=name,
                near=near[0],
                known=", ".join(known),
            )
        raise SettingsError(
            "Unknown metric {name!r}. Known: {known}. If another package has it, install that package here: it "
            "registers the metric in the entry-point group {group!r}.",
            name=name,
            known=", ".join(known),
            group=plugins.METRICS,
        )
    return list(dict.fromkeys(metrics))


@contextmanager
def _errors_as_raised(job: Job) -> Iterator[None]:
    try:
        yield
    except Exception as told:
        # Prefect was given a copy that holds no value of the data; the user gets the error itself, with its causes.
        if job.failure is not None and job.failure is not told:
            raise job.failure from job.failure.__cause__
        raise


def _with_total(job: Job, record: R) -> R:
    seconds = {"servers_s": job.waited, "total_s": time.perf_counter() - job.started}
    return record.model_copy(update={"timings": {**record.timings, **seconds}})
