"""Facts about a reading that the report should tell, kept apart from the language they will be told in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from epicrisis.i18n.catalogue import translate


class Note(BaseModel):
    """A sentence as an English template with the values of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    template: str
    fields: dict[str, str | int | float] = {}

    def told(self, language: str) -> str:
        """Return the sentence in a language."""
        return translate(self.template, language, **self.fields)


def note(template: str, **fields: str | int | float) -> Note:
    """Return a note."""
    return Note(template=template, fields=fields)
