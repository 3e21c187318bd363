"""What other packages register, and every way in which it can be wrong: told for the name asked for and no other."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from epicrisis import plugins
from epicrisis.errors import SettingsError

Register = Callable[..., None]


def named(name: str, *aliases: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, aliases=aliases)


def load(name: str) -> SimpleNamespace | None:
    return plugins.load(plugins.MODELS, name, SimpleNamespace)


def test_entry_points_have_what_the_double_has() -> None:
    entry = EntryPoint("centroids", "plugin:SPEC", plugins.MODELS)
    assert (entry.name, entry.group, entry.module, entry.dist) == ("centroids", plugins.MODELS, "plugin", None)
    assert plugins.package_of(entry) == "plugin"
    assert isinstance(hash(entry), int)


def test_what_is_installed_is_listed_without_an_import(register: Register) -> None:
    register(plugins.SOURCES, "redcap", ImportError("never asked"), "clinic")
    register(plugins.MODELS, "b", named("b"))
    register(plugins.MODELS, "a", named("a"))
    found = [(one.group, one.name, one.package, one.version) for one in plugins.installed()]
    assert found == [
        (plugins.MODELS, "a", "plugin", "1.2"),
        (plugins.MODELS, "b", "plugin", "1.2"),
        (plugins.SOURCES, "redcap", "clinic", "1.2"),
    ]
    assert plugins.names(plugins.MODELS) == ["a", "b"]
    assert plugins.package(plugins.SOURCES, "redcap") == "clinic"
    assert plugins.package(plugins.SOURCES, "other") == ""


def test_an_object_is_found_under_its_name_and_the_aliases_that_are_registered(register: Register) -> None:
    register(plugins.MODELS, "a", named("a", "Alias"))
    register(plugins.MODELS, "Alias", named("a", "Alias"))
    assert load("a") is not None
    assert load("Alias") is not None
    assert load("other") is None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "broken",
            r"^'broken', which the package 'plugin' registers in .*models', could not be loaded \(ZeroDivisionErr",
        ),
        ("misnamed", r"^The package 'plugin' registers 'misnamed' in .* is no SimpleNamespace of that name\.$"),
        ("wrong", r"registers 'wrong' .* is no SimpleNamespace of that name\.$"),
        ("twice", r"^'twice' is registered more than once in .*, by plugin, rival\. Uninstall all but one\.$"),
    ],
)
def test_what_is_wrong_is_told_only_when_it_is_asked_for(register: Register, name: str, message: str) -> None:
    for wrong, value in {
        "broken": ZeroDivisionError("patients' words"),
        "misnamed": named("other"),
        "wrong": 3,
        "twice": named("twice"),
        "good": named("good"),
    }.items():
        register(plugins.MODELS, wrong, value)
    register(plugins.MODELS, "twice", named("twice"), "rival")
    assert load("good") is not None
    with pytest.raises(SettingsError, match=message) as caught:
        load(name)
    assert "patients" not in str(caught.value)


def test_a_name_of_our_own_is_refused(register: Register) -> None:
    register(plugins.MODELS, "ours", named("ours"))
    plugins.refuse_clash(plugins.MODELS, "ours", ["another"])
    plugins.refuse_clash(plugins.METRICS, "ours", ["ours"])
    with pytest.raises(SettingsError, match=r"'plugin' registers 'ours' .* epicrisis has a 'ours' itself\."):
        plugins.refuse_clash(plugins.MODELS, "ours", ["ours"])
