"""What every verb has in common: five options, and the call that carries them."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from epicrisis.cli.console import Console
from epicrisis.errors import Interrupted

if TYPE_CHECKING:
    from epicrisis.settings.loading import LoadedSettings
    from epicrisis.settings.values import Language

Verb = Callable[..., None]


@dataclass(frozen=True)
class Call:
    """One call of a verb.

    Parameters
    ----------
    console : Console
        Where its words go.
    config : Path or None
        The settings file asked for.
    overrides : tuple of str
        What ``--set`` gave, as ``section.key=value``.
    language : {"es", "en"} or None
        What ``--lang`` asked for.
    """

    console: Console
    config: Path | None = None
    overrides: tuple[str, ...] = ()
    language: Language | None = None

    def settings(self, **flags: object) -> LoadedSettings:
        """Read the settings, and let the console and the reports speak one language.

        Parameters
        ----------
        **flags : object
            Settings that the verb's own options give, ``search__trials=20`` say. None means not given.

        Raises
        ------
        SettingsError
            A setting is unknown or out of range.
        SourceNotFound
            The settings file is not there.
        """
        from epicrisis.settings.layers import COMMAND_LINE
        from epicrisis.settings.loading import load_settings

        given = [f"{key.replace('__', '.')}={value}" for key, value in flags.items() if value is not None]
        loaded = load_settings(self.config, overrides=[*self.overrides, *given])
        if self.language:
            return _speaking(loaded, self.language, COMMAND_LINE)
        if loaded.origins["language"] == "default" and loaded.settings.language != self.console.language:
            return _speaking(loaded, self.console.language, "locale")
        self.console.language = loaded.settings.language
        return loaded


def _speaking(loaded: LoadedSettings, language: Language, origin: str) -> LoadedSettings:
    settings = loaded.settings.model_copy(update={"language": language})
    return dataclasses.replace(loaded, settings=settings, origins={**loaded.origins, "language": origin})


def with_common_options(verb: Verb) -> Verb:
    """Return `verb` as Typer calls it: its first parameter, the call, is made of the common options.

    Parameters
    ----------
    verb : Callable
        Takes a `Call`, then options of its own.
    """

    @functools.wraps(verb)
    def command(context: typer.Context, **options: Any) -> None:
        call = dataclasses.replace(context.obj, config=options.pop("config"), overrides=tuple(options.pop("overrides")))
        for found_before_parsing in ("as_json", "lang", "debug"):
            del options[found_before_parsing]
        try:
            verb(call, **options)
        except KeyboardInterrupt as interrupt:
            raise Interrupted("Interrupted. The same command goes on where it stopped.") from interrupt

    own = list(inspect.signature(verb, eval_str=True).parameters.values())[1:]
    shared = [*inspect.signature(_common_options, eval_str=True).parameters.values()]
    parameters = [shared[0], *own, *shared[1:]]
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def _common_options(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file; epicrisis.toml of this folder if none is given."),
    ] = None,
    overrides: Annotated[
        list[str],
        typer.Option("--set", metavar="SECTION.KEY=VALUE", help="Set one setting; may be repeated."),
    ] = [],  # noqa: B006 - Typer reads it, nobody writes to it
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print exactly one JSON object; everything else goes to the standard error."),
    ] = False,
    lang: Annotated[
        Literal["es", "en"] | None, typer.Option("--lang", help="Language of messages and reports.")
    ] = None,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show the traceback of an error; it may hold values of the data."),
    ] = False,
) -> None:
    """Hold the options that every verb takes, for their signature alone."""
