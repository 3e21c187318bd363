"""Put the model of a training into MLflow and its registry, once, also when the sending is repeated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from epicrisis.tracking.mlflow_api import write
from epicrisis.tracking.model_folder import write_model_folder
from epicrisis.training.result import TrainingResult
from epicrisis.workspace import file_digest

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel, Run

MODEL_NAME: Final = "model"
ALIAS: Final = "challenger"
_TRAINED_TAG: Final = "epicrisis.trained_at"
_VERSIONS_TAG: Final = "mlflow.modelVersions"  # by it MLflow's page links a model to its registered versions


@dataclass(frozen=True)
class KeptModel:
    """A model in MLflow.

    Parameters
    ----------
    uri : str
        ``models:/<name>/<version>`` if registered, else ``runs:/<run id>/model``.
    version : str or None
        The registered version.
    """

    uri: str
    version: str | None


def keep_model(
    client: MlflowClient,
    run: Run,
    model_file: Path,
    result: TrainingResult,
    register_as: str,
    *,
    challenger: bool = True,
) -> KeptModel:
    """Log the model under `run`, and register it with the alias ``challenger``, unless a newer model has that.

    MLflow's ``log_model`` is not used: it works on the process-wide active run and tracking URI.

    Parameters
    ----------
    client : MlflowClient
        Where to.
    run : Run
        The training's run.
    model_file : Path
        The pipeline, as `epicrisis.tracking.model_io.save_pipeline` wrote it.
    result : TrainingResult
        The training.
    register_as : str
        Name in the registry; empty means not registered.
    challenger : bool
        Whether it may have the alias; a candidate of a comparison may not before all are ranked.
    """
    model = _keep(client, run, model_file, result)
    if not register_as:
        return KeptModel(f"runs:/{run.info.run_id}/{MODEL_NAME}", None)
    version = _registered(client, run, register_as) or _register(client, run, model, model_file, result, register_as)
    if challenger and not _has_newer(client, register_as, result.created_at):
        write(client.set_registered_model_alias, register_as, ALIAS, version)
    return KeptModel(f"models:/{register_as}/{version}", version)


def make_challenger(client: MlflowClient, run: Run, register_as: str) -> bool:
    """Move the alias ``challenger`` to the version that `run` registered; return whether there is one."""
    version = _registered(client, run, register_as) if register_as else None
    if version is not None:
        write(client.set_registered_model_alias, register_as, ALIAS, version)
    return version is not None


def _has_newer(client: MlflowClient, name: str, trained_at: str) -> bool:
    """Whether the alias stands on a model that was trained later: a training may be sent long after its end."""
    number = client.get_registered_model(name).aliases.get(ALIAS)
    if number is None:
        return False
    tags = client.get_model_version(name, str(number)).tags
    return _TRAINED_TAG in tags and _moment(tags[_TRAINED_TAG]) > _moment(trained_at)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _keep(client: MlflowClient, run: Run, model_file: Path, result: TrainingResult) -> LoggedModel:
    """Return the run's model, whole: begun if there is none, gone on with where an earlier sending was cut."""
    from mlflow.entities import LoggedModelOutput, LoggedModelStatus

    model = _find(client, run) or _begin(client, run, result)
    if model.status != LoggedModelStatus.READY:
        with TemporaryDirectory() as folder:
            place = Path(folder) / "model"
            write_model_folder(place, model_file, result, run.info.run_id, model.model_id)
            client.log_model_artifacts(model.model_id, str(place))
        write(client.finalize_logged_model, model.model_id, LoggedModelStatus.READY)
    outputs = run.outputs.model_outputs if run.outputs else []
    if model.model_id not in [output.model_id for output in outputs]:
        write(client.log_outputs, run.info.run_id, [LoggedModelOutput(model.model_id, step=0)])
    return model


def _find(client: MlflowClient, run: Run) -> LoggedModel | None:
    found = client.search_logged_models(
        [run.info.experiment_id],
        filter_string=f"name = '{MODEL_NAME}' AND source_run_id = '{run.info.run_id}'",
        max_results=1,
    )
    return found[0] if found else None


def _begin(client: MlflowClient, run: Run, result: TrainingResult) -> LoggedModel:
    return write(
        client.create_logged_model,
        run.info.experiment_id,
        name=MODEL_NAME,
        source_run_id=run.info.run_id,
        params={"model": result.model, "metric": result.metric},
        model_type=result.model,
    )


def _registered(client: MlflowClient, run: Run, name: str) -> str | None:
    versions = client.search_model_versions(f"name = '{name}' and run_id = '{run.info.run_id}'")
    return str(versions[0].version) if versions else None


def _register(
    client: MlflowClient, run: Run, model: LoggedModel, model_file: Path, result: TrainingResult, name: str
) -> str:
    _require_name(client, name)
    tags = {
        "epicrisis.run_id": run.info.run_id,
        "epicrisis.model": result.model,
        "epicrisis.metric": result.metric,
        _TRAINED_TAG: result.created_at,
        "epicrisis.model_sha256": file_digest(model_file),
        f"cv_{result.metric}": f"{result.cv.mean:.6f}",
    }
    if result.metric in result.test.metrics:
        tags[f"test_{result.metric}"] = f"{result.test.metrics[result.metric]:.6f}"
    # A source of models:/<id> is looked up by a SQL store in MLflow's process-wide tracking URI, not in ours.
    version = write(
        client.create_model_version,
        name,
        model.artifact_location,
        run_id=run.info.run_id,
        tags=tags,
        model_id=model.model_id,
    ).version
    link = json.dumps([{"name": name, "version": version}])
    write(client.set_logged_model_tags, model.model_id, {_VERSIONS_TAG: link})
    return str(version)


def _require_name(client: MlflowClient, name: str) -> None:
    from mlflow.exceptions import MlflowException

    try:
        write(client.create_registered_model, name)
    except MlflowException as error:
        if error.error_code != "RESOURCE_ALREADY_EXISTS":
            raise
