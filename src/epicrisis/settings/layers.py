"""The layers that settings come in: a TOML file, ``.env`` files, the environment, the command line.

Each is read into the same shape, dotted keys with a value and where it came from, so that later ones can be laid over
earlier ones.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import parse_stream

from epicrisis.errors import SettingsError
from epicrisis.settings.declared import FIELDS, SECTIONS, Key, is_list, is_mapping, setting_of
from epicrisis.settings.textfiles import read_text

PREFIX = "EPICRISIS_"
COMMAND_LINE = "--set"

# As analysts on Windows have them from scripts with pyodbc.
DATABASE_VARIABLES: dict[str, Key] = {
    "DB_SERVER": ("source", "server"),
    "DB_NAME": ("source", "database"),
    "DB_DRIVER": ("source", "driver"),
    "DB_USER": ("source", "user"),
    "DB_PASSWORD": ("source", "password"),
    "DB_PORT": ("source", "port"),
    "DB_TRUSTED": ("source", "trusted"),
}
_YES_NO = {"yes": True, "sí": True, "si": True, "1": True, "on": True, "no": False, "0": False, "off": False}
_TOML_PLACE = re.compile(r"(?P<reason>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


@dataclass(frozen=True)
class Entry:
    """A value and where it came from."""

    value: object
    origin: str


Layer = dict[Key, Entry]


def file_layer(path: Path) -> Layer:
    """Read a TOML file.

    Raises
    ------
    SettingsError
        The file is missing, not UTF-8, or not TOML.
    """
    if not path.is_file():
        raise SettingsError("There is no settings file {path}. `epicrisis init` writes one to start from.", path=path)
    text = read_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, error) from error
    return {key: Entry(value, f"file {path.name}") for key, value in _leaves(table, ())}


def _leaves(table: Mapping[str, object], above: Key) -> Iterator[tuple[Key, object]]:
    for name, value in table.items():
        key = (*above, name)
        if isinstance(value, dict) and (value or _may_be_empty(key)):
            yield from _leaves(value, key)
        else:
            yield key, value


def _may_be_empty(key: Key) -> bool:
    return (len(key) == 1 and key[0] in SECTIONS) or (key in FIELDS and is_mapping(key))


def _entries(key: Key, text: str, origin: str) -> Layer:
    value = parse_value(text, key)
    if isinstance(value, dict):
        return {inner: Entry(leaf, origin) for inner, leaf in _leaves(value, key)}
    return {key: Entry(value, origin)}


def _not_toml(path: Path, text: str, error: tomllib.TOMLDecodeError) -> SettingsError:
    place = _TOML_PLACE.fullmatch(str(error))
    line = place["line"] if place and place["line"] else text.count("\n") + 1
    column = place["column"] if place and place["column"] else 1
    if "escape" in str(error) or "hex" in str(error):
        return SettingsError(
            "{file}, line {line}, column {column}: a backslash in double quotes begins an escape. "
            "Write Windows paths with / or between 'single quotes'.",
            file=path.name,
            line=line,
            column=column,
        )
    return SettingsError(
        "{file}, line {line}, column {column}: this is not TOML ({reason}).",
        file=path.name,
        line=line,
        column=column,
        reason=place["reason"] if place else str(error),
    )


def dotenv_variables(path: Path) -> dict[str, str]:
    """Return the variables of a ``.env`` file without touching the environment; none if there is no file.

    ``$`` stands for itself, as passwords need it.

    Raises
    ------
    SettingsError
        The file is not UTF-8, or a line of it is not ``NAME=value``.
    """
    if not path.is_file():
        return {}
    variables: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(read_text(path))):
        if binding.error:
            before = len(binding.original.string) - len(binding.original.string.lstrip())
            blank_lines = binding.original.string[:before].count("\n")
            raise SettingsError(
                "{file}, line {line}: this is not NAME=value.",
                file=path.name,
                line=binding.original.line + blank_lines,
            )
        if binding.key is not None and binding.value is not None:
            variables[binding.key] = binding.value
    return variables


def variable_layer(variables: Mapping[str, str], where: str) -> Layer:
    """Take the settings out of environment variables: ``EPICRISIS_SOURCE__URL`` is ``source.url``.

    Parameters
    ----------
    variables : mapping
        The environment, or the content of a ``.env`` file.
    where : str
        What is told of their origin: ``environment`` or ``.env``.
    """
    layer: Layer = {}
    for name, text in variables.items():
        key = _variable_key(name)
        if key is not None:
            layer |= _entries(key, text, f"{where} {name}")
    return layer


def _variable_key(name: str) -> Key | None:
    if not name.startswith(PREFIX):
        return None
    key = tuple(name.removeprefix(PREFIX).lower().split("__"))
    # EPICRISIS_SOURCE_URL, with one underscore, is meant for us and wrong; EPICRISIS_HOME may be anybody's.
    meant = len(key) > 1 or key in FIELDS or key[0].split("_")[0] in SECTIONS
    return key if meant else None


def database_layer(variables: Mapping[str, str], where: str) -> Layer:
    """Take the parts of a database's address out of ``DB_SERVER``, ``DB_NAME`` and their companions.

    Empty ones count as absent, and all do unless a server or a database is named: ``DB_PORT`` alone belongs to
    another program.
    """
    given = {name: variables[name] for name in DATABASE_VARIABLES if variables.get(name, "").strip()}
    if not given.keys() & {"DB_SERVER", "DB_NAME"}:
        return {}
    return {
        key: Entry(parse_value(given[name], key), f"{where} {name}")
        for name, key in DATABASE_VARIABLES.items()
        if name in given
    }


def override_layer(overrides: Sequence[str]) -> Layer:
    """Take the settings out of ``--set section.key=value`` arguments; of several for one key the last counts.

    Raises
    ------
    SettingsError
        An argument has no ``=`` or no key.
    """
    layer: Layer = {}
    for number, argument in enumerate(overrides, start=1):
        name, equals, text = argument.partition("=")
        if not equals or not name.strip():
            # The argument itself is not shown: it may be a password.
            raise SettingsError(
                "--set takes section.key=value, as in --set search.trials=50; number {number} is not of that form.",
                number=number,
            )
        key = tuple(part.strip() for part in name.split("."))
        layer |= _entries(key, text, COMMAND_LINE)
    return layer


def parse_value(text: str, key: Key) -> object:
    """Return what a text from the environment or the command line means for a setting.

    Numbers, booleans, lists and quoted strings are read as TOML; a list may also be written ``a, b``; a text that is
    not TOML, and any text for a setting that takes text, stands for itself.
    """
    setting = setting_of(key)
    if setting is None:
        return text
    kind = FIELDS[setting].annotation
    value = _toml_value(text)
    if is_list(setting):
        return value if isinstance(value, list) else [part.strip() for part in text.split(",") if part.strip()]
    if kind is bool:
        return _YES_NO.get(text.strip().lower(), value)
    if kind in (int, float) or is_mapping(setting):
        return value
    # A quoted string is unwrapped; a password that looks like a number stays a text.
    return value if isinstance(value, str) else text


def _toml_value(text: str) -> object:
    try:
        table = tomllib.loads(f"value = {text.strip()}")
    except tomllib.TOMLDecodeError:
        return text
    # "1\nother = 2" is a document of its own, not a value.
    return table["value"] if table.keys() == {"value"} else text
