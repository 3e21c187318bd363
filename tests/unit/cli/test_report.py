"""``epicrisis report`` on a workspace with a report in it, and on one without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epicrisis.flows.comparing import write_comparison
from epicrisis.flows.records import CompareRecord, Failure
from epicrisis.reports.comparison import Candidate, build_leaderboard
from epicrisis.reports.files import write_report
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.unfinished import remember_begun
from epicrisis.training.begun import Begun
from epicrisis.training.result import TrainingResult

Runner = Callable[..., Any]
RESULT = Path(__file__).parents[1] / "tracking" / "result.json"


def write(workspace: Path, name: str, run_id: str) -> Path:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    folder = workspace / "reports" / name
    return write_report(gather(result, RunReference(run_id=run_id)), folder, "es").html


def compared(workspace: Path, name: str) -> Path:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    folder = workspace / "reports" / name
    record = CompareRecord(
        leaderboard=build_leaderboard([Candidate(result, RunReference(run_id="aaa111"))], result.metric),
        failures=[Failure(model="dummy", metric="f1_macro", error="ValueError")],
        report_html=str(folder / "comparison.html"),
        report_md=str(folder / "comparison.md"),
        timings={"search_s": 1.0},
        flow_run_id=None,
    )
    write_comparison(record, folder, "es")
    return folder


def test_a_comparison_is_found_as_the_latest_and_by_its_name_and_speaks_the_language_asked_for(
    epicrisis: Runner, tmp_path: Path
) -> None:
    write(tmp_path / ".epicrisis", "20260103T000000-dummy-f1_macro", "aaa111")
    folder = compared(tmp_path / ".epicrisis", "comparison-20260103T000100")
    write(tmp_path / ".epicrisis", "20260102T000000-dummy-f1_macro", "bbb222")
    for arguments in ((), ("comparison",), ("comparison-20260103T000100",)):
        outcome = epicrisis("report", *arguments, "--lang", "en")
        assert outcome.code == 0
        assert outcome.out.startswith("Ranked by F1 (macro) on the folds of the training rows:\n")
        assert "dummy, searched by f1_macro, could not be trained: ValueError" in outcome.out
        assert outcome.out.endswith(f"Report: {(folder / 'comparison.html').relative_to(tmp_path)}\n")
    assert '<html lang="en"' in (folder / "comparison.html").read_text(encoding="utf-8")
    epicrisis("report", "comparison", "--lang", "es")
    assert '<html lang="es"' in (folder / "comparison.html").read_text(encoding="utf-8")
    assert epicrisis("report", "aaa", "--lang", "en").out.startswith("Rows read")
    answer = json.loads(epicrisis("report", "--json").out)
    assert (answer["run_id"], Path(answer["report_json"])) == (None, folder / "comparison.json")


def test_a_damaged_comparison_is_told(epicrisis: Runner, tmp_path: Path) -> None:
    folder = compared(tmp_path / ".epicrisis", "comparison-20260103T000100")
    (folder / "comparison.json").write_text('{"leaderboard": "Ana"}', encoding="utf-8")
    outcome = epicrisis("report", "--lang", "en")
    assert outcome.code == 4
    assert outcome.err == f"Error: The file {folder / 'comparison.json'} is damaged.\n"


@pytest.mark.slow
def test_sending_with_nothing_to_send_says_so(epicrisis: Runner, tmp_path: Path) -> None:
    write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    outcome = epicrisis("report", "--send", "--lang", "en")
    assert outcome.code == 0
    assert outcome.out.startswith("Nothing waits to be sent.\nRows read")


def test_without_a_report_it_says_what_writes_one(epicrisis: Runner) -> None:
    outcome = epicrisis("report", "--lang", "en")
    assert outcome.code == 4
    assert outcome.err.endswith("yet: epicrisis train writes one.\n")


def test_the_latest_is_shown_and_written_in_the_language_asked_for(epicrisis: Runner, tmp_path: Path) -> None:
    first = write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    second = write(tmp_path / ".epicrisis", "20260102T000000-dummy-f1_macro", "bbb222")
    outcome = epicrisis("report", "--lang", "en")
    assert outcome.code == 0
    assert outcome.out.startswith("Rows read          350\n")
    assert outcome.out.endswith(f"Report: {second.relative_to(tmp_path)}\n")
    assert '<html lang="en"' in second.read_text(encoding="utf-8")
    assert '<html lang="es"' in first.read_text(encoding="utf-8")


def test_a_run_is_found_by_its_folder_or_the_beginning_of_its_id(epicrisis: Runner, tmp_path: Path) -> None:
    first = write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    write(tmp_path / ".epicrisis", "20260102T000000-dummy-f1_macro", "bbb222")
    for name in ("aaa", "20260101T000000-dummy-f1_macro"):
        assert epicrisis("report", name).out.endswith(f"Informe: {first.relative_to(tmp_path)}\n")
    outcome = epicrisis("report", "ccc", "--lang", "en")
    assert outcome.code == 4
    assert "Known: 20260102T000000-dummy-f1_macro, 20260101T000000-dummy-f1_macro." in outcome.err


def test_a_damaged_report_is_told(epicrisis: Runner, tmp_path: Path) -> None:
    page = write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    page.with_name("report.json").write_text("{", encoding="utf-8")
    outcome = epicrisis("report", "--lang", "en")
    assert outcome.code == 4
    assert "is not a whole report of epicrisis" in outcome.err


def test_deploying_without_a_server_says_how_to_get_one(epicrisis: Runner, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "no-prefect"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    outcome = epicrisis("deploy", "--lang", "en")
    assert outcome.code == 5
    assert outcome.err.startswith("Error: No Prefect server runs for this workspace. Start one in another terminal")


def trained(workspace: Path, name: str, model: str, split: str = "c3") -> None:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    changed = {"model": model, "split": result.split.model_copy(update={"sha256": split * 32})}
    folder = workspace / "runs" / name
    folder.mkdir(parents=True)
    (folder / "result.json").write_text(result.model_copy(update=changed).model_dump_json(), encoding="utf-8")
    write(workspace, name, f"{model}-1")


def test_runs_that_are_there_are_ranked_side_by_side(epicrisis: Runner, tmp_path: Path) -> None:
    workspace = tmp_path / ".epicrisis"
    trained(workspace, "20260101T000000-dummy-f1_macro", "dummy")
    trained(workspace, "20260102T000000-ridge-f1_macro", "ridge")
    outcome = epicrisis("report", "--compare", "20260101", "ridge-1", "--lang", "en")
    assert outcome.code == 0
    assert outcome.out.startswith("Ranked by F1 (macro) on the folds of the training rows:\n")
    pages = list(workspace.glob("reports/comparison-*/comparison.html"))
    assert len(pages) == 1
    assert "Model comparison" in pages[0].read_text(encoding="utf-8")
    assert epicrisis("report", "--lang", "en").out.startswith("Ranked by")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("20260101", "20260102"), "Several runs are written as one page with --compare"),
        (("--compare", "20260101"), "--compare needs two different runs or more"),
        (("--compare", "20260101", "dummy-1"), "--compare needs two different runs or more"),
        (("--compare", "20260101", "20260103"), "20260103T000000-gone-f1_macro is no run whose result is still"),
        (("--compare", "20260101", "nowhere"), "There is no run 'nowhere' in"),
        (("--compare", "20260101", "20260102"), "were not trained on the same rows, split and folds"),
    ],
)
def test_runs_that_cannot_be_compared_are_told(
    epicrisis: Runner, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    workspace = tmp_path / ".epicrisis"
    trained(workspace, "20260101T000000-dummy-f1_macro", "dummy")
    trained(workspace, "20260102T000000-ridge-f1_macro", "ridge", split="d4")
    write(workspace, "20260103T000000-gone-f1_macro", "ccc333")
    outcome = epicrisis("report", *arguments, "--lang", "en")
    assert outcome.code != 0
    assert said in outcome.err
    assert list(workspace.glob("reports/comparison-*")) == []


def test_a_run_that_ended_before_its_report_has_one_made_of_what_there_is(epicrisis: Runner, tmp_path: Path) -> None:
    folder = tmp_path / ".epicrisis" / "runs" / "20260104T000000-ridge-f1_macro"
    folder.mkdir(parents=True)
    (folder / "result.json").write_bytes(RESULT.read_bytes())
    outcome = epicrisis("report", "20260104", "--lang", "en")
    assert outcome.code == 0
    assert outcome.out.startswith("This run ended before its report was written; here is what its training left")
    assert (tmp_path / ".epicrisis" / "reports" / folder.name / "report.html").is_file()
    assert epicrisis("report", "20260104", "--lang", "en").out.startswith("Rows read")


def test_the_guidelines_say_what_is_missing_and_where_to_write_it(epicrisis: Runner, tmp_path: Path) -> None:
    folder = write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111").parent
    outcome = epicrisis("report", "--tripod", "--lang", "en")
    assert outcome.code == 0
    assert "TRIPOD+AI, 52 items: " in outcome.out
    assert "  study.funding: Who paid, and what part they had.\n" in outcome.out
    assert "Write them once under [study] in epicrisis.toml" in outcome.out
    assert outcome.out.endswith(f"Model card: {(folder / 'guidelines' / 'model-card.xml').relative_to(tmp_path)}\n")
    answer = json.loads(epicrisis("report", "--tripod", "--json").out)
    assert sum(answer["tripod"].values()) == 52
    assert sum(answer["probast"].values()) == 34
    assert "study.funding" in answer["missing"]
    assert Path(answer["guidelines_json"]).is_file()


def test_what_is_written_after_the_training_completes_its_run(epicrisis: Runner, tmp_path: Path) -> None:
    write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    before = json.loads(epicrisis("report", "--tripod", "--json").out)
    (tmp_path / "epicrisis.toml").write_text('[study]\nfunding = "A grant"\n', encoding="utf-8")
    after = json.loads(epicrisis("report", "aaa", "--tripod", "--json").out)
    assert after["tripod"]["reported"] == before["tripod"]["reported"] + 1
    assert set(before["missing"]) - set(after["missing"]) == {"study.funding"}
    assert "A grant" in Path(after["model_card"]).read_text(encoding="utf-8")


def test_guidelines_once_written_are_written_again_with_the_report(epicrisis: Runner, tmp_path: Path) -> None:
    folder = write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111").parent
    assert "guidelines_html" not in json.loads(epicrisis("report", "--json").out)
    epicrisis("report", "--tripod", "--lang", "es")
    assert epicrisis("report", "--lang", "en").code == 0
    assert '<html lang="en"' in (folder / "guidelines" / "guidelines.html").read_text(encoding="utf-8")


def test_a_comparison_has_no_guidelines(epicrisis: Runner, tmp_path: Path) -> None:
    compared(tmp_path / ".epicrisis", "comparison-20260103T000100")
    outcome = epicrisis("report", "--tripod", "--lang", "en")
    assert outcome.code == 2
    assert "is a comparison of several models; --tripod is about one. Name the run." in outcome.err


def test_guidelines_of_runs_side_by_side_are_refused(epicrisis: Runner) -> None:
    outcome = epicrisis("report", "--compare", "--tripod", "one", "other", "--lang", "en")
    assert outcome.code == 2
    assert "--tripod is about one run" in outcome.err


def test_a_training_that_ended_before_its_result_is_told_of(epicrisis: Runner, tmp_path: Path) -> None:
    result = TrainingResult.model_validate_json(RESULT.read_bytes())
    facts = {name: getattr(result, name) for name in ("created_at", "model", "metric", "ledger", "source", "split")}
    begun = Begun(**facts, objectives=[result.metric], trials=20, study="gone", label="grupo")
    folder = tmp_path / ".epicrisis" / "reports" / "20260105T000000-dummy-f1_macro"
    remember_begun(begun, folder)
    outcome = epicrisis("report", "20260105", "--lang", "en")
    assert outcome.code == 0
    assert "ended before it had a result" in outcome.out
    assert "Candidates finished: 0 of 20" in outcome.out
    assert (folder / "unfinished.html").is_file()
    refused = epicrisis("report", "20260105", "--tripod", "--lang", "en")
    assert refused.code == 2
    assert "--tripod needs one" in refused.err
    write(tmp_path / ".epicrisis", "20260101T000000-dummy-f1_macro", "aaa111")
    assert epicrisis("report", "--lang", "en").out.startswith("Rows read")
