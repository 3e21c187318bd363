"""How well each class is found: recall and F1, with the rows they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room, text_width
from epicrisis.reports.wording import Wording
from epicrisis.training.result import ClassFigures

RIGHT, TOP, STEP, LONGEST_LABEL = 150.0, 34.0, 34.0, 30
MOST_CLASSES = 40


@dataclass(frozen=True)
class ClassBars:
    """The classes drawn, and the number left out."""

    classes: list[ClassFigures]
    left_out: int


def gather_classes(per_class: list[ClassFigures]) -> ClassBars:
    """Return the classes from the best found to the worst; of many, the `MOST_CLASSES` worst."""
    ordered = sorted((one for one in per_class if one.rows_test), key=lambda one: -one.f1)
    return ClassBars(ordered[-MOST_CLASSES:], max(len(ordered) - MOST_CLASSES, 0))


def draw_classes(bars: ClassBars, words: Wording) -> Drawing | None:
    """Draw two bars for each class; None without classes."""
    if not bars.classes:
        return None
    title = words.say("Recall and F1 of each class")
    if bars.left_out:
        title = words.say("Recall and F1 of the {count} classes found worst", count=words.count(len(bars.classes)))
    drawing = Drawing(
        "figure-classes",
        title,
        words.say("Two bars for each class, from the best found to the worst, with its number of test rows."),
        TOP + STEP * len(bars.classes) + 30,
    )
    scale = _Scale(label_room((one.label for one in bars.classes), LONGEST_LABEL))
    _draw_frame(drawing, scale, words, TOP + STEP * len(bars.classes))
    for index, one in enumerate(bars.classes):
        _draw_class(drawing, scale, one, TOP + STEP * index + 6, words)
    return drawing


@dataclass(frozen=True)
class _Scale:
    left: float

    def x(self, share: float) -> float:
        return self.left + share * (WIDTH - self.left - RIGHT)


def _draw_frame(drawing: Drawing, scale: _Scale, words: Wording, bottom: float) -> None:
    second = scale.left + text_width(words.say("Recall"), 12) + 36
    drawing.rect(scale.left, 7, 10, 10, "accent")
    drawing.text(scale.left + 16, 16, words.say("Recall"), "small")
    drawing.rect(second, 7, 10, 10, "second")
    drawing.text(second + 16, 16, "F1", "small")
    drawing.text(WIDTH - 4, 16, words.say("Test rows"), "small", anchor="end")
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawing.line(scale.x(tick), TOP, scale.x(tick), bottom, "grid")
        drawing.text(scale.x(tick), bottom + 18, words.tick(tick), "small", anchor="middle")


def _draw_class(drawing: Drawing, scale: _Scale, one: ClassFigures, y: float, words: Wording) -> None:
    drawing.text(scale.left - 14, y + 15, one.label, anchor="end", limit=LONGEST_LABEL)
    for value, look, shift in ((one.recall, "accent", 0), (one.f1, "second", 11)):
        drawing.rect(scale.x(0), y + shift, scale.x(value) - scale.x(0), 9, look, radius=1.5)
    drawing.text(WIDTH - RIGHT + 46, y + 8.5, words.score(one.recall), "value small", anchor="end")
    drawing.text(WIDTH - RIGHT + 46, y + 20, words.score(one.f1), "small", anchor="end")
    drawing.text(WIDTH - 4, y + 15, words.count(one.rows_test), "value", anchor="end")
