"""The surroundings of ``src/training/task_train_prefect.py``, as its users know them.

They run it in its folder, and look at its runs with ``mlflow ui --backend-store-uri sqlite:///backend.db`` there and
with ``prefect server start``. So its runs go to that file, and to the server that ``prefect server start`` runs: the
one at its usual address if it is up, else a temporary one on the same database, in the user's own Prefect home.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path

from epicrisis.flows.server import configured_api, healthy

USUAL_API = "http://127.0.0.1:4200/api"


def furnish(environ: MutableMapping[str, str], folder: Path, *, usual_api: str = USUAL_API) -> None:
    """Set what the user has not set: MLflow's store and Prefect's server.

    Parameters
    ----------
    environ : mutable mapping of str to str
        The environment of the script's process.
    folder : Path
        Where it runs.
    usual_api : str
        Where ``prefect server start`` listens.
    """
    environ.setdefault("MLFLOW_TRACKING_URI", f"sqlite:///{(folder / 'backend.db').absolute().as_posix()}")
    if configured_api(environ):
        return
    if healthy(usual_api):
        environ["PREFECT_API_URL"] = usual_api
    else:
        environ.setdefault("PREFECT_HOME", str(Path.home() / ".prefect"))
