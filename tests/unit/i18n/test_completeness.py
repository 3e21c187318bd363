"""Every sentence that the source may show to a user has its Spanish, and every Spanish sentence is still used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

import epicrisis
import epicrisis.errors
from epicrisis.cli.main import build
from epicrisis.errors import EpicrisisError
from epicrisis.evaluation.metrics import METRICS
from epicrisis.i18n.catalogue import fields_of
from epicrisis.i18n.spanish import SPANISH

SOURCE = Path(epicrisis.__file__).parent

# The names that take a template, and its position among their arguments.
ERRORS = {
    name for name, kind in vars(epicrisis.errors).items() if isinstance(kind, type) and issubclass(kind, EpicrisisError)
}
POSITIONS = {
    **dict.fromkeys(ERRORS, 0),
    **dict.fromkeys(["Notice", "sentence", "translate", "say", "quote", "note", "finding", "_"], 0),
    **dict.fromkeys(["notice", "warning"], 1),
}


@dataclass(frozen=True)
class Found:
    template: str
    place: str


@dataclass(frozen=True)
class Scan:
    """`templates` are shown to users; `constants` are all texts of the source; `unreadable` are calls to look at."""

    templates: list[Found]
    constants: list[Found]
    unreadable: list[str]


def scan_source() -> Scan:
    templates: list[Found] = []
    constants: list[Found] = []
    unreadable: list[str] = []
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if path.parent != SOURCE / "i18n" / "es"]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    tables = {name for tree in trees.values() for name in _tables_that_are_said(tree)}
    for path, tree in trees.items():
        place = path.relative_to(SOURCE).as_posix()
        constants += [
            Found(node.value, f"{place}:{node.lineno}")
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        templates += [Found(text, f"{place}:{line}") for text, line in _in_tables(tree, tables)]
        for call, argument in _sayings(tree):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                templates.append(Found(argument.value, f"{place}:{call.lineno}"))
            # `DataError(_DROPPED[reason].template, …)` takes the sentence of an error that stands in a table.
            elif _name_of(call) in ERRORS and not (isinstance(argument, ast.Attribute) and argument.attr == "template"):
                unreadable.append(f"{place}:{call.lineno}")
    for path in sorted(SOURCE.rglob("templates/*")):
        place = path.relative_to(SOURCE).as_posix()
        for text, line in _in_jinja(path.read_text(encoding="utf-8")):
            templates.append(Found(text, f"{place}:{line}"))
    return Scan(templates, constants, unreadable)


def _name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _sayings(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name_of(node)
            position = POSITIONS.get(name, len(node.args))
            by_name = [keyword.value for keyword in node.keywords if keyword.arg == "template"]
            # `text.translate(table)` and `logger.warning(…)` are others' methods.
            if isinstance(node.func, ast.Attribute) and name in {"warning", "notice", "quote"}:
                continue
            if len(node.args) > position:
                yield node, node.args[position]
            elif name in POSITIONS and by_name:
                yield node, by_name[0]


def _tables_that_are_said(tree: ast.Module) -> Iterator[str]:
    """Names of dictionaries whose values are said: ``words.say(SENTENCES[code])``."""
    for _, argument in _sayings(tree):
        match argument:
            case ast.Subscript(value=ast.Name(id=name)):
                yield name


def _in_tables(tree: ast.Module, tables: set[str]) -> Iterator[tuple[str, int]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as table) if name in tables:
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as table) if name in tables:
                pass
            case _:
                continue
        for value in table.values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value, value.lineno


def _in_jinja(source: str) -> Iterator[tuple[str, int]]:
    tree = jinja2.Environment().parse(source)  # only read, never rendered
    for call in tree.find_all(nodes.Call):
        match call.node:
            case nodes.Name(name=name) | nodes.Getattr(attr=name) if name in {"_", "say", "translate"}:
                if call.args and isinstance(call.args[0], nodes.Const):
                    yield call.args[0].value, call.lineno


def help_texts() -> list[Found]:
    """Every text of the help, as the commands hold it before it is translated."""
    program = build("en")
    verbs = program.commands.values()
    texts = [Found(program.epilog, "cli/main.py")]
    for command in (program, *verbs):
        place = f"cli/{command.name or 'main'}.py"
        texts.append(Found(command.help, place))
        texts += [Found(parameter.help, place) for parameter in command.params]
    return texts


@pytest.fixture(scope="module")
def scan() -> Scan:
    return scan_source()


def test_every_sentence_has_its_spanish(scan: Scan) -> None:
    titles = [Found(metric.title, "evaluation/metrics.py") for metric in METRICS.values()]
    shown = [*scan.templates, *help_texts(), *titles]
    missing = {f"{found.place}: {found.template}" for found in shown if found.template not in SPANISH}
    assert sorted(missing) == []


def test_every_error_is_raised_with_its_sentence_in_place(scan: Scan) -> None:
    assert scan.unreadable == []


def test_both_languages_fill_in_the_same_fields() -> None:
    different = [english for english, spanish in SPANISH.items() if fields_of(english) != fields_of(spanish)]
    assert different == []


def test_no_spanish_sentence_is_left_behind(scan: Scan) -> None:
    used = {found.template for found in [*scan.templates, *scan.constants, *help_texts()]}
    assert [english for english in SPANISH if english not in used] == []


def test_the_scan_itself_sees_what_it_should(tmp_path: Path) -> None:
    source = """
raise DataError("No rows in {source}.", source=1)
notice(listener, "Reading " "again.")
words.say(TITLES[key])
logger.warning("not ours")
"""
    tree = ast.parse(source)
    said = [argument.value for _, argument in _sayings(tree) if isinstance(argument, ast.Constant)]
    assert said == ["No rows in {source}.", "Reading again."]
    assert list(_tables_that_are_said(tree)) == ["TITLES"]
    assert list(_in_jinja("{{ _('Page') }} {{ words.say('Two') }}")) == [("Page", 1), ("Two", 1)]
