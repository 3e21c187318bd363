"""What long work tells while it runs. The console draws it; flows turn it into artifacts; tests collect it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["generate", "extract", "etl", "features", "search", "refit", "evaluate", "report", "track"]


@dataclass(frozen=True)
class Advance:
    """A stage moved on.

    Parameters
    ----------
    stage : str
        Which stage.
    done, total : int
        Units done of those to do (rows, folds, trials); a `total` of 0 means unknown.
    best : float or None
        While searching, the best value so far.
    """

    stage: Stage
    done: int
    total: int = 0
    best: float | None = None


@dataclass(frozen=True)
class Notice:
    """A sentence for the user, as an English template that the console translates."""

    template: str
    fields: dict[str, object] = field(default_factory=dict)
    level: Literal["info", "warning"] = "info"


Event = Advance | Notice
Listener = Callable[[Event], None]


def silent(event: Event) -> None:
    """Listen to nothing."""


def notice(listener: Listener, template: str, **fields: object) -> None:
    """Tell the listener a sentence."""
    listener(Notice(template, fields))


def warning(listener: Listener, template: str, **fields: object) -> None:
    """Tell the listener a sentence that should not be overlooked."""
    listener(Notice(template, fields, "warning"))
