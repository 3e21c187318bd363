"""A report in one language before it is a page: Markdown and HTML are two ways to write the same document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from epicrisis.reports.charts.svg import Drawing
from epicrisis.reports.wording import Wording

Cell = str | int | float
Row = dict[str, Cell]

MAX_ROWS = 200
MOST_OPEN = 30

_FIGURE = re.compile(r"^[\d.,±\s–−()]*( s|\s?%)?$")


@dataclass(frozen=True)
class Table:
    """A table of at most `MAX_ROWS` rows.

    Parameters
    ----------
    key : str
        Its anchor in a page.
    caption : str
        What it shows.
    columns : sequence of str
        Headings.
    rows : sequence of sequences of cells
        The first cell of each names the row.
    look : {"figures", "code"}
        Plain figures, or names and values of a machine.
    folded : bool
        Whether a page hides it until it is asked for, as it does with those of more than `MOST_OPEN` rows.
    """

    key: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    look: Literal["figures", "code"] = "figures"
    folded: bool = False

    @classmethod
    def of(
        cls, key: str, caption: str, rows: Sequence[Row], *, code: bool = False, folded: bool = False
    ) -> Table | None:
        """Make a table of rows that share their headings; None of no rows."""
        if not rows:
            return None
        cells = [list(row.values()) for row in rows]
        return cls(key, caption, list(rows[0]), cells, "code" if code else "figures", folded)

    @property
    def closed(self) -> bool:
        """Whether a page hides it at first: it is asked for, or too long to be scrolled past."""
        return self.folded or len(self.rows) > MOST_OPEN

    @property
    def narrow(self) -> bool:
        """Whether it is a list of names and values, which are read best side by side."""
        return len(self.columns) == 2 and all(len(str(row[1])) < 60 for row in self.rows)

    def figure_columns(self) -> list[bool]:
        """Say of each column whether it holds nothing but figures, which stand to the right."""
        return [all(_is_figure(row[index]) for row in self.rows) for index in range(len(self.columns))]


def cell_text(cell: Cell, words: Wording) -> str:
    """Return a cell as it is read."""
    if isinstance(cell, float):
        return f"{cell:g}"
    return words.count(cell) if isinstance(cell, int) else cell


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(_FIGURE.match(cell))


@dataclass(frozen=True)
class Section:
    """A titled part of a document: sentences, then drawings, then tables."""

    key: str
    title: str
    sentences: Sequence[str] = ()
    drawings: Sequence[Drawing | None] = ()
    tables: Sequence[Table | None] = ()


@dataclass(frozen=True)
class Headline:
    """The one figure of page one, in words; `note` is a figure for those who know it."""

    label: str
    value: str
    interval: str
    comparison: str
    verdict: str
    good: bool
    drawing: Drawing | None = None
    note: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report in one language.

    Parameters
    ----------
    language : str
        ``es`` or ``en``.
    kind, title, subtitle : str
        What kind of document it is, its title, and the line below it.
    headline : Headline or None
        The figure of page one.
    points : sequence of str
        What it means, in plain words.
    front : sequence of Section
        The rest of page one.
    limits : sequence of (level, sentence)
        What to keep in mind; a level is ``warning`` or ``note``.
    sections : sequence of Section
        The details.
    statement : str
        What the document may and may not be used for.
    link : str or None
        Page of the run.
    """

    language: str
    kind: str
    title: str
    subtitle: str
    statement: str
    headline: Headline | None = None
    points: Sequence[str] = ()
    front: Sequence[Section] = ()
    limits: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = field(default_factory=list)
    link: str | None = None
