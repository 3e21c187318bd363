"""What may be set: every dotted key that the schema declares, and the kind of value that each takes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from epicrisis.settings.schema import Settings
from epicrisis.settings.section import Section

Key = tuple[str, ...]


def _declared() -> tuple[dict[Key, FieldInfo], dict[str, tuple[str, ...]]]:
    fields: dict[Key, FieldInfo] = {}
    sections: dict[str, tuple[str, ...]] = {}
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            sections[name] = tuple(kind.model_fields)
            fields |= {(name, inner): inner_field for inner, inner_field in kind.model_fields.items()}
        else:
            fields[(name,)] = field
    return fields, sections


FIELDS, SECTIONS = _declared()


def dotted(key: Key) -> str:
    """Return a key as it is written in messages: ``search.trials``."""
    return ".".join(key)


def is_mapping(key: Key) -> bool:
    """Whether the setting is a table whose names the user chooses: ``source.params``."""
    return get_origin(FIELDS[key].annotation) is Mapping


def is_list(key: Key) -> bool:
    """Whether the setting takes a list."""
    return get_origin(FIELDS[key].annotation) is list


def is_secret(key: Key) -> bool:
    """Whether the setting's value may not be shown."""
    return FIELDS[key].annotation is SecretStr


def setting_of(key: Key) -> Key | None:
    """Return the declared setting that a key belongs to, or None if there is none.

    ``("source", "params", "medico")`` belongs to ``("source", "params")``.
    """
    if key in FIELDS:
        return key
    return key[:-1] if key[:-1] in FIELDS and is_mapping(key[:-1]) else None


def suggestion(key: Key) -> str | None:
    """Return the declared setting that was most likely meant, as a dotted name, or None."""
    known = [dotted(each) for each in FIELDS]
    same_name = [name for name in known if name.split(".")[-1] == key[-1]]
    if same_name:
        return difflib.get_close_matches(dotted(key), same_name, n=1, cutoff=0.0)[0]
    close = difflib.get_close_matches(dotted(key), known, n=1, cutoff=0.75)
    return close[0] if close else None
