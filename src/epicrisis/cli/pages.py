"""Where a finished run can be looked at: with ``epicrisis up``, unless its stores are elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from epicrisis.flows.server import configured_api
from epicrisis.tracking.address import Address, mask, resolve_address
from epicrisis.workspace import open_workspace

if TYPE_CHECKING:
    from epicrisis.cli.console import Console
    from epicrisis.settings.loading import LoadedSettings


def command_name(environ: Mapping[str, str]) -> str:
    """Return what is typed for this program: inside ``uv run`` there is no ``epicrisis`` on the user's own path."""
    return "python -m uv run --no-dev epicrisis" if "UV_RUN_RECURSION_DEPTH" in environ else "epicrisis"


def page_lines(
    console: Console, loaded: LoadedSettings, environ: Mapping[str, str], *, orchestrated: bool
) -> list[str]:
    """Say what shows a run's pages.

    ``epicrisis up`` finds what the workspace holds or the settings file names. What this call alone or its environment
    moved, it would not find from another terminal, so that MLflow's and Prefect's own commands are named.

    Parameters
    ----------
    console : Console
        Who speaks.
    loaded : LoadedSettings
        The run's settings.
    environ : mapping of str to str
        The run's environment.
    orchestrated : bool
        Whether Prefect has the run.
    """
    workspace = open_workspace(loaded.settings.workspace.dir)
    address = resolve_address(loaded.settings, workspace, environ)
    up = f"{command_name(environ)} up"
    found = address.database == workspace.mlflow_database or _written_down(loaded)
    mlflow = up if found and not _has_page(address) else _mlflow_page(address)
    prefect = (_prefect_page(environ) or up) if orchestrated else mlflow
    if mlflow == prefect:
        template = "The run's pages in Prefect and MLflow: {way}" if orchestrated else "The run's page in MLflow: {way}"
        return [console.translate(template, way=mlflow)]
    return [
        console.translate("The run's page in MLflow: {way}", way=mlflow),
        console.translate("The run's page in Prefect: {way}", way=prefect),
    ]


def _written_down(loaded: LoadedSettings) -> bool:
    return loaded.origins["tracking.uri"].startswith(("file ", ".env "))


def _has_page(address: Address) -> bool:
    return address.uri.startswith(("http://", "https://"))


def _mlflow_page(address: Address) -> str:
    if _has_page(address):
        return mask(address.uri)
    uri = mask(address.uri)
    if address.database is not None and address.database.parent == Path.cwd():
        uri = f"sqlite:///{address.database.name}"
    return f"mlflow ui --backend-store-uri {uri}"


def _prefect_page(environ: Mapping[str, str]) -> str:
    if chosen := configured_api(environ):
        return mask(chosen.removesuffix("/api"))
    return "prefect server start" if environ.get("PREFECT_HOME") else ""
