"""How a model stands to the classifier that always gives the most frequent class."""

from __future__ import annotations

from typing import Literal

from epicrisis.evaluation.facts import Interval
from epicrisis.training.result import Evaluation

Verdict = Literal["clearly_better", "not_clearly_better", "worse"]


def judge(test: Evaluation, baseline: Evaluation, metric: str, *, higher_is_better: bool) -> Verdict:
    """Say how the model stands to the baseline by one metric; see `stand`."""
    return stand(
        test.metrics.get(metric),
        test.ci95.get(metric),
        baseline.metrics.get(metric),
        baseline.ci95.get(metric),
        higher_is_better=higher_is_better,
    )


def stand(
    model: float | None,
    model_ci95: Interval | None,
    floor: float | None,
    floor_ci95: Interval | None,
    *,
    higher_is_better: bool,
) -> Verdict:
    """Say how a figure stands to the baseline's: clearly better only where their 95 % intervals do not overlap.

    Intervals that do not overlap are a stricter test than a paired difference, so "clearly" is not said lightly. It is
    said of the one metric only: by one that counts classes alike, the baseline has next to nothing by construction.
    """
    if model is None or floor is None:
        return "not_clearly_better"
    sign = 1 if higher_is_better else -1
    if sign * model <= sign * floor:
        return "worse"
    worst = min(sign * bound for bound in model_ci95 or (model, model))
    best = max(sign * bound for bound in floor_ci95 or (floor, floor))
    return "clearly_better" if model_ci95 is not None and worst > best else "not_clearly_better"
