"""Running a command in a process of its own, and watching how long it takes and how much memory it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_S = 0.25
BUSY = 0.5
# Whatever is configured on this machine must not reach a run that is to be cold.
FOREIGN = ("EPICRISIS_", "PREFECT_", "MLFLOW_", "DB_")


@dataclass(frozen=True)
class Watched:
    """What a command did.

    Parameters
    ----------
    seconds : float
        From before the process was made until it had ended.
    peak_mb : float
        Largest sum of the resident sizes of the process and those it started, in MiB, sampled; pages that they share
        count several times.
    load : float
        Mean number of waiting processes of the machine in the minute before.
    output : str
        What it wrote to standard output.
    """

    seconds: float
    peak_mb: float
    load: float
    output: str

    def json(self) -> Any:
        """Return the JSON object that the command printed."""
        return json.loads(self.output)


def watch(command: Sequence[str], home: Path, environ: Mapping[str, str] | None = None) -> Watched:
    """Run a command to its end in the folder `home`, with nothing configured but `environ`.

    Raises
    ------
    RuntimeError
        The command failed; its last words are in the message.
    """
    home.mkdir(parents=True, exist_ok=True)
    variables = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    load = psutil.getloadavg()[0]
    with (home / "stdout").open("w+") as output, (home / "stderr").open("w+") as errors:
        started = time.perf_counter()
        process = psutil.Popen(
            command, cwd=home, env={**variables, **(environ or {})}, stdout=output, stderr=errors, text=True
        )
        peak = 0.0
        while True:
            with suppress(subprocess.TimeoutExpired, psutil.TimeoutExpired):
                process.wait(SAMPLE_S)
            if process.returncode is not None:
                break
            peak = max(peak, _tree_mb(process))
        seconds = time.perf_counter() - started
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            raise RuntimeError(f"{command[1]} ended with {process.returncode}:\n{errors.read()[-2000:]}")
        return Watched(seconds, peak, load, output.read())


def python(*arguments: str) -> list[str]:
    """Return the command that runs this interpreter."""
    return [sys.executable, *arguments]


def middle(values: Sequence[float]) -> str:
    """Return the median, and the range if there are several values."""
    spread = f" ({min(values):.1f}–{max(values):.1f})" if len(values) > 1 else ""
    return f"{median(values):.1f}{spread}"


def say(text: str) -> None:
    """Tell on standard error what is being done, and whether something else is: its load would be in the figures."""
    load = psutil.getloadavg()[0]
    busy = f" (the load of this machine is {load:.1f}: the figures are not worth much)" if load > BUSY else ""
    print(f"{time.strftime('%H:%M:%S')} {text}{busy}", file=sys.stderr, flush=True)


def _tree_mb(process: psutil.Process) -> float:
    total = 0
    with suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                total += one.memory_info().rss
    return total / 2**20
