"""Sentences in the user's language.

Code holds its sentences in English, as templates with ``{named}`` fields; ``es/`` holds the Spanish of each, one
file a room. A test reads the source and fails where a template has no Spanish, where the two differ in their fields,
and where a Spanish sentence is no longer used.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from epicrisis.errors import EpicrisisError, Sentences
from epicrisis.i18n.spanish import SPANISH


def translate(template: str, language: str, **fields: object) -> str:
    """Return the sentence `template` in `language`, with its fields filled in.

    Parameters
    ----------
    template : str
        The English template.
    language : {"es", "en"}
        The language wanted. A template without Spanish is given in English.
    **fields : object
        The fields' values.
    """
    chosen = SPANISH.get(template, template) if language == "es" else template
    return chosen.format(**{name: _in_language(value, language) for name, value in fields.items()})


def _in_language(value: object, language: str) -> object:
    if isinstance(value, Sentences):
        return "\n".join(f"- {translate(each.template, language, **each.fields)}" for each in value)
    if isinstance(value, EpicrisisError):
        return translate(value.template, language, **value.fields)
    return value


def sentence(template: str) -> str:
    """Return `template` as it is: marks a sentence that stands in a table here and is translated elsewhere."""
    return template


def fields_of(template: str) -> set[str]:
    """Return the names of the fields in a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def join_names(names: Mapping[str, object] | list[str] | tuple[str, ...] | set[str], limit: int = 12) -> str:
    """Return names as a short list for a message: ``a, b, c … (+4)``."""
    ordered = list(names)
    shown = ", ".join(ordered[:limit])
    return shown if len(ordered) <= limit else f"{shown} … (+{len(ordered) - limit})"


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters on one line, with an ellipsis where it was cut."""
    flat = "".join(character if character.isprintable() else " " for character in text)
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"
