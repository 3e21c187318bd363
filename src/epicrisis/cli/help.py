"""Help in the user's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import typer
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from epicrisis.i18n.catalogue import sentence, translate

if TYPE_CHECKING:
    from typer._click import Command
    from typer.core import TyperArgument, TyperOption

HEADINGS = {
    "Usage": sentence("Usage"),
    "Arguments": sentence("Arguments"),
    "Options": sentence("Options"),
    "Commands": sentence("Commands"),
}
OPTIONS = sentence("[OPTIONS]")
DEFAULT = sentence("[default: ")
SHOW_HELP = sentence("Show this message and exit.")


def summary_of(verb: object) -> str:
    """Return the first paragraph of a verb's docstring on one line: the English of its help."""
    return " ".join((verb.__doc__ or "").strip().split("\n\n")[0].split())


def speak(command: Command, language: str) -> None:
    """Put a command's help, and that of its verbs, into `language`.

    Parameters
    ----------
    command : Command
        As Typer built it, with its help in English.
    language : {"es", "en"}
        The language wanted.
    """

    class Formatter(HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or f"{translate(HEADINGS['Usage'], language)}: ")

        def write_heading(self, heading: str) -> None:
            super().write_heading(translate(HEADINGS[heading], language))

        def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            # Typer's own words, which come into being with the page.
            said = {text: translate(text, language) for text in (SHOW_HELP, DEFAULT)}
            translated = [(name, said.get(text, text).replace(DEFAULT, said[DEFAULT])) for name, text in rows]
            super().write_dl(translated, col_max, col_spacing)

    class Context(typer.Context):
        formatter_class = Formatter

    _speak(command, language, Context)


def _speak(command: Command, language: str, context: type[typer.Context]) -> None:
    command.context_class = context
    command.help = translate(command.help or "", language)
    command.epilog = translate(command.epilog, language) if command.epilog else None
    command.options_metavar = translate(OPTIONS, language)
    if isinstance(command, TyperCommand):
        command.short_help = command.help
    for parameter in cast("list[TyperArgument | TyperOption]", command.params):
        parameter.help = translate(parameter.help or "", language)
        if parameter.metavar:
            parameter.metavar = translate(parameter.metavar, language)
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = translate(command.subcommand_metavar, language)
        for verb in command.commands.values():
            _speak(verb, language, context)
