"""Run a Python module as a child process that never outlives the process that started it.

``python -m epicrisis.flows.leash PARENT_PID MODULE ARGUMENT…`` runs ``python -m MODULE ARGUMENT…`` and looks every
second whether the parent is still there. The servers started by a training end with it even if it is killed, on
every operating system: neither signals nor inherited pipes do that on Windows.
"""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
import threading
import time

import psutil

_LOOK_EVERY_S = 1.0


def main() -> None:
    """Run the module named on the command line, and end it with its parent."""
    parent, module, *arguments = sys.argv[1:]
    threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def end_family(pid: int, *, grace: float = 5.0, head: bool = True) -> None:
    """End a process and everything that it started.

    Parameters
    ----------
    pid : int
        The head of the family. Nothing happens if it is gone.
    grace : float
        Seconds given to end in order before being killed.
    head : bool
        Whether the head itself is ended too.
    """
    try:
        process = psutil.Process(pid)
        family = [*process.children(recursive=True), *([process] if head else [])]
    except psutil.NoSuchProcess:
        return
    # The head first: a server that is told to stop takes its own workers down in order.
    for member in reversed(family):
        with contextlib.suppress(psutil.NoSuchProcess):
            member.terminate()
    _, stubborn = psutil.wait_procs(family, timeout=grace)
    for member in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(stubborn, timeout=grace)


def _end_with(parent_pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(parent_pid)
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            time.sleep(_LOOK_EVERY_S)
    end_family(os.getpid(), grace=2.0, head=False)
    # The main thread sits in a server's event loop; only the operating system's exit ends it from here.
    os._exit(1)


if __name__ == "__main__":
    main()
