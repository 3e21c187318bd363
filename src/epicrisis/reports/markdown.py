"""A document as GitHub-flavoured Markdown, small enough for a Prefect artifact whatever the run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from epicrisis.reports.document import MAX_ROWS, Document, Section, Table, cell_text
from epicrisis.reports.wording import Wording

# Prefect keeps an artifact of 256 kB at most.
MAX_BYTES = 250_000

# An underscore inside a word means nothing, and column names are full of them.
_SPECIAL = re.compile(r"([\\`*\[\]<>#|~$&]|(?<![^\W_])_|_(?![^\W_]))")


def to_markdown(document: Document) -> str:
    """Return a document as Markdown of at most `MAX_BYTES` bytes of UTF-8.

    Sections are written in order while there is room; what is left out is named at the end.
    """
    words = Wording(document.language)
    written = "\n\n".join(_front(document, words))
    left_out = []
    for section in document.sections:
        part = "\n\n".join(_section(section, words))
        if len(f"{written}\n\n{part}".encode()) > MAX_BYTES - 2_000:
            left_out.append(section.title)
        else:
            written = f"{written}\n\n{part}"
    if left_out:
        # The rest stands in the page, which has no such limit.
        names = escape(", ".join(left_out))
        written = (
            f"{written}\n\n{words.say('Left out here for its size: {names}. The HTML report has it.', names=names)}"
        )
    return f"{written}\n"


def escape(text: str) -> str:
    """Return text in which no character has a meaning to Markdown or HTML."""
    return (
        _SPECIAL.sub(r"\\\1", " ".join(text.split()))
        .replace("\\<", "&lt;")
        .replace("\\>", "&gt;")
        .replace("\\&", "&amp;")
    )


def _front(document: Document, words: Wording) -> Iterator[str]:
    yield f"# {escape(document.title)}"
    yield escape(document.subtitle)
    if document.headline:
        figure = document.headline
        yield f"**{escape(figure.label)}: {escape(figure.value)}** ({escape(figure.interval)})"
        yield f"{escape(figure.comparison)}. **{escape(figure.verdict)}**"
        yield from ([escape(figure.note)] if figure.note else [])
    if document.link:
        yield f"<{document.link}>" if not re.search(r"[\s<>]", document.link) else escape(document.link)
    if document.points:
        yield f"## {escape(words.say('In plain words'))}"
        yield "\n".join(f"- {escape(point)}" for point in document.points)
    for part in document.front:
        yield "\n\n".join(_section(part, words))
    if document.limits:
        yield f"## {escape(words.say('Keep in mind'))}"
        yield "\n".join(
            f"- {'**' if level == 'warning' else ''}{escape(limit)}{'**' if level == 'warning' else ''}"
            for level, limit in document.limits
        )
    yield f"> {escape(document.statement)}"


def _section(section: Section, words: Wording) -> Iterator[str]:
    yield f"## {escape(section.title)}"
    yield from (escape(sentence) for sentence in section.sentences)
    for table in section.tables:
        if table and table.rows:
            yield f"### {escape(table.caption)}"
            yield _table(table, words)


def _table(table: Table, words: Wording) -> str:
    marks = ["---:" if right else "---" for right in table.figure_columns()]
    lines = [_line([escape(column) for column in table.columns]), _line(marks)]
    lines += [_line([escape(cell_text(cell, words)) for cell in row]) for row in table.rows[:MAX_ROWS]]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
