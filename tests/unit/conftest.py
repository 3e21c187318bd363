from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import settings as hypothesis_settings

from epicrisis import plugins
from epicrisis.evaluation import metrics

Register = Callable[..., None]

# A busy machine must not fail a test, and the suite has a minute in all.
hypothesis_settings.register_profile("suite", deadline=None, max_examples=30)
hypothesis_settings.load_profile("suite")


@dataclass(frozen=True)
class Entry:
    """Stands for `importlib.metadata.EntryPoint`: an object, or an exception that its import raises."""

    group: str
    name: str
    value: object = field(hash=False)
    package: str = "plugin"
    module: str = "plugin"

    @property
    def dist(self) -> SimpleNamespace:
        return SimpleNamespace(name=self.package, version="1.2")

    def load(self) -> object:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


def forget() -> None:
    for cached in (plugins.entries, plugins._imported, metrics._of_another_package):
        cached.cache_clear()


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Give a function that registers an object as another package would: group, name, object, package."""
    found: list[Entry] = []

    def add(group: str, name: str, value: object, package: str = "plugin") -> None:
        found.append(Entry(group, name, value, package))
        forget()

    monkeypatch.setattr(plugins, "entry_points", lambda group: [one for one in found if one.group == group])
    forget()
    yield add
    forget()
