"""Whether a search has reached its plateau: its trials, as `epicrisis.training.plateau` wants them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from optuna.distributions import FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState

from epicrisis.training.objective import Objective
from epicrisis.training.plateau import on_plateau
from epicrisis.training.points import points_of
from epicrisis.training.study import counted_folds


def reached_plateau(trials: Sequence[FrozenTrial], objective: Objective, folds: int, seed: int) -> bool:
    """Return whether the gain to expect is less than the noise of the folds.

    Parameters
    ----------
    trials : sequence of FrozenTrial
        The finished trials; the complete ones count.
    objective : Objective
        What is improved.
    folds : int
        Number of folds.
    seed : int
        Seed of the rule's draws.
    """
    complete = [trial for trial in trials if trial.state == TrialState.COMPLETE]
    if not complete:
        return False
    values = np.array([objective.sign * trial.values[0] for trial in complete])
    best = counted_folds(complete[int(values.argmax())], folds)
    scores = [value for score in best if (value := objective.of(score)) is not None]
    ranges = [
        (name, distribution)
        for trial in complete
        for name, distribution in trial.distributions.items()
        if isinstance(distribution, FloatDistribution | IntDistribution)
    ]
    points = points_of(
        [trial.params for trial in complete],
        log={name for name, distribution in ranges if distribution.log},
        bounds={name: (float(distribution.low), float(distribution.high)) for name, distribution in ranges},
    )
    return on_plateau(points, values, scores, seed=seed)
