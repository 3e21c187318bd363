"""What other packages add: models, text steps, metrics and sources, each registered as an entry point.

Names are read from the packages' metadata, without importing anything. An object is imported when its name is asked
for, so that a package that cannot be imported stands in nobody else's way.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final, TypeVar

from epicrisis.errors import SettingsError

MODELS: Final = "epicrisis.models"
TEXT_STEPS: Final = "epicrisis.text_steps"
METRICS: Final = "epicrisis.metrics"
SOURCES: Final = "epicrisis.sources"
GROUPS: Final = (MODELS, TEXT_STEPS, METRICS, SOURCES)
"""The entry-point groups: what stands in them, and under which names, is each room's affair."""

T = TypeVar("T")


@dataclass(frozen=True)
class Plugin:
    """A registered name.

    Parameters
    ----------
    group, name : str
        Where it is registered, and as what.
    package, version : str
        The package that registers it; its version is empty where its metadata have none.
    """

    group: str
    name: str
    package: str
    version: str


def installed() -> list[Plugin]:
    """Return all that the installed packages register, by group and name; nothing is imported."""
    return [
        Plugin(group, entry.name, package_of(entry), entry.dist.version if entry.dist else "")
        for group in GROUPS
        for entry in sorted(entries(group), key=lambda entry: (entry.name, package_of(entry)))
    ]


def names(group: str) -> list[str]:
    """Return the names that are registered in a group, each once."""
    return sorted({entry.name for entry in entries(group)})


def load(group: str, name: str, kind: type[T]) -> T | None:
    """Return the object that a package registers under a name; None if no package does.

    Raises
    ------
    SettingsError
        Two packages register the name, or the one that does cannot be imported or gives something else.
    """
    found = [entry for entry in entries(group) if entry.name == name]
    if not found:
        return None
    packages = sorted({package_of(entry) for entry in found})
    if len(found) > 1:
        raise SettingsError(
            "{name!r} is registered more than once in the entry-point group {group!r}, by {packages}. Uninstall all "
            "but one.",
            name=name,
            group=group,
            packages=", ".join(packages),
        )
    value = _imported(found[0])
    # Another name than the object's own is an alias, if the object says so.
    if not isinstance(value, kind) or name not in (getattr(value, "name", ""), *getattr(value, "aliases", ())):
        raise SettingsError(
            "The package {package!r} registers {name!r} in the entry-point group {group!r}, but what it names there is "
            "no {kind} of that name.",
            package=packages[0],
            name=name,
            group=group,
            kind=kind.__name__,
        )
    return value


def package(group: str, name: str) -> str:
    """Return the package that registers a name; empty if none does."""
    return next((package_of(entry) for entry in entries(group) if entry.name == name), "")


def refuse_clash(group: str, name: str, own: Container[str]) -> None:
    """Refuse a name that is one of epicrisis's own and that a package registers too: which is meant is unknown.

    Raises
    ------
    SettingsError
        A package registers it.
    """
    clash = next((entry for entry in entries(group) if entry.name == name), None) if name in own else None
    if clash is not None:
        raise SettingsError(
            "The package {package!r} registers {name!r} in the entry-point group {group!r}, and epicrisis has a "
            "{name!r} itself. The package must give it another name; until then, uninstall it.",
            package=package_of(clash),
            name=name,
            group=group,
        )


def package_of(entry: EntryPoint) -> str:
    """Return the name of the package that registers an entry point."""
    return entry.dist.name if entry.dist else entry.module


@cache
def entries(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of a group. What is installed later is found by the next process."""
    return tuple(entry_points(group=group))


@cache
def _imported(entry: EntryPoint) -> object:
    try:
        return entry.load()
    except Exception as error:  # whatever another package's import raises
        raise SettingsError(
            "{name!r}, which the package {package!r} registers in the entry-point group {group!r}, could not be loaded "
            "({reason}).",
            name=entry.name,
            package=package_of(entry),
            group=entry.group,
            reason=type(error).__name__,
        ) from error
