"""The main job from Python, without Prefect and MLflow: for a notebook, or as the start of something of your own.

``python train_from_python.py epicrisis.toml``: the settings file says what is read, trained and searched.
"""

from __future__ import annotations

import sys
from pathlib import Path

from epicrisis.errors import EpicrisisError
from epicrisis.etl.store import clean_snapshot
from epicrisis.progress import Advance, Event
from epicrisis.settings.loading import load_settings
from epicrisis.settings.schema import Settings
from epicrisis.sources.reading import take_snapshot
from epicrisis.training.preparation import prepare
from epicrisis.training.trainer import Outcome, Trainer
from epicrisis.workspace import open_workspace


def train(settings: Settings) -> Outcome:
    """Read, clean, search on the training rows, and test once."""
    workspace = open_workspace(settings.workspace.dir)
    snapshot = take_snapshot(settings, workspace, listener=tell)
    facts = snapshot.facts()
    notes = clean_snapshot(snapshot.read, facts.snapshot_id, settings, workspace, listener=tell)
    prepared = prepare(notes, settings, workspace, listener=tell)
    return Trainer(settings, workspace, listener=tell).train(
        prepared,
        model=settings.search.models[0],
        metric=settings.search.metric,
        trials=settings.search.trials,
        source=facts,
        ledger=notes.ledger,
    )


def tell(event: Event) -> None:
    """Print how it goes on."""
    if not isinstance(event, Advance):
        print(event.template.format(**event.fields))
    elif event.stage == "search":
        print(f"{event.done} of {event.total} candidates, best {event.best}")


def main(config: Path) -> int:
    """Train, and print the figures on the sealed test rows with their 95 % intervals."""
    try:
        outcome = train(load_settings(config).settings)
    except EpicrisisError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    test = outcome.result.test
    for metric, value in sorted(test.metrics.items()):
        low, high = test.ci95.get(metric, (float("nan"), float("nan")))
        print(f"{metric:20} {value:.3f}  [{low:.3f}, {high:.3f}]")
    # The pipeline takes raw columns: outcome.pipeline.predict(frame) names the classes of a Polars or pandas frame.
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "epicrisis.toml")))
