"""Winners of earlier searches of the same label and columns, which a new search tries after the known-good candidates.

They are proposals only: each is scored on the folds of the new search's own training rows like any other candidate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optuna.trial import FixedTrial

from epicrisis.models.registry import get_model
from epicrisis.models.spec import ModelSpec, Value
from epicrisis.training.preparation import Prepared
from epicrisis.workspace import write_whole

MOST = 3
_ENDING = ".winner.json"


def remember_winner(journal: Path, prepared: Prepared, model: str, metric: str, params: Mapping[str, object]) -> None:
    """Leave a search's winner for later searches.

    Parameters
    ----------
    journal : Path
        The study's file; the winner is written beside it.
    prepared : Prepared
        What was searched on.
    model, metric : str
        What was searched, and by which figure.
    params : mapping
        The winner.
    """
    said = {"question": _question(prepared, model), "metric": metric, "params": dict(params)}
    write_whole(journal.with_suffix(_ENDING), json.dumps(said, ensure_ascii=False))


def earlier_winners(folder: Path, prepared: Prepared, model: str, metric: str, *, but: str) -> list[dict[str, Value]]:
    """Return winners of other searches, those by the same metric first, then the latest; none twice.

    Parameters
    ----------
    folder : Path
        Where the studies are.
    prepared : Prepared
        What is to be searched on.
    model, metric : str
        What is to be searched, and by which figure.
    but : str
        Name of the search itself.
    """
    files = [file for file in folder.glob(f"*{_ENDING}") if not file.name.startswith(but)]
    said = [_read(file) for file in sorted(files, key=lambda file: file.stat().st_mtime_ns, reverse=True)]
    alike = [one for one in said if one.get("question") == _question(prepared, model)]
    alike.sort(key=lambda one: one.get("metric") != metric)
    spec, winners = get_model(model), [dict(params) for params in get_model(model).first]
    for one in alike:
        params = one.get("params")
        if isinstance(params, dict) and params not in winners and _in_space(spec, params):
            winners.append(params)
    return winners[len(spec.first) :][:MOST]


def _question(prepared: Prepared, model: str) -> dict[str, object]:
    columns = prepared.facts.columns
    return {
        "model": model,
        "label": columns.label,
        "features": list(columns.features),
        "classes": prepared.facts.classes,
    }


def _read(file: Path) -> dict[str, Any]:
    try:
        said = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _in_space(spec: ModelSpec, params: dict[str, Any]) -> bool:
    """Whether the space still has these parameters; an older version's may have been another."""
    trial = FixedTrial(params)
    try:
        spec.suggest_text(trial)
        spec.suggest(trial)
    except (ValueError, TypeError, KeyError):
        return False
    return set(trial.params) == set(params) and all(
        distribution._contains(distribution.to_internal_repr(params[name]))
        for name, distribution in trial.distributions.items()
    )
