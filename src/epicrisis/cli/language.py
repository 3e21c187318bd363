"""In which language to speak, found before anything heavy is loaded."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from epicrisis.settings.values import Language

# A locale is called "es_MX.UTF-8" by POSIX and "Spanish_Mexico" by Windows.
_LANGUAGES: dict[str, Language] = {"es": "es", "spanish": "es", "en": "en", "english": "en"}


def asked_language(arguments: Sequence[str]) -> Language | None:
    """Return the language that ``--lang`` asks for; None where it asks for none that exists."""
    asked = ""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return _LANGUAGES.get(asked)


def usual_language(environ: Mapping[str, str], windows: str = "") -> Language:
    """Return the language of someone who asked for none.

    ``EPICRISIS_LANGUAGE`` comes first, then the operating system's locale; Spanish where that is neither Spanish nor
    English.

    Parameters
    ----------
    environ : Mapping of str to str
        The process's environment.
    windows : str
        What Windows, which sets no variable, calls its language.
    """
    names = ("EPICRISIS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environ[name] for name in names if environ.get(name)), windows)
    return _LANGUAGES.get(re.split(r"[_.@-]", spoken.lower())[0], "es")


def windows_language() -> str:
    """Return what Windows calls its language, "Spanish_Mexico" or "es_MX"; nothing on other systems."""
    return (locale.getlocale()[0] or "") if os.name == "nt" else ""


def language_after_verb(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with a ``--lang`` that stands before the verb put behind it, where Typer reads it.

    Typer would read it before the verb too, but loads pydantic for that, and help must not wait.
    """
    first = arguments[0] if arguments else ""
    length = 2 if first == "--lang" else 1 if first.startswith("--lang=") else 0
    option, rest = arguments[:length], arguments[length:]
    if rest and not rest[0].startswith("-"):
        return [rest[0], *option, *rest[1:]]
    return list(rest)
