"""The guide says what is there: every setting, command, message, link and import that it names exists."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from epicrisis.checks.registry import CHECKS
from epicrisis.cli.main import build
from epicrisis.i18n.catalogue import translate
from epicrisis.i18n.spanish import SPANISH
from epicrisis.models.registry import model_names
from epicrisis.settings.declared import FIELDS, Key, dotted, setting_of
from epicrisis.settings.loading import load_settings

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, SPANISH_FOLDER = ROOT / "docs" / "en", ROOT / "docs" / "es"
PAGES = {
    "text.md": "texto.md",
    "index.md": "index.md",
    "getting-started.md": "primeros-pasos.md",
    "settings.md": "ajustes.md",
    "sources.md": "fuentes.md",
    "cleaning.md": "limpieza.md",
    "context.md": "contexto.md",
    "training.md": "entrenamiento.md",
    "evaluation.md": "evaluacion.md",
    "encoder.md": "codificador.md",
    "report.md": "informe.md",
    "explanations.md": "explicaciones.md",
    "checks.md": "comprobaciones.md",
    "reporting-guidelines.md": "guias-de-notificacion.md",
    "privacy.md": "privacidad.md",
    "tracking.md": "seguimiento.md",
    "orchestration.md": "orquestacion.md",
    "python.md": "python.md",
    "extending.md": "ampliar.md",
    "troubleshooting.md": "problemas.md",
    "results.md": "resultados.md",
    "abstention.md": "abstencion.md",
    "comparing.md": "comparar.md",
}
PAIRS = [pytest.param(english, spanish, id=english) for english, spanish in PAGES.items()]
GUIDE = sorted([*ENGLISH.glob("*.md"), *SPANISH_FOLDER.glob("*.md")])
LINKED = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
SETTINGS_PAGES = [ENGLISH / "settings.md", SPANISH_FOLDER / "ajustes.md"]
TROUBLE_PAGES = [ENGLISH / "troubleshooting.md", SPANISH_FOLDER / "problemas.md"]

_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<content>.*?)^ *```$", re.MULTILINE | re.DOTALL)
_SETTING_ROW = re.compile(r"^\| `(?P<key>[a-z_]+(?:\.[a-z_]+)?)` \|(?P<cells>.*)\|$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *kinds: str) -> Iterator[str]:
    for match in _FENCE.finditer(path.read_text(encoding="utf-8")):
        if match["kind"] in kinds:
            yield re.sub(rf"^{match['indent']}", "", match["content"], flags=re.MULTILINE)


def prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def setting_rows(path: Path) -> dict[str, list[str]]:
    """Return the cells beside each documented key: type, default, allowed, meaning."""
    found = {}
    for match in _SETTING_ROW.finditer(prose(path)):
        cells = [cell.strip() for cell in match["cells"].split("|")]
        if len(cells) == 4:
            assert match["key"] not in found, f"{match['key']} is there twice"
            found[match["key"]] = cells
    return found


def written_default(key: Key) -> str:
    default = FIELDS[key].get_default(call_default_factory=True)
    if isinstance(default, Path):
        return f'"{default.as_posix()}"'
    if isinstance(default, SecretStr):
        return '""'
    return json.dumps(default, ensure_ascii=False)


def allowed(key: Key) -> list[str]:
    """Return what the column of allowed values must name: choices, or limits other than "not empty"."""
    field = FIELDS[key]
    annotation: Any = field.annotation
    choices = [f'"{choice}"' for choice in get_args(annotation) if isinstance(choice, str)]
    names = ("ge", "gt", "le", "lt", "max_length")
    limits = [getattr(rule, name) for rule in field.metadata for name in names if hasattr(rule, name)]
    return choices + [str(limit) for limit in limits if limit is not None]


@pytest.mark.parametrize("page", SETTINGS_PAGES, ids=name_of)
def test_every_setting_is_documented_and_nothing_else(page: Path) -> None:
    assert list(setting_rows(page)) == [dotted(key) for key in FIELDS]


@pytest.mark.parametrize("page", SETTINGS_PAGES, ids=name_of)
def test_documented_defaults_are_the_defaults(page: Path) -> None:
    documented = {key: cells[1] for key, cells in setting_rows(page).items()}
    assert documented == {dotted(key): f"`{written_default(key)}`" for key in FIELDS}


@pytest.mark.parametrize("page", SETTINGS_PAGES, ids=name_of)
def test_documented_choices_and_limits_are_the_schema_s(page: Path) -> None:
    rows = setting_rows(page)
    for key in FIELDS:
        cell = rows[dotted(key)][2]
        for limit in allowed(key):
            assert re.search(rf"(?<![\w.]){re.escape(limit)}(?![\w.]*\w)", cell), f"{dotted(key)} allows {limit}"
    assert re.findall(r"`(\w+)`", rows["search.models"][2]) == model_names()


@pytest.mark.parametrize(
    ("page", "language"), [(ENGLISH / "checks.md", "en"), (SPANISH_FOLDER / "comprobaciones.md", "es")]
)
def test_the_table_of_checks_is_the_registry(page: Path, language: str) -> None:
    said = re.findall(r"^\| (EP\d+) \| (.+) \| (.+) \| (.+) \|$", prose(page), re.MULTILINE)
    assert said == [
        (one.code, translate(one.title, language), translate(one.advice, language), one.probast or "–")
        for one in CHECKS
    ]


def test_every_page_is_there_in_both_languages() -> None:
    english = {path.name for path in ENGLISH.glob("*.md")}
    assert english <= PAGES.keys()
    assert {path.name for path in SPANISH_FOLDER.glob("*.md")} == {PAGES[name] for name in english}


@pytest.mark.parametrize(("english", "spanish"), PAIRS)
def test_both_languages_have_the_same_structure(english: str, spanish: str) -> None:
    if not (ENGLISH / english).exists():
        pytest.skip(f"{english} is not written yet")

    def structure(path: Path) -> tuple[list[str], list[str], int]:
        text = prose(path)
        kinds = [match["kind"] for match in _FENCE.finditer(path.read_text(encoding="utf-8"))]
        return re.findall(r"^(#+) ", text, re.MULTILINE), kinds, len(re.findall(r"^\|", text, re.MULTILINE))

    assert structure(ENGLISH / english) == structure(SPANISH_FOLDER / spanish)


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for match in _LINK.finditer(prose(page)):
        target, _, anchor = match["target"].partition("#")
        if re.match(r"\w+:", target):
            continue
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), f"{match['target']} does not exist"
        assert not anchor or anchor in anchors(place), f"{match['target']} has no such heading"


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_settings_shown_load(page: Path, tmp_path: Path) -> None:
    for content in blocks(page, "toml"):
        file = tmp_path / "epicrisis.toml"
        file.write_text(content, encoding="utf-8")
        assert load_settings(file, environ={}, directory=tmp_path).path == file


@cache
def the_program() -> Any:
    return build("en")


def commands(path: Path) -> Iterator[list[str]]:
    lines = [
        line for content in blocks(path, "", "powershell", "bash", "sh", "console") for line in content.splitlines()
    ]
    lines += re.findall(r"`(epicrisis [^`]+)`", prose(path))
    for line in lines:
        command = re.match(r"(?:\$ |uv run )?epicrisis (?P<rest>.+)", line.strip())
        if command:
            yield shlex.split(command["rest"], comments=True)


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_commands_shown_exist(page: Path) -> None:
    program = the_program()
    for verb, *arguments in commands(page):
        if verb.startswith("-"):
            assert verb in ("--version", "--help", "-h", "--lang")
            continue
        assert verb in program.commands, f"epicrisis {verb}"
        options = {option for parameter in program.commands[verb].params for option in parameter.opts}
        given = {argument.partition("=")[0] for argument in arguments if argument.startswith("--")}
        assert given <= options | {"--help"}, f"epicrisis {verb} {' '.join(arguments)}"
        overrides = [after for before, after in pairwise(arguments) if before == "--set"]
        for override in overrides:
            key = tuple(override.partition("=")[0].split("."))
            assert setting_of(key) or key in {("section", "key"), ("seccion", "clave")}, override


@pytest.mark.parametrize("page", GUIDE, ids=name_of)
def test_python_shown_is_python_and_imports_what_is_there(page: Path) -> None:
    for content in blocks(page, "python"):
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("epicrisis"):
                assert {alias.name for alias in node.names} <= defined_in(node.module)


def defined_in(module: str) -> set[str]:
    """Return the names that a module's source defines, without importing it."""
    place = ROOT.joinpath("src", *module.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    names: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            names |= set(ast.literal_eval(node.value))
    return names


@pytest.mark.parametrize(
    ("page", "templates"), [*zip(TROUBLE_PAGES, [list(SPANISH), list(SPANISH.values())], strict=True)], ids=["en", "es"]
)
def test_messages_explained_are_messages_of_the_program(page: Path, templates: list[str]) -> None:
    rows = re.findall(r"^\| `([^|]+)` \|", prose(page), re.MULTILINE)
    assert len(rows) > 40
    plain = [template.replace("`", "") for template in templates]
    for message in rows:
        pattern = re.compile(".*".join(re.escape(part.strip()) for part in message.split("…")), re.DOTALL)
        assert any(pattern.search(template) for template in plain), message
