"""Runs the command line: in this process where that is enough, in one of its own where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from epicrisis.cli.main import run

# No locale, no colours, no settings from the machine that runs the tests.
PLAIN = {"LANG": "C.UTF-8", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Runner = Callable[..., Outcome]


@pytest.fixture
def epicrisis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command line in this process and an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str, **environ: str) -> Outcome:
        capsys.readouterr()
        code = run(arguments, environ)
        return Outcome(code, *capsys.readouterr())

    return call


@pytest.fixture
def process(tmp_path: Path) -> Runner:
    """Run a command line in a process of its own and an empty folder."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("EPICRISIS_", "LC_", "DB_"))}

    def call(*arguments: str, python: tuple[str, ...] = ("-m", "epicrisis"), **environ: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, *python, *arguments],
            cwd=tmp_path,
            env={**inherited, **PLAIN, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
        )
        encoding = environ.get("PYTHONIOENCODING", "utf-8")
        return Outcome(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return call
