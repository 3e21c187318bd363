"""Run every check of the project: format, lint, types, the import law, the tests.

``python scripts/check.py`` runs all; ``python scripts/check.py unit`` runs the tests that need neither servers nor
patience; ``python scripts/check.py format lint`` runs the named ones only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-q", "--numprocesses=2", "--dist=loadfile", "--durations=12"]
CHECKS = {
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "lint": [sys.executable, "-m", "ruff", "check", "."],
    "types": [sys.executable, "-m", "mypy", "--num-workers=2"],
    "imports": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "unit": [*PYTEST, "-m", "not slow", "tests/unit"],
    # Much of it is waiting for servers, so three workers for two cores; in the order of tests/integration/conftest.py.
    "integration": [*PYTEST, "--numprocesses=3", "--no-loadscope-reorder", "-m", "slow", "tests"],
}


def main(names: list[str]) -> int:
    """Run the named checks, all by default, and return 1 if any fails."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        print(f"Unknown check {unknown[0]!r}. Known: {', '.join(CHECKS)}.", file=sys.stderr)
        return 2
    # Where bytecode may not be written, each of the hundred processes of the tests compiles all sources anew.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    failed = []
    for name in names or list(CHECKS):
        print(f"== {name}", flush=True)
        started = time.monotonic()
        if subprocess.run(CHECKS[name], cwd=ROOT, env=environ, check=False).returncode != 0:
            failed.append(name)
        print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
