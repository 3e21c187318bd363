"""Keys that are no settings, and how several problems become one error."""

from __future__ import annotations

from collections.abc import Sequence

from epicrisis.errors import Sentences, SettingsError
from epicrisis.settings.declared import FIELDS, SECTIONS, Key, dotted, is_mapping, setting_of, suggestion
from epicrisis.settings.layers import PREFIX, Entry, Layer

MOST_PROBLEMS = 10
_PATHS = {("source", "url"), ("source", "query"), ("workspace", "dir")}
_ESCAPED = "\a\b\t\n\f\r\v"


def refuse(problems: Sequence[SettingsError]) -> None:
    """Raise what is wrong: a single problem as it is, several as one error that lists at most ten.

    Raises
    ------
    SettingsError
        There is at least one problem.
    """
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SettingsError(
            "{count} settings cannot be used:\n{problems}",
            count=len(problems),
            problems=Sentences(problems[:MOST_PROBLEMS]),
        )


def where(entry: Entry) -> str:
    """Return an origin as it stands in a sentence: the file's name, the variable's, or ``--set``."""
    return entry.origin.removeprefix("file ").removeprefix("environment ")


def misplaced(layer: Layer) -> dict[Key, SettingsError]:
    """Find the keys of a layer that are not settings, and paths whose backslashes TOML took for escapes."""
    problems: dict[Key, SettingsError] = {}
    for key, entry in layer.items():
        if setting_of(key) is None:
            problems[key] = _unknown(key, entry)
        elif key in FIELDS and is_mapping(key):
            problems[key] = _a_section(key, entry)
        elif key in _PATHS and isinstance(entry.value, str) and _is_garbled_path(key, entry.value):
            problems[key] = SettingsError(
                "{key} in {where} holds a tab or another control character: a backslash in double quotes begins an "
                "escape. Write Windows paths with / or between 'single quotes'.",
                key=dotted(key),
                where=where(entry),
            )
    return problems


def _is_garbled_path(key: Key, value: str) -> bool:
    # SQL may be written right into the settings, on several lines.
    is_path = key != ("source", "query") or value.lower().endswith(".sql")
    return is_path and any(character in value for character in _ESCAPED)


def _unknown(key: Key, entry: Entry) -> SettingsError:
    variable = entry.origin.split(" ")[-1]
    if variable.startswith(PREFIX):
        return _unknown_variable(key, variable, entry)
    if len(key) == 1 and key[0] in SECTIONS:
        return _a_section(key, entry)
    meant = suggestion(key)
    if meant:
        return SettingsError(
            "Unknown setting {key!r} in {where}. Did you mean {suggestion!r}?",
            key=dotted(key),
            where=where(entry),
            suggestion=meant,
        )
    if key[0] in SECTIONS:
        return SettingsError(
            "Unknown setting {key!r} in {where}. Settings of [{section}]: {known}.",
            key=dotted(key),
            where=where(entry),
            section=key[0],
            known=", ".join(SECTIONS[key[0]]),
        )
    return SettingsError(
        "Unknown setting {key!r} in {where}. Sections: {known}.",
        key=dotted(key),
        where=where(entry),
        known=", ".join(SECTIONS),
    )


def _a_section(key: Key, entry: Entry) -> SettingsError:
    return SettingsError(
        "{key} in {where} is a section, not a setting: write [{key}] and its settings on the lines below.",
        key=dotted(key),
        where=where(entry),
    )


def _unknown_variable(key: Key, variable: str, entry: Entry) -> SettingsError:
    # EPICRISIS_SOURCE_URL lacks an underscore; read as source.url it is found at once.
    section, _, rest = dotted(key).replace(".", "_").partition("_")
    meant = suggestion((section, rest)) or suggestion(key)
    source = entry.origin.removesuffix(variable).strip()
    if meant:
        return SettingsError(
            "Unknown variable {variable} ({source}). Did you mean {suggestion}?",
            variable=variable,
            source=source,
            suggestion=PREFIX + meant.upper().replace(".", "__"),
        )
    return SettingsError(
        "Unknown variable {variable} ({source}). A setting's variable is written EPICRISIS_SECTION__KEY.",
        variable=variable,
        source=source,
    )
