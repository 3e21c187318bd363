"""From a raw frame, Polars or pandas, to plain arrays: the only place where features meet a frame library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from epicrisis.errors import SchemaMismatch
from epicrisis.etl.text_repair import repair_text
from epicrisis.settings.names import fold_name


def wrapped(frame: Any) -> nw.DataFrame[Any]:
    """Return a Polars or pandas frame behind narwhals' face."""
    return nw.from_native(frame, eager_only=True)


def find_columns(frame: Any, wanted: Sequence[str]) -> tuple[nw.DataFrame[Any], dict[str, str]]:
    """Find declared columns in a frame by their folded names.

    Parameters
    ----------
    frame : polars.DataFrame or pandas.DataFrame
        The raw frame.
    wanted : sequence of str
        Names as declared in the settings.

    Returns
    -------
    tuple
        The frame behind narwhals' face, and for each wanted name that is there its name in the frame.
    """
    native = wrapped(frame)
    present = {fold_name(str(name)): name for name in reversed(native.columns)}
    return native, {name: present[fold_name(name)] for name in wanted if fold_name(name) in present}


def require_columns(found: dict[str, str], wanted: Sequence[str], columns: Sequence[str]) -> None:
    """Refuse a frame that lacks declared columns.

    Raises
    ------
    SchemaMismatch
        Names all that are missing and what was found.
    """
    missing = [name for name in wanted if name not in found]
    if missing:
        raise SchemaMismatch(
            "The frame lacks the columns {missing}. Found: {found}.",
            missing=", ".join(missing),
            found=", ".join(map(str, columns)) or "-",
        )


def text_column(frame: nw.DataFrame[Any], name: str) -> list[str]:
    """Return a column's texts, mended as the cleaning mends them; empty for a missing cell."""
    texts = ["" if _missing(value) else str(value) for value in frame[name].to_list()]
    return repair_text(pl.Series(texts, dtype=pl.String))[0].to_list()


def object_column(frame: nw.DataFrame[Any], name: str) -> list[str]:
    """Return a column's categories as the cleaning writes them; empty for a missing cell."""
    categories = pl.Series([_category(value) for value in frame[name].to_list()], dtype=pl.String)
    return repair_text(categories)[0].to_list()


def number_column(frame: nw.DataFrame[Any], name: str) -> npt.NDArray[np.float64]:
    """Return a column's numbers; NaN for a missing cell and for what is no number."""
    return np.fromiter(map(_number, frame[name].to_list()), np.float64, len(frame))


def _category(value: Any) -> str:
    if _missing(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    # A column of codes with a gap comes out of pandas as 1.0, 2.0, NaN.
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return str(int(value)) if whole else str(value).strip()


def _missing(value: object) -> bool:
    # None, NaN, NaT and pandas.NA: the last three are not equal to themselves, and pandas.NA has no truth value.
    return value is None or value is not value or type(value).__name__ in ("NAType", "NaTType") or value != value


def _number(value: Any) -> float:
    if _missing(value):
        return float("nan")
    try:
        return float(str(value).replace(",", ".")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return float("nan")
