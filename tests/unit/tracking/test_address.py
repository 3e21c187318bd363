from __future__ import annotations

import os
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from epicrisis.errors import TrackingUnavailable
from epicrisis.settings.schema import Settings
from epicrisis.tracking.address import Address, mask, require_answer, resolve_address
from epicrisis.tracking.mlflow_api import mlflow_environment
from epicrisis.workspace import Workspace


def settings(uri: str) -> Settings:
    return Settings.model_validate({"tracking": {"uri": uri}})


def test_the_default_is_a_file_of_the_workspace(tmp_path: Path) -> None:
    address = resolve_address(settings(""), Workspace(tmp_path), {})
    assert address.uri == "sqlite:///" + (tmp_path / "mlflow.db").as_posix()
    assert address.artifacts == tmp_path / "mlartifacts"


def test_mlflows_own_variable_counts_while_the_setting_is_empty(tmp_path: Path) -> None:
    environ = {"MLFLOW_TRACKING_URI": "http://mlflow:5000"}
    assert resolve_address(settings(""), Workspace(tmp_path), environ).uri == "http://mlflow:5000"
    assert resolve_address(settings("http://other"), Workspace(tmp_path), environ).uri == "http://other"


def test_a_relative_sqlite_file_is_pinned_to_the_folder_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    address = resolve_address(settings("sqlite:///backend.db"), Workspace(tmp_path / "w"), {})
    assert address.uri == "sqlite:///" + (Path.cwd() / "backend.db").as_posix()
    assert address.database == Path.cwd() / "backend.db"
    assert address.artifacts == Path.cwd() / "mlartifacts"


@pytest.mark.parametrize("uri", ["./mlruns", "mlruns", "file:///srv/mlruns", "C:\\mlruns"])
def test_a_folder_is_refused_with_what_to_write(uri: str) -> None:
    with pytest.raises(TrackingUnavailable, match=re.escape(f"tracking.uri {uri!r} is a folder")):
        require_answer(Address(uri))


@pytest.mark.parametrize("uri", ["http://127.0.0.1:{port}", "postgresql+psycopg://ana:secreto@127.0.0.1:{port}/mlflow"])
def test_a_closed_port_is_known_at_once_and_the_password_is_not_told(uri: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can open it meanwhile
        uri = uri.format(port=taken.getsockname()[1])
        with pytest.raises(TrackingUnavailable, match=r"cannot be reached \(.*[Rr]efused.*\)") as raised:
            require_answer(Address(uri))
    assert "secreto" not in str(raised.value)


def test_an_unknown_host_is_told() -> None:
    with pytest.raises(TrackingUnavailable, match=r"MLflow at http://mlflow\.invalid cannot be reached \("):
        require_answer(Address("http://mlflow.invalid"))


def test_a_port_that_is_no_number_is_told() -> None:
    with pytest.raises(TrackingUnavailable, match="a port that is not a number"):
        require_answer(Address("http://mlflow:500x"))


def test_behind_a_proxy_the_port_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    require_answer(Address("http://mlflow.invalid"))


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mlflow.db"
    file.write_text("not a database, but long enough to have a header of its own" * 20)
    with pytest.raises(TrackingUnavailable, match=r"mlflow\.db cannot be used \(file is not a database\)"):
        require_answer(Address("", database=file))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write read-only files")
def test_a_read_only_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mlflow.db"
    sqlite3.connect(file).close()
    file.chmod(0o400)
    with pytest.raises(TrackingUnavailable, match="cannot be used"):
        require_answer(Address("", database=file))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrackingUnavailable, match=r"mlflow\.db cannot be used"):
        require_answer(Address("", database=tmp_path / "file" / "mlflow.db"))


def test_mask() -> None:
    assert (
        mask("failed: http://ana:clave@host/x and postgresql://u@h/d")
        == "failed: http://***@host/x and postgresql://***@h/d"
    )


def test_limits_are_put_back_and_the_users_own_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_TIMEOUT", "77")
    monkeypatch.delenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", raising=False)
    before = dict(os.environ)
    with mlflow_environment("probe"):
        assert os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] == "77"
        assert os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] == "1"
    assert dict(os.environ) == before
