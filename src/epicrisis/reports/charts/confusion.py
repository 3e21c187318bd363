"""The confusion matrix: what each class is taken for."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room
from epicrisis.reports.report import Confusion
from epicrisis.reports.wording import Wording, shorten

TOP, LONGEST_LABEL = 132.0, 28
MOST_LABELLED, MOST_COUNTED = 60, 25


@dataclass(frozen=True)
class Matrix:
    """Counts by true class (rows) and predicted class (columns), and the share of each in its row."""

    classes: list[str]
    counts: list[list[int]]
    shares: list[list[float]]


def gather_matrix(confusion: Confusion) -> Matrix:
    """Return the counts with their shares; a class without test rows has shares of zero."""
    shares = [[count / (sum(row) or 1) for count in row] for row in confusion.counts]
    return Matrix(confusion.classes, confusion.counts, shares)


def draw_matrix(matrix: Matrix, words: Wording) -> Drawing:
    """Draw the matrix, shaded by share of the true class; counts and names while there is room for them."""
    number = len(matrix.classes)
    labels = [*matrix.classes, words.say("True class ↓")] if number <= MOST_LABELLED else [words.say("True class ↓")]
    left = label_room(labels, LONGEST_LABEL)
    # The last name leans to the right, over the edge of its column.
    side = min(58.0, (WIDTH - left - 100) / number)
    drawing = Drawing(
        "figure-confusion",
        words.say("Confusion matrix"),
        words.say(
            "Rows are true classes, columns are predicted ones; the stronger the colour, the larger the share of the "
            "row."
        ),
        TOP + side * number + 12,
    )
    drawing.text(left, 16, words.say("Predicted class →"), "small")
    drawing.text(left - 10, TOP - 10, words.say("True class ↓"), "small", anchor="end")
    grid = _Grid(left, side, 1.5 if side > 12 else 0.0)
    if number <= MOST_LABELLED:
        _draw_names(drawing, matrix.classes, grid)
    _draw_cells(drawing, matrix, grid, words)
    return drawing


@dataclass(frozen=True)
class _Grid:
    left: float
    side: float
    gap: float


def _draw_names(drawing: Drawing, classes: list[str], grid: _Grid) -> None:
    look = "" if grid.side >= 14 else "tiny"
    for index, label in enumerate(classes):
        middle = grid.side * (index + 0.5)
        drawing.text(grid.left - 10, TOP + middle + 4, label, look, anchor="end", limit=LONGEST_LABEL)
        drawing.text(grid.left + middle + 3, TOP - 8, label, look, limit=18, turn=-40)


def _draw_cells(drawing: Drawing, matrix: Matrix, grid: _Grid, words: Wording) -> None:
    number, size = len(matrix.classes), grid.side - grid.gap
    drawing.rect(grid.left, TOP, grid.side * number - grid.gap, grid.side * number - grid.gap, "ground", radius=2)
    cells = drawing.group("cells")
    for row, counts in enumerate(matrix.counts):
        for column, count in enumerate(counts):
            if not count:
                continue
            x, y = grid.left + grid.side * column, TOP + grid.side * row
            hint = _hint(matrix, row, column, words) if number <= MOST_LABELLED else ""
            drawing.rect(x, y, size, size, "cell", opacity=matrix.shares[row][column], hint=hint, into=cells)
            if number <= MOST_COUNTED:
                look = "count" if grid.side >= 30 else "count tiny"
                drawing.text(x + size / 2, y + grid.side / 2 + 4, words.count(count), look, anchor="middle")


def _hint(matrix: Matrix, row: int, column: int, words: Wording) -> str:
    return words.say(
        "{truth} taken for {predicted}: {count} of {total}",
        truth=shorten(matrix.classes[row], 60),
        predicted=shorten(matrix.classes[column], 60),
        count=words.count(matrix.counts[row][column]),
        total=words.count(sum(matrix.counts[row])),
    )
