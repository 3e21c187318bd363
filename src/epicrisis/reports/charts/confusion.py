"""The confusion matrix: what each class is taken for."""

from __future__ import annotations

from dataclasses import dataclass

from epicrisis.reports.charts.svg import WIDTH, Drawing, label_room
from epicrisis.reports.report import Confusion
from epicrisis.reports.wording import Wording, shorten

TOP, LONGEST_LABEL = 132.0, 28
MOST_CLASSES, MOST_COUNTED = 40, 25


@dataclass(frozen=True)
class Matrix:
    """Counts by true class (rows) and predicted class (columns), and the share of each in its row.

    Parameters
    ----------
    classes : list of str
        Those drawn.
    counts, shares : list of list
        With a last row and column for the classes that are left out, if any are.
    left_out : int
        Number of those.
    """

    classes: list[str]
    counts: list[list[int]]
    shares: list[list[float]]
    left_out: int = 0

    def names(self, words: Wording) -> list[str]:
        """Return the name of each row and column."""
        others = [words.say("{count} other classes", count=self.left_out)] if self.left_out else []
        return [*self.classes, *others]


def gather_matrix(confusion: Confusion) -> Matrix:
    """Return the counts with their shares; of many classes, those with most mistakes, and all others as one.

    A class without test rows has shares of zero.
    """
    classes, counts, left_out = confusion.classes, confusion.counts, 0
    if len(classes) > MOST_CLASSES:
        mistakes = [sum(row) - row[place] for place, row in enumerate(counts)]
        worst = sorted(range(len(classes)), key=lambda place: -mistakes[place])[: MOST_CLASSES - 1]
        kept = [[place] for place in sorted(worst)]
        others = sorted(set(range(len(classes))) - set(worst))
        counts = [[_sum(counts, ours, theirs) for theirs in [*kept, others]] for ours in [*kept, others]]
        classes, left_out = [classes[place] for place in sorted(worst)], len(others)
    shares = [[count / (sum(row) or 1) for count in row] for row in counts]
    return Matrix(classes, counts, shares, left_out)


def _sum(counts: list[list[int]], rows: list[int], columns: list[int]) -> int:
    return sum(counts[row][column] for row in rows for column in columns)


def draw_matrix(matrix: Matrix, words: Wording) -> Drawing:
    """Draw the matrix, shaded by share of the true class, with counts while there is room for them."""
    names = matrix.names(words)
    left = label_room([*names, words.say("True class ↓")], LONGEST_LABEL)
    # The last name leans to the right, over the edge of its column.
    side = min(58.0, (WIDTH - left - 100) / len(names))
    title = words.say("Confusion matrix")
    if matrix.left_out:
        title = words.say("Confusion matrix of the {count} classes with most mistakes", count=len(matrix.classes))
    drawing = Drawing(
        "figure-confusion",
        title,
        words.say(
            "Rows are true classes, columns are predicted ones; the stronger the colour, the larger the share of the "
            "row."
        ),
        TOP + side * len(names) + 12,
    )
    drawing.text(left, 16, words.say("Predicted class →"), "small")
    drawing.text(left - 10, TOP - 10, words.say("True class ↓"), "small", anchor="end")
    grid = _Grid(left, side, 1.5 if side > 12 else 0.0)
    _draw_names(drawing, names, grid)
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
    names, size = matrix.names(words), grid.side - grid.gap
    number = len(names)
    drawing.rect(grid.left, TOP, grid.side * number - grid.gap, grid.side * number - grid.gap, "ground", radius=2)
    cells = drawing.group("cells")
    for row, counts in enumerate(matrix.counts):
        for column, count in enumerate(counts):
            if not count:
                continue
            x, y = grid.left + grid.side * column, TOP + grid.side * row
            hint = _hint(matrix, names, row, column, words)
            drawing.rect(x, y, size, size, "cell", opacity=matrix.shares[row][column], hint=hint, into=cells)
            if number <= MOST_COUNTED:
                look = "count" if grid.side >= 30 else "count tiny"
                drawing.text(x + size / 2, y + grid.side / 2 + 4, words.count(count), look, anchor="middle")


def _hint(matrix: Matrix, names: list[str], row: int, column: int, words: Wording) -> str:
    return words.say(
        "{truth} taken for {predicted}: {count} of {total}",
        truth=shorten(names[row], 60),
        predicted=shorten(names[column], 60),
        count=words.count(matrix.counts[row][column]),
        total=words.count(sum(matrix.counts[row])),
    )
