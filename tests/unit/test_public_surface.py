"""What ``import epicrisis`` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import epicrisis

HEAVY = (
    "polars",
    "sklearn",
    "pandas",
    "numpy",
    "prefect",
    "mlflow",
    "optuna",
    "sqlalchemy",
    "pydantic",
    "typer",
    "rich",
)


@pytest.mark.parametrize("name", epicrisis.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(epicrisis, name).__doc__


def test_the_surface_is_small_and_listed() -> None:
    assert len(epicrisis.__all__) <= 20
    assert dir(epicrisis) == sorted([*epicrisis.__all__, "__version__"])


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'epicrisis' has no attribute 'nothing'"):
        _ = epicrisis.nothing  # type: ignore[attr-defined]


def test_importing_the_package_loads_no_framework() -> None:
    program = f"import sys, epicrisis; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
