"""``epicrisis audit`` and ``epicrisis explain`` on a workspace with one small run in it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from epicrisis.features.pipeline import ClinicalFeatures, make_pipeline
from epicrisis.flows.comparing import conclude
from epicrisis.flows.job import Job
from epicrisis.reports.comparison import Candidate
from epicrisis.reports.files import write_report
from epicrisis.reports.report import RunReference, gather
from epicrisis.settings.schema import Settings, WorkspaceSettings
from epicrisis.tracking.model_io import save_pipeline
from epicrisis.training.result import TrainingResult

pytestmark = pytest.mark.slow  # reads whole workspaces

Runner = Callable[..., Any]
RESULT = Path(__file__).parents[1] / "tracking" / "result.json"
RUN = "20260101T000000-logistic_regression-f1_macro"
WORSE = "20260101T000100-ridge-f1_macro"
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
    write_report(gather(trained(), RunReference(run_id="aaa111")), space / "reports" / RUN, "es")
    for place in ("snapshots/abc-1", "clean/def"):
        (space / place).mkdir(parents=True)
        frame.write_parquet(space / place / "notes.parquet")
    (space / "clean" / "def" / "ledger.json").write_text('{"snapshot_id": "abc-1"}', encoding="utf-8")
    train(space, frame, LogisticRegression(C=10))
    return space


def trained(**changes: Any) -> TrainingResult:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    source = result.source.model_copy(update={"snapshot_id": "abc-1"})
    columns = {**result.columns, "text": ["subjetivo", "objetivo"], "patient": ["paciente_id"]}
    return result.model_copy(update={"source": source, "columns": columns, **changes})


def compare(space: Path) -> Path:
    """Write the comparison of the run with a worse one, which left nothing but its folder, and its files in MLflow."""
    result = trained()
    worse = trained(model="ridge", cv=result.cv.model_copy(update={"mean": 0.1}))
    (space / "runs" / WORSE).mkdir(parents=True)
    (space / "runs" / WORSE / "result.json").write_text("{}", encoding="utf-8")
    stored = space / "mlartifacts" / "bbb222"
    stored.mkdir(parents=True)
    (stored / "notes.txt").write_text("nothing", encoding="utf-8")
    with closing(sqlite3.connect(space / "mlflow.db")) as store, store:
        store.execute("CREATE TABLE runs (run_uuid TEXT, artifact_uri TEXT)")
        store.execute("CREATE TABLE tags (run_uuid TEXT, key TEXT, value TEXT)")
        store.execute("CREATE TABLE logged_models (source_run_id TEXT, artifact_location TEXT)")
        store.execute("CREATE TABLE model_versions (run_id TEXT, source TEXT)")
        store.execute("INSERT INTO runs VALUES ('bbb222', ?)", [stored.as_uri()])
    candidates = [
        Candidate(worse, RunReference(run_id="bbb222"), WORSE),
        Candidate(result, RunReference(run_id="aaa111"), RUN),
    ]
    waiting = space / "runs" / RUN / "pending.json"  # so that no alias is moved, which would take MLflow's import
    waiting.write_text(json.dumps({"local_id": RUN, "challenger": False}), encoding="utf-8")
    job = Job(Settings(workspace=WorkspaceSettings(dir=space)))
    record = conclude(job, candidates, [], result.metric)
    waiting.unlink()
    return Path(record.report_html).parent


def train(
    space: Path, frame: pl.DataFrame, classifier: Any, min_patients: int = 5, steps: tuple[str, ...] = ()
) -> None:
    features = ClinicalFeatures(
        *(["subjetivo", "objetivo"], ["sexo"], ["edad"], "paciente_id"),
        min_patients=min_patients,
        min_df=1,
        steps=steps,
    )
    model = make_pipeline(features, classifier).fit(frame, frame["grupo"].to_numpy().astype(np.str_))
    save_pipeline(model, space / "runs" / RUN / "pipeline.skops")


def test_a_clean_run_ends_with_0_and_says_what_was_searched(epicrisis: Runner, workspace: Path) -> None:
    outcome = epicrisis("audit", "--lang", "en", "--string", "Ernestina Zubizarreta")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Searched: {RUN}\n")
    assert (
        "Looked for: strings given: 1; patients' codes: 24; identifiers of the notes shared by fewer than 5 "
        "patients: 0; sentences, of snapshots: 1.\n"
    ) in outcome.out
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


@pytest.mark.parametrize("by_path", [False, True])
def test_a_comparison_is_all_of_its_candidates(epicrisis: Runner, workspace: Path, by_path: bool) -> None:
    folder = compare(workspace)
    given = [str(folder)] if by_path else []
    clean = epicrisis("audit", *given, "--json")
    assert clean.code == 0
    answer = json.loads(clean.out)
    assert answer["target"] == folder.name
    assert {"reports", "runs", "mlartifacts"} <= answer["files"].keys()
    leaks = [f"runs/{WORSE}/x.txt", "mlartifacts/bbb222/x.txt", f"runs/{RUN}/x.txt", f"reports/{RUN}/x.txt"]
    for leak in leaks:
        (workspace / leak).write_text(SECRET, encoding="utf-8")
    outcome = epicrisis("audit", *given, "--json")
    assert outcome.code == 4
    assert {finding["place"] for finding in json.loads(outcome.out)["findings"]} == set(leaks)


def test_the_models_of_a_comparison_are_told_apart_by_their_runs(
    epicrisis: Runner, workspace: Path, frame: pl.DataFrame
) -> None:
    train(workspace, frame, LogisticRegression(), min_patients=1)
    compare(workspace)
    outcome = epicrisis("audit", "--json")
    assert outcome.code == 4
    assert all(finding["place"].startswith(f"model:{RUN}:") for finding in json.loads(outcome.out)["findings"])


def test_the_winner_of_a_comparison_explains(epicrisis: Runner, workspace: Path) -> None:
    compare(workspace)
    outcome = epicrisis("explain", "--row", "5", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["label"] == "T. de Ansiedad"


def test_the_choice_of_a_comparison_explains_and_not_its_first(epicrisis: Runner, workspace: Path) -> None:
    file = compare(workspace) / "comparison.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    for row in record["leaderboard"]["rows"]:
        row["chosen"] = row["local_id"] == WORSE
    file.write_text(json.dumps(record), encoding="utf-8")
    outcome = epicrisis("explain", "--row", "5", "--lang", "en")
    assert f"The model of {WORSE} is not on this machine." in outcome.err


def test_the_runs_of_a_comparison_without_local_names_are_found_by_their_mlflow_ids_or_told(
    epicrisis: Runner, workspace: Path
) -> None:
    file = compare(workspace) / "comparison.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    for row in record["leaderboard"]["rows"]:
        del row["local_id"]
    record["leaderboard"]["rows"][1]["run"]["run_id"] = None
    file.write_text(json.dumps(record), encoding="utf-8")
    assert epicrisis("explain", "--row", "5").code == 0
    outcome = epicrisis("audit", "--json")
    assert outcome.code == 5
    answer = json.loads(outcome.out)
    assert answer["files"]["runs"] == 2  # the model and its checksum, and nothing of the other run
    assert [name.partition(",")[0] for name in answer["unread"]] == ["ridge"]


def test_a_damaged_comparison_is_told(epicrisis: Runner, workspace: Path) -> None:
    (compare(workspace) / "comparison.json").write_text("{}", encoding="utf-8")
    outcome = epicrisis("audit", "--lang", "en")
    assert outcome.code == 4
    assert "comparison.json is damaged" in outcome.err


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


def test_terms_that_are_stems_are_told_to_be(epicrisis: Runner, workspace: Path, frame: pl.DataFrame) -> None:
    said = "Los términos son raíces, los comienzos de las palabras"
    assert said not in epicrisis("explain", "--row", "5").out
    train(workspace, frame, LogisticRegression(), steps=("stems",))
    told = epicrisis("explain", "--row", "5")
    assert said in told.out
    assert said in Path(json.loads(epicrisis("explain", "--row", "5", "--json").out)["page"]).read_text("utf-8")


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
