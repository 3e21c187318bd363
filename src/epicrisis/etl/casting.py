"""A declared column becomes what its role needs, or is refused with what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Literal, NamedTuple

import polars as pl

from epicrisis.errors import SchemaMismatch
from epicrisis.etl.text_repair import repair_text

Role = Literal["text", "categorical", "numeric", "label", "patient", "date", "subgroup"]

_NUMBER = r"^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*$"
_DECIMAL_COMMA = r"^([+-]?\d*),(\d+)$"
# More unreadable values than readable ones: the column is not what it is declared to be.
_MOST_UNREADABLE = 0.5

_YEAR_FIRST = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y%m%d")
_DAY_FIRST = tuple(f"%d{sign}%m{sign}%Y{time}" for sign in "/-." for time in ("", " %H:%M", " %H:%M:%S"))
_MONTH_FIRST = tuple(f"%m/%d/%Y{time}" for time in ("", " %H:%M", " %H:%M:%S"))


class Cast(NamedTuple):
    """A column fit for its role, and the cells that were mended or given up on the way, by kind."""

    values: pl.Series
    repaired: Counter[str]


def cast_column(series: pl.Series, role: Role) -> Cast:
    """Return a column as its role needs it.

    Parameters
    ----------
    series : polars.Series
        The column as read, named as declared.
    role : {"text", "categorical", "numeric", "label", "patient", "date", "subgroup"}
        What the settings declare it to be.

    Returns
    -------
    Cast
        Texts as String without nulls; labels as String; categories, subgroups and patients as String, blank ones null;
        numbers as Float64, finite or null; dates as Date or Datetime without a time zone.

    Raises
    ------
    SchemaMismatch
        The column's type or content is of another kind.
    """
    return _CASTS[role](series)


def holds_only_numbers(series: pl.Series) -> bool:
    """Whether there are values and all of them are numbers, be it as numbers or as text."""
    if series.dtype.is_numeric():
        return True
    if series.dtype != pl.String:
        return False
    values = series.filter(series.str.contains(r"\S"))
    return values.len() > 0 and bool(values.str.contains(_NUMBER).all())


def _text(series: pl.Series) -> Cast:
    if holds_only_numbers(series):
        raise SchemaMismatch(
            "{column!r} is in columns.text and holds only numbers ({found}): move it to columns.numeric or "
            "columns.categorical.",
            column=series.name,
            found=series.dtype,
        )
    values, repaired = repair_text(_strings(series, "columns.text"))
    return Cast(values.fill_null(""), repaired)


def _category(series: pl.Series, setting: str) -> Cast:
    values, repaired = repair_text(_names(series, setting))
    stripped = values.str.strip_chars()
    return Cast(stripped.replace("", None), repaired)


def _label(series: pl.Series) -> Cast:
    # Blanks are kept: the account shows every spelling as the source has it.
    return Cast(*repair_text(_names(series, "columns.label")))


def _patient(series: pl.Series) -> Cast:
    if series.dtype.is_float() and not _all_whole(series):
        raise SchemaMismatch("{column!r} is columns.patient and holds numbers with decimals.", column=series.name)
    return _category(series, "columns.patient")


def _number(series: pl.Series) -> Cast:
    if series.dtype == pl.String:
        plain = series.str.strip_chars().replace("", None).str.replace(_DECIMAL_COMMA, "$1.$2")
        numbers = plain.cast(pl.Float64, strict=False)
        given = plain.drop_nulls().len()
    elif series.dtype.is_numeric() or series.dtype in (pl.Boolean, pl.Null):
        numbers = series.cast(pl.Float64)
        given = numbers.drop_nans().drop_nulls().len()
    else:
        raise _wrong_type(series, "columns.numeric")
    finite = numbers.set(numbers.is_infinite().fill_null(value=False), None).fill_nan(None)
    unreadable = given - finite.drop_nulls().len()
    if unreadable > _MOST_UNREADABLE * given:
        raise SchemaMismatch(
            "{column!r} is in columns.numeric, but {unreadable} of its {given} values are not numbers.",
            column=series.name,
            unreadable=unreadable,
            given=given,
        )
    return Cast(finite, +Counter(unreadable_numbers=unreadable))


def _date(series: pl.Series) -> Cast:
    if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone:
        return Cast(series.dt.convert_time_zone("UTC").dt.replace_time_zone(None), Counter())
    if series.dtype in (pl.Date, pl.Datetime):
        return Cast(series, Counter())
    if not (series.dtype in (pl.String, pl.Null) or series.dtype.is_integer()):
        raise _wrong_type(series, "columns.date")
    # Fractions of a second and offsets from UTC are beyond the 19th character.
    text = series.cast(pl.String).str.strip_chars().replace("", None).str.replace("T", " ").str.slice(0, 19)
    dates = _parsed(text)
    given = text.drop_nulls().len()
    unreadable = given - dates.drop_nulls().len()
    if unreadable > _MOST_UNREADABLE * given:
        raise SchemaMismatch(
            "{column!r} is columns.date, but {unreadable} of its {given} values are not dates such as 2025-05-04 or "
            '04/05/2025. Name the right column, or set columns.date = "".',
            column=series.name,
            unreadable=unreadable,
            given=given,
        )
    return Cast(dates, +Counter(unreadable_dates=unreadable))


def _parsed(text: pl.Series) -> pl.Series:
    # 04/05/2025 is in May where this project is at home; a column is read month first only if more of it makes sense.
    by_day, by_month = _first_that_fits(text, _DAY_FIRST), _first_that_fits(text, _MONTH_FIRST)
    slashed = by_month if by_month.null_count() < by_day.null_count() else by_day
    by_year = _first_that_fits(text, _YEAR_FIRST)
    return by_year.zip_with(by_year.is_not_null(), slashed)


def _first_that_fits(text: pl.Series, formats: tuple[str, ...]) -> pl.Series:
    attempts = [text.str.to_datetime(each, strict=False, time_unit="us") for each in formats]
    return pl.select(pl.coalesce(attempts)).to_series().alias(text.name)


def _names(series: pl.Series, setting: str) -> pl.Series:
    if series.dtype.is_float() or series.dtype.is_decimal():
        # A column of codes with a gap comes out of many tools as 1.0, 2.0, null.
        numbers = series.cast(pl.Float64).fill_nan(None)
        return (numbers.cast(pl.Int64) if _all_whole(numbers) else numbers).cast(pl.String)
    if series.dtype.is_integer() or series.dtype.is_temporal() or series.dtype == pl.Boolean:
        return series.cast(pl.String)
    return _strings(series, setting)


def _all_whole(numbers: pl.Series) -> bool:
    values = numbers.fill_nan(None).drop_nulls()
    whole = bool(((values == values.round()) & values.is_finite()).all())
    return whole and bool((values.abs() < 2**53).all())


def _strings(series: pl.Series, setting: str) -> pl.Series:
    if series.dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise _wrong_type(series, setting)
    return series.cast(pl.String)


def _wrong_type(series: pl.Series, setting: str) -> SchemaMismatch:
    return SchemaMismatch(
        "{column!r} is of type {found}, which {setting} cannot take: convert it in the query.",
        column=series.name,
        found=series.dtype,
        setting=setting,
    )


_CASTS: dict[Role, Callable[[pl.Series], Cast]] = {
    "text": _text,
    "categorical": lambda series: _category(series, "columns.categorical"),
    "label": _label,
    "numeric": _number,
    "patient": _patient,
    "date": _date,
    "subgroup": lambda series: _category(series, "columns.subgroups"),
}
