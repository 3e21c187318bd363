"""The explanation of a note as one page: its text with the terms marked where they stand, and the figures.

The page holds the note itself. It belongs into the workspace and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from epicrisis.reports.details import STEMS, term_text
from epicrisis.reports.document import Row, Table, cell_text
from epicrisis.reports.html import page_environment, page_style
from epicrisis.reports.wording import Wording
from epicrisis.training.explaining import Explanation
from epicrisis.training.placing import Mark

LEVELS = 5
"""Strengths of a mark."""
MOST_TERMS = 40
_FAINTEST = 0.05


@dataclass(frozen=True)
class Stretch:
    """A piece of a text.

    Parameters
    ----------
    text : str
        The piece.
    level : int
        0 without a mark, else 1 to `LEVELS`.
    contribution : float
        What it gave.
    """

    text: str
    level: int = 0
    contribution: float = 0.0

    @property
    def look(self) -> str:
        """Class of its mark."""
        return f"{'for' if self.contribution > 0 else 'against'} level-{self.level}"


def stretches(text: str, marks: Sequence[Mark], largest: float) -> Iterator[Stretch]:
    """Cut a text into marked and unmarked pieces that together are the text.

    Parameters
    ----------
    text : str
        The text.
    marks : sequence of Mark
        Its marks, in order.
    largest : float
        The contribution that gets the strongest mark; what gives less than a twentieth of it gets none.
    """
    at = 0
    for mark in marks:
        share = abs(mark.contribution) / largest if largest else 0.0
        if share < _FAINTEST:
            continue
        if mark.start > at:
            yield Stretch(text[at : mark.start])
        yield Stretch(text[mark.start : mark.stop], min(LEVELS, 1 + int(share * LEVELS)), mark.contribution)
        at = mark.stop
    if at < len(text):
        yield Stretch(text[at:])


def term_rows(explanation: Explanation, words: Wording, limit: int = MOST_TERMS) -> list[Row]:
    """Return the terms that gave most, for or against; character n-grams are one row, their sum.

    Parameters
    ----------
    explanation : Explanation
        The explanation.
    words : Wording
        The language.
    limit : int
        Number of terms.
    """
    say = words.say
    shown = [one for one in explanation.terms if one.kind != "char"]
    rows: list[Row] = [
        {
            say("Term"): term_text(one.term),
            say("Weight"): f"{one.weight:+.4f}",
            say("Value"): f"{one.value:.4f}",
            say("Contribution"): f"{one.contribution:+.4f}",
        }
        for one in shown[:limit]
    ]
    for title, rest in (
        (say("Character n-grams, all together"), [one for one in explanation.terms if one.kind == "char"]),
        (say("All other terms"), shown[limit:]),
    ):
        if rest:
            total = f"{sum(one.contribution for one in rest):+.4f}"
            rows.append({say("Term"): title, say("Weight"): "", say("Value"): "", say("Contribution"): total})
    return rows


def explanation_page(explanation: Explanation, texts: Mapping[str, str], title: str, language: str) -> str:
    """Return the explanation of a note as one self-contained page with the note in it.

    Parameters
    ----------
    explanation : Explanation
        The explanation.
    texts : mapping of str to str
        The text of each text column, which the marks stand in: `epicrisis.training.explaining.note_texts`.
    title : str
        What the note is called.
    language : {"es", "en"}
        Language of the page.
    """
    words = Wording(language)
    return (
        page_environment()
        .get_template("explanation.html.j2")
        .render(
            language=language,
            title=title,
            explanation=explanation,
            stems=words.say(STEMS) if explanation.stems else "",
            fragments={name: note_fragment(explanation, name, text) for name, text in texts.items()},
            table=Table.of("table-terms", words.say("What each term gave"), term_rows(explanation, words)),
            cell_text=lambda cell: cell_text(cell, words),
            _=words.say,
            style=page_style("page.css", "explanation.css"),
        )
    )


def note_fragment(explanation: Explanation, column: str, text: str) -> Markup:
    """Return one text of a note as HTML: escaped, with ``mark`` elements that say their sign in letters too."""
    largest = max((abs(mark.contribution) for marks in explanation.marks.values() for mark in marks), default=0.0)
    pieces = stretches(text, explanation.marks.get(column, []), largest)
    return Markup("").join(_piece(piece) for piece in pieces)


def _piece(piece: Stretch) -> Markup:
    if not piece.level:
        return Markup("{}").format(piece.text)
    sign = "+" if piece.contribution > 0 else "−"
    # The sign is part of the text: it is read aloud, copied and printed without colours.
    return Markup('<mark class="{}" title="{}">{}<sup>{}</sup></mark>').format(
        piece.look, f"{piece.contribution:+.4f}", piece.text, sign
    )
