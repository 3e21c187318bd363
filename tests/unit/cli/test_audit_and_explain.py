"""``epicrisis audit`` and ``epicrisis explain`` on a workspace with one small run in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from epicrisis.features.pipeline import ClinicalFeatures, make_pipeline
from epicrisis.reports.files import write_report
from epicrisis.reports.report import RunReference, gather
from epicrisis.tracking.model_io import save_pipeline
from epicrisis.training.result import TrainingResult

Runner = Callable[..., Any]
RESULT = Path(__file__).parents[1] / "tracking" / "result.json"
RUN = "20260101T000000-logistic_regression-f1_macro"
SECRET = "su cuñado Anselmo le quitó la casa de Loja"


@pytest.fixture
def frame() -> pl.DataFrame:
    texts = ["ansiedad y palpitaciones", "tristeza, llanto"] * 12
    texts[4] = f"ansiedad: {SECRET}"
    return pl.DataFrame(
        {
            "paciente_id": [f"P{number:06}" for number in range(24)],
            "subjetivo": texts,
            "objetivo": ["niega ideación suicida", None] * 12,
            "sexo": ["F", "M"] * 12,
            "edad": [30.0, 41.0] * 12,
            "grupo": ["T. de Ansiedad", "T. Depresivos"] * 12,
        }
    )


@pytest.fixture
def workspace(tmp_path: Path, frame: pl.DataFrame) -> Path:
    space = tmp_path / ".epicrisis"
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    source = result.source.model_copy(update={"snapshot_id": "abc-1"})
    columns = {**result.columns, "text": ["subjetivo", "objetivo"], "patient": ["paciente_id"]}
    result = result.model_copy(update={"source": source, "columns": columns})
    write_report(gather(result, RunReference(run_id="aaa111")), space / "reports" / RUN, "es")
    for place in ("snapshots/abc-1", "clean/def"):
        (space / place).mkdir(parents=True)
        frame.write_parquet(space / place / "notes.parquet")
    (space / "clean" / "def" / "ledger.json").write_text('{"snapshot_id": "abc-1"}', encoding="utf-8")
    train(space, frame, LogisticRegression(C=10))
    return space


def train(space: Path, frame: pl.DataFrame, classifier: Any, min_patients: int = 5) -> None:
    features = ClinicalFeatures(
        ["subjetivo", "objetivo"], ["sexo"], ["edad"], "paciente_id", min_patients=min_patients, min_df=1
    )
    model = make_pipeline(features, classifier).fit(frame, frame["grupo"].to_numpy().astype(np.str_))
    save_pipeline(model, space / "runs" / RUN / "pipeline.skops")


def test_a_clean_run_ends_with_0_and_says_what_was_searched(epicrisis: Runner, workspace: Path) -> None:
    outcome = epicrisis("audit", "--lang", "en", "--string", "Ernestina Zubizarreta")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Searched: {RUN}\n")
    assert (
        "1 given strings, 24 patients' codes, 0 identifiers of the notes, the sentences of 1 snapshots." in outcome.out
    )
    assert str(workspace / "snapshots") in outcome.out
    assert outcome.out.endswith("Nothing was found.\n")
    answer = json.loads(epicrisis("audit", "--json").out)
    assert (answer["found"], answer["findings"], answer["unread"]) == (False, [], [])


@pytest.mark.parametrize("name", ["aaa", RUN, f".epicrisis/reports/{RUN}"])
def test_a_leak_ends_with_4_and_is_told_by_place_and_fingerprint(
    epicrisis: Runner, workspace: Path, tmp_path: Path, name: str
) -> None:
    (workspace / "logs").mkdir(exist_ok=True)
    (workspace / "logs" / "x.log").write_text(f"P000003\n{SECRET}\nErnestina", encoding="utf-8")
    (tmp_path / "names.txt").write_text("\n Ernestina \n...\n", encoding="utf-8")
    outcome = epicrisis("audit", name, "--strings", "names.txt", "--lang", "en")
    assert outcome.code == 4
    assert "Anselmo" not in outcome.out + outcome.err
    table = [[*line.split()[:2], line.split()[-1]] for line in outcome.out.partition("Found:\n")[2].splitlines()]
    assert table[0] == ["logs/x.log", "given", "Ernestina"]
    assert table[1][:2] == ["logs/x.log", "patient's"]
    assert table[2] == ["logs/x.log", "words", "5"]  # of row 5
    answer = json.loads(epicrisis("audit", name, "--json").out)
    assert [(finding["kind"], finding["row"]) for finding in answer["findings"]] == [
        ("patient_code", None),
        ("sentence", 5),
    ]


def test_a_model_whose_terms_are_of_too_few_patients_is_told(
    epicrisis: Runner, workspace: Path, frame: pl.DataFrame
) -> None:
    train(workspace, frame, LogisticRegression(), min_patients=1)
    outcome = epicrisis("audit", "--json")
    assert outcome.code == 4
    assert {finding["kind"] for finding in json.loads(outcome.out)["findings"]} == {"rare_term"}


def test_a_model_s_file_alone_is_searched(epicrisis: Runner, workspace: Path) -> None:
    outcome = epicrisis("audit", f".epicrisis/runs/{RUN}/pipeline.skops", "--json", "--string", "tristeza llanto")
    assert outcome.code == 4
    answer = json.loads(outcome.out)
    assert sum(answer["files"].values()) == 1
    assert [finding["shown"] for finding in answer["findings"]] == ["tristeza llanto"]


def test_what_cannot_be_read_leaves_the_audit_incomplete(epicrisis: Runner, workspace: Path) -> None:
    (workspace / "runs" / RUN / "broken.zip").write_bytes(b"PK\x03\x04 and nothing")
    outcome = epicrisis("audit", "--lang", "en")
    assert outcome.code == 5
    assert f"runs/{RUN}/broken.zip\nNothing was found.\n" in outcome.out


def test_wrong_calls_are_told(epicrisis: Runner, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes("Íñigo".encode("latin-1"))
    for arguments, code in (
        (("audit", "--strings", "gone.txt"), 4),
        (("audit", "--strings", "empty.txt"), 2),
        (("audit", "--strings", "latin.txt"), 2),
        (("audit", "zzz"), 4),
        (("explain",), 2),
        (("explain", "--row", "1", "--note-file", "empty.txt"), 2),
        (("explain", "--row", "99"), 2),
        (("explain", "--row", "1", "--class", "gripe"), 2),
        (("explain", "--note-file", "gone.txt"), 4),
        (("explain", "--note-file", "latin.txt"), 2),
    ):
        assert epicrisis(*arguments, "--lang", "en").code == code, arguments


def test_a_row_is_explained_and_the_note_stays_in_the_workspace(epicrisis: Runner, workspace: Path) -> None:
    outcome = epicrisis("explain", "--row", "5", "--json")
    answer = json.loads(outcome.out)
    assert answer["label"] == answer["predicted"] == "T. de Ansiedad"
    assert answer["decision"] == pytest.approx(
        answer["intercept"] + sum(term["contribution"] for term in answer["terms"])
    )
    told = epicrisis("explain", "--row", "5", "--class", "T. Depresivos", "--lang", "en")
    assert told.out.startswith("Class given by the model: T. de Ansiedad.\nDecision value of T. Depresivos: ")
    for words in (outcome.out, outcome.err, told.out, told.err):
        assert "Anselmo" not in words
    page = Path(answer["page"])
    assert page.parent == workspace / "explanations"
    assert "Anselmo" in page.read_text(encoding="utf-8")
    assert epicrisis("audit").code == 0  # the page is one of the places that hold notes


def test_a_note_in_a_file_is_explained(epicrisis: Runner, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mucho llanto", encoding="utf-8")
    (tmp_path / "note.json").write_text('{"objetivo": "llanto", "edad": 44, "otra": 1}', encoding="utf-8")
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    for name in ("note.txt", "note.json"):
        assert json.loads(epicrisis("explain", RUN, "--note-file", name, "--json").out)["terms"]
    assert epicrisis("explain", "--note-file", "list.json").code == 2


def test_a_forest_gets_no_explanation(epicrisis: Runner, workspace: Path, frame: pl.DataFrame) -> None:
    train(workspace, frame, RandomForestClassifier(2, random_state=0))
    outcome = epicrisis("explain", "--row", "1", "--lang", "en")
    assert outcome.code == 2
    assert "no exact explanation" in outcome.err
    assert not (workspace / "explanations").exists()


def test_without_its_model_or_its_rows_a_run_is_not_explained(epicrisis: Runner, workspace: Path) -> None:
    (workspace / "snapshots" / "abc-1" / "notes.parquet").unlink()
    assert "snapshot of" in epicrisis("explain", "--row", "1", "--lang", "en").err
    (workspace / "runs" / RUN / "pipeline.skops").unlink()
    outcome = epicrisis("explain", "--row", "1", "--lang", "en")
    assert outcome.code == 4
    assert "is not on this machine" in outcome.err
