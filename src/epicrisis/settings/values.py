"""Kinds of values that settings take."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

Language = Literal["es", "en"]
ParameterValue = str | int | float | bool | None

# TOML has types: a number in quotes or `true` for a number is a slip worth telling.
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(min_length=1)]


def _date_as_text(value: object) -> object:
    # TOML reads 2023-01-01 without quotes as a date; every database reads ISO 8601 text.
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


Parameter = Annotated[ParameterValue, BeforeValidator(_date_as_text)]
