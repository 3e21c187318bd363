"""The way of the rows: read, dropped, kept, and on which side of the split."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.reports.charts.svg import Drawing
from epicrisis.reports.wording import Wording
from epicrisis.training.result import SplitFacts

# The code stands in JSON; this is what a reader sees.
REASONS = {
    Reason.EMPTY_TEXT: "All texts empty",
    Reason.EMPTY_LABEL: "Label empty",
    Reason.EMPTY_PATIENT: "Patient unknown",
    Reason.IMPOSSIBLE_AGE: "Impossible age",
    Reason.DUPLICATE: "Exact duplicate",
    Reason.RARE_CLASS: "Class too rare",
}

BOX_WIDTH, BOX_HEIGHT, MIDDLE = 250.0, 58.0, 126.0


@dataclass(frozen=True)
class Box:
    """A step of the flow: its name, its rows and, where known, its patients."""

    name: str
    rows: str
    patients: str


@dataclass(frozen=True)
class Flow:
    """The steps of the flow and the reasons for dropping."""

    read: Box
    kept: Box
    train: Box
    test: Box
    dropped: list[tuple[str, str]]


def gather_flow(ledger: Ledger, split: SplitFacts, words: Wording) -> Flow:
    """Return the steps with their counts in words."""

    def box(name: str, count: int, patients: int = 0) -> Box:
        people = words.say("{count} patients", count=words.count(patients)) if patients else ""
        return Box(name, words.count(count), people)

    dropped = sorted(ledger.dropped.items(), key=lambda one: -one[1])
    return Flow(
        box(words.say("Rows read"), ledger.read),
        box(words.say("Rows kept"), ledger.kept, ledger.patients),
        box(words.say("Training rows"), split.rows_train, split.patients_train),
        box(words.say("Sealed test rows"), split.rows_test, split.patients_test),
        [(words.say(REASONS[reason]), words.count(count)) for reason, count in dropped if count],
    )


def draw_flow(flow: Flow, words: Wording) -> Drawing:
    """Draw the flow from top to bottom, with the dropped rows at its side."""
    side = 34 + 20 * max(len(flow.dropped), 1)
    kept_at = max(BOX_HEIGHT + 54, 40 + side - BOX_HEIGHT / 2)
    last_at = kept_at + BOX_HEIGHT + 54
    drawing = Drawing(
        "figure-rows",
        words.say("From the rows read to the sealed test"),
        words.say(
            "Rows read, dropped by reason, kept, and divided into training and sealed test. The table has the counts."
        ),
        last_at + BOX_HEIGHT + 8,
    )
    _draw_arrows(drawing, kept_at, last_at)
    _draw_box(drawing, flow.read, MIDDLE - BOX_WIDTH / 2, 4)
    _draw_box(drawing, flow.kept, MIDDLE - BOX_WIDTH / 2, kept_at)
    _draw_box(drawing, flow.train, MIDDLE - BOX_WIDTH / 2, last_at)
    _draw_box(drawing, flow.test, MIDDLE + BOX_WIDTH / 2 + 60, last_at, "box strong")
    _draw_dropped(drawing, flow.dropped, MIDDLE + BOX_WIDTH / 2 + 60, 40, side, words)
    return drawing


def _draw_box(drawing: Drawing, box: Box, x: float, y: float, look: str = "box") -> None:
    drawing.rect(x, y, BOX_WIDTH, BOX_HEIGHT, look, radius=6)
    drawing.text(x + 16, y + 24, box.name, "value")
    drawing.text(x + 16, y + 44, f"{box.rows} · {box.patients}" if box.patients else box.rows, "small")


def _draw_dropped(
    drawing: Drawing, dropped: list[tuple[str, str]], x: float, y: float, height: float, words: Wording
) -> None:
    drawing.rect(x, y, BOX_WIDTH, height, "box faint", radius=6)
    drawing.text(x + 16, y + 22, words.say("Rows dropped") if dropped else words.say("No row was dropped"), "value")
    for index, (reason, count) in enumerate(dropped):
        drawing.text(x + 16, y + 43 + 20 * index, reason, "small", limit=30)
        drawing.text(x + BOX_WIDTH - 16, y + 43 + 20 * index, count, "small", anchor="end")


def _draw_arrows(drawing: Drawing, kept_at: float, last_at: float) -> None:
    side = MIDDLE + BOX_WIDTH / 2 + 60
    _draw_arrow(drawing, MIDDLE, BOX_HEIGHT + 4, MIDDLE, kept_at)
    _draw_arrow(drawing, MIDDLE, kept_at + BOX_HEIGHT, MIDDLE, last_at)
    branch = (BOX_HEIGHT + 4 + max(kept_at, 80)) / 2
    _draw_arrow(drawing, MIDDLE, branch, side, branch)
    fork = kept_at + BOX_HEIGHT + 26
    drawing.line(MIDDLE, fork, side + BOX_WIDTH / 2, fork, "axis")
    _draw_arrow(drawing, side + BOX_WIDTH / 2, fork, side + BOX_WIDTH / 2, last_at)


def _draw_arrow(drawing: Drawing, x1: float, y1: float, x2: float, y2: float) -> None:
    drawing.line(x1, y1, x2, y2, "axis")
    back = (
        [(x2 - 4, y2 - 7), (x2, y2), (x2 + 4, y2 - 7)] if x1 == x2 else [(x2 - 7, y2 - 4), (x2, y2), (x2 - 7, y2 + 4)]
    )
    drawing.path(back, "arrow")
