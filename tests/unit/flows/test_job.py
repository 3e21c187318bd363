"""A job gives the result of a begun stage once, and its error where the result is asked for."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from epicrisis.errors import ConnectionFailed, NoRows
from epicrisis.flows.job import Job, handed_over, handing_over, job_settings
from epicrisis.flows.parameters import load_job
from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings, WorkspaceSettings


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(Settings(workspace=WorkspaceSettings(dir=tmp_path / "ws")))


def wait_for(job: Job, stage: str) -> None:
    while not job._begun[stage].done():
        threading.Event().wait(0.005)


def test_a_stage_that_was_not_begun_is_carried_out_at_once(job: Job) -> None:
    assert job.carry_out("data", lambda: 7) == 7


def test_a_begun_stage_is_not_carried_out_again(job: Job) -> None:
    calls: list[str] = []
    job.begin("data", lambda: calls.append("begun") or 1)
    assert job.carry_out("data", lambda: calls.append("again") or 2) == 1
    assert calls == ["begun"]


def test_a_second_attempt_carries_the_stage_out_anew(job: Job) -> None:
    job.begin("data", lambda: 1)
    assert job.carry_out("data", lambda: 2) == 1
    assert job.carry_out("data", lambda: 2) == 2


def test_the_error_of_a_begun_stage_is_raised_where_its_result_is_asked_for(job: Job) -> None:
    def fail() -> None:
        raise ConnectionFailed("{host} is gone.", host="db")

    job.begin("data", fail)
    with pytest.raises(ConnectionFailed, match=r"^db is gone\.$"):
        job.carry_out("data", lambda: None)


def test_a_failed_stage_ends_the_wait_for_something_else(job: Job) -> None:
    def fail() -> None:
        raise NoRows("No rows in {source}.", source="x.csv")

    job.raise_if_failed()
    job.begin("fine", lambda: 1)
    job.begin("data", fail)
    wait_for(job, "data")
    with pytest.raises(NoRows, match=r"^No rows in x\.csv\.$"):
        job.raise_if_failed()


def test_a_bug_in_a_begun_stage_waits_until_its_result_is_asked_for(job: Job) -> None:
    job.begin("data", lambda: 1 / 0)
    wait_for(job, "data")
    job.raise_if_failed()
    with pytest.raises(ZeroDivisionError):
        job.carry_out("data", lambda: None)


def test_a_job_is_idle_only_while_nothing_begun_runs(job: Job) -> None:
    go = threading.Event()
    job.begin("data", go.wait)
    assert job.idle() == 0.0
    go.set()
    wait_for(job, "data")
    threading.Event().wait(0.05)
    assert 0.03 < job.idle() < 30


def test_a_job_is_handed_over_only_while_the_body_runs(job: Job) -> None:
    assert handed_over() is None
    with handing_over(job):
        assert handed_over() is job
    assert handed_over() is None


@pytest.mark.parametrize(
    ("has_file", "content", "registered"),
    [
        (False, "", "historias"),
        (True, "", ""),
        (True, '[source]\nurl = "notas.csv"\n', "historias"),
    ],
    ids=["no project", "a project without a source", "a project with one"],
)
def test_the_artificial_clinic_s_model_does_not_take_a_project_s_name(
    tmp_path: Path, has_file: bool, content: str, registered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "begin_tracking", lambda _: None)  # the store is of no interest here
    if has_file:
        (tmp_path / "epicrisis.toml").write_text(content, encoding="utf-8")
    loaded = load_settings(directory=tmp_path, environ={})
    assert job_settings(loaded).tracking.register_as == registered
    if has_file:
        from_prefect_s_page = load_job(str(tmp_path / "epicrisis.toml"), None, None)
        assert from_prefect_s_page.settings.tracking.register_as == registered
