"""What a run shows on Prefect's page: tables, the report, the search's progress, a link to MLflow.

Artifacts are stored for good in Prefect's database, so each is kept small, and none holds a patient's text: they are
made of the same rows as the reports.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from epicrisis.progress import Advance, Event, Listener
from epicrisis.reports.document import Row
from epicrisis.reports.wording import Wording

MAX_ROWS = 200
MAX_BYTES = 256_000

_UPDATE_EVERY_S = 1.0


def publish_table(key: str, rows: Sequence[Row], title: str, language: str) -> None:
    """Publish a table, its last rows left out if it is too long or too large.

    Parameters
    ----------
    key : str
        The artifact's key.
    rows : sequence of dict
        One dict a row.
    title : str
        What it shows, translated.
    language : {"es", "en"}
        Language of the note on rows left out.
    """
    shown = fitting(rows)
    if len(shown) < len(rows):
        note = Wording(language).say("the first {shown} of {total} rows", shown=len(shown), total=len(rows))
        title = f"{title} ({note})"
    create_table_artifact(key=key, table=[dict(row) for row in shown], description=title)


def fitting(rows: Sequence[Row]) -> list[Row]:
    """Return as many of the first rows as an artifact may hold: `MAX_ROWS`, and `MAX_BYTES` as JSON."""
    shown: list[Row] = []
    room = MAX_BYTES
    for row in rows[:MAX_ROWS]:
        room -= len(json.dumps(row, ensure_ascii=True)) + 2
        if room < 0:
            break
        shown.append(row)
    return shown


def publish_markdown(key: str, text: str, title: str) -> None:
    """Publish a Markdown text, cut at a paragraph's end if it is too large."""
    create_markdown_artifact(key=key, markdown=shortened(text), description=title)


def shortened(text: str) -> str:
    """Return as many of the first paragraphs as an artifact may hold."""
    if len(text.encode()) <= MAX_BYTES:
        return text
    cut = text.encode()[: MAX_BYTES - 8].decode(errors="ignore")
    return cut[: cut.rfind("\n\n")] + "\n\n…"


def publish_link(key: str, address: str, title: str) -> None:
    """Publish a link."""
    create_link_artifact(key=key, link=address, link_text=address, description=title)


class SearchProgress:
    """A listener that passes events on and keeps a progress artifact up to date while a search runs.

    Parameters
    ----------
    listener : callable
        Who hears every event.
    title : str
        What the artifact shows, translated.
    """

    def __init__(self, listener: Listener, title: str) -> None:
        self._listener = listener
        self._title = title
        self._artifact: UUID | None = None
        self._next = 0.0
        self._lost = False

    def __call__(self, event: Event) -> None:
        """Pass an event on; of the search's advances, publish at most one a second and the last."""
        self._listener(event)
        if isinstance(event, Advance) and event.stage == "search" and event.total and not self._lost:
            ended = event.done >= event.total
            if ended or time.monotonic() >= self._next:
                self._publish(100.0 * event.done / event.total)
                self._next = time.monotonic() + _UPDATE_EVERY_S

    def _publish(self, percent: float) -> None:
        try:
            if self._artifact is None:
                made = create_progress_artifact(key="optuna-progress", progress=percent, description=self._title)
                self._artifact = made if isinstance(made, UUID) else None
            else:
                update_progress_artifact(self._artifact, progress=percent)
        except httpx.TransportError:
            self._lost = True  # a bar on a page is not worth the search
