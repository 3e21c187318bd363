"""The one place where MLflow is imported: late, silent, without telemetry, and its failures in our words.

Importing MLflow takes five seconds, so nothing here happens before a tracker is used.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal, ParamSpec, TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from epicrisis.errors import TrackingUnavailable
from epicrisis.tracking.address import mask
from epicrisis.workspace import translate_os_errors

if TYPE_CHECKING:
    from pathlib import Path

    from mlflow import MlflowClient

Patience = Literal["probe", "work"]
P = ParamSpec("P")
T = TypeVar("T")

# MLflow's own limits, seven retries and 120 s each, let a user wait for minutes for a server that is switched off.
_LIMITS: Final[dict[Patience, dict[str, str]]] = {
    "probe": {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "15"},
    "work": {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3"},
}
# Without these MLflow writes links to standard output, draws bars of its own and copies uv.lock of the current folder
# into every model.
_ALWAYS: Final = {
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
    "MLFLOW_UV_AUTO_DETECT": "false",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
}
_OUTSIDE: Final = {"mlflow", "sqlalchemy", "alembic", "requests", "urllib3"}
# What MLflow 3.17 says at import and at every save about its own code, or to have rows of patients in the model.
_WARNINGS: Final = (
    ".*An input example was not provided",
    ".*Any type hint is inferred as AnyType",
    "The ``noload`` loader strategy",
)
_LOGIN_CODES: Final = {"UNAUTHENTICATED", "PERMISSION_DENIED", "CUSTOMER_UNAUTHORIZED"}
_LOGIN_STATUS: Final = re.compile(r"\b(401|403)\b (?:!= 200|Client Error)")
_REASON_LENGTH: Final = 300
_environment_lock = threading.RLock()
_import_lock = threading.Lock()


def load_mlflow() -> None:
    """Import MLflow with telemetry off, and its logs and three of its warnings out of the terminal.

    A value of ``MLFLOW_DISABLE_TELEMETRY`` or ``DO_NOT_TRACK`` that the user set himself stays. The levels of the
    loggers ``mlflow`` and ``alembic`` are raised to CRITICAL, unless the user's program imported MLflow before:
    then its logs are his own affair.
    """
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("DO_NOT_TRACK", "true")
    for message in _WARNINGS:  # lasting: catch_warnings in a thread would undo what others set meanwhile
        warnings.filterwarnings("ignore", message=message)
    with _import_lock:
        if "mlflow" in sys.modules:
            return
        import mlflow  # noqa: F401

        for name in ("mlflow", "alembic"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


def make_client(uri: str) -> MlflowClient:
    """Return a client of the store at `uri`; the store is contacted by the client's first call."""
    load_mlflow()
    from mlflow import MlflowClient

    return MlflowClient(uri)


@contextmanager
def mlflow_environment(patience: Patience) -> Iterator[None]:
    """Bound MLflow's waiting while the body runs; MLflow reads these limits from the environment only.

    What the user set himself stays, and everything is put back afterwards.
    """
    with _environment_lock:
        changed = {name: value for name, value in _LIMITS[patience].items() if name not in os.environ} | _ALWAYS
        before = {name: os.environ.get(name) for name in changed}
        os.environ.update(changed)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextmanager
def talk_to_mlflow(uri: str, place: Path, patience: Patience = "work") -> Iterator[None]:
    """Run calls of MLflow with bounded waiting, their failures told in our words.

    Parameters
    ----------
    uri : str
        The store, for the message.
    place : Path
        The workspace, for the message when the disk is full.
    patience : {"probe", "work"}
        How long a server that does not answer is waited for.

    Raises
    ------
    TrackingUnavailable
        MLflow cannot be reached or refused.
    WorkspaceUnusable
        The disk is full or not writable.
    """
    load_mlflow()
    try:
        with mlflow_environment(patience), translate_os_errors(place):
            yield
    except Exception as error:
        if not _from_outside(error):
            raise
        raise _explained(error, uri) from error


def _from_outside(error: Exception) -> bool:
    """Whether an exception is MLflow's, one that it lets through from its dependencies, or a missing driver's."""
    return isinstance(error, OSError | ImportError) or type(error).__module__.partition(".")[0] in _OUTSIDE


def _explained(error: Exception, uri: str) -> TrackingUnavailable:
    text = str(error)
    if getattr(error, "error_code", "") in _LOGIN_CODES or _LOGIN_STATUS.search(text):
        return TrackingUnavailable(
            "MLflow at {uri} refused the login. Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or "
            "MLFLOW_TRACKING_TOKEN, in the environment.",
            uri=mask(uri),
        )
    reason = mask(text.strip().splitlines()[0]) if text.strip() else type(error).__name__
    return TrackingUnavailable("MLflow at {uri} failed: {reason}", uri=mask(uri), reason=reason[:_REASON_LENGTH])


def _locked(error: BaseException) -> bool:
    return "database is locked" in str(error)


def write(call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call MLflow, again when another process holds its SQLite file.

    SQLite refuses at once, whatever its time limit, when two transactions both want to go from reading to writing;
    MLflow has rolled ours back by then, so that repeating is safe.
    """
    patient = Retrying(
        retry=retry_if_exception(_locked),
        wait=wait_random_exponential(multiplier=0.1, max=2),
        stop=stop_after_attempt(8),
        reraise=True,
    )
    return patient(call, *args, **kwargs)
