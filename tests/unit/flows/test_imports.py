"""Without the orchestrator Prefect is not imported, and with it nothing heavy comes before its server is on its way."""

from __future__ import annotations

import subprocess
import sys

import pytest


def imported_by(modules: str) -> set[str]:
    code = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_what_the_command_line_calls_imports_no_framework() -> None:
    names = ("run", "services", "session", "server", "job", "logs", "door")
    imported = imported_by(", ".join(f"epicrisis.flows.{name}" for name in names))
    assert {"prefect", "mlflow", "sklearn", "optuna", "polars", "pandas", "matplotlib"} & imported == set()


@pytest.mark.slow
def test_the_stages_do_not_know_prefect() -> None:
    imported = imported_by("epicrisis.flows.plain")
    assert "epicrisis.flows.stages" in imported
    assert "prefect" not in imported
