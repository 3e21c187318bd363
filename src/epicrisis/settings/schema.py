"""The settings: what may be set, the default of each, and what each value may be.

Every section is frozen and checked when it is made; a key that is not declared here is refused. ``loading.py`` builds
them from a file, the environment and the command line.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from epicrisis import plugins
from epicrisis.errors import SettingsError
from epicrisis.settings.names import fold_name
from epicrisis.settings.section import Section
from epicrisis.settings.study import StudySettings

Language = Literal["es", "en"]
ParameterValue = str | int | float | bool | None

# TOML has types: a number in quotes or `true` for a number is a slip worth telling.
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(min_length=1)]

# Names of columns that the cleaning adds.
RESERVED_COLUMNS = ("row_number", "reason")
LEAST_SIMILARITY = 0.5
CHECK_CODES = tuple(f"EP{number:03}" for number in range(1, 16))


def _date_as_text(value: object) -> object:
    # TOML reads 2023-01-01 without quotes as a date; every database reads ISO 8601 text.
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


Parameter = Annotated[ParameterValue, BeforeValidator(_date_as_text)]


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


class SplitSettings(Section):
    """How rows are divided into training and test rows, and training rows into folds.

    Parameters
    ----------
    by
        What may not straddle: a patient; a patient and the calendar (the latest rows are the test); nothing.
    test
        Share of the rows that is sealed until the end.
    folds, seed
        Parts of the training rows for the search, and the number that makes every draw repeatable.
    allow_row_split
        The confession that ``by = "row"`` needs.
    """

    by: Literal["patient", "time", "row"] = "patient"
    test: Annotated[Number, Field(gt=0, lt=1)] = 0.3
    folds: Annotated[Whole, Field(ge=2, le=50)] = 5
    seed: Annotated[Whole, Field(ge=0, le=2**32 - 1)] = 42
    allow_row_split: Flag = False

    @model_validator(mode="after")
    def _row_split_is_deliberate(self) -> SplitSettings:
        if self.by == "row" and not self.allow_row_split:
            raise ValueError(
                SettingsError(
                    'split.by = "row" lets one patient stand on both sides; it needs split.allow_row_split = true.'
                )
            )
        return self


MetricName = Literal[
    "accuracy",
    "balanced_accuracy",
    "f1",
    "f1_macro",
    "precision",
    "precision_macro",
    "recall",
    "recall_macro",
    "roc_auc",
    "log_loss",
    "mcc",
    "average_precision",
    "brier",
    "scaled_brier",
    "ece",
]


CostName = Literal["predict_ms", "fit_s"]


def known_metrics() -> list[str]:
    """Return the names of all metrics: epicrisis's own, and those that other packages register."""
    own = list(get_args(MetricName))
    return own + [name for name in plugins.names(plugins.METRICS) if name not in own]


def _metric(name: str) -> str:
    return name if name in get_args(MetricName) else _one_of(name, known_metrics())


def _objective(name: str) -> str:
    return name if name in get_args(CostName) else _one_of(name, [*known_metrics(), *get_args(CostName)])


def _one_of(name: str, known: list[str]) -> str:
    """Return the name if it is known; the sentences of what is wrong are in ``validation.py``."""
    if name in known:
        return name
    near = get_close_matches(name, known, n=1, cutoff=0.75)
    context: dict[str, Any] = {"known": ", ".join(f"'{one}'" for one in known), "group": plugins.METRICS}
    if near:
        raise PydanticCustomError("metric_misspelt", "unknown metric", {**context, "near": near[0]})
    raise PydanticCustomError("metric_unknown", "unknown metric", context)


