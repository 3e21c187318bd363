"""The whole error tree, with the exit code that each branch gives to the command line.

EpicrisisError                 1  (never raised itself; an exception outside the tree is a bug and exits with 1 too)
├── UsageError                 2  the command was called in a way that cannot work
├── SettingsError              3  a setting is unknown, missing or out of range
├── DataError                  4  what was read cannot be used
│   ├── SourceNotFound            a file, table or query file is not there
│   ├── QueryFailed               the database refused the SQL
│   ├── ParameterMismatch         the query's named parameters and the given ones differ
│   ├── NoRows                    nothing is left to train on
│   ├── SchemaMismatch            columns are missing or of the wrong type
│   ├── UnusableLabels            the label cannot be learned: one class, too few patients in a class
│   └── CorruptFile               a file of the workspace or of the user is damaged
├── OutsideError               5  the world outside this process failed
│   ├── ConnectionFailed          host unknown, port closed, connection lost after all retries
│   ├── LoginRefused              wrong user, password or database
│   ├── DriverMissing             the database's driver is not installed
│   ├── QueryTimedOut             the database took longer than allowed
│   ├── WorkspaceUnusable         the workspace cannot be written: rights, disk full, locked by another process
│   ├── TrackingUnavailable       MLflow cannot be reached or refused a write
│   └── OrchestratorUnavailable   Prefect cannot be reached or did not start
└── Interrupted              130  Ctrl-C

A message is an English template with named fields and the fields' values, so that the console can print it in the
user's language: ``DataError("No rows in {source}.", source="…")``. ``epicrisis.i18n`` holds the translations, and a
test reads every template in the source and fails if one is not translated. Values must never be patients' text.
"""

from __future__ import annotations

from typing import Self


class EpicrisisError(Exception):
    """An expected failure, told in one sentence.

    Parameters
    ----------
    template : str
        The sentence in English, with ``{named}`` fields.
    **fields : object
        The fields' values: names, counts, codes; never a patient's text.
    """

    exit_code = 1

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template, fields)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        return self.template.format(**self.fields)

    def filled(self, **fields: object) -> Self:
        """Return the same sentence with other values in its fields."""
        return type(self)(self.template, **fields)

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send their errors home by pickle, which would call __init__ with one positional dict.
        return (_rebuild, (type(self), self.template, self.fields))


def _rebuild(kind: type[EpicrisisError], template: str, fields: dict[str, object]) -> EpicrisisError:
    return kind(template, **fields)


class Sentences(tuple[EpicrisisError, ...]):
    """Several failures as one field's value, so that one error can list them; the catalogue translates each."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(f"- {sentence}" for sentence in self)


class UsageError(EpicrisisError):
    """The command was called in a way that cannot work."""

    exit_code = 2


class SettingsError(EpicrisisError):
    """A setting is unknown, missing or out of range."""

    exit_code = 3


class DataError(EpicrisisError):
    """What was read cannot be used."""

    exit_code = 4


class SourceNotFound(DataError):
    """A file, table or query file is not there."""


class QueryFailed(DataError):
    """The database refused the SQL."""


class ParameterMismatch(DataError):
    """The query's named parameters and the given ones differ."""


class NoRows(DataError):
    """Nothing is left to train on."""


class SchemaMismatch(DataError):
    """Columns are missing or of the wrong type."""


class UnusableLabels(DataError):
    """The label cannot be learned."""


class CorruptFile(DataError):
    """A file is damaged."""


class OutsideError(EpicrisisError):
    """The world outside this process failed."""

    exit_code = 5


class ConnectionFailed(OutsideError):
    """The database's host is unknown, its port closed, or the connection was lost after all retries."""


class LoginRefused(OutsideError):
    """The database refused the user, the password or the database's name."""


class DriverMissing(OutsideError):
    """The database's driver is not installed."""


class QueryTimedOut(OutsideError):
    """The database took longer than allowed."""


class WorkspaceUnusable(OutsideError):
    """The workspace cannot be written."""


class TrackingUnavailable(OutsideError):
    """MLflow cannot be reached or refused a write."""


class OrchestratorUnavailable(OutsideError):
    """Prefect cannot be reached or did not start."""


class Interrupted(EpicrisisError):
    """The user pressed Ctrl-C."""

    exit_code = 130
