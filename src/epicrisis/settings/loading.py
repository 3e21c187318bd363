"""Settings from a file, ``.env``, the environment and the command line, each value with where it came from.

Later layers win: defaults < file < environment < ``--set``. Within the environment, real variables win over those of
a ``.env`` file, and ``EPICRISIS_SOURCE__…`` over ``DB_SERVER`` and its companions.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr, ValidationError

from epicrisis.errors import SettingsError
from epicrisis.settings.declared import FIELDS, Key, dotted, is_mapping, setting_of
from epicrisis.settings.layers import (
    COMMAND_LINE,
    Entry,
    Layer,
    database_layer,
    dotenv_variables,
    file_layer,
    override_layer,
    variable_layer,
)
from epicrisis.settings.masking import MASK, mask_secrets
from epicrisis.settings.paths import file_name_only, is_query_file, resolve, resolve_folder, resolve_source
from epicrisis.settings.problems import misplaced, refuse
from epicrisis.settings.schema import Settings
from epicrisis.settings.validation import translate_validation

FILE_NAME = "epicrisis.toml"
_URL: Key = ("source", "url")


@dataclass(frozen=True)
class LoadedSettings:
    """Settings and their origins.

    Parameters
    ----------
    settings : Settings
        The settings, paths absolute.
    origins : dict of str to str
        For every dotted key: ``default``, ``file epicrisis.toml``, ``environment EPICRISIS_SOURCE__URL``,
        ``.env DB_SERVER`` or ``--set``.
    path : Path or None
        The settings file that was read, if any.
    """

    settings: Settings
    origins: dict[str, str]
    path: Path | None

    def describe(self) -> list[tuple[str, str, str]]:
        """Return every setting as (dotted key, value as text, origin), secrets masked."""
        rows = []
        for name, origin in self.origins.items():
            value: object = self.settings
            for part in name.split("."):
                value = value[part] if isinstance(value, Mapping) else getattr(value, part)
            rows.append((name, _shown(name, value), origin))
        return rows


def load_settings(
    path: Path | None = None,
    *,
    overrides: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> LoadedSettings:
    """Load the settings.

    Parameters
    ----------
    path : Path or None
        The settings file; None takes ``epicrisis.toml`` in `directory` if it is there.
    overrides : sequence of str
        ``section.key=value``, as given with ``--set``.
    environ : mapping or None
        The environment; None is the real one, which is never changed.
    directory : Path or None
        The folder that stands for the working directory.

    Returns
    -------
    LoadedSettings
        ``workspace.dir``, ``privacy.names``, ``encoder.path``, a ``source.query`` that names a ``.sql`` file, and the
        files in ``source.url`` and ``tracking.uri`` are absolute: relative to `directory` when given with ``--set``,
        else to the settings file's folder.

    Raises
    ------
    SettingsError
        Something given is unknown, of the wrong type or out of range. All problems found are told, at most ten.
    """
    directory = (directory or Path.cwd()).absolute()
    file = _settings_file(path, directory)
    folder = file.parent if file else directory
    layers = _layers(file, [folder, directory], os.environ if environ is None else environ, overrides)
    problems: dict[Key, SettingsError] = {}
    merged: Layer = {}
    for layer in layers:
        wrong = misplaced(layer)
        problems |= wrong
        merged |= {key: entry for key, entry in layer.items() if key not in wrong}
    merged = _trusted_without_user(merged)
    resolved = {key: Entry(_absolute(key, entry, folder, directory), entry.origin) for key, entry in merged.items()}
    resolved.setdefault(("workspace", "dir"), Entry(resolve(Settings().workspace.dir, folder), "default"))
    try:
        settings = Settings.model_validate(_nested(resolved))
    except ValidationError as error:
        problems |= translate_validation(error, merged)
    refuse(list(problems.values()))
    # Said once and for all: a verb may speak another language later, and the notes stay what they are.
    columns = settings.columns.model_copy(update={"language": settings.notes_language})
    return LoadedSettings(settings.model_copy(update={"columns": columns}), _origins(resolved), file)


def public_settings(settings: Settings) -> dict[str, object]:
    """Return the settings as JSON can hold them, fit to be published.

    Passwords are masked, and of files only the names are left: folders tell of a machine and of who uses it. Of the
    study, only what somebody said of it.
    """
    public: dict[str, object] = settings.model_dump(mode="json")
    source = settings.source.model_dump(mode="json")
    query = settings.source.query
    source["url"] = mask_secrets(file_name_only(settings.source.url.get_secret_value()))
    source["password"] = MASK if settings.source.password.get_secret_value() else ""
    source["query"] = file_name_only(query) if is_query_file(query) else query
    public["source"] = {
        name: mask_secrets(value) if isinstance(value, str) else value for name, value in source.items()
    }
    public["tracking"] = settings.tracking.model_dump() | {"uri": mask_secrets(file_name_only(settings.tracking.uri))}
    public["encoder"] = settings.encoder.model_dump() | {"path": file_name_only(settings.encoder.path)}
    public["privacy"] = settings.privacy.model_dump() | {"names": file_name_only(settings.privacy.names)}
    public["workspace"] = {"dir": settings.workspace.dir.name}
    public["study"] = {name: text for name, text in settings.study.model_dump().items() if text}
    return public


def _settings_file(path: Path | None, directory: Path) -> Path | None:
    if path is not None:
        return resolve(path, directory)
    default = directory / FILE_NAME
    return default if default.is_file() else None


def _layers(
    file: Path | None, folders: Sequence[Path], environ: Mapping[str, str], overrides: Sequence[str]
) -> list[Layer]:
    dotenv = next((found for folder in folders if (found := dotenv_variables(folder / ".env"))), {})
    from_file = file_layer(file) if file else {}
    named = [variable_layer(dotenv, ".env"), variable_layer(environ, "environment"), override_layer(overrides)]
    parts = [database_layer(dotenv, ".env"), database_layer(environ, "environment")]
    if any(_URL in layer and layer[_URL].value for layer in [from_file, *named]):
        # A URL says it all; DB_SERVER may be there for another program.
        parts = []
    return [from_file, *parts, *named]


def _trusted_without_user(merged: Layer) -> Layer:
    server = merged.get(("source", "server"))
    if server is None or not server.origin.endswith("DB_SERVER"):
        return merged
    dialect = merged.get(("source", "dialect"))
    decided = merged.keys() & {("source", "trusted"), ("source", "user")}
    if decided or (dialect is not None and dialect.value != "sqlserver"):
        return merged
    return merged | {("source", "trusted"): Entry(True, server.origin)}


def _absolute(key: Key, entry: Entry, folder: Path, directory: Path) -> object:
    value = entry.value
    if not isinstance(value, str) or not value:
        return value
    base = directory if entry.origin == COMMAND_LINE else folder
    if key == _URL:
        return resolve_source(value, base)
    if key == ("tracking", "uri") and "://" in value:
        return resolve_source(value, base)
    if key == ("encoder", "path"):
        return resolve_folder(value, base)
    if key in {("workspace", "dir"), ("privacy", "names")} or (key == ("source", "query") and is_query_file(value)):
        return str(resolve(value, base))
    return value


def _nested(layer: Layer) -> dict[str, object]:
    tree: dict[str, object] = {}
    for key, entry in layer.items():
        branch = tree
        for part in key[:-1]:
            inner = branch.setdefault(part, {})
            assert isinstance(inner, dict)  # noqa: S101 - misplaced scalars are refused before
            branch = inner
        branch[key[-1]] = entry.value
    return tree


def _origins(layer: Layer) -> dict[str, str]:
    origins: dict[str, str] = {}
    for field in FIELDS:
        inside = [key for key in layer if is_mapping(field) and setting_of(key) == field and key != field]
        for key in inside or [field]:
            origins[dotted(key)] = layer[key].origin if key in layer else "default"
    return origins


def _shown(name: str, value: object) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        # A URL is worth seeing without its password; of any other secret, only whether it is there.
        return mask_secrets(secret) if name == dotted(_URL) else MASK if secret else ""
    if isinstance(value, list):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else mask_secrets(str(value))
