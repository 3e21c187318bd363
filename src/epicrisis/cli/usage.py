"""What Typer says of a command line that it cannot read, said as this program speaks."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer

# Typer publishes none of its exceptions but their root; pyproject caps it below the first version not tried.
from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption
from typer.core import TyperGroup

from epicrisis.errors import UsageError
from epicrisis.i18n.catalogue import join_names

if TYPE_CHECKING:
    from typer._click import Command, Context
    from typer.core import TyperOption


class VerbGroup(TyperGroup):
    """The command whose verbs are the other commands."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            # Typer would load pydantic to read the None of an option that is not there.
            option.default = False
        return option

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Find the verb that the first argument names.

        Raises
        ------
        UsageError
            There is no such verb.
        """
        name = args[0]
        if name in self.commands or name.startswith("-"):
            return super().resolve_command(ctx, args)
        close = get_close_matches(name, self.commands, n=1)
        if close:
            raise UsageError("Unknown command {command!r}. Did you mean {close!r}?", command=name, close=close[0])
        known = join_names(list(self.commands))
        raise UsageError("Unknown command {command!r}. Known: {known}.", command=name, known=known)


def usage_error(error: typer.TyperException) -> UsageError:
    """Return what Typer says as an error of ours."""
    match error:
        case NoSuchOption(possibilities=possibilities) if possibilities:
            return UsageError(
                "Unknown option {option}. Did you mean {close}?", option=error.option_name, close=possibilities[0]
            )
        case NoSuchOption():
            return UsageError("Unknown option {option}.", option=error.option_name)
        case BadOptionUsage():
            return UsageError("Option {option} needs a value.", option=error.option_name)
        case MissingParameter():
            return UsageError("{name} is missing.", name=_name(error))
        case BadParameter():
            return _bad_value(error)
    surplus = re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.message)
    if surplus:
        return UsageError("Superfluous on the command line: {surplus}.", surplus=surplus[1])
    return UsageError("The command line cannot be read: {reason}", reason=error.message)


def _name(error: BadParameter) -> str:
    if error.param is None:
        return "?"
    return error.param.opts[0] if error.param.opts[0].startswith("-") else error.param.display_name_raw


def _bad_value(error: BadParameter) -> UsageError:
    """Say what the option takes and what it was given."""
    name = _name(error)
    # Typer has pydantic read the value, and chains pydantic's account.
    account: list[dict[str, object]] = getattr(error.__cause__, "errors", list)()
    if not account or error.param is None:
        return UsageError("{option} does not take what was given: {reason}", option=name, reason=error.message)
    given = account[0]["input"]
    choices = error.param.type_descriptor.choices
    if choices:
        known = join_names([str(choice) for choice in choices])
        return UsageError("{option} takes one of {known}, not {given!r}.", option=name, known=known, given=given)
    low, high = getattr(error.param, "min", None), getattr(error.param, "max", None)
    if high is not None:
        return UsageError(
            "{option} takes a number from {low} to {high}, not {given!r}.", option=name, low=low, high=high, given=given
        )
    return UsageError("{option} takes a number of {low} or more, not {given!r}.", option=name, low=low, given=given)
