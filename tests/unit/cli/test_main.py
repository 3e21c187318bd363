"""Errors become a sentence and an exit code; help and usage errors speak the user's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epicrisis import __version__
from epicrisis.cli import main as main_module
from epicrisis.cli.call import Call
from epicrisis.errors import LoginRefused, NoRows
from epicrisis.models.registry import model_names

Runner = Callable[..., Any]

USAGE_ERRORS = [
    (["trian"], "Orden desconocida: 'trian'. ¿Quiso decir 'train'?", "Unknown command 'trian'. Did you mean 'train'?"),
    (
        ["xyz"],
        "Orden desconocida: 'xyz'. Conocidas: demo, init, check, train, compare, report, explain, audit, deploy, up.",
        "Unknown command 'xyz'. Known: demo, init, check, train, compare, report, explain, audit, deploy, up.",
    ),
    (
        ["train", "--timeot", "3"],
        "Opción desconocida: --timeot. ¿Quiso decir --timeout?",
        "Unknown option --timeot. Did you mean --timeout?",
    ),
    (["train", "--quux"], "Opción desconocida: --quux.", "Unknown option --quux."),
    (["train", "--rows"], "La opción --rows necesita un valor.", "Option --rows needs a value."),
    (
        ["train", "--rows", "many"],
        "--rows admite un número de 0 en adelante, no 'many'.",
        "--rows takes a number of 0 or more, not 'many'.",
    ),
    (
        ["train", "--trials", "0"],
        "--trials admite un número de 1 en adelante, no '0'.",
        "--trials takes a number of 1 or more, not '0'.",
    ),
    (
        ["demo", "--notes", "5000001"],
        "--notes admite un número entre 1 y 5000000, no '5000001'.",
        "--notes takes a number from 1 to 5000000, not '5000001'.",
    ),
    (["train", "now"], "Sobra en la línea de órdenes: now.", "Superfluous on the command line: now."),
    (
        ["train", "--lang", "fr"],
        "--lang admite uno de estos valores: es, en; no 'fr'.",
        "--lang takes one of es, en, not 'fr'.",
    ),
]


@pytest.mark.parametrize(("arguments", "spanish", "english"), USAGE_ERRORS)
def test_a_command_line_that_cannot_be_read_is_told_in_one_sentence(
    arguments: list[str], spanish: str, english: str, epicrisis: Runner
) -> None:
    outcome = epicrisis(*arguments)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"Error: {spanish}\n")
    outcome = epicrisis(*arguments, LANG="en_US.UTF-8")
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"Error: {english}\n")


def test_json_is_one_object_also_when_the_command_line_cannot_be_read(epicrisis: Runner) -> None:
    outcome = epicrisis("train", "--rows", "many", "--json", "--lang", "en")
    message = "--rows takes a number of 0 or more, not 'many'."
    assert json.loads(outcome.out) == {"error": {"type": "UsageError", "message": message, "exit_code": 2}}
    assert outcome.err == f"Error: {message}\n"


def test_without_a_verb_the_help_is_shown_and_nothing_is_on_the_standard_output(epicrisis: Runner) -> None:
    outcome = epicrisis()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Uso: epicrisis [OPCIONES] ORDEN\n")


def test_the_version_is_printed(epicrisis: Runner) -> None:
    outcome = epicrisis("--version")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"epicrisis {__version__}\n", "")


@pytest.mark.parametrize("place", [("--lang", "en", "init", "--help"), ("init", "--help", "--lang", "en")])
def test_help_speaks_the_language_asked_for(place: tuple[str, ...], epicrisis: Runner) -> None:
    outcome = epicrisis(*place)
    assert outcome.code == 0
    assert (
        outcome.out
        == """\
Usage: epicrisis init [OPTIONS] [DIR]

  Write epicrisis.toml and sql/historias.sql to start from.

Arguments:
  DIR <path>  Folder of the project.

Options:
  --force                  Overwrite files that are already there.
  --config FILE            Settings file; epicrisis.toml of this folder if none is given.
  --set SECTION.KEY=VALUE  Set one setting; may be repeated.
  --json                   Print exactly one JSON object; everything else goes to the standard
                           error.
  --lang <es|en>           Language of messages and reports.
  --debug                  Show the traceback of an error; it may hold values of the data.
  -h, --help               Show this message and exit.
