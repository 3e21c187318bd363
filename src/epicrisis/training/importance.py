"""Which of the searched parameters mattered, as far as the candidates tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import optuna
from optuna.importance import PedAnovaImportanceEvaluator, get_param_importances
from optuna.trial import FrozenTrial, TrialState, create_trial

LEAST_TRIALS: Final = 20
MOST_TRIALS: Final = 1000
BEST_QUARTER: Final = 0.25


def parameter_importance(complete: Sequence[FrozenTrial], sign: int) -> dict[str, float]:
    """Return each parameter's share in being among the best quarter of the candidates, the largest first.

    By PED-ANOVA (Watanabe et al. 2023, arXiv 2304.10255), which compares where the best lie with where all lie: some
    0.1 s for 300 candidates, and it takes parameters that only some candidates have. Optuna's other evaluators grow
    forests on the candidates, and leave such parameters out.

    Parameters
    ----------
    complete : sequence of FrozenTrial
        The complete trials; the latest `MOST_TRIALS` of them are looked at.
    sign : {1, -1}
        1 where larger values are better.

    Returns
    -------
    dict of str to float
        Shares that sum to 1; empty with fewer than `LEAST_TRIALS` candidates or where all are equally good.
    """
    looked_at = [trial for trial in complete if trial.state == TrialState.COMPLETE][-MOST_TRIALS:]
    values = [-sign * trial.values[0] for trial in looked_at]
    if len(looked_at) < LEAST_TRIALS or min(values) == max(values):
        return {}
    study = optuna.create_study(direction="minimize")
    study.add_trials(
        [
            create_trial(value=value, params=trial.params, distributions=trial.distributions)
            for trial, value in zip(looked_at, values, strict=True)
        ]
    )
    evaluator = PedAnovaImportanceEvaluator(target_quantile=BEST_QUARTER, evaluate_on_local=False)
    found = get_param_importances(study, evaluator=evaluator)
    return {name: float(share) for name, share in found.items()}
