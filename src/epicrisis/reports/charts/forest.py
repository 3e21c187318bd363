"""One row for each estimate and its interval, beside a line that all are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room, nice_ticks
from epicrisis.reports.wording import Wording

TOP, STEP, RIGHT, LONGEST_LABEL = 12.0, 26.0, 150.0, 34


@dataclass(frozen=True)
class Estimate:
    """A row of the plot.

    Parameters
    ----------
    label : str
        What is estimated.
    value, low, high : float or None
        The estimate and its interval; a row without them is a heading, or says why there is none in `remark`.
    remark : str
        At the right, instead of the figures.
    strong : bool
        Whether the row is to be seen first.
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    remark: str = ""
    strong: bool = False


def draw_forest(
    key: str,
    title: str,
    description: str,
    rows: Sequence[Estimate],
    words: Wording,
    *,
    reference: float | None = None,
    scale: tuple[float, float] | None = None,
) -> Drawing | None:
    """Draw estimates with their intervals below each other; None without any estimate.

    Parameters
    ----------
    key, title, description : str
        Of the drawing.
    rows : sequence of Estimate
        From top to bottom.
    words : Wording
        The language.
    reference : float or None
        Where the line stands.
    scale : (float, float) or None
        Ends that the axis has at least.
    """
    values = [value for row in rows for value in (row.value, row.low, row.high) if value is not None]
    if not values:
        return None
    ends = [*values, *(scale or ()), *([reference] if reference is not None else [])]
    ticks = nice_ticks(min(ends), max(ends))
    left = label_room((row.label for row in rows), LONGEST_LABEL)
    bottom = TOP + STEP * len(rows)
    drawing = Drawing(key, title, description, bottom + 28)

    def x(value: float) -> float:
        return left + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (WIDTH - left - RIGHT)

    for tick in ticks:
        drawing.line(x(tick), TOP, x(tick), bottom, "grid")
        drawing.text(x(tick), bottom + 18, words.tick(tick), "small", anchor="middle")
    if reference is not None:
        drawing.line(x(reference), TOP, x(reference), bottom, "reference")
    for index, row in enumerate(rows):
        y = TOP + STEP * (index + 0.5)
        heading = row.value is None and not row.remark
        drawing.text(left - 14, y + 4, row.label, "value" if heading else "", anchor="end", limit=LONGEST_LABEL)
        if row.value is None:
            drawing.text(WIDTH - 4, y + 4, row.remark, "small", anchor="end")
            continue
        if row.low is not None and row.high is not None:
            drawing.line(x(row.low), y, x(row.high), y, "whisker" if row.strong else "whisker-muted")
        drawing.circle(x(row.value), y, 5 if row.strong else 4, "accent" if row.strong else "hollow")
        drawing.text(WIDTH - 4, y + 4, _figures(row, words), "small", anchor="end")
    return drawing


def _figures(row: Estimate, words: Wording) -> str:
    bounds = (row.low, row.high) if row.low is not None and row.high is not None else None
    return words.estimate(row.value, bounds)
