"""What a run ran on: versions, platform, commit."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version

from epicrisis.training.result import Environment
from epicrisis.version import VERSION

PACKAGES = ("numpy", "scipy", "scikit-learn", "polars", "pandas", "optuna", "mlflow", "prefect", "skops", "sqlalchemy")


def describe_environment() -> Environment:
    """Return the versions of the packages that matter, the platform, and the git commit of the working directory."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return Environment(
        epicrisis=VERSION,
        python=platform.python_version(),
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        packages=packages,
        git_commit=_git_commit(),
    )


def _git_commit() -> str | None:
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() or None
