"""Where MLflow's store is, and whether something answers there. Nothing here imports MLflow."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from epicrisis.errors import TrackingUnavailable
from epicrisis.settings.schema import Settings
from epicrisis.workspace import Workspace

_SQLITE: Final = "sqlite:///"
_PORTS: Final = {"http": 80, "https": 443, "postgresql": 5432, "mysql": 3306, "mssql": 1433}
_CREDENTIALS: Final = re.compile(r"(?<=://)[^/\s@]+@")
_SECONDS_TO_CONNECT: Final = 5.0
_SECONDS_FOR_LOCK: Final = 20.0


@dataclass(frozen=True)
class Address:
    """A store of MLflow.

    Parameters
    ----------
    uri : str
        The tracking URI; a SQLite file's path in it is absolute.
    artifacts : Path or None
        Where new experiments of a SQLite store keep their files; None lets the server decide.
    database : Path or None
        The SQLite file, if it is one.
    """

    uri: str
    artifacts: Path | None = None
    database: Path | None = None


def mask(text: str) -> str:
    """Return `text` with the credentials of every URL in it replaced by ``***``."""
    return _CREDENTIALS.sub("***@", text)


def sqlite_uri(path: Path) -> str:
    """Return the tracking URI of a SQLite file, absolute, with forward slashes on every system."""
    return _SQLITE + path.absolute().as_posix()


def resolve_address(settings: Settings, workspace: Workspace, environ: Mapping[str, str] | None = None) -> Address:
    """Return the store to use: the settings', else ``MLFLOW_TRACKING_URI``, else a SQLite file in the workspace.

    Parameters
    ----------
    settings : Settings
        ``tracking.uri`` is read.
    workspace : Workspace
        Home of the default store.
    environ : mapping of str to str, optional
        The environment; that of the process if None.
    """
    given = settings.tracking.uri or (os.environ if environ is None else environ).get("MLFLOW_TRACKING_URI", "")
    if not given:
        return Address(
            sqlite_uri(workspace.mlflow_database), workspace.mlflow_artifacts.absolute(), workspace.mlflow_database
        )
    if not given.startswith(_SQLITE):
        return Address(given)
    file, mark, query = given.removeprefix(_SQLITE).partition("?")
    database = Path(file).absolute()
    return Address(sqlite_uri(database) + mark + query, database.parent / "mlartifacts", database)


def require_answer(address: Address) -> None:
    """Prove within seconds that something answers at `address`; MLflow's own retries would take minutes.

    Raises
    ------
    TrackingUnavailable
        The host is unknown, the port closed, the SQLite file unusable, or the address is a folder.
    """
    if address.database is not None:
        _require_database(address.database)
        return
    parts = urlsplit(address.uri)
    scheme = parts.scheme.partition("+")[0]
    if scheme in ("", "file") or len(scheme) == 1:  # one letter is a drive of Windows
        raise TrackingUnavailable(
            "tracking.uri {uri!r} is a folder, and MLflow no longer keeps runs in folders. Write sqlite:///{uri}.db "
            "for a file, or http://host:port for a server.",
            uri=address.uri,
        )
    if scheme in _PORTS and parts.hostname and not _through_proxy(scheme, parts.hostname):
        _require_port(address.uri, parts.hostname, _port(address.uri) or _PORTS[scheme])


def _port(uri: str) -> int | None:
    try:
        return urlsplit(uri).port
    except ValueError as error:
        raise TrackingUnavailable(
            "tracking.uri {uri!r} has a port that is not a number from 0 to 65535.", uri=mask(uri)
        ) from error


def _through_proxy(scheme: str, host: str) -> bool:
    """Whether the way to `host` leads over a proxy, so that its port need not be open to us."""
    return scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(host)


def _require_port(uri: str, host: str, port: int) -> None:
    try:
        socket.create_connection((host, port), timeout=_SECONDS_TO_CONNECT).close()
    except OSError as error:
        raise TrackingUnavailable(
            "MLflow at {uri} cannot be reached ({reason}). Start that server or correct tracking.uri; empty, it is a "
            "file in the workspace.",
            uri=mask(uri),
            reason=error.strerror or str(error),
        ) from error


def _require_database(database: Path) -> None:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(database, timeout=_SECONDS_FOR_LOCK, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except (sqlite3.Error, OSError) as error:
        raise TrackingUnavailable(
            "MLflow's database {file} cannot be used ({reason}). Move it away or correct tracking.uri.",
            file=database,
            reason=error,
        ) from error
