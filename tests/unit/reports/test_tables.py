"""Rows for Prefect's table artifacts: plain values, headings in the language, at most 200 of them."""

from __future__ import annotations

import json

import pytest

from epicrisis.etl.deidentification.spans import KINDS
from epicrisis.etl.ledger import NearDuplicates
from epicrisis.reports.details import repair_rows, spelling_rows
from epicrisis.reports.files import render_html, render_markdown
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.tables import dataset_rows, feature_rows, parameter_rows, summary_rows, trial_rows
from epicrisis.reports.wording import Wording
from epicrisis.training.result import JoinedFacts


def facts(rows):
    return {next(iter(row.values())): list(row.values())[1] for row in rows}


def test_the_data_set_accounts_for_every_row(make_result):
    result = make_result()
    told = facts(dataset_rows(result.ledger, result.source, result.split, "es"))
    assert told["Filas leídas"] == 10_000
    dropped = sum(count for name, count in told.items() if name.startswith("Descartadas: "))
    assert told["Filas leídas"] == told["Filas conservadas"] + dropped
    assert told["Fuente"] == "postgresql://analista:***@db.hospital.local/historias"
    assert told["Descartadas: duplicado exacto"] == 216
    assert told["División"] == "Por paciente"


def test_what_was_masked_is_counted_by_kind_and_turning_it_off_is_told(make_result):
    result = make_result()

    def told(language, **account):
        ledger = result.ledger.model_copy(update=account)
        return facts(dataset_rows(ledger, result.source, result.split, language))

    masked = {"deidentified": True, "masked_notes": 40, "masked": dict.fromkeys(KINDS, 3)}
    spanish, english = told("es", **masked), told("en", **masked)
    assert spanish["Notas con algo enmascarado"] == 40
    assert spanish["Enmascarado: números de historia"] == 3
    assert sum(name.startswith("Enmascarado: ") for name in spanish) == len(KINDS)
    assert english["Masked: postal addresses"] == 3
    assert told("es", deidentified=False)["Desidentificación"].startswith("desactivada")
    assert not any("mask" in name.lower() for name in told("en", deidentified=None))


@pytest.mark.parametrize(("by", "joined"), [("patient", "Pacientes que por ello"), ("row", "Filas que por ello")])
def test_near_duplicates_are_counted_if_they_were_looked_for(make_result, by, joined):
    result = make_result()
    found = NearDuplicates(threshold=0.8, clusters=7, notes=20, clusters_across=3, notes_across=9, largest=5)
    facts_of_split = JoinedFacts(clusters=3, joined=2, units=4, clusters_apart=1, notes_apart=5, largest=12)
    ledger = result.ledger.model_copy(update={"near_duplicates": found})
    split = result.split.model_copy(update={"near_duplicates": facts_of_split, "by": by})
    told = facts(dataset_rows(ledger, result.source, split, "es"))
    counts = {name: count for name, count in told.items() if "duplicadas" in name or "De ellos" in name}
    assert list(counts.values()) == [20, 7, 3, 5]
    assert [count for name, count in told.items() if name.startswith(joined)] == [4]
    assert not [
        name for name in facts(dataset_rows(result.ledger, result.source, result.split, "es")) if "casi" in name
    ]


def test_features_are_counted(make_result):
    told = facts(feature_rows(make_result().features, "en"))
    assert told["Columns of the matrix"] == 18342 + 40211 + 3 + 1
    assert told["A term is held by at least this many patients"] == 5


def test_candidates_stand_in_the_order_of_their_numbers(make_result):
    rows = trial_rows(make_result().trials, "es")
    assert [row["Candidato"] for row in rows] == list(range(20))
    assert [rows[5]["Estado"], rows[5]["Valor"]] == ["Podado", "–"]
    assert rows[7]["Estado"] == "Fallido"
    assert "word_ngram_max = " in str(rows[0]["Parámetros"])


@pytest.mark.parametrize(("direction", "pick"), [("maximize", max), ("minimize", min)])
def test_of_many_candidates_the_best_are_kept(make_result, direction, pick):
    trials = make_result(trials=1000).trials
    rows = trial_rows(trials, "en", direction=direction)
    assert len(rows) == 200
    best = pick(trial.value for trial in trials if trial.value is not None)
    assert f"{best:.3f}" in {row["Value"] for row in rows}
    assert {row["State"] for row in rows} == {"Complete"}


def test_spellings_that_look_alike_are_told_apart(make_result):
    result = make_result()
    spellings = {"Depresión": 70, "Depresio\u0301n": 50, " Depresión": 40, "Tr.  Depresivo": 30, "Tr. Depresivo": 20}
    ledger = result.ledger.model_copy(update={"label_mapping": {"Depresión": spellings}})
    report = gather(result.model_copy(update={"ledger": ledger}), RunReference())
    (row,) = spelling_rows(report, Wording("es"))
    assert row["Grafías"] == (
        "«Depresión» 70 · «Depresio\u0301n» (otra composición Unicode) 50 · «␣Depresión» 40 · «Tr.␣␣Depresivo» 30 · "
        "«Tr. Depresivo» 20"
    )


def test_what_few_notes_have_in_the_label_column_is_only_counted(make_result):
    result = make_result()
    kept = next(iter(result.ledger.classes))
    mapping = {kept: {kept: 90, "Ana Pérez, cama 4": 1, "ver hoja": 2}, "Trasplante": {"Trasplante": 2}}
    changes = {"label_mapping": mapping, "merged_classes": {"Quemados": 12, "Trasplante": 2}}
    ledger = result.ledger.model_copy(update=changes)
    report = gather(result.model_copy(update={"ledger": ledger}), RunReference())
    for written in (report.model_dump_json(), render_html(report, "en"), render_markdown(report, "en")):
        assert not any(word in written for word in ("Pérez", "ver hoja", "Trasplante"))
    own, few = spelling_rows(report, Wording("en"))
    assert own["Spellings"] == f"“{kept}” 90 · further spellings of fewer than ten notes each: 2"
    assert few == {"Class": "…", "Spellings": "classes of fewer than ten notes each: 1"}
    assert {"What": "Merged classes of fewer than ten notes each", "Count": 2} in repair_rows(report, Wording("en"))
    assert (report.ledger.spellings, report.ledger.labels) == (ledger.spellings, ledger.labels)
    assert report.ledger.published() == report.ledger


def test_parameters_and_summary_are_short(make_result):
    result = make_result()
    assert parameter_rows(result, "en")[0] == {"Parameter": "C", "Value": "3.162"}
    told = facts(summary_rows(result, "en"))
    assert told["Sealed test"] == "0.709"
    assert told["95% interval"] == "0.688 to 0.730"
    assert told["Cross-validation"] == "0.701 ± 0.014"
    assert told["Total time"].replace("\u00a0", " ") == "2 min 29 s"
    assert told["Candidates"] == "complete 16 · pruned 3 · failed 1 · from an earlier run 4"


def test_tables_fit_into_an_artifact(make_result):
    support = {f"Clase {number} " + "x" * 1000: 5 for number in range(200)}
    result = make_result(support, trials=1000)
    params = {f"parameter_{number}": "v" * 200 for number in range(30)}
    trials = [trial.model_copy(update={"params": params}) for trial in result.trials]
    for rows in (
        trial_rows(trials, "es"),
        dataset_rows(result.ledger, result.source, result.split, "es"),
        parameter_rows(result, "es"),
        summary_rows(result, "es"),
    ):
        assert len(rows) <= 200
        assert len(json.dumps(rows).encode()) < 256_000
