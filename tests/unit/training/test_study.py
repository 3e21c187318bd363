from __future__ import annotations

from pathlib import Path

from epicrisis.models.registry import get_model
from epicrisis.training.study import batch_start, has_open_trials, next_batch, open_study


def test_what_is_left_of_a_batch_knows_where_the_batch_began(tmp_path: Path) -> None:
    spec = get_model("logistic_regression")
    study = open_study(tmp_path / "a.journal", "a", ["maximize"])
    batch = next_batch(study, spec, seed=1, size=3, budget=7)
    assert [trial.number for trial in batch] == [0, 1, 2]
    study.tell(batch[0], 0.5)
    again = open_study(tmp_path / "a.journal", "a", ["maximize"])
    assert has_open_trials(again)
    left = next_batch(again, spec, seed=1, size=3, budget=7)
    assert [(trial.number, batch_start(trial)) for trial in left] == [(1, 0), (2, 0)]
    for trial in left:
        again.tell(trial, 0.4)
    assert not has_open_trials(again)
    new = next_batch(again, spec, seed=1, size=3, budget=7)
    assert [(trial.number, batch_start(trial)) for trial in new] == [(3, 3), (4, 3), (5, 3)]
