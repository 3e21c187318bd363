"""Find the experiment that runs go to, or make it."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from epicrisis.errors import TrackingUnavailable
from epicrisis.tracking.address import Address, mask

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Experiment


def find_experiment(client: MlflowClient, name: str, address: Address, home: Path | None) -> str:
    """Return the id of the experiment `name`, made if there is none.

    Parameters
    ----------
    client : MlflowClient
        The store.
    name : str
        The experiment.
    address : Address
        Where a new experiment keeps its files, and the store's name for messages.
    home : Path or None
        Where an existing one must keep them: in the workspace's own store, but not in others.

    Raises
    ------
    TrackingUnavailable
        The experiment is deleted, or keeps its files in a folder that is not this workspace's.
    """
    from mlflow.exceptions import MlflowException

    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        place = address.artifacts
        try:
            return str(client.create_experiment(name, artifact_location=place.as_uri() if place else None))
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
            experiment = client.get_experiment_by_name(name)  # another process was faster
    if experiment is None or experiment.lifecycle_stage == "deleted":
        raise TrackingUnavailable(
            "The experiment {experiment!r} was deleted in MLflow at {uri}. Restore it there, or set "
            "tracking.experiment to another name.",
            experiment=name,
            uri=mask(address.uri),
        )
    if home is not None:
        _require_home(experiment, home)
    return str(experiment.experiment_id)


def _require_home(experiment: Experiment, home: Path) -> None:
    """Refuse a moved or copied workspace: MLflow would write to its old place, which it stores and cannot change."""
    parts = urlsplit(experiment.artifact_location)
    place = Path(urllib.request.url2pathname(parts.path))
    if parts.scheme == "file" and place != home and not (place.exists() and home.exists() and place.samefile(home)):
        raise TrackingUnavailable(
            "The experiment {experiment!r} keeps its files in {place}, not in this workspace, which was moved or "
            "copied. Move it back, or set tracking.experiment to a new name.",
            experiment=experiment.name,
            place=place,
        )
