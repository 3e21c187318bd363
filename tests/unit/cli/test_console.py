"""What is printed, where, and what happens where it cannot be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epicrisis.cli.console import Console
from epicrisis.errors import NoRows
from epicrisis.progress import Advance, notice, warning

Runner = Callable[..., Any]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def console(out: io.StringIO | None = None, err: io.StringIO | None = None, **options: Any) -> Console:
    chosen = {"language": "en", "as_json": False, "debug": False, "environ": {}, **options}
    return Console(out, err, **chosen)


def work(listener: Callable[[Any], None]) -> None:
    """Tell what a training tells."""
    notice(listener, "Written: {path}", path="x")
    listener(Advance("extract", 0))
    for rows in (1_000, 2_000, 3_000, 4_000, 12_345):
        listener(Advance("extract", rows))
    listener(Advance("etl", 0, 6))
    listener(Advance("etl", 6, 6))
    warning(listener, "Already there: {files}. Nothing was written; --force overwrites.", files="y")
    for trial in range(0, 31):
        listener(Advance("search", trial, 30, best=0.5 + trial / 100 if trial else None))


PLAIN = """\
Written: x
Reading …
Reading: 1,000
Reading: 2,000
Reading: 4,000
Reading: 12,345
Cleaning …
Warning: Already there: y. Nothing was written; --force overwrites.
Searching …
Searching: 1 of 30; best 0.510
Searching: 4 of 30; best 0.540
Searching: 7 of 30; best 0.570
Searching: 10 of 30; best 0.600
Searching: 13 of 30; best 0.630
Searching: 16 of 30; best 0.660
Searching: 19 of 30; best 0.690
Searching: 22 of 30; best 0.720
Searching: 25 of 30; best 0.750
Searching: 28 of 30; best 0.780
Searching: 30 of 30; best 0.800
"""


@pytest.mark.parametrize(
    ("err", "environ"),
    [(io.StringIO(), {}), (Terminal(), {"NO_COLOR": "1"}), (Terminal(), {"TERM": "dumb"})],
    ids=["file", "no colour wanted", "dumb terminal"],
)
def test_progress_is_plain_lines_where_no_bar_can_be_drawn(err: io.StringIO, environ: dict[str, str]) -> None:
    out = io.StringIO()
    told = console(out, err, environ=environ)
    work(told.listen)
    told.settle()
    assert err.getvalue() == PLAIN
    assert out.getvalue() == ""


def test_progress_is_bars_on_a_terminal_and_sentences_stay_above_them() -> None:
    err = Terminal()
    told = console(None, err, language="es")
    work(told.listen)
    told.settle()
    drawn = err.getvalue()
    assert "\x1b[" in drawn
    assert "Escrito: x\n" in drawn
    last = drawn.rsplit("Búsqueda", 1)[1]
    assert "30 de 30; mejor 0.800" in last


def test_numbers_are_written_as_the_language_writes_them() -> None:
    err = io.StringIO()
    console(None, err, language="es").listen(Advance("extract", 12_345, 100_000))
    assert err.getvalue() == "Lectura …\nLectura: 12\u202f345 de 100\u202f000\n"


def test_json_leaves_one_object_on_the_standard_output() -> None:
    out, err = io.StringIO(), io.StringIO()
    told = console(out, err, as_json=True)
    told.show("a line of the result")
    told.tell("beside it")
    told.show_json({"classes": ["T. de Adaptación"]})
    assert json.loads(out.getvalue()) == {"classes": ["T. de Adaptación"]}
    assert err.getvalue() == "beside it\n"


def test_a_process_without_standard_streams_prints_nothing_and_lives() -> None:
    told = console(None, None, as_json=True)
    work(told.listen)
    told.show_json({"a": 1})
    told.fail(NoRows("No rows in {source}.", source="x"))


def test_an_old_code_page_gets_what_it_can_show(process: Runner) -> None:
    outcome = process("xyz", "--json", PYTHONIOENCODING="cp437")
    assert outcome.code == 2
    assert outcome.err.startswith("Error: Orden desconocida: 'xyz'.")
    assert json.loads(outcome.out)["error"]["message"].startswith("Orden desconocida")
    outcome = process("train", "--timeout", PYTHONIOENCODING="ascii")
    assert outcome.err == "Error: La opci?n --timeout necesita un valor.\n"
    outcome = process("train", "--help", PYTHONIOENCODING="cp437")
    assert outcome.code == 0
    assert outcome.out.startswith("Uso: epicrisis train [OPCIONES]\n")


def test_json_keeps_every_letter_where_the_output_cannot(process: Runner) -> None:
    outcome = process("init", "proyecto-ñ", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(outcome.out)["written"][0] == "proyecto-ñ/epicrisis.toml"
    assert outcome.out.isascii()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_result_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "epicrisis", "init", "--lang", "en"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 5
    assert done.stderr == "Error: The result could not be written (No space left on device).\n"


def test_a_reader_who_leaves_ends_nothing(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "epicrisis", "init"],
        cwd=tmp_path,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "epicrisis.toml").is_file()


def test_a_reader_of_the_progress_who_leaves_ends_nothing(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "epicrisis", "xyz", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=writing,
        text=True,
    )
    os.close(writing)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["type"] == "UsageError"
