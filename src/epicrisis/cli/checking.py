"""What ``epicrisis check`` looks at, one function each."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import get_args

from epicrisis import plugins
from epicrisis.errors import EpicrisisError, OutsideError
from epicrisis.etl.deidentification.notes import further_names
from epicrisis.features.encoder_folder import open_encoder
from epicrisis.flows.server import configured_api, healthy
from epicrisis.flows.state import read_state
from epicrisis.i18n.catalogue import sentence
from epicrisis.settings.learning import MetricName
from epicrisis.settings.loading import LoadedSettings
from epicrisis.settings.schema import Settings
from epicrisis.sources.addresses import OWN_SCHEMES
from epicrisis.sources.probe import probe_source
from epicrisis.tracking.address import mask, require_answer, resolve_address
from epicrisis.workspace import Workspace, open_workspace

LEAST_FREE_MB = 500
_ENCODED = "encoder"  # the one model that needs it; the list of models would take scikit-learn's import
PACKAGES = ("epicrisis", "prefect", "mlflow", "optuna", "scikit-learn", "polars", "sqlalchemy")


@dataclass(frozen=True)
class Check:
    """One thing looked at.

    Parameters
    ----------
    subject : str
        What it is, in English; translated when shown.
    template, fields : str, dict
        What was found, as an English template with its values.
    advice : str
        What to do, as an English template; empty where the finding says it.
    exit_code : int
        0 where all is well, else that of the error that a training would meet.
    warns : bool
        Whether a training would succeed and yet not be what was meant.
    """

    subject: str
    template: str
    fields: dict[str, object] = field(default_factory=dict)
    advice: str = ""
    exit_code: int = 0
    warns: bool = False


SUBJECTS = {
    "source": sentence("source"),
    "driver": sentence("driver"),
    "host": sentence("host"),
    "login": sentence("login"),
    "query": sentence("query"),
    "columns": sentence("columns"),
    "rows": sentence("rows"),
    "workspace": sentence("workspace"),
    "encoder": sentence("encoder"),
    "names": sentence("names"),
    "mlflow": sentence("MLflow"),
    "prefect": sentence("Prefect"),
    "plugin": sentence("plug-in"),
}


def checks_of(settings: Settings) -> Iterator[Check]:
    """Look at the source, the workspace and both servers, each as it is asked for.

    Parameters
    ----------
    settings : Settings
        The settings.
    """
    yield from _plugins()
    yield from _source(settings)
    if settings.privacy.deidentify and settings.privacy.names:
        yield _checked("names", lambda: _names(settings))
    try:
        workspace = open_workspace(settings.workspace.dir)
    except EpicrisisError as error:
        yield _failed("workspace", error)
        return
    yield _workspace(workspace)
    if settings.encoder.path or _ENCODED in settings.search.models:
        yield _checked("encoder", lambda: _encoder(settings))
    yield _checked("mlflow", lambda: _mlflow(settings, workspace))
    yield _prefect(workspace)


def changed(loaded: LoadedSettings) -> list[tuple[str, str, str]]:
    """Return the settings that differ from the default, as `LoadedSettings.describe` does."""
    always_there = {key: origin for key, origin in loaded.origins.items() if not key.startswith("source.params.")}
    defaults = {key: value for key, value, _ in LoadedSettings(Settings(), always_there, None).describe()}
    return [row for row in loaded.describe() if row[2] != "default" and row[1] != defaults.get(row[0])]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that the results depend on."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def _source(settings: Settings) -> Iterator[Check]:
    if not settings.source.configured:
        yield Check(
            "source",
            sentence("No source is configured: a training uses the artificial clinic, whose patients do not exist."),
            advice=sentence("To read your own notes, set source.url, or source.server and source.database."),
            warns=True,
        )
        return
    for found in probe_source(settings):
        yield Check(found.subject, found.template, found.fields, found.advice, found.exit_code)


def _plugins() -> Iterator[Check]:
    """Name what other packages add, without importing it: what is broken is told when it is asked for."""
    found = plugins.installed()
    for one in found:
        about = {"name": one.name, "group": one.group, "package": one.package, "version": one.version}
        template = sentence("{name} of {package} {version} is registered in {group}.")
        advice = ""
        if sum((other.group, other.name) == (one.group, one.name) for other in found) > 1:
            advice = sentence("The name is registered more than once. Uninstall all packages but one.")
        elif one.name in _own_names(one.group):
            advice = sentence("epicrisis has that name itself. The package must give it another one.")
        yield Check("plugin", template, dict(about), advice, warns=bool(advice))


def _own_names(group: str) -> Collection[str]:
    # The lists come with the libraries that they are of, which only the owner of a plug-in should wait for.
    match group:
        case plugins.MODELS:
            from epicrisis.models.registry import own_names

            return own_names()
        case plugins.TEXT_STEPS:
            from epicrisis.features.steps import step_names

            return step_names()
        case plugins.METRICS:
            return get_args(MetricName)
        case _:
            return OWN_SCHEMES


def _workspace(workspace: Workspace) -> Check:
    free = shutil.disk_usage(workspace.root).free // 1_000_000
    if free < LEAST_FREE_MB:
        return Check(
            "workspace",
            sentence("{folder} can be written, but only {free} MB are free."),
            {"folder": workspace.root, "free": free},
            sentence("Free space, or set workspace.dir to another disk."),
            OutsideError.exit_code,
        )
    return Check(
        "workspace", sentence("{folder} can be written; {free} MB are free."), {"folder": workspace.root, "free": free}
    )


def _names(settings: Settings) -> Check:
    names = further_names(settings.privacy)
    return Check(
        "names", sentence("Words of names in {path}: {count}."), {"path": settings.privacy.names, "count": len(names)}
    )


def _encoder(settings: Settings) -> Check:
    encoder = open_encoder(settings.encoder)
    return Check(
        "encoder",
        sentence("{folder} gives {width} numbers a note; a saved model holds its {size:.0f} MB."),
        {"folder": settings.encoder.path, "width": encoder.width, "size": len(encoder.weights) / 1e6},
    )


def _mlflow(settings: Settings, workspace: Workspace) -> Check:
    address = resolve_address(settings, workspace)
    require_answer(address)
    return Check("mlflow", sentence("{uri} can be used."), {"uri": mask(address.uri)})


def _prefect(workspace: Workspace) -> Check:
    chosen = configured_api()
    if chosen and not healthy(chosen, timeout=10):
        return Check(
            "prefect",
            sentence("Prefect does not answer at {url}."),
            {"url": chosen},
            sentence("Start it, correct PREFECT_API_URL or the Prefect profile, or train with --no-orchestrator."),
            OutsideError.exit_code,
        )
    state = read_state(workspace)
    running = chosen or (state.prefect_api if state is not None else "")
    if running:
        return Check("prefect", sentence("{url} answers."), {"url": running})
    return Check("prefect", sentence("No server is configured: every run starts a temporary one."))


def _checked(subject: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except EpicrisisError as error:
        return _failed(subject, error)


def _failed(subject: str, error: EpicrisisError) -> Check:
    return Check(subject, error.template, error.fields, exit_code=error.exit_code)
