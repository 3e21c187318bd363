"""Rows that say the same of the same patient."""

from __future__ import annotations

import polars as pl

from epicrisis.etl.schema import ROW_NUMBER


def repeated_rows(notes: pl.DataFrame) -> pl.Series:
    """Mark every row that equals an earlier one in all declared columns.

    Parameters
    ----------
    notes : polars.DataFrame
        Clean notes in the order of the snapshot; labels with one spelling a class. Missing values equal each other.

    Returns
    -------
    polars.Series of Boolean
        False for the first row of each kind.
    """
    declared = [name for name in notes.columns if name != ROW_NUMBER]
    firsts = notes.with_row_index("position").unique(declared, keep="first")["position"]
    return pl.repeat(value=True, n=notes.height, eager=True).scatter(firsts, values=False).alias("repeated")
