"""Scalable drawings out of a few shapes, escaped by the XML library and coloured by style sheet.

Hand-drawn rather than by a plotting library: they take the page's colours in light and dark, stay text that can be
searched and read aloud, weigh a few kilobytes, and cost milliseconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from epicrisis.reports.wording import shorten

WIDTH = 720.0


@dataclass
class Drawing:
    """A drawing with a title and a description for those who do not see it.

    Parameters
    ----------
    key : str
        Name of its file, and of its parts in a page.
    title, description : str
        What it is, and what it shows in a sentence.
    height, width : float
        Size in its own units, about CSS pixels.
    """

    key: str
    title: str
    description: str
    height: float
    width: float = WIDTH
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        size = {"viewBox": f"0 0 {_plain(self.width)} {_plain(self.height)}", "width": _plain(self.width)}
        names = {"role": "img", "aria-labelledby": f"{self.key}-title {self.key}-desc", "class": "chart"}
        self.root = Element("svg", {**size, **names, "height": _plain(self.height)})
        SubElement(self.root, "title", {"id": f"{self.key}-title"}).text = _printable(self.title)
        SubElement(self.root, "desc", {"id": f"{self.key}-desc"}).text = _printable(self.description)

    def group(self, look: str) -> Element:
        """Open a group that shapes may be put into."""
        return SubElement(self.root, "g", {"class": look})

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        look: str,
        *,
        radius: float = 0,
        opacity: float | None = None,
        hint: str = "",
        into: Element | None = None,
    ) -> None:
        """Draw a rectangle; `hint` is shown under the pointer."""
        shape = self._add("rect", look, into, x=x, y=y, width=max(width, 0), height=height, rx=radius)
        if opacity is not None:
            shape.set("fill-opacity", _plain(opacity))
        if hint:
            SubElement(shape, "title").text = _printable(hint)

    def line(self, x1: float, y1: float, x2: float, y2: float, look: str) -> None:
        """Draw a straight line."""
        self._add("line", look, None, x1=x1, y1=y1, x2=x2, y2=y2)

    def circle(self, x: float, y: float, radius: float, look: str, *, hint: str = "") -> None:
        """Draw a dot; `hint` is shown under the pointer."""
        shape = self._add("circle", look, None, cx=x, cy=y, r=radius)
        if hint:
            SubElement(shape, "title").text = _printable(hint)

    def path(self, points: list[tuple[float, float]], look: str, *, closed: bool = False) -> None:
        """Draw a line through `points`."""
        steps = " L".join(f"{_plain(x)} {_plain(y)}" for x, y in points)
        self._add("path", look, None).set("d", f"M{steps}{'Z' if closed else ''}")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        look: str = "",
        *,
        anchor: str = "start",
        limit: int = 200,
        turn: float = 0,
    ) -> None:
        """Write a line of text, cut at `limit` characters; the whole is shown under the pointer."""
        shape = self._add("text", look, None, x=x, y=y)
        if anchor != "start":
            shape.set("text-anchor", anchor)
        if turn:
            shape.set("transform", f"rotate({_plain(turn)} {_plain(x)} {_plain(y)})")
        shape.text = _printable(shorten(words, limit))
        if shape.text != words:
            SubElement(shape, "title").text = _printable(shorten(words, 500))

    def inline(self) -> str:
        """Return the drawing for a page that brings the style sheet."""
        return tostring(self.root, encoding="unicode")

    def standalone(self) -> str:
        """Return the drawing as a file of its own, style included."""
        body = self.inline()
        opened = body.index(">") + 1
        start = body[:opened].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return f'{start}<style>{chart_style()}</style><rect class="paper" width="100%" height="100%"/>{body[opened:]}\n'

    def _add(self, shape: str, look: str, into: Element | None, **numbers: float) -> Element:
        attributes = {name: _plain(value) for name, value in numbers.items() if value or name != "rx"}
        return SubElement(
            self.root if into is None else into, shape, {**({"class": look} if look else {}), **attributes}
        )


@cache
def chart_style() -> str:
    """Return the style sheet of a drawing that stands alone."""
    folder = files("epicrisis.reports") / "templates"
    return (folder / "tokens.css").read_text("utf-8") + (folder / "chart.css").read_text("utf-8")


def text_width(words: str, size: float = 13) -> float:
    """Return about how wide a line of text is in a drawing; fonts differ, so it errs on the wide side."""
    return 0.6 * size * len(words)


def label_room(labels: Iterable[str], limit: int) -> float:
    """Return the room to leave for labels of at most `limit` characters at the left of a drawing."""
    return max((text_width(shorten(label, limit)) for label in labels), default=0.0) + 26


def nice_ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return round numbers that span `low` to `high`, about `wanted` of them.

    Their step is 1, 2 or 5 times a power of ten.
    """
    span = high - low or abs(high) or 1.0
    rough = span / max(wanted - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _printable(text: str) -> str:
    # XML has no character for most controls; a label may hold any.
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
