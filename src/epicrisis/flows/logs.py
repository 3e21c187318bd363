"""Where the libraries' logs go: into a file of the workspace, out of the user's terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

LIBRARIES = ("prefect", "uvicorn", "httpx", "mlflow", "alembic", "sqlalchemy", "optuna", "matplotlib")
"""Libraries that put handlers of their own on their loggers, or whose messages the root logger would print."""

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class LibraryLog(logging.FileHandler):
    """The file that libraries log into."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter(_FORMAT))


@contextmanager
def library_logs(file: Path) -> Iterator[None]:
    """Send what libraries log and warn to a file while the body runs; nothing of it reaches the terminal.

    Parameters
    ----------
    file : Path
        The log. It is appended to, and its folder is made.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handler, root = LibraryLog(file), logging.getLogger()
    with ExitStack() as stack:
        stack.callback(handler.close)
        root.addHandler(handler)
        stack.callback(root.removeHandler, handler)
        logging.captureWarnings(True)
        stack.callback(logging.captureWarnings, False)
        hush_terminal(stack)
        # Prefect's log worker reports its own failures on the terminal unless told that this is no development.
        stack.callback(setattr, logging, "raiseExceptions", logging.raiseExceptions)
        logging.raiseExceptions = False
        yield


def hush_terminal(stack: ExitStack) -> None:
    """Take handlers that write to the terminal off the libraries' loggers, and put them back when `stack` closes.

    Call it again after importing a library: some put their handlers there on import.
    """
    root = logging.getLogger()
    files = [handler for handler in root.handlers if isinstance(handler, LibraryLog)]
    ours = [name for name in root.manager.loggerDict if name.partition(".")[0] in LIBRARIES]
    for logger in (root, *map(logging.getLogger, ours)):
        for handler in list(logger.handlers):
            if _of_a_library(handler) if logger is root else _writes_to_terminal(handler):
                logger.removeHandler(handler)
                stack.callback(logger.addHandler, handler)
        if not logger.propagate and not logger.handlers:
            for file in files:  # left without any, its warnings would go to the terminal after all
                logger.addHandler(file)
                stack.callback(logger.removeHandler, file)


def _writes_to_terminal(handler: logging.Handler) -> bool:
    return isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler)


def _of_a_library(handler: logging.Handler) -> bool:
    """Whether a library put this handler on the root logger, as Prefect does; the program's own stay."""
    return type(handler).__module__.partition(".")[0] in LIBRARIES
