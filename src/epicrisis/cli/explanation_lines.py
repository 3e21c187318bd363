"""The explanation of a note, as lines without the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epicrisis.cli.table import aligned, indented, shown_path
from epicrisis.reports.details import STEMS
from epicrisis.reports.explanation import term_rows
from epicrisis.reports.wording import Wording

if TYPE_CHECKING:
    from epicrisis.cli.console import Console
    from epicrisis.flows.explaining import ExplainRecord

_TERMS = 15


def explanation_lines(record: ExplainRecord, console: Console) -> list[str]:
    """Return the decision and what the terms gave that gave most.

    Parameters
    ----------
    record : ExplainRecord
        The explanation.
    console : Console
        Who speaks.
    """
    say, found = console.translate, record.explanation
    rows = [list(one.items()) for one in term_rows(found, Wording(console.language), limit=_TERMS)]
    table = [[name for name, _ in rows[0]], *([str(cell) for _, cell in row] for row in rows)] if rows else []
    return [
        say("Class given by the model: {label}.", label=found.predicted),
        say(
            "Decision value of {label}: {value}. It is the intercept, {intercept}, plus what each term gives.",
            label=found.label,
            value=f"{found.decision:+.4f}",
            intercept=f"{found.intercept:+.4f}",
        ),
        *(indented(aligned(table, right=True)) if table else []),
        *([say(STEMS)] if found.stems else []),
        say("With the note itself: {path}", path=shown_path(record.page)),
    ]
