"""The settings of the data: where notes come from, what each column is, and what makes a row unusable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, SecretStr, model_validator

from epicrisis.errors import SettingsError
from epicrisis.settings.names import fold_name
from epicrisis.settings.section import Section
from epicrisis.settings.values import Flag, Name, Number, Parameter, Whole

# Names of columns that the cleaning adds.
RESERVED_COLUMNS = ("row_number", "reason")
LEAST_SIMILARITY = 0.5


class SourceSettings(Section):
    """Where the notes come from.

    Either ``url`` (any SQLAlchemy URL, or the path of a ``.parquet``, ``.csv``, ``.xlsx`` or ``.ndjson`` file), or the
    parts of a database's address. Nothing at all means the artificial clinic.

    Parameters
    ----------
    url, query, table, params, rows, order_by
        What is read. ``query`` is SQL or the path of a ``.sql`` file whose named parameters are ``params``; ``rows``
        limits what the database sends (0: everything), in the order of ``order_by``.
    dialect, server, port, database, user, password, driver, trusted
        The parts of an address, used while ``url`` is empty. ``port`` 0 is the database's usual one; ``trusted``
        logs in as the Windows user.
    batch_rows, timeout, retries
        Rows in memory at a time, seconds that a query may take, and attempts after a lost connection.
    sheet, separator, encoding
        How a file is read; empty: the first sheet, and what is found in the file.
    """

    url: SecretStr = SecretStr("")
    query: str = ""
    table: str = ""
    params: Mapping[str, Parameter] = Field(default_factory=dict)
    rows: Annotated[Whole, Field(ge=0)] = 0
    order_by: list[Name] = Field(default_factory=list)
    dialect: Literal["sqlserver", "postgresql", "mysql", "mariadb", "oracle", "sqlite", "duckdb"] = "sqlserver"
    server: str = ""
    port: Annotated[Whole, Field(ge=0, le=65535)] = 0
    database: str = ""
    user: str = ""
    password: SecretStr = SecretStr("")
    driver: str = ""
    trusted: Flag = False
    batch_rows: Annotated[Whole, Field(ge=1)] = 10_000
    timeout: Annotated[Whole, Field(ge=1)] = 600
    retries: Annotated[Whole, Field(ge=0, le=20)] = 4
    sheet: str = ""
    separator: Annotated[str, Field(max_length=1)] = ""
    encoding: str = ""

    @model_validator(mode="after")
    def _one_thing_is_read(self) -> SourceSettings:
        if self.query and self.table:
            raise ValueError(SettingsError("source.query and source.table are both given; keep one."))
        return self

    @property
    def configured(self) -> bool:
        """Whether any source is named; otherwise the artificial clinic stands in."""
        return bool(self.url.get_secret_value() or self.server or self.database)


class ColumnSettings(Section):
    """Which column is what. Names are compared without regard to case, accents and surrounding blanks.

    Parameters
    ----------
    text, categorical, numeric
        What the model reads.
    label
        What it learns to tell.
    patient
        Whose note it is; empty only when ``split.by`` is ``"row"``.
    date
        When it was written; empty if there is no such column.
    language
        Language of the notes, by which abbreviations, negations and lemmas are read; empty: that of the settings'
        ``language``, which ``--lang`` does not change for the notes.
    subgroups
        Columns by which patients are grouped when the model is judged, and which it never reads: a centre, a service.
    """

    text: Annotated[list[Name], Field(min_length=1)] = ["subjetivo", "objetivo"]
    label: Name = "grupo"
    categorical: list[Name] = ["sexo"]
    numeric: list[Name] = ["edad"]
    patient: str = "paciente_id"
    date: str = "fecha"
    language: Literal["", "es", "en"] = ""
    subgroups: list[Name] = []

    @model_validator(mode="after")
    def _no_column_twice(self) -> ColumnSettings:
        keys = [fold_name(name) for name in self.declared]
        twice = sorted({name for name in self.declared if keys.count(fold_name(name)) > 1})
        if twice:
            raise ValueError(SettingsError("columns gives {column!r} two roles; a column has one.", column=twice[0]))
        reserved = sorted(set(keys) & set(RESERVED_COLUMNS))
        if reserved:
            raise ValueError(
                SettingsError(
                    "columns names {column!r}, which the cleaning adds itself. Rename it in the query.",
                    column=reserved[0],
                )
            )
        return self

    @property
    def declared(self) -> list[str]:
        """Every column that is named: what a model reads, label, patient, date, and what patients are grouped by."""
        optional = [name for name in (self.patient, self.date) if name]
        return [*self.features, self.label, *optional, *self.subgroups]

    @property
    def features(self) -> list[str]:
        """The columns that a model reads, in the order of its signature."""
        return [*self.text, *self.categorical, *self.numeric]


class EtlSettings(Section):
    """What makes a row unusable.

    Parameters
    ----------
    min_class_rows
        Rows below which a class is rare.
    rare_classes, rare_class_name
        Whether rows of rare classes are dropped, or merged into one class of that name.
    age_column, min_age, max_age
        Ages outside the two limits, in years and inclusive, are impossible. No effect unless the column is numeric.
    near_duplicates
        Jaccard similarity, over pairs of neighbouring words, from which on two notes are near-duplicates and stand on
        the same side of the split (0: they are not looked for).
    """

    min_class_rows: Annotated[Whole, Field(ge=1)] = 20
    rare_classes: Literal["drop", "merge"] = "drop"
    rare_class_name: Name = "Otros"
    age_column: str = "edad"
    min_age: Number = 0
    max_age: Number = 120
    near_duplicates: Annotated[Number, Field(ge=0, le=1)] = 0.8

    @model_validator(mode="after")
    def _near_duplicates_are_near(self) -> EtlSettings:
        if 0 < self.near_duplicates < LEAST_SIMILARITY:
            raise ValueError(
                SettingsError(
                    "etl.near_duplicates is {given:g}: it is 0 (not looked for) or from {least:g} to 1. Notes that "
                    "share less are not near-duplicates.",
                    given=self.near_duplicates,
                    least=LEAST_SIMILARITY,
                )
            )
        return self

    @model_validator(mode="after")
    def _ages_in_order(self) -> EtlSettings:
        if self.min_age > self.max_age:
            raise ValueError(
                SettingsError(
                    "etl.min_age is {low:g} and etl.max_age is {high:g}: the first may not be the larger.",
                    low=self.min_age,
                    high=self.max_age,
                )
            )
        return self
