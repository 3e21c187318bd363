"""The cleaning masks, its account says so, and nothing that is learned holds an identifier."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression

from epicrisis.errors import SettingsError
from epicrisis.etl.cleaning import clean
from epicrisis.etl.store import clean_snapshot
from epicrisis.features.pipeline import make_features, make_pipeline
from epicrisis.features.weighting import TextParams
from epicrisis.progress import Event, Notice
from epicrisis.settings.data import EtlSettings
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.workspace import open_workspace

DNI, PHONE, NAME = "12345678Z", "612345678", "Etxeberria"
CANARIES = (DNI, "12345678", PHONE, NAME, "612", "2021")


def settings(**privacy: object) -> Settings:
    return Settings(etl=EtlSettings(min_class_rows=1), privacy=PrivacySettings.model_validate(privacy))


def frame(patients: int = 12) -> pl.DataFrame:
    """One note a patient; every one of them holds the same telephone, document, doctor and date."""
    sad = [number % 2 == 1 for number in range(patients)]
    return pl.DataFrame(
        {
            "paciente_id": [f"p{number}" for number in range(patients)],
            "fecha": ["2024-01-01"] * patients,
            "sexo": ["F"] * patients,
            "edad": [30 + number for number in range(patients)],
            "subjetivo": [
                f"Refiere {'llanto y tristeza' if low else 'angustia y temblor'}. DNI {DNI}, tel. {PHONE}."
                for low in sad
            ],
            "objetivo": [f"Valorada por la Dra. {NAME} el 3/5/2021." for _ in sad],
            "grupo": ["T. Depresivos" if low else "T. de Ansiedad" for low in sad],
        }
    )


def test_what_more_patients_share_than_k_anonymity_asks_for_is_not_learned() -> None:
    cleaned = clean(frame(), settings())
    params = TextParams(min_df=1, char_ngrams=True, section_terms=True)
    model = make_pipeline(make_features(settings(), params), LogisticRegression())
    model.fit(cleaned.notes, cleaned.notes["grupo"].to_numpy().astype(str))
    terms = " ".join(model[0].get_feature_names_out()).lower()
    assert "llanto" in terms
    assert "[name]" in terms
    assert [canary for canary in CANARIES if canary.lower() in terms] == []
    left = make_features(settings(deidentify=False), params).fit(frame())
    assert all(canary.lower() in " ".join(left.get_feature_names_out()).lower() for canary in ("12345678", NAME))


def test_the_model_reads_raw_notes_as_it_read_the_masked_ones() -> None:
    cleaned = clean(frame(), settings())
    params = TextParams(min_df=1)
    fitted = make_features(settings(), params).fit(cleaned.notes)
    assert (fitted.transform(frame()) != fitted.transform(cleaned.notes)).nnz == 0
    again = make_features(settings(), params).fit(frame())
    assert again.get_feature_names_out().tolist() == fitted.get_feature_names_out().tolist()


def test_the_account_counts_by_kind_and_tells_it() -> None:
    events: list[Event] = []
    cleaned = clean(frame(), settings(), listener=events.append)
    ledger = cleaned.ledger
    assert ledger.deidentified is True
    assert ledger.masked == {"name": 12, "id": 12, "phone": 12, "date": 12}
    assert ledger.masked_notes == 12
    told = [event for event in events if isinstance(event, Notice) and "masked" in event.template]
    assert told[0].fields == {"notes": 12, "kinds": "[NAME] 12, [ID] 12, [PHONE] 12, [DATE] 12"}
    assert cleaned.notes["subjetivo"][1] == "Refiere llanto y tristeza. DNI [ID], tel. [PHONE]."


def test_turned_off_it_leaves_the_texts_and_warns() -> None:
    events: list[Event] = []
    cleaned = clean(frame(), settings(deidentify=False), listener=events.append)
    assert cleaned.ledger.deidentified is False
    assert (cleaned.ledger.masked, cleaned.ledger.masked_notes) == ({}, 0)
    assert cleaned.notes["subjetivo"].to_list() == frame()["subjetivo"].to_list()
    warned = [event.template for event in events if isinstance(event, Notice) and event.level == "warning"]
    assert any("privacy.deidentify = false" in template for template in warned)


def test_visits_that_differ_only_in_what_is_masked_are_no_duplicates() -> None:
    visit = frame(2).with_columns(objetivo=pl.lit("Revisión del 3/5/2021."))
    other = visit.with_columns(objetivo=pl.lit("Revisión del 3/6/2021."))
    cleaned = clean(pl.concat([visit, other, visit]), settings())
    assert cleaned.ledger.kept == 4
    assert cleaned.ledger.dropped == {"duplicate": 2}


def test_cleaning_clean_notes_again_masks_nothing() -> None:
    once = clean(frame(), settings())
    twice = clean(once.notes.drop("row_number"), settings())
    assert twice.ledger.masked == {}
    assert twice.notes.equals(once.notes)


def test_another_way_of_masking_is_another_folder_of_notes(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w")
    file = tmp_path / "nombres.txt"
    file.write_text("temblor\n", encoding="utf-8")

    def stored(**privacy: object) -> Path:
        return clean_snapshot(frame, "s", settings(**privacy), workspace).folder

    folders = [stored(), stored(deidentify=False), stored(names=str(file))]
    assert len(set(folders)) == 3
    file.write_text("angustia\n", encoding="utf-8")
    assert stored(names=str(file)) not in folders
    assert stored() == folders[0]
    assert json.loads((folders[0] / "ledger.json").read_bytes())["ledger"]["masked_notes"] == 12


def test_a_missing_file_of_names_stops_the_cleaning_before_it_begins(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"privacy\.names"):
        clean(frame(), settings(names=str(tmp_path / "no.txt")))
    assert clean(frame(), settings(names=str(tmp_path / "no.txt"), deidentify=False)).ledger.kept == 12


def test_names_of_the_file_are_not_in_the_model(tmp_path: Path) -> None:
    file = tmp_path / "nombres.txt"
    file.write_text("Zzyzx Quux\n", encoding="utf-8")
    chosen = settings(names=str(file))
    notes = frame().with_columns(objetivo=pl.lit("Zzyzx acude con quux zzyzx."))
    cleaned = clean(notes, chosen)
    fitted = make_features(chosen, TextParams(min_df=1)).fit(cleaned.notes)
    assert "zzyzx" not in repr(vars(fitted)).lower()
    assert "zzyzx" not in " ".join(fitted.get_feature_names_out())
