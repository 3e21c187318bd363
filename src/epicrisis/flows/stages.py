"""The stages of a run as plain functions: what Prefect's tasks do, and all there is with ``--no-orchestrator``.

Each takes and returns references to folders of the workspace, so that any of them can be repeated alone, in another
process, and finds what is already done.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydantic import SecretStr

from epicrisis.errors import CorruptFile
from epicrisis.etl.deidentification.notes import further_names
from epicrisis.etl.store import clean_snapshot, open_notes
from epicrisis.flows.job import Job
from epicrisis.flows.recording import begin_run, marking, record_run, run_page
from epicrisis.flows.records import DataReference, FeaturesReference, ReportPlaces, TrainingReference
from epicrisis.progress import Advance, notice
from epicrisis.reports.files import write_report
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.unfinished import remember_begun
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.sources.snapshot import open_snapshot
from epicrisis.sources.synthetic import write_clinic
from epicrisis.tracking.model_io import MODEL_FILE, save_pipeline
from epicrisis.tracking.pending import RESULT_FILE
from epicrisis.training.begun import describe_begun
from epicrisis.training.held_out import HELD_OUT_FILE, save_held_out
from epicrisis.training.preparation import open_prepared, prepare
from epicrisis.training.result import TrainingResult
from epicrisis.training.trainer import Trainer
from epicrisis.workspace import whole_folder, write_whole

CLINIC_NOTES = 10_000


def generate_data(job: Job) -> DataReference:
    """Read the notes into a snapshot and clean them; with nothing configured, those of the artificial clinic.

    Raises
    ------
    SettingsError
        The file of ``privacy.names`` cannot be used; told before the source is asked.
    """
    timings: dict[str, float] = {}
    settings = job.settings
    further_names(settings.privacy)  # a file that cannot be used is told before hours of reading
    if not settings.source.configured:
        with _timed(timings, "generate_s"):
            settings = _with_clinic(job)
    with _timed(timings, "extract_s"):
        snapshot = take_snapshot(settings, job.workspace, refresh=job.refresh, listener=job.listener)
    with _timed(timings, "etl_s"):
        notes = clean_snapshot(snapshot.read, snapshot.manifest.id, settings, job.workspace, listener=job.listener)
    return DataReference(
        snapshot=snapshot.folder.name,
        notes=notes.folder.name,
        reused=snapshot.reused,
        rows_read=notes.ledger.read,
        rows_kept=notes.ledger.kept,
        timings=timings,
    )


def engineer_features(job: Job, data: DataReference) -> FeaturesReference:
    """Divide the notes and count the n-grams of the training rows."""
    timings = dict(data.timings)
    with _timed(timings, "features_s"):
        notes = open_notes(job.workspace.clean / data.notes)
        prepared = prepare(notes, job.settings, job.workspace, listener=job.listener)
    return FeaturesReference(
        prepared=prepared.folder.name,
        rows_train=prepared.facts.split.rows_train,
        rows_test=prepared.facts.split.rows_test,
        data=data,
        timings=timings,
    )


def train_with_optuna(job: Job, features: FeaturesReference, *, model: str, metric: str) -> TrainingReference:
    """Search, refit, open the sealed test set once, and keep the result and the pipeline in the workspace.

    The MLflow run is begun before the search, so that a training that fails or is interrupted is seen there as such.
    """
    local_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{model}-{metric}"
    run_id = begin_run(job, model, metric, local_id)
    with marking(job, run_id):
        prepared = open_prepared(job.workspace.features / features.prepared, job.workspace)
        snapshot = open_snapshot(job.workspace.snapshots / features.data.snapshot, reused=features.data.reused)
        source = snapshot.facts(job.settings.language)
        begun = describe_begun(prepared, job.settings, model=model, metric=metric, source=source)
        remember_begun(begun, job.workspace.reports / local_id)
        trainer = Trainer(job.settings, job.workspace, listener=job.listener, known=job.known, metrics=job.metrics)
        outcome = trainer.train(
            prepared,
            model=model,
            metric=metric,
            trials=job.settings.search.trials,
            source=source,
            ledger=prepared.notes.ledger,
            timings=features.timings,
            nested=job.nested,
        )
        with whole_folder(job.workspace.runs / local_id) as folder:
            save_pipeline(outcome.pipeline, folder / MODEL_FILE)
            save_held_out(outcome.held_out, folder / HELD_OUT_FILE)
            size = (folder / MODEL_FILE).stat().st_size
            result = outcome.result.model_copy(update={"model_bytes": size})
            write_whole(folder / RESULT_FILE, result.model_dump_json())
    return TrainingReference(local_id=local_id, run_id=run_id, model=model, metric=metric)


def create_model_report(job: Job, training: TrainingReference, *, flow_run_id: str | None = None) -> ReportPlaces:
    """Write the report and record everything in MLflow; keep it in the workspace if MLflow is away.

    Parameters
    ----------
    job : Job
        The run.
    training : TrainingReference
        The trained model.
    flow_run_id : str or None
        The Prefect flow run, for the report.
    """
    with marking(job, training.run_id):
        result = read_result(job, training)
        timings = dict(result.timings)
        with _timed(timings, "report_s"):
            job.listener(Advance("report", 0, 1))
            report = gather(result, run_reference(job, training, flow_run_id))
            files = write_report(report, job.workspace.reports / training.local_id, job.settings.language)
            job.listener(Advance("report", 1, 1))
        timings["total_s"] = time.perf_counter() - job.started
        result = result.model_copy(update={"timings": timings})
        with _timed(timings, "track_s"):
            job.listener(Advance("track", 0, 1))
            every_file = [files.html, files.markdown, files.json, *files.figures]
            tracked = record_run(job, training.run_id, training.local_id, result, every_file)
            job.listener(Advance("track", 1, 1))
    write_whole(job.workspace.runs / training.local_id / RESULT_FILE, result.model_dump_json())
    return ReportPlaces(report_html=str(files.html), report_md=str(files.markdown), tracked=tracked)


def read_result(job: Job, training: TrainingReference) -> TrainingResult:
    """Read a result that `train_with_optuna` kept.

    Raises
    ------
    CorruptFile
        It is missing or damaged.
    """
    file = job.workspace.runs / training.local_id / RESULT_FILE
    try:
        return TrainingResult.model_validate_json(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CorruptFile("The file {file} is damaged.", file=file) from error


def run_reference(job: Job, training: TrainingReference, flow_run_id: str | None) -> RunReference:
    """Return where a training is recorded, as far as it is known before the recording ends."""
    if not training.run_id:
        return RunReference(experiment=job.settings.tracking.experiment, flow_run_id=flow_run_id)
    return RunReference(
        run_id=training.run_id,
        experiment=job.settings.tracking.experiment,
        tracking_uri=job.tracker.masked_uri,
        model_uri=f"runs:/{training.run_id}/model",
        run_url=run_page(job, training.run_id),
        flow_run_id=flow_run_id,
    )


def _with_clinic(job: Job) -> Settings:
    notes = job.settings.source.rows or CLINIC_NOTES
    place = job.workspace.root / "clinic" / f"clinic-{notes}.db"
    notice(
        job.listener,
        "No source is configured: this run uses the artificial clinic of {notes} notes, whose patients do not exist.",
        notes=notes,
    )
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        write_clinic(place, notes, listener=job.listener)
    url = SecretStr(f"sqlite:///{place.as_posix()}")
    source = job.settings.source.model_copy(update={"url": url, "table": "historias_clinicas", "query": ""})
    return job.settings.model_copy(update={"source": source})


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    timings[name] = time.perf_counter() - started
