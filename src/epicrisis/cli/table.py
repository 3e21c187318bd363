"""Text that fits a terminal: aligned tables and short paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def aligned(rows: Sequence[Sequence[str]], *, right: bool = False) -> list[str]:
    """Return rows as lines with their columns one below the other.

    Parameters
    ----------
    rows : sequence of sequences of str
        Rows of equal length.
    right : bool
        Whether all columns but the first stand to the right, as figures do.
    """
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if right and position else cell.ljust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def indented(lines: Sequence[str]) -> list[str]:
    """Return lines moved two blanks to the right."""
    return [f"  {line}" for line in lines]


def shown_path(path: str | Path) -> str:
    """Return a path as short as it can be given from the working folder."""
    absolute, here = Path(path).absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
