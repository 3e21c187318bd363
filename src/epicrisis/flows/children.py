"""Child processes: the servers behind a run, each on loopback, with its log in the workspace."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from epicrisis.flows.leash import end_family

LOOPBACK = "127.0.0.1"


@dataclass
class Child:
    """A running child process.

    Parameters
    ----------
    name : str
        What it is, for messages.
    process : subprocess.Popen
        The process.
    log : Path
        Where its output goes.
    """

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def last_words(self, limit: int = 300) -> str:
        """Return the end of its log, on one line."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return " ".join(text.split())[-limit:]

    def stop(self) -> None:
        """End it and everything that it started."""
        end_family(self.process.pid)
        self.process.wait()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def start_child(
    name: str,
    module: str,
    *arguments: str,
    log: Path,
    environment: Mapping[str, str],
    without: frozenset[str] = frozenset(),
) -> Child:
    """Start ``python -m module …`` in the background, on a leash.

    Parameters
    ----------
    name : str
        What it is, for messages.
    module, *arguments : str
        The module to run and its command line.
    log : Path
        Where its output goes; the folder is made.
    environment : mapping of str to str
        Variables added to this process's environment.
    without : frozenset of str
        Variables taken out of it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    inherited = {key: value for key, value in os.environ.items() if key not in without}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "epicrisis.flows.leash", str(os.getpid()), module, *arguments],
            env={**inherited, **_search_path(), "PYTHONIOENCODING": "utf-8", **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C reaches the whole group of the terminal; the servers must live until the run is marked.
            start_new_session=True,
            creationflags=_creation_flags(),
        )
    return Child(name, process, log)


def free_port(preferred: int = 0) -> int:
    """Return `preferred` if nothing listens there, else the next free port after it.

    Parameters
    ----------
    preferred : int
        The port wanted; 0 means any.
    """
    for port in range(preferred, min(preferred + 200, 65536)) if preferred else (0,):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # a port just left is free; on Windows the flag would mean stealing
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return free_port()


def answers(url: str, *, timeout: float = 2.0) -> bool:
    """Tell whether a GET of `url` is answered with success."""
    # A proxy configured for the hospital's network must not be asked for a page of this machine.
    here = url.startswith((f"http://{LOOPBACK}:", "http://localhost:"))
    proxies: dict[str, str] | None = {} if here else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    try:
        with opener.open(url, timeout=timeout) as response:
            return bool(response.status == http.client.OK)
    except (OSError, ValueError, http.client.HTTPException):
        return False


def wait_until(ready: Callable[[], bool], *, child: Child, limit: float, tell: Callable[[int], None]) -> bool:
    """Wait until `ready`, and tell every few seconds that one is waiting.

    Parameters
    ----------
    ready : callable
        Asked several times a second.
    child : Child
        Whose end ends the wait.
    limit : float
        Seconds to wait at most.
    tell : callable
        Called with the seconds waited so far, first after five, then every fifteen.

    Returns
    -------
    bool
        Whether it became ready.
    """
    start, next_word = time.monotonic(), 5.0
    while not ready():
        waited = time.monotonic() - start
        if not child.running or waited > limit:
            return False
        if waited > next_word:
            tell(int(waited))
            next_word += 15.0
        time.sleep(0.1)
    return True


def _search_path() -> dict[str, str]:
    # From a bare checkout the package is importable only because someone put it on sys.path. An installed one must
    # not be named: PYTHONPATH goes before the standard library, and other packages live beside it.
    package_root = Path(__file__).resolve().parents[2]
    if package_root.name in ("site-packages", "dist-packages"):
        return {}
    return {"PYTHONPATH": os.pathsep.join([str(package_root), *filter(None, [os.environ.get("PYTHONPATH")])])}


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return 0
