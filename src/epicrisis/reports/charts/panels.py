"""Small charts side by side, each with axes of its own: the curves of several classes, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, text_width
from epicrisis.reports.wording import Wording

UNIT = (0.0, 0.5, 1.0)
LEFT, GAP, HEAD, FOOT, LEGEND, LEGEND_LINE = 42.0, 16.0, 26.0, 44.0, 30.0, 18.0
DIAGONAL_X = DIAGONAL_Y = (0.0, 1.0)


@dataclass(frozen=True)
class Line:
    """A line through points, in the look of a class of the style sheet."""

    x: Sequence[float]
    y: Sequence[float]
    look: str = "curve"


@dataclass(frozen=True)
class Dot:
    """A point with its interval, and what is said of it under the pointer."""

    x: float
    y: float
    low: float
    high: float
    hint: str = ""


@dataclass(frozen=True)
class Panel:
    """One chart.

    Parameters
    ----------
    title, note : str
        Above it at the left, and at the right.
    lines : sequence of Line
        Drawn in their order.
    dots : sequence of Dot
        Over the lines.
    x_ticks, y_ticks : sequence of float
        Marks of the axes, whose ends are the first and the last.
    """

    title: str
    note: str = ""
    lines: Sequence[Line] = ()
    dots: Sequence[Dot] = ()
    x_ticks: Sequence[float] = UNIT
    y_ticks: Sequence[float] = UNIT


@dataclass(frozen=True)
class Legend:
    """What the axes and the looks of the lines mean.

    Parameters
    ----------
    x, y : str
        Titles of the axes.
    looks : sequence of (str, str)
        A line's look and its name.
    """

    x: str
    y: str
    looks: Sequence[tuple[str, str]] = ()


def draw_panels(
    key: str,
    title: str,
    description: str,
    panels: Sequence[Panel],
    legend: Legend,
    words: Wording,
    *,
    columns: int = 3,
    height: float = 150,
) -> Drawing | None:
    """Draw charts in rows; None without any.

    Parameters
    ----------
    key, title, description : str
        Of the drawing.
    panels : sequence of Panel
        The charts.
    legend : Legend
        Said once for all of them.
    words : Wording
        The language.
    columns : int
        Charts in a row, at most.
    height : float
        Height of each between its axes' ends.
    """
    if not panels:
        return None
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    step = HEAD + height + FOOT
    places = _legend_places(legend)
    above = LEGEND + LEGEND_LINE * max((line for _, line in places), default=0)
    drawing = Drawing(key, title, description, above + step * rows)
    _draw_legend(drawing, legend, places)
    # One alone would be stretched over the whole width.
    width = (WIDTH - (columns - 1) * GAP) / max(columns, 2) - LEFT - 10
    for index, panel in enumerate(panels):
        row, column = divmod(index, columns)
        left = LEFT + column * (LEFT + 10 + width + GAP)
        frame = _Frame(panel, left, above + HEAD + row * step, width, height)
        _draw_panel(drawing, frame, legend, words)
    return drawing


@dataclass(frozen=True)
class _Frame:
    panel: Panel
    left: float
    top: float
    width: float
    height: float

    def x(self, value: float) -> float:
        return self.left + _share(value, self.panel.x_ticks) * self.width

    def y(self, value: float) -> float:
        return self.top + (1 - _share(value, self.panel.y_ticks)) * self.height

    def points(self, line: Line) -> list[tuple[float, float]]:
        return [(self.x(x), self.y(y)) for x, y in zip(line.x, line.y, strict=True)]


def _share(value: float, ticks: Sequence[float]) -> float:
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return min(max(share, 0.0), 1.0)


def _legend_places(legend: Legend) -> list[tuple[float, int]]:
    """Return where each look of the legend begins: its distance from the left, and its line."""
    x, line = 4 + text_width(f"↑ {legend.y}", 12) + 24, 0
    places = []
    for _, name in legend.looks:
        width = 30 + text_width(name, 12)
        if x + width > WIDTH:
            x, line = 4.0, line + 1
        places.append((x, line))
        x += width + 18
    return places


def _draw_legend(drawing: Drawing, legend: Legend, places: Sequence[tuple[float, int]]) -> None:
    drawing.text(4, 16, f"↑ {legend.y}", "small")
    for (look, name), (x, line) in zip(legend.looks, places, strict=True):
        y = 16 + line * LEGEND_LINE
        drawing.path([(x, y - 4), (x + 24, y - 4)], look)
        drawing.text(x + 30, y, name, "small")


def _draw_panel(drawing: Drawing, frame: _Frame, legend: Legend, words: Wording) -> None:
    panel, right, bottom = frame.panel, frame.left + frame.width, frame.top + frame.height
    room = frame.width + LEFT - 6 - text_width(panel.note, 12)
    drawing.text(frame.left - LEFT + 4, frame.top - 10, panel.title, "value", limit=int(room / 7.2))
    if panel.note:
        drawing.text(right, frame.top - 10, panel.note, "small", anchor="end")
    for tick in panel.y_ticks:
        drawing.line(frame.left, frame.y(tick), right, frame.y(tick), "grid")
        drawing.text(frame.left - 6, frame.y(tick) + 4, words.tick(tick), "small", anchor="end")
    for index, tick in enumerate(panel.x_ticks):
        anchor = "end" if index == len(panel.x_ticks) - 1 else "start" if index == 0 else "middle"
        drawing.line(frame.x(tick), bottom, frame.x(tick), bottom + 4, "axis")
        drawing.text(frame.x(tick), bottom + 17, words.tick(tick), "small", anchor=anchor)
    drawing.text(frame.left + frame.width / 2, bottom + 32, legend.x, "small", anchor="middle")
    for line in panel.lines:
        if line.x:
            drawing.path(frame.points(line), line.look)
    for dot in panel.dots:
        drawing.line(frame.x(dot.x), frame.y(dot.low), frame.x(dot.x), frame.y(dot.high), "whisker-thin")
        drawing.circle(frame.x(dot.x), frame.y(dot.y), 3, "accent", hint=dot.hint)


def stairs(edges: Sequence[float], heights: Iterable[float]) -> tuple[list[float], list[float]]:
    """Return the points of a line that holds each height from one edge to the next."""
    x: list[float] = []
    y: list[float] = []
    for left, right, height in zip(edges, edges[1:], heights, strict=False):
        x += [left, right]
        y += [height, height]
    return x, y
