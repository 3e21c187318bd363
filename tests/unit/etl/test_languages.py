from __future__ import annotations

import polars as pl
import pytest

from epicrisis.etl.cleaning import clean
from epicrisis.etl.languages import foreign_notes
from epicrisis.progress import Event, Notice
from epicrisis.settings.schema import Settings

NOTES = {
    "es": "Refiere dolor en el pecho desde hace dos días, que se alivia con el reposo y no se acompaña de fiebre",
    "en": "The patient was seen at the emergency department with chest pain and is on aspirin",
    "pt": "Paciente refere dor no peito com início pelo esforço; foi medicada no fim de uma hora, do lado esquerdo",
    "fr": "Elle est hospitalisée pour une douleur dans le thorax depuis hier, avec de la fièvre, et du sang sur elle",
    "ca": "Pacients amb dolor; els dels dos costats, amb febre per la seva malaltia, que aquest any refereix",
    "it": "Riferisce dolore al torace, che non si riduce con il riposo della notte, nel corso delle ultime ore",
    "de": "Die Patientin klagt nicht und ist mit dem Rettungsdienst bei uns, eine Blutung wurde nach Stunden gesehen",
}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("written", list(NOTES))
def test_a_note_in_another_language_is_counted(written: str, language: str) -> None:
    expected = {} if written == language else {written: 1}
    assert foreign_notes([pl.Series([NOTES[written]])], language) == expected
    assert foreign_notes([pl.Series([NOTES[written].upper()])], language) == expected


@pytest.mark.parametrize(
    "text", ["", "HTA. DM2. Rx tórax: s/p", "Test: the Beck inventory", "120/80", "שלום", "😀", None]
)
def test_what_is_short_or_telegraphic_is_nobodys(text: str | None) -> None:
    assert foreign_notes([pl.Series([text], dtype=pl.String)], "es") == {}


def test_columns_of_a_note_vote_together_and_no_rows_are_none() -> None:
    halves = [pl.Series(["The pain of the chest", NOTES["es"]]), pl.Series(["was seen at night", NOTES["es"]])]
    assert foreign_notes(halves, "es") == {"en": 1}
    assert foreign_notes([pl.Series([], dtype=pl.String)], "es") == {}


def test_the_cleaning_counts_and_tells_them() -> None:
    rows = 48
    frame = pl.DataFrame(
        {
            "subjetivo": [f"{NOTES['en' if row < 3 else 'es']} {row}" for row in range(rows)],
            "objetivo": ["-"] * rows,
            "grupo": ["A", "B"] * (rows // 2),
            "paciente_id": [str(row) for row in range(rows)],
            "fecha": ["2024-01-01"] * rows,
            "sexo": ["F"] * rows,
            "edad": [30] * rows,
        }
    )
    heard: list[Event] = []
    outcome = clean(frame, Settings(), listener=heard.append)
    assert outcome.ledger.foreign == {"en": 3}
    told = [event for event in heard if isinstance(event, Notice) and "another language" in event.template]
    assert told[0].template.format(**told[0].fields).startswith("3 of 48 notes seem to be in another language (en 3)")
