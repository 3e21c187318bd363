"""A document as one HTML file that needs no network, no script and no other file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from epicrisis.reports.charts.svg import Drawing
from epicrisis.reports.document import Cell, Document
from epicrisis.reports.document import cell_text as written
from epicrisis.reports.wording import Wording


def to_html(document: Document) -> str:
    """Return a document as a whole page."""
    words = Wording(document.language)

    def cell_text(cell: Cell) -> str:
        return written(cell, words)

    template = page_environment().get_template("report.html.j2")
    style = page_style("chart.css", "page.css")
    return template.render(document=document, _=words.say, cell_text=cell_text, inline=_inline, style=style)


def _inline(drawing: Drawing) -> Markup:
    # The XML library has escaped every name in it.
    return Markup(drawing.inline())  # noqa: S704


@cache
def page_environment() -> Environment:
    """Return the templates' environment: it escapes everything, and a name that is missing is an error."""
    return Environment(
        loader=PackageLoader("epicrisis.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def page_style(*names: str) -> Markup:
    """Return style sheets of this package as one, the colours before them."""
    folder = files("epicrisis.reports") / "templates"
    sheets = [(folder / name).read_text("utf-8") for name in ("tokens.css", *names)]
    return Markup("\n").join(Markup(sheet) for sheet in sheets)  # noqa: S704 - files of this package
