"""The settings: what may be set, the default of each, and what each value may be.

Every section is frozen and checked when it is made; a key that is not declared here is refused. ``loading.py`` builds
them from a file, the environment and the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from epicrisis.errors import SettingsError
from epicrisis.settings.data import ColumnSettings, EtlSettings, SourceSettings
from epicrisis.settings.learning import DecisionSettings, EncoderSettings, SearchSettings, SplitSettings
from epicrisis.settings.section import Section
from epicrisis.settings.study import StudySettings
from epicrisis.settings.values import Flag, Language, Name, Number, Whole

CHECK_CODES = tuple(f"EP{number:03}" for number in range(1, 16))


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
