"""How the progress of long work looks: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TextIO

from epicrisis.i18n.catalogue import sentence
from epicrisis.progress import Advance, Stage
from epicrisis.reports.wording import Wording

if TYPE_CHECKING:
    from rich.progress import TaskID

    from epicrisis.settings.values import Language

TITLES: dict[Stage, str] = {
    "generate": sentence("Making the artificial clinic"),
    "extract": sentence("Reading"),
    "etl": sentence("Cleaning"),
    "features": sentence("Counting terms"),
    "search": sentence("Searching"),
    "refit": sentence("Fitting the winner"),
    "evaluate": sentence("Evaluating on the test rows"),
    "report": sentence("Writing the report"),
    "track": sentence("Recording in MLflow"),
}


FEW_STEPS = 10


class Display(Protocol):
    """Where the progress of one command is drawn."""

    def advance(self, event: Advance) -> None:
        """Draw that a stage moved on."""

    def line(self, text: str) -> None:
        """Write a line that stays."""

    def close(self) -> None:
        """Draw no more."""


def _measure(event: Advance, wording: Wording) -> str:
    """Return how far a stage is: ``4 of 20; best 0.712``."""
    if event.total:
        so_far = wording.say("{done} of {total}", done=wording.count(event.done), total=wording.count(event.total))
    else:
        so_far = wording.count(event.done)
    if event.best is None:
        return so_far
    return wording.say("{so_far}; best {best}", so_far=so_far, best=wording.score(event.best))


class PlainDisplay:
    """One line when a stage begins, and one at about every tenth of a long one.

    Parameters
    ----------
    write : Callable
        Takes a line.
    language : {"es", "en"}
        The language to speak.
    """

    def __init__(self, write: Callable[[str], None], language: Language) -> None:
        self._write = write
        self._wording = Wording(language)
        self._stage: Stage | None = None
        self._next = 0.0

    def advance(self, event: Advance) -> None:
        """Write a line if the stage is new or went a tenth further; of unknown length, if it doubled."""
        title = self._wording.say(TITLES[event.stage])
        if event.stage != self._stage:
            self._stage, self._next = event.stage, 0.0
            self._write(f"{title} …")
        # A handful of steps is nothing to wait for, unless each is a candidate with its score.
        told_by_its_title = 0 < event.total <= FEW_STEPS and event.best is None
        if event.done and not told_by_its_title and (event.done >= self._next or event.done == event.total):
            step = event.total / 10 if event.total else float(event.done)
            self._next = event.done + step
            self._write(f"{title}: {_measure(event, self._wording)}")

    def line(self, text: str) -> None:
        """Write a line."""
        self._write(text)

    def close(self) -> None:
        """Forget the stage."""
        self._stage = None


class BarDisplay:
    """One bar a stage, drawn in place on a terminal.

    Parameters
    ----------
    file : TextIO
        The terminal.
    language : {"es", "en"}
        The language to speak.
    """

    def __init__(self, file: TextIO, language: Language) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._wording = Wording(language)
        self._stages: dict[Stage, TaskID] = {}
        columns = (
            SpinnerColumn("line", finished_text=" "),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[measure]}", markup=False),
            TimeElapsedColumn(),
        )
        # Standard streams stay as they are: this display owns only what it writes itself.
        self._progress = Progress(
            *columns,
            console=Console(file=file, highlight=False, markup=False),
            redirect_stdout=False,
            redirect_stderr=False,
            refresh_per_second=8,
        )
        self._progress.start()

    def advance(self, event: Advance) -> None:
        """Move the stage's bar; the bars of earlier stages are full."""
        if event.stage not in self._stages:
            self._finish_stages()
            title = self._wording.say(TITLES[event.stage])
            self._stages[event.stage] = self._progress.add_task(title, total=None, measure="")
        self._progress.update(
            self._stages[event.stage],
            completed=event.done,
            total=event.total or None,
            measure=_measure(event, self._wording) if event.done else "",
        )

    def line(self, text: str) -> None:
        """Write a line above the bars."""
        self._progress.console.print(text, soft_wrap=True)

    def close(self) -> None:
        """Leave the bars as they are and draw no more."""
        self._finish_stages()
        self._progress.stop()

    def _finish_stages(self) -> None:
        for task in self._progress.tasks:
            if not task.finished:
                total = task.total or task.completed or 1
                self._progress.update(task.id, total=total, completed=total)
