"""What MLflow keeps of a run, for those who look through it: files where they lie, and texts of a server.

Of the workspace's own store, and of any SQLite file, nothing is asked: the file is read, and so are the folders that it
names. That takes no import of MLflow. A server is asked for the run, its candidates and their files.
"""

from __future__ import annotations

import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from epicrisis.errors import SourceNotFound
from epicrisis.tracking.address import Address, mask
from epicrisis.tracking.mlflow_api import make_client, talk_to_mlflow

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Run
    from mlflow.entities.model_registry import ModelVersion

MODELS: Final = "models:/"
_PAGE: Final = 1000
_FOLDERS: Final = """
SELECT artifact_uri FROM runs WHERE run_uuid = :run
    OR run_uuid IN (SELECT run_uuid FROM tags WHERE key = 'mlflow.parentRunId' AND value = :run)
UNION SELECT artifact_location FROM logged_models WHERE source_run_id = :run
UNION SELECT source FROM model_versions WHERE run_id = :run
"""


@dataclass(frozen=True)
class StoredModel:
    """A version of the registry.

    Parameters
    ----------
    run_id : str
        The run that made it; empty if it was not made by one.
    source : str
        Where its files are.
    """

    run_id: str
    source: str


def stored_folders(database: Path, run_id: str) -> tuple[list[Path], list[str]]:
    """Return the folders in which a SQLite store keeps a run's files and models.

    Parameters
    ----------
    database : Path
        The store.
    run_id : str
        The run.

    Returns
    -------
    folders : list of Path
        Those on this machine that exist.
    elsewhere : list of str
        Addresses of others: they were not looked at.
    """
    if not database.is_file():
        return [], []
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as store:
        try:
            found = {str(row[0]) for row in store.execute(_FOLDERS, {"run": run_id}) if row[0]}
        except sqlite3.OperationalError:  # no store of MLflow 3, or one that was only begun
            return [], []
    local = {address: local_folder(address) for address in sorted(found)}
    folders = sorted({path for path in local.values() if path is not None and path.exists()})
    return folders, [mask(address) for address, path in local.items() if path is None]


def local_folder(address: str) -> Path | None:
    """Return the folder that a ``file:`` address or a path names; None for other addresses."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return Path(urllib.request.url2pathname(parts.path))
    return Path(address) if not parts.scheme or len(parts.scheme) == 1 else None


def server_texts(address: Address, place: Path, run_id: str) -> Iterator[tuple[str, str]]:
    """Yield what a server knows of a run and its candidates in words: (place, text).

    Raises
    ------
    TrackingUnavailable
        MLflow cannot be reached or does not know the run.
    """
    with talk_to_mlflow(address.uri, place):
        client = make_client(address.uri)
        run = client.get_run(run_id)
        for each in [run, *_children(client, run)]:
            yield from _words_of(each)


def server_files(address: Address, place: Path, run_id: str, folder: Path) -> None:
    """Fetch a run's files and those of its models into a folder.

    Raises
    ------
    TrackingUnavailable
        MLflow cannot be reached or refused.
    """
    with talk_to_mlflow(address.uri, place):
        from mlflow.artifacts import download_artifacts

        client = make_client(address.uri)
        run = client.get_run(run_id)
        folder.mkdir(parents=True, exist_ok=True)
        if client.list_artifacts(run_id):
            client.download_artifacts(run_id, "", str(folder))
        for model in client.search_logged_models([run.info.experiment_id], filter_string=f"source_run_id = '{run_id}'"):
            target = folder / model.model_id
            target.mkdir()
            # By its place: models:/<id> would be looked for in the process-wide tracking URI.
            download_artifacts(artifact_uri=model.artifact_location, dst_path=str(target), tracking_uri=address.uri)


def find_model(address: Address, place: Path, uri: str) -> StoredModel:
    """Return the version of the registry that ``models:/name/version``, ``…/alias`` or ``…@alias`` names.

    Raises
    ------
    SourceNotFound
        There is no such model or version.
    TrackingUnavailable
        MLflow cannot be reached.
    """
    name, _, which = uri.removeprefix(MODELS).replace("@", "/", 1).partition("/")
    with talk_to_mlflow(address.uri, place):
        from mlflow.exceptions import MlflowException

        client = make_client(address.uri)
        try:
            found = _version(client, name, which)
        except MlflowException as error:
            if error.error_code not in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                raise
            raise SourceNotFound(
                "MLflow has no model {model!r}. Write models:/name/version or models:/name/alias.", model=uri
            ) from error
    return StoredModel(found.run_id or "", found.source or "")


def knows_run(address: Address, place: Path, run_id: str) -> bool:
    """Tell whether a SQLite store or a server has a run of this id.

    Raises
    ------
    TrackingUnavailable
        MLflow cannot be reached.
    """
    if address.database is not None:
        return bool(stored_folders(address.database, run_id) != ([], []))
    with talk_to_mlflow(address.uri, place):
        from mlflow.exceptions import MlflowException

        try:
            make_client(address.uri).get_run(run_id)
        except MlflowException as error:
            if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                return False
            raise
    return True


def _version(client: MlflowClient, name: str, which: str) -> ModelVersion:
    if which.isdigit():
        return client.get_model_version(name, which)
    return client.get_model_version_by_alias(name, which)


def _children(client: MlflowClient, run: Run) -> Iterator[Run]:
    token: str | None = None
    while True:
        page = client.search_runs(
            [run.info.experiment_id],
            filter_string=f"tags.`mlflow.parentRunId` = '{run.info.run_id}'",
            max_results=_PAGE,
            page_token=token,
        )
        yield from page
        token = page.token
        if not token:
            return


def _words_of(run: Run) -> Iterator[tuple[str, str]]:
    where = f"MLflow:{run.info.run_id}"
    yield f"{where}.name", run.info.run_name or ""
    for kind, values in (("params", run.data.params), ("tags", run.data.tags)):
        for name, value in values.items():
            yield f"{where}.{kind}", f"{name}\n{value}"
    yield f"{where}.metrics", "\n".join(run.data.metrics)
    for given in run.inputs.dataset_inputs if run.inputs else []:
        data = given.dataset
        yield f"{where}.datasets", "\n".join(str(part) for part in (data.name, data.source, data.schema, data.profile))
