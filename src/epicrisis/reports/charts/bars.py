"""Shares of a whole, one bar each, a second one beside it where there are two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room, nice_ticks, text_width
from epicrisis.reports.wording import Wording

TOP, LONGEST_LABEL, RIGHT = 34.0, 34, 108.0


@dataclass(frozen=True)
class Bars:
    """A named row: its shares, and what is written behind them."""

    label: str
    shares: Sequence[float]
    values: Sequence[str]


def draw_bars(
    key: str, title: str, description: str, rows: Sequence[Bars], words: Wording, names: Sequence[str] = ()
) -> Drawing | None:
    """Draw a bar for each share; None without rows.

    Parameters
    ----------
    key, title, description : str
        Of the drawing.
    rows : sequence of Bars
        From top to bottom, with as many shares as there are `names`, or one.
    words : Wording
        The language.
    names : sequence of str
        The sides; at most two.
    """
    if not rows:
        return None
    sides = max(len(names), 1)
    step = 12.0 + 12 * sides
    top = TOP if names else 10.0
    left = label_room((row.label for row in rows), LONGEST_LABEL)
    bottom = top + step * len(rows)
    drawing = Drawing(key, title, description, bottom + 28)
    ticks = nice_ticks(0.0, max(share for row in rows for share in row.shares) or 1.0, 4)
    _draw_names(drawing, names, left)
    for tick in ticks:
        x = left + tick / ticks[-1] * (WIDTH - left - RIGHT)
        drawing.line(x, top, x, bottom, "grid")
        drawing.text(x, bottom + 18, words.percent(tick), "small", anchor="middle")
    for index, row in enumerate(rows):
        y = top + step * index + 4
        drawing.text(left - 14, y + step / 2, row.label, anchor="end", limit=LONGEST_LABEL)
        for side, (share, value) in enumerate(zip(row.shares, row.values, strict=True)):
            width = share / ticks[-1] * (WIDTH - left - RIGHT)
            drawing.rect(left, y + 12 * side, width, 10, ("accent", "second")[side], radius=1.5)
            drawing.text(left + width + 6, y + 12 * side + 9, value, "small")
    return drawing


def _draw_names(drawing: Drawing, names: Sequence[str], left: float) -> None:
    x = left
    for look, name in zip(("accent", "second"), names, strict=False):
        drawing.rect(x, 7, 10, 10, look)
        drawing.text(x + 16, 16, name, "small")
        x += 16 + text_width(name, 12) + 20
