"""What is still asked of a Prefect server when a run is over."""

from __future__ import annotations

from typing import Any

import pytest

from epicrisis.flows import session
from epicrisis.flows.server import PrefectServer


@pytest.mark.parametrize(("there", "asked"), [(True, 1), (False, 0)])
def test_a_server_that_is_gone_is_asked_nothing_more(monkeypatch: pytest.MonkeyPatch, there: bool, asked: int) -> None:
    questions: list[Any] = []
    monkeypatch.setattr(session, "healthy", lambda _url: there)
    monkeypatch.setattr(session, "_await_states", questions.append)
    temporary: Any = object()
    session._settle(temporary, PrefectServer("http://127.0.0.1:1/api", {}, child=temporary))
    assert len(questions) == asked
