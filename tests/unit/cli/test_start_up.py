"""What the command line costs before it does anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from epicrisis.cli.main import VERBS

HEAVY = ("polars", "sklearn", "pandas", "numpy", "prefect", "mlflow", "optuna", "sqlalchemy", "pydantic", "rich")
PAGES = [(), *((verb.__name__,) for verb in VERBS)]
# A module reported here was loaded by the page or by what it imports.
REPORTING = f"""
import json, sys
from epicrisis.cli.main import run
code = run(sys.argv[1:], {{}})
print(json.dumps([code, [name for name in {HEAVY!r} if name in sys.modules]]), file=sys.stderr)
"""


@pytest.mark.parametrize("verb", PAGES, ids=lambda verb: " ".join(verb) or "program")
def test_help_loads_nothing_heavy(verb: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", REPORTING, *verb, "--help"], capture_output=True, text=True, timeout=60
    )
    assert json.loads(done.stderr) == [0, []]
    assert done.stdout.startswith("Uso: epicrisis")


@pytest.mark.skipif(os.name != "posix", reason="Windows does not tell what a child process cost")
@pytest.mark.parametrize("verb", [(), ("train",)], ids=["program", "train"])
def test_help_costs_less_than_three_tenths_of_a_second(verb: tuple[str, ...], tmp_path: Path) -> None:
    seconds = []
    for _ in range(5):
        before = os.times()
        subprocess.run(
            [sys.executable, "-m", "epicrisis", *verb, "--help"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL
        )
        after = os.times()
        # Processor time: the clock would measure what else the machine is doing.
        user, system = after.children_user - before.children_user, after.children_system - before.children_system
        seconds.append(user + system)
    assert min(seconds) < 0.3
