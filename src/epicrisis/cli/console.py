"""The only room that prints.

Results go to the standard output; progress, notices and errors go to the standard error, so that ``--json`` leaves
exactly one JSON object on the standard output. Escape sequences are written to a terminal only.
"""

from __future__ import annotations

import errno
import json
import os
import traceback
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, TextIO

from epicrisis.errors import EpicrisisError, OutsideError
from epicrisis.i18n.catalogue import translate
from epicrisis.progress import Advance, Event, Notice

if TYPE_CHECKING:
    from epicrisis.cli.display import Display
    from epicrisis.settings.values import Language

# What a Windows console with an older code page lacks, and what stands in for it.
_STAND_INS = str.maketrans({"\u202f": " ", "\u2212": "-", "→": "->", "≥": ">=", "≤": "<=", "–": "-", "…": "..."})


class Console:
    """Where the words of one command go.

    Parameters
    ----------
    out, err : TextIO or None
        The standard output and error; None where the process has none.
    language : {"es", "en"}
        The language to speak; it may change once the settings are read.
    as_json : bool
        Whether results and errors are JSON.
    debug : bool
        Whether an error shows its traceback.
    environ : Mapping of str to str
        The process's environment: ``NO_COLOR`` and ``TERM`` are heeded.
    """

    def __init__(
        self,
        out: TextIO | None,
        err: TextIO | None,
        *,
        language: Language,
        as_json: bool,
        debug: bool,
        environ: Mapping[str, str],
    ) -> None:
        self._out = out
        self._err = err
        self.language = language
        self.as_json = as_json
        self.debug = debug
        self._plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        self._display: Display | None = None
        self._one_at_a_time = Lock()

    def translate(self, template: str, **fields: object) -> str:
        """Return a sentence in the console's language."""
        return translate(template, self.language, **fields)

    def show(self, *lines: str) -> None:
        """Print lines of the result to the standard output; with ``--json`` they are left out."""
        if not self.as_json:
            self._write_result("\n".join(lines))

    def show_json(self, answer: Mapping[str, object]) -> None:
        """Print the one JSON object of this command."""
        # Escapes keep every letter whole where the output's encoding could not.
        self._write_result(json.dumps(answer, ensure_ascii=not _knows_unicode(self._out), indent=2, allow_nan=False))

    def tell(self, line: str) -> None:
        """Print a line beside the result, to the standard error."""
        if self._display is not None:
            self._display.line(line)
        else:
            self.write_aside(line)

    def listen(self, event: Event) -> None:
        """Show what long work tells: the listener that verbs hand down. Several threads may call it."""
        with self._one_at_a_time:
            match event:
                case Advance():
                    self._opened_display().advance(event)
                case Notice(level="warning"):
                    sentence = self.translate(event.template, **event.fields)
                    self.tell(self.translate("Warning: {sentence}", sentence=sentence))
                case Notice():
                    self.tell(self.translate(event.template, **event.fields))

    def settle(self) -> None:
        """End the progress display, so that what follows stands below it."""
        if self._display is not None:
            self._display.close()
            self._display = None

    def fail(self, error: EpicrisisError) -> None:
        """Print an expected error: one sentence, and with ``--json`` one object too."""
        self.settle()
        if self.debug:
            # The plain traceback, never one that shows variables: those may hold patients' text.
            self.write_aside("".join(traceback.format_exception(error)).rstrip())
        message = self.translate(error.template, **error.fields)
        self.write_aside(self.translate("Error: {message}", message=message))
        if self.as_json:
            kind = type(error).__name__
            self.show_json({"error": {"type": kind, "message": message, "exit_code": error.exit_code}})

    def write_aside(self, line: str) -> None:
        """Write a line to the standard error. A reader who has left stops nothing."""
        try:
            _write(self._err, line)
        except OSError:
            self._err = None

    def _write_result(self, text: str) -> None:
        try:
            _write(self._out, text)
        except OSError as error:
            _discard(self._out)
            self._out = None
            # A pipe closed by its reader is that reader's wish (`epicrisis compare | head`). Windows says EINVAL.
            if error.errno not in (errno.EPIPE, errno.EINVAL):
                raise OutsideError("The result could not be written ({reason}).", reason=error.strerror) from error

    def _opened_display(self) -> Display:
        from epicrisis.cli.display import BarDisplay, PlainDisplay

        if self._display is None:
            if self._err is not None and self._err.isatty() and not self._plain:
                self._display = BarDisplay(self._err, self.language)
            else:
                self._display = PlainDisplay(self.write_aside, self.language)
        return self._display


def _knows_unicode(stream: TextIO | None) -> bool:
    return stream is None or (stream.encoding or "utf").lower().startswith("utf")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    if not _knows_unicode(stream):
        text = text.translate(_STAND_INS).encode(stream.encoding, "replace").decode(stream.encoding)
    stream.write(f"{text}\n")
    stream.flush()


def _discard(stream: TextIO | None) -> None:
    """Point a broken stream at nothing, or the interpreter complains about it again when it ends."""
    if stream is not None:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
