from __future__ import annotations

from collections.abc import Callable

from epicrisis import plugins
from epicrisis.cli.checking import SUBJECTS, _plugins

Register = Callable[..., None]


def test_what_other_packages_add_is_listed_and_what_cannot_be_meant_warned_of(register: Register) -> None:
    assert list(_plugins()) == []
    register(plugins.SOURCES, "redcap", ImportError("never asked"), "clinic")
    register(plugins.SOURCES, "oracle", object())
    register(plugins.MODELS, "RidgeClassifier", object())
    register(plugins.METRICS, "f1", object())
    register(plugins.METRICS, "cost", object())
    register(plugins.METRICS, "cost", object(), "rival")
    register(plugins.TEXT_STEPS, "lemmas", object())
    found = {(one.fields["group"], one.fields["name"]): one for one in _plugins()}
    assert {key for key, one in found.items() if not one.warns} == {(plugins.SOURCES, "redcap")}
    assert found[plugins.SOURCES, "redcap"].fields == {
        "name": "redcap",
        "group": plugins.SOURCES,
        "package": "clinic",
        "version": "1.2",
    }
    assert "more than once" in found[plugins.METRICS, "cost"].advice
    assert "itself" in found[plugins.METRICS, "f1"].advice
    assert all(one.subject in SUBJECTS and one.exit_code == 0 for one in found.values())
