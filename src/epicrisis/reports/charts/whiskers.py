"""Metrics with their intervals, the model's beside the baseline's."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room, nice_ticks, text_width
from epicrisis.reports.report import MetricFigure
from epicrisis.reports.wording import Wording

RIGHT, TOP, STEP, LONGEST_LABEL = 64.0, 34.0, 30.0, 32
SMALL_WIDTH = 340.0


@dataclass(frozen=True)
class Whisker:
    """One metric: the model's value and interval, the baseline's value and interval."""

    label: str
    value: float
    interval: tuple[float, float] | None
    baseline: float | None
    baseline_interval: tuple[float, float] | None


def gather_whiskers(metrics: list[MetricFigure], words: Wording) -> list[Whisker]:
    """Return the metrics that share the scale up to 1; losses have a scale of their own and stay in the table."""
    return [
        Whisker(words.say(one.title), one.test, one.ci95, one.baseline, one.baseline_ci95)
        for one in metrics
        if one.test is not None and one.higher_is_better
    ]


def draw_whiskers(whiskers: list[Whisker], words: Wording) -> Drawing | None:
    """Draw a dot with its interval for each metric on one common scale; None without metrics."""
    if not whiskers:
        return None
    left = label_room((one.label for one in whiskers), LONGEST_LABEL)
    scale = _Scale.over(whiskers, left, WIDTH - RIGHT)
    drawing = Drawing(
        "figure-metrics",
        words.say("Metrics on the sealed test, with 95% intervals"),
        words.say(
            "For each metric, the model's value and interval beside those of the baseline. The table has the values."
        ),
        TOP + STEP * len(whiskers) + 34,
    )
    _draw_legend(drawing, left, words)
    bottom = TOP + STEP * len(whiskers)
    for tick in scale.ticks:
        drawing.line(scale.x(tick), TOP, scale.x(tick), bottom, "grid")
        drawing.text(scale.x(tick), bottom + 18, words.tick(tick), "small", anchor="middle")
    for index, whisker in enumerate(whiskers):
        _draw_row(drawing, scale, whisker, TOP + STEP * (index + 0.5), words)
    return drawing


def draw_headline(whisker: Whisker, words: Wording) -> Drawing:
    """Draw one metric alone, for page one."""
    scale = _Scale.over([whisker], 8, SMALL_WIDTH - 8)
    drawing = Drawing(
        "figure-headline",
        words.say("The searched metric on the sealed test, with its 95% interval"),
        words.say("The model's value and interval on a scale up to 1, with the baseline's value marked."),
        52,
        SMALL_WIDTH,
    )
    drawing.line(scale.x(scale.ticks[0]), 18, scale.x(scale.ticks[-1]), 18, "axis")
    for tick in scale.ticks:
        drawing.line(scale.x(tick), 18, scale.x(tick), 23, "axis")
        drawing.text(scale.x(tick), 42, words.tick(tick), "small", anchor="middle")
    _draw_marks(drawing, scale, whisker, 18, 8)
    return drawing


@dataclass(frozen=True)
class _Scale:
    ticks: list[float]
    left: float
    right: float

    @classmethod
    def over(cls, whiskers: list[Whisker], left: float, right: float) -> _Scale:
        lows = [low for one in whiskers for low in (one.value, one.baseline or 0.0, *(one.interval or ()))]
        return cls(nice_ticks(min(0.0, *lows), 1.0, 6), left, right)

    def x(self, value: float) -> float:
        first, last = self.ticks[0], self.ticks[-1]
        share = (min(max(value, first), last) - first) / (last - first)
        return self.left + share * (self.right - self.left)


def _draw_legend(drawing: Drawing, left: float, words: Wording) -> None:
    second = left + text_width(words.say("Model"), 12) + 44
    drawing.circle(left + 6, 12, 5, "accent")
    drawing.text(left + 18, 16, words.say("Model"), "small")
    _diamond(drawing, second, 12)
    drawing.text(second + 12, 16, words.say("Always the most frequent class"), "small")


def _draw_row(drawing: Drawing, scale: _Scale, whisker: Whisker, y: float, words: Wording) -> None:
    drawing.text(scale.left - 14, y + 4, whisker.label, anchor="end", limit=LONGEST_LABEL)
    _draw_marks(drawing, scale, whisker, y, 5)
    drawing.text(WIDTH - 4, y + 4, words.score(whisker.value), "value", anchor="end")


def _draw_marks(drawing: Drawing, scale: _Scale, whisker: Whisker, y: float, radius: float) -> None:
    if whisker.baseline_interval:
        low, high = whisker.baseline_interval
        drawing.line(scale.x(low), y, scale.x(high), y, "whisker-muted")
    if whisker.baseline is not None:
        _diamond(drawing, scale.x(whisker.baseline), y)
    if whisker.interval:
        low, high = whisker.interval
        drawing.line(scale.x(low), y, scale.x(high), y, "whisker")
        for end in (low, high):
            drawing.line(scale.x(end), y - radius, scale.x(end), y + radius, "whisker-end")
    drawing.circle(scale.x(whisker.value), y, radius, "accent")


def _diamond(drawing: Drawing, x: float, y: float, size: float = 5.5) -> None:
    drawing.path([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], "hollow", closed=True)