"""
    )


def test_help_is_in_spanish_by_itself(epicrisis: Runner) -> None:
    assert (
        epicrisis("init", "--help").out
        == """\
Uso: epicrisis init [OPCIONES] [DIR]

  Escribe epicrisis.toml y sql/historias.sql como punto de partida.

Argumentos:
  DIR <path>  Carpeta del proyecto.

Opciones:
  --force                    Sobrescribe los archivos que ya existan.
  --config ARCHIVO           Archivo de ajustes; si no se da, el epicrisis.toml de esta carpeta.
  --set SECCIÓN.CLAVE=VALOR  Cambia un ajuste; puede repetirse.
  --json                     Imprime exactamente un objeto JSON; lo demás va a la salida de
                             errores.
  --lang <es|en>             Idioma de los mensajes y de los informes.
  --debug                    Muestra la traza de un error; puede contener valores de los datos.
  -h, --help                 Muestra esta ayuda y termina.
"""
    )


def failing(error: BaseException) -> Callable[[Call], None]:
    def check(call: Call) -> None:
        """Fail."""
        raise error

    return check


@pytest.fixture
def verb_that_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    def replace(error: BaseException) -> None:
        monkeypatch.setattr(main_module, "VERBS", (failing(error),))

    return replace


@pytest.mark.parametrize(
    ("error", "code"), [(NoRows("No rows in {source}.", source="x"), 4), (LoginRefused("The login was refused."), 5)]
)
def test_an_expected_error_is_one_sentence_and_the_exit_code_of_its_kind(
    error: Exception, code: int, verb_that_fails: Callable[[BaseException], None], epicrisis: Runner
) -> None:
    verb_that_fails(error)
    outcome = epicrisis("check", "--lang", "en")
    assert (outcome.code, outcome.out, outcome.err) == (code, "", f"Error: {error}\n")


def test_a_bug_tells_where_it_is_and_nothing_of_the_data(
    verb_that_fails: Callable[[BaseException], None], epicrisis: Runner
) -> None:
    verb_that_fails(ValueError("the patient said so"))
    outcome = epicrisis("check", "--lang", "en", "--json")
    message = json.loads(outcome.out)["error"]["message"]
    assert outcome.code == json.loads(outcome.out)["error"]["exit_code"] == 1
    assert message.startswith("Unexpected ValueError in call.py:")
    assert outcome.err == f"Error: {message}\n"
    assert "patient said" not in outcome.out + outcome.err


def test_debug_shows_the_traceback_without_the_values_of_variables(
    verb_that_fails: Callable[[BaseException], None], epicrisis: Runner
) -> None:
    verb_that_fails(ValueError("what it said"))
    outcome = epicrisis("check", "--lang", "en", "--debug")
    assert "Traceback (most recent call last)" in outcome.err
    assert "ValueError: what it said" in outcome.err
    assert "locals" not in outcome.err
    assert outcome.out == ""


def test_too_little_memory_is_not_called_a_bug(
    verb_that_fails: Callable[[BaseException], None], epicrisis: Runner
) -> None:
    verb_that_fails(MemoryError())
    outcome = epicrisis("check", "--lang", "en")
    assert outcome.code == 5
    assert outcome.err.startswith("Error: Not enough memory. Read fewer notes (--set source.rows=…)")


def test_ctrl_c_says_how_to_go_on(verb_that_fails: Callable[[BaseException], None], epicrisis: Runner) -> None:
    verb_that_fails(KeyboardInterrupt())
    outcome = epicrisis("check", "--lang", "en")
    assert (outcome.code, outcome.err) == (130, "Error: Interrupted. The same command goes on where it stopped.\n")


def test_a_verb_is_one_small_file_and_one_line_of_the_list() -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in Path(main_module.__file__).parent.glob("*.py")}
    verbs = {name for name, text in files.items() if text.startswith(f'"""``epicrisis {name}``."""')}
    assert {verb.__name__ for verb in main_module.VERBS} == verbs
    assert {name: files[name].count("\n") for name in verbs if files[name].count("\n") > 80} == {}


def test_the_help_of_train_names_every_model(epicrisis: Runner) -> None:
    told = " ".join(epicrisis("train", "--help", "--lang", "en").out.replace("│", " ").split())
    named = told.partition("Model: ")[2].partition(", or one that an installed package adds.")[0]
    assert named.split(", ") == model_names()