class SearchSettings(Section):
    """What is searched, how long, and by which figure.

    Parameters
    ----------
    models
        Names in the registry of models.
    metric
        The figure that the search optimises; another package's by the name that it is registered under.
    trials, timeout
        Candidates to try, and seconds after which no new one is begun (0: no limit).
    workers
        Processes that work at the same time (0: one a core).
    stop
        Whether the search ends only with its trials and its time, or also when the gain to expect is smaller than the
        noise of the folds.
    objectives
        What is improved together with the metric, which is named first: other metrics, ``predict_ms`` or ``fit_s``.
        The cheapest candidate within one standard error of the best is taken.
    memory_mb
        Memory that the workers may use together, in MiB (0: what is free when the search begins).
    """

    models: Annotated[list[Name], Field(min_length=1)] = ["logistic_regression"]
    metric: Annotated[str, AfterValidator(_metric)] = "f1_macro"
    trials: Annotated[Whole, Field(ge=1)] = 20
    timeout: Annotated[Number, Field(ge=0)] = 0
    workers: Annotated[Whole, Field(ge=0)] = 0
    stop: Literal["trials", "plateau"] = "trials"
    objectives: list[Annotated[str, AfterValidator(_objective)]] = []
    memory_mb: Annotated[Whole, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _objectives_begin_with_the_metric(self) -> SearchSettings:
        if self.objectives and (self.objectives[0] != self.metric or len(set(self.objectives)) < len(self.objectives)):
            raise ValueError(
                SettingsError(
                    "search.objectives is {objectives}: it begins with search.metric ({metric!r}) and names nothing "
                    "twice.",
                    objectives=self.objectives,
                    metric=self.metric,
                )
            )
        return self


class DecisionSettings(Section):
    """When the model answers with one class.

    Parameters
    ----------
    coverage
        Share of the notes of each class whose set of possible classes is to hold it. A note whose set is one class is
        answered; the higher the share, the fewer those are.
    """

    coverage: Annotated[Number, Field(ge=0.5, lt=1)] = 0.9


class EncoderSettings(Section):
    """The encoder of sentences that the model ``encoder`` uses.

    Parameters
    ----------
    path
        Its folder: ``model.onnx``, ``tokenizer.json``. Empty: there is none. Nothing is ever downloaded.
    max_length
        Tokens of a window; a longer note is cut into several.
    threads
        Threads that compute (0: one a core).
    """

    path: str = ""
    max_length: Annotated[Whole, Field(ge=8, le=8192)] = 256
    threads: Annotated[Whole, Field(ge=0, le=1024)] = 0


class TrackingSettings(Section):
    """Where runs are recorded.

    Parameters
    ----------
    uri
        MLflow's address; empty is a SQLite file in the workspace.
    experiment, register_as
        Names in MLflow; an empty ``register_as`` registers nothing.
    trials
        One nested run a trial, or one table of all trials.
    unreachable
        Whether a training goes on without MLflow and sends its results later, or stops before the search.
    """

    uri: str = ""
    experiment: Name = "historias"
    register_as: str = "historias"
    trials: Literal["nested", "table"] = "nested"
    unreachable: Literal["continue", "stop"] = "continue"


class PrivacySettings(Section):
    """What protects the patients.

    Parameters
    ----------
    min_patients_per_term
        Distinct patients who must have a term before a model may know it.
    deidentify
        Whether names, numbers of documents and records, telephones, addresses and dates are masked in the texts before
        anything is learned from them, and in the texts that the model is given later.
    names
        Path of a UTF-8 file with further names to mask, one a line; empty is none.
    """

    min_patients_per_term: Annotated[Whole, Field(ge=1)] = 5
    deidentify: Flag = True
    names: str = ""


class CheckSettings(Section):
    """What is done about the numbered checks of a training.

    Parameters
    ----------
    mute
        Why a check is not to be heard, by its code; the report prints the reason.
    """

    mute: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _muted_checks_are_known(self) -> CheckSettings:
        for code, reason in self.mute.items():
            if code not in CHECK_CODES:
                near = get_close_matches(code.upper(), CHECK_CODES, n=1, cutoff=0.0)[0]
                raise ValueError(
                    SettingsError(
                        "checks.mute names {code!r}, which is no check: they are {first} to {last}. Did you mean "
                        "{near!r}?",
                        code=code,
                        first=CHECK_CODES[0],
                        last=CHECK_CODES[-1],
                        near=near,
                    )
                )
            if not reason.strip():
                raise ValueError(
                    SettingsError("checks.mute gives no reason for {code}; the report prints it.", code=code)
                )
        return self


class WorkspaceSettings(Section):
    """Where everything that a run leaves behind lives.

    Parameters
    ----------
    dir
        The folder.
    counts_gb
        Size of the n-gram counts that are kept for later runs, in GiB; the oldest are deleted beyond it.
    """

    dir: Path = Path(".epicrisis")
    counts_gb: Annotated[Number, Field(gt=0)] = 10


class Settings(Section):
    """All settings of one project."""

    language: Language = "es"
    source: SourceSettings = SourceSettings()
    columns: ColumnSettings = ColumnSettings()
    etl: EtlSettings = EtlSettings()
    split: SplitSettings = SplitSettings()
    search: SearchSettings = SearchSettings()
    decision: DecisionSettings = DecisionSettings()
    encoder: EncoderSettings = EncoderSettings()
    tracking: TrackingSettings = TrackingSettings()
    privacy: PrivacySettings = PrivacySettings()
    checks: CheckSettings = CheckSettings()
    workspace: WorkspaceSettings = WorkspaceSettings()
    study: StudySettings = StudySettings()

    @property
    def notes_language(self) -> Language:
        """Language of the notes."""
        return self.columns.language or self.language

    @model_validator(mode="after")
    def _split_has_its_column(self) -> Settings:
        if self.split.by != "row" and not self.columns.patient:
            raise ValueError(
                SettingsError(
                    "columns.patient is empty and split.by is {by!r}, which needs it. Name the patient's column, "
                    'or set split.by = "row" and split.allow_row_split = true.',
                    by=self.split.by,
                )
            )
        if self.split.by == "time" and not self.columns.date:
            raise ValueError(SettingsError('columns.date is empty and split.by is "time", which needs it.'))
        return self
