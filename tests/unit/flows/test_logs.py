"""Libraries' logs go to a file while a run lasts, and afterwards everything is as it was."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import pytest

from epicrisis.flows.logs import library_logs


def test_logs_and_warnings_of_libraries_go_to_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = logging.getLogger("mlflow.example")
    handler = logging.StreamHandler(sys.stderr)
    library.addHandler(handler)
    library.setLevel(logging.INFO)
    file = tmp_path / "logs" / "libraries.log"
    with library_logs(file), warnings.catch_warnings():
        warnings.simplefilter("default")
        library.info("a run with ñ began")
        warnings.warn("a library's doubt", UserWarning, stacklevel=1)
    assert capsys.readouterr() == ("", "")
    text = file.read_text(encoding="utf-8")
    assert "INFO mlflow.example: a run with ñ began" in text
    assert "a library's doubt" in text
    assert library.handlers == [handler]
    monkeypatch.setattr(library, "propagate", False)  # MLflow's own handler, if a test before this one imported it
    library.info("afterwards")
    assert capsys.readouterr().err == "afterwards\n"
    library.removeHandler(handler)


def test_handlers_that_write_elsewhere_stay(tmp_path: Path) -> None:
    library = logging.getLogger("mlflow.example")
    handler = logging.FileHandler(tmp_path / "own.log", encoding="utf-8")
    library.addHandler(handler)
    with library_logs(tmp_path / "libraries.log"):
        assert library.handlers == [handler]
    library.removeHandler(handler)
    handler.close()


def test_a_logger_that_keeps_its_messages_to_itself_loses_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    library = logging.getLogger("prefect._internal.example")
    library.propagate = False
    library.setLevel(logging.WARNING)  # Prefect, once imported, quiets its inner loggers
    handler = logging.StreamHandler()
    library.addHandler(handler)
    with library_logs(tmp_path / "libraries.log"):
        library.warning("an event was lost")
    assert capfd.readouterr() == ("", "")
    assert "an event was lost" in (tmp_path / "libraries.log").read_text(encoding="utf-8")
    assert library.handlers == [handler]
