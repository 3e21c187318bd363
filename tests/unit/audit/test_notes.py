"""Words of notes, patients' codes and rare terms: found in what a run left, by who has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.pipeline import Pipeline

from epicrisis.audit import notes as notes_module
from epicrisis.audit.findings import Finding
from epicrisis.audit.identifiers import identifiers
from epicrisis.audit.needles import Needles
from epicrisis.audit.notes import NoteFile, patient_codes, sentence_findings
from epicrisis.audit.search import Search, Wanted
from epicrisis.audit.vocabulary import feature_steps, rare_terms
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.features.raw import RawRows
from epicrisis.models.blend import BlendClassifier
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.registry import get_model, model_names
from epicrisis.tracking.model_io import load_pipeline, save_pipeline

PHRASE = "sin otros hallazgos en la exploración de hoy"
SECRET = "su cuñado Anselmo le quitó la casa de Loja en mayo"
NAME = "Ernestina Zubizarreta"
COMMON = ["ansiedad y llanto", "insomnio, palpitaciones", "tristeza desde hace meses", "niega ideación suicida"]


@pytest.fixture
def frame() -> pl.DataFrame:
    texts = [f"{COMMON[number % 4]}. Exploración {PHRASE}." for number in range(24)]
    texts[7] = f"{NAME} refiere: «{SECRET}». {PHRASE}"
    return pl.DataFrame(
        {
            "Paciente": [f"HC-{100 + number // 2}" for number in range(24)],
            "Subjetivo": texts,
            "objetivo": [None, *["temblor leve"] * 23],
            "grupo": [["T. de Ansiedad", "T. Depresivos"][number % 2] for number in range(24)],
        }
    )


@pytest.fixture
def stored(frame: pl.DataFrame, tmp_path: Path) -> NoteFile:
    frame.write_parquet(tmp_path / "notes.parquet")
    return NoteFile(tmp_path / "notes.parquet", ["subjetivo", "objetivo"], "paciente")


def looked_at(*texts: str, codes: list[str] | None = None, given: tuple[str, ...] = ()) -> Search:
    search = Search(Wanted(Needles(list(given)), Needles(codes or [], squeezed=False)))
    search.look_at_text("log", texts)
    return search


def sentences(stored: NoteFile, *texts: str, least: int = 5) -> list[Finding]:
    return list(sentence_findings(looked_at(*texts), [stored], least))


def test_a_sentence_cut_differently_is_found_and_only_its_fingerprint_told(stored: NoteFile) -> None:
    (finding,) = sentences(stored, "WARNING anselmo le QUITÓ la\n casa de LOJA en… mayo")
    assert (finding.place, finding.kind, finding.count, finding.row) == ("log", "sentence", 3, 8)
    assert finding.shown.startswith("An… (")
    assert "Anselmo" not in finding.model_dump_json()


def test_six_words_are_no_sentence_and_a_phrase_of_the_house_is_nobody_s(stored: NoteFile) -> None:
    assert sentences(stored, "Anselmo le quitó la casa de", PHRASE) == []
    assert sentences(stored, PHRASE, least=13)[0].row == 1
    assert sentences(stored) == []


def test_patients_are_counted_and_not_rows(frame: pl.DataFrame, tmp_path: Path) -> None:
    one = frame.with_columns(pl.lit("HC-1").alias("Paciente"))
    one.write_parquet(tmp_path / "one.parquet")
    assert sentences(NoteFile(tmp_path / "one.parquet", ["subjetivo"], "paciente"), PHRASE)
    assert not sentences(NoteFile(tmp_path / "one.parquet", ["subjetivo"]), PHRASE)


def test_the_notes_pass_by_in_parts(stored: NoteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes_module, "_ROWS", 3)
    monkeypatch.setattr(notes_module, "_PAIRS", 2)
    (finding,) = sentences(stored, f"{PHRASE} {SECRET}")
    assert (finding.count, finding.row) == (5, 8)


def test_a_note_that_was_mended_is_found_as_it_became(frame: pl.DataFrame, tmp_path: Path) -> None:
    damaged = frame.with_columns(pl.col("Subjetivo").str.replace_all("ñ", "Ã±"))
    damaged.write_parquet(tmp_path / "damaged.parquet")
    assert sentences(NoteFile(tmp_path / "damaged.parquet", ["subjetivo"], "paciente"), SECRET)


def test_codes_of_patients_are_found_as_words(stored: NoteFile, tmp_path: Path) -> None:
    codes = patient_codes([stored])
    assert (len(codes.texts), codes.passed_over) == (12, 0)
    found = looked_at("paciente hc-103, HC-1030, HC 104", codes=codes.texts).findings()
    assert sorted((finding.kind, finding.count, finding.shown[:3]) for finding in found) == [
        ("patient_code", 1, "HC…"),
        ("patient_code", 1, "HC…"),
    ]
    numbers = pl.DataFrame({"p": [1234567.0, 12.0, None], "t": ["a", "b", "c"]})
    numbers.write_parquet(tmp_path / "numbers.parquet")
    short = patient_codes([NoteFile(tmp_path / "numbers.parquet", ["t"], "p")])
    assert (short.texts, short.passed_over) == (["1234567"], 1)
    assert patient_codes([NoteFile(tmp_path / "numbers.parquet", ["t"])]).texts == []


def test_identifiers_of_few_patients_are_searched_and_the_hospital_s_are_not(
    frame: pl.DataFrame, tmp_path: Path
) -> None:
    note = pl.col("Subjetivo") + " Atiende la Dra. Marta Iriarte. Tel. 912345678."
    first = pl.int_range(pl.len()) == 3
    own = pl.when(first).then(pl.lit(" Su hijo, D. Anselmo Iturralde, DNI 12345678Z, el 3/5/2021."))
    frame.with_columns(pl.concat_str([note, own.otherwise(pl.lit(""))]).alias("Subjetivo")).write_parquet(
        tmp_path / "named.parquet"
    )
    found = identifiers([NoteFile(tmp_path / "named.parquet", ["subjetivo"], "paciente")], 5)
    assert found == ["12345678z", "anselmo iturralde", "ernestina zubizarreta"]
    search = Search(Wanted(Needles([]), Needles([]), Needles(found)))
    search.look_at_text("tag", ["hijo: Anselmo  ITURRALDE (12345678-Z), Dra. Marta Iriarte"])
    assert [(finding.kind, finding.shown[:3]) for finding in search.findings()] == [
        ("identifier", "12…"),
        ("identifier", "an…"),
    ]


def fitted(frame: pl.DataFrame, model: str, min_patients: int) -> Pipeline:
    text = ["subjetivo", "objetivo"]
    features = ClinicalFeatures(text, [], [], "paciente", min_patients=min_patients, char_ngrams=True, min_df=1)
    spec = get_model(model)
    if spec.blends:
        members = [fitted(frame, name, min_patients) for name in ("dummy", "logistic_regression")]
        steps = [("features", RawRows(text, [], [])), ("classifier", _calibrated(BlendClassifier(members, [0.5, 0.5])))]
    else:
        steps = [("features", features), ("classifier", _calibrated(spec.build({}, 0)))]
    return Pipeline(steps).fit(frame, frame["grupo"].to_numpy().astype(np.str_))


def _calibrated(classifier: Any) -> CalibratedClassifier:
    return CalibratedClassifier(classifier, 1.0, [0.0, 0.0], [0.0, 0.0])


@pytest.mark.parametrize("model", model_names())
def test_no_registered_model_holds_a_patient_s_words_and_one_of_too_few_patients_is_told(
    model: str, frame: pl.DataFrame, stored: NoteFile, tmp_path: Path
) -> None:
    codes = patient_codes([stored]).texts
    told = {}
    for least in (5, 1):
        file = tmp_path / f"{least}.skops"
        save_pipeline(fitted(frame, model, least), file)
        search = Search(Wanted(Needles([NAME, SECRET]), Needles(codes, squeezed=False)))
        search.look_at_file("model", file)
        steps = list(feature_steps(load_pipeline(file)))
        assert len(steps) == (2 if model == "blend" else 1)
        rare = [finding for features in steps for finding in rare_terms("model", features, [stored], 5)]
        told[least] = {finding.shown for finding in search.findings()}, {finding.place for finding in rare}
        assert list(sentence_findings(search, [stored], 5)) == []
    assert told == {5: (set(), set()), 1: ({NAME}, {"model:word", "model:char"})}


def test_rare_terms_are_counted_over_parts_and_limited(
    frame: pl.DataFrame, stored: NoteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    features = fitted(frame, "dummy", 1).named_steps["features"]
    whole = list(rare_terms("model", features, [stored], 5))
    monkeypatch.setattr("epicrisis.audit.vocabulary._ROWS", 5)
    assert list(rare_terms("model", features, [stored], 5)) == whole
    assert len(whole) == 40
    assert all(finding.more > 0 for finding in (whole[19], whole[39]))
    # Cleaned for other columns: it says nothing about the terms.
    other = NoteFile(stored.path, ["subjetivo", "plan"], "paciente")
    assert len(list(rare_terms("model", features, [other], 5))) == 40
