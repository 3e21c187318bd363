"""The entry of the command line: the list of its verbs, and the one place where an error becomes an exit code."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import typer.main
from typer._click.exceptions import NoArgsIsHelpError

from epicrisis.cli.audit import audit
from epicrisis.cli.call import Call, Verb, with_common_options
from epicrisis.cli.check import check
from epicrisis.cli.compare import compare
from epicrisis.cli.console import Console
from epicrisis.cli.demo import demo
from epicrisis.cli.deploy import deploy
from epicrisis.cli.explain import explain
from epicrisis.cli.help import speak, summary_of
from epicrisis.cli.init import init
from epicrisis.cli.language import asked_language, language_after_verb, usual_language, windows_language
from epicrisis.cli.report import report
from epicrisis.cli.train import train
from epicrisis.cli.up import up
from epicrisis.cli.usage import VerbGroup, usage_error
from epicrisis.errors import EpicrisisError, Interrupted, OutsideError
from epicrisis.i18n.catalogue import sentence
from epicrisis.version import VERSION

if TYPE_CHECKING:
    from typer._click import Command

VERBS: tuple[Verb, ...] = (
    demo,
    init,
    check,
    train,
    compare,
    report,
    explain,
    audit,
    deploy,
    up,
)


def main() -> None:
    """Run this process's command line and exit with its code: what the command ``epicrisis`` calls."""
    if not sys.warnoptions:
        # A library's warning is not the user's business; what is, this program says itself.
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A Windows console with an old code page lacks letters; what it cannot show must not end the run.
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:], os.environ))


def run(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line.

    Parameters
    ----------
    arguments : sequence of str
        What follows the program's name.
    environ : Mapping of str to str
        The environment: language and manner of printing.

    Returns
    -------
    int
        The exit code: 0, or that of the error that ``epicrisis.errors`` draws.
    """
    # These three say how to print, also when the command line cannot be read: they are found before it is.
    asked = asked_language(arguments)
    console = Console(
        sys.stdout,
        sys.stderr,
        language=asked or usual_language(environ, windows_language()),
        as_json="--json" in arguments,
        debug="--debug" in arguments,
        environ=environ,
    )
    try:
        try:
            code = _invoke(language_after_verb(arguments), Call(console, language=asked))
            console.settle()
        except Exception as error:  # noqa: BLE001 - the last wall: whatever comes, the user reads a sentence
            code = _fail(error, console)
    except KeyboardInterrupt:
        code = Interrupted.exit_code
    return code


def build(language: str) -> Command:
    """Return the whole command, its help in `language`.

    Parameters
    ----------
    language : {"es", "en"}
        The language of the help.
    """
    app = typer.Typer(
        cls=VerbGroup,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        subcommand_metavar=sentence("COMMAND"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        help="Train, compare, track and report classifiers of clinical histories.",
        epilog="To see it work: epicrisis demo. With data of your own: epicrisis init, epicrisis check and epicrisis "
        "train. En español: epicrisis --lang es --help.",
    )
    app.callback()(_program)
    for verb in VERBS:
        app.command(verb.__name__, help=summary_of(verb))(with_common_options(verb))
    command = typer.main.get_command(app)
    speak(command, language)
    return command


def _print_version(context: typer.Context, asked: bool) -> None:
    if asked:
        context.obj.console.show(f"epicrisis {VERSION}")
        raise typer.Exit


def _program(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Hold the options of the program itself, for their signature alone."""


def _invoke(arguments: Sequence[str], call: Call) -> int:
    try:
        command = build(call.console.language)
        return command.main(list(arguments), prog_name="epicrisis", standalone_mode=False, obj=call) or 0
    except NoArgsIsHelpError as error:
        call.console.tell(error.format_message())
        return error.exit_code
    except typer.TyperException as error:
        raise usage_error(error) from error


def _fail(error: Exception, console: Console) -> int:
    """Tell the user what went wrong, and return the exit code.

    An unexpected error's own words stay unsaid: they may hold a value of the data.
    """
    if isinstance(error, EpicrisisError):
        told = error
    elif isinstance(error, MemoryError):
        told = OutsideError(
            "Not enough memory. Read fewer notes (--set source.rows=…), or search with fewer workers "
            "(--set search.workers=1)."
        )
    else:
        told = EpicrisisError(
            "Unexpected {kind} in {place}. This is a bug of epicrisis: please report it. --debug shows the traceback, "
            "which may hold values of your data.",
            kind=type(error).__name__,
            place=_place(error),
        )
    told.__cause__ = None if told is error else error
    console.fail(told)
    return told.exit_code


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "epicrisis" in Path(frame.filename).parts] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
