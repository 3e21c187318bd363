"""Settings given on the command line, as environment variables of a child process that reads them again."""

from __future__ import annotations

import json

from pydantic import SecretStr

from epicrisis.settings.layers import COMMAND_LINE, PREFIX
from epicrisis.settings.loading import LoadedSettings


def settings_environment(loaded: LoadedSettings) -> dict[str, str]:
    """Return the variables that give a child process the same settings.

    The settings file, ``.env`` and the environment reach the child by themselves; what ``--set`` and flags gave, and
    the language, do not. A command line of its own could be read by every user of the machine, its environment not.
    """
    named = [name for name, origin in loaded.origins.items() if origin == COMMAND_LINE]
    return {_variable(name): _text(loaded, name) for name in dict.fromkeys([*named, "language", "columns.language"])}


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace(".", "__")


def _text(loaded: LoadedSettings, name: str) -> str:
    value: object = loaded.settings
    for part in name.split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else str(value)
