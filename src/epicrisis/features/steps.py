"""The only list of text steps. To add one, write its file in ``text_steps`` and name it here.

Another package adds a step without touching this list: it registers a `TextStep` in the entry-point group
``epicrisis.text_steps`` under the step's name, and is asked when a name is wanted that the list does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from epicrisis import plugins
from epicrisis.errors import SettingsError
from epicrisis.features.context import mark_context, mark_negation
from epicrisis.features.text import fold_accents
from epicrisis.features.text_steps.abbreviations import abbreviations
from epicrisis.features.text_steps.headings import headings, sections
from epicrisis.features.text_steps.lemmas import lemmatiser
from epicrisis.features.text_steps.punctuation import punctuation
from epicrisis.features.text_steps.stems import stemmer
from epicrisis.features.text_steps.stop_words import stop_words
from epicrisis.features.text_steps.typed import typed
from epicrisis.settings.values import Language

Level = Literal["text", "tokens", "marks", "word"]
LEVELS: tuple[Level, ...] = ("text", "tokens", "marks", "word")
"""In the order in which steps are applied; those of one level in the order of the list, then by name."""
GROUP = plugins.TEXT_STEPS
"""The entry-point group of other packages' steps."""
_NAME = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class TextStep:
    """Something done to a text before its terms are counted.

    Parameters
    ----------
    name : str
        Lower-case letters, digits and underscores: it stands in settings, in reports and in files' names.
    level : {"text", "tokens", "marks", "word"}
        What the step's function takes and gives, and so when it is applied:

        - ``text``: a composed (NFC) text, in the case that it was written in, to an iterable of
          `epicrisis.features.rewriting.Change` in order;
        - ``tokens``: a list of tokens in lower case, with the signs of `epicrisis.features.text.SENTENCE_ENDS` between
          them, to an iterable of changes whose `new` are lists of tokens;
        - ``marks``: such a list to one of the same length, in which a token may have got a mark before it that ends
          with ``~``;
        - ``word``: a distinct word to one word, or to an empty one that is left out. Marks are kept for it, and
          placeholders such as ``[date]`` pass it by.
    make : callable
        From a language to the step's function. What is slow to load is loaded here. The function is pure: the same
        text gives the same in every process.
    by_language : bool
        Whether the function depends on the language.
    version : int
        Raised when the function gives something else for a text, so that counts made before are not used.
    """

    name: str
    level: Level
    make: Callable[[Language], Callable[..., Any]]
    by_language: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.level not in LEVELS:
            raise ValueError(f"A text step named {self.name!r} at the level {self.level!r} cannot be.")

    def file_name(self, language: Language) -> str:
        """Return a name that tells apart what the step does in a language and in a version."""
        version = f"_v{self.version}" if self.version > 1 else ""
        return f"{self.name}_{language}{version}" if self.by_language else f"{self.name}{version}"


STEPS: dict[str, TextStep] = {
    step.name: step
    for step in (
        # Headings stand at the beginning of lines and are themselves abbreviated; "c/8h" is a dose before it is "con".
        TextStep("headings", "text", lambda _: headings),
        TextStep("typed", "text", lambda _: typed),
        TextStep("abbreviations", "text", abbreviations, by_language=True),
        TextStep("punctuation", "text", punctuation, by_language=True),
        TextStep("negation", "marks", lambda _: mark_negation, version=2),
        TextStep("context", "marks", lambda _: mark_context),
        TextStep("sections", "marks", lambda _: sections),
        TextStep("stop_words", "word", stop_words, by_language=True),
        # The dictionary has the words as they are spelt, so accents go last.
        TextStep("lemmas", "word", lemmatiser, by_language=True),
        TextStep("stems", "word", stemmer, by_language=True),
        TextStep("folded", "word", lambda _: fold_accents),
    )
}


def step_names() -> list[str]:
    """Return the names of the steps that are always there."""
    return list(STEPS)


def get_step(name: str) -> TextStep:
    """Return a step by its name, from the list or from another package.

    Raises
    ------
    SettingsError
        No package that is installed has it, the one that has it does not give it, or it is a name of the list too.
    """
    plugins.refuse_clash(GROUP, name, STEPS)
    return STEPS.get(name) or _of_another_package(name)


def in_order(names: tuple[str, ...]) -> tuple[TextStep, ...]:
    """Return the steps of these names as they are applied, each once.

    Raises
    ------
    SettingsError
        One is unknown.
    """
    places = {name: place for place, name in enumerate(STEPS)}
    steps = [get_step(name) for name in dict.fromkeys(names)]
    return tuple(
        sorted(steps, key=lambda step: (LEVELS.index(step.level), places.get(step.name, len(places)), step.name))
    )


def _of_another_package(name: str) -> TextStep:
    step = plugins.load(GROUP, name, TextStep)
    if step is not None:
        return step
    known = [*STEPS, *plugins.names(GROUP)]
    near = get_close_matches(name, known, n=1)
    if near:
        raise SettingsError(
            "Unknown text step {name!r}. Did you mean {near!r}? Known: {known}.",
            name=name,
            near=near[0],
            known=", ".join(known),
        )
    raise SettingsError(
        "Unknown text step {name!r}. Known: {known}. If another package has it, install that package here: it "
        "registers the step in the entry-point group {group!r}.",
        name=name,
        known=", ".join(known),
        group=GROUP,
    )
