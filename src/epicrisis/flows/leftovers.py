"""What Prefect keeps of a run on a server of the user's choice; the workspace's own is read as the files that it is."""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

from epicrisis.errors import OrchestratorUnavailable
from epicrisis.tracking.address import mask

_PAGE = 200
_SECONDS = 30.0


def prefect_texts(
    api_url: str, flow_run_id: str, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield what a Prefect server knows of a flow run, its tasks, artifacts and logs: (place, text).

    Parameters
    ----------
    api_url : str
        Its address, ending in ``/api``.
    flow_run_id : str
        The flow run.
    environ : mapping of str to str, optional
        Where ``PREFECT_API_KEY`` and ``PREFECT_API_AUTH_STRING`` are looked for; the process's environment if None.

    Raises
    ------
    OrchestratorUnavailable
        It does not answer, refuses, or does not know the flow run.
    """
    headers = {"Content-Type": "application/json", **_login(os.environ if environ is None else environ)}
    yield "Prefect:flow_run", _text(_ask(api_url, f"/flow_runs/{flow_run_id}", headers))
    chosen = {"flow_runs": {"id": {"any_": [flow_run_id]}}}
    for what, wanted in (
        ("task_runs", chosen),
        ("artifacts", chosen),
        ("logs", {"logs": {"flow_run_id": {"any_": [flow_run_id]}}}),
    ):
        offset = 0
        while rows := _ask(api_url, f"/{what}/filter", headers, {**wanted, "limit": _PAGE, "offset": offset}):
            yield from ((f"Prefect:{what}", _text(row)) for row in rows)
            offset += len(rows)


def _ask(api_url: str, path: str, headers: Mapping[str, str], body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    try:
        request = urllib.request.Request(f"{api_url}{path}", data, dict(headers))  # noqa: S310 - the user's own server
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310
            return json.loads(response.read())
    except (OSError, ValueError) as error:
        reason = f"HTTP {error.code}" if isinstance(error, urllib.error.HTTPError) else type(error).__name__
        raise OrchestratorUnavailable(
            "Prefect at {url} could not be searched ({reason}).", url=mask(api_url), reason=reason
        ) from error


def _login(environ: Mapping[str, str]) -> dict[str, str]:
    if key := environ.get("PREFECT_API_KEY"):
        return {"Authorization": f"Bearer {key}"}
    if pair := environ.get("PREFECT_API_AUTH_STRING"):
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}


def _text(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False)
