"""How a model stands to the classifier that always gives the most frequent class."""

from __future__ import annotations

from typing import Literal

from epicrisis.training.result import Evaluation

Verdict = Literal["clearly_better", "not_clearly_better", "worse"]


def judge(test: Evaluation, baseline: Evaluation, metric: str, *, higher_is_better: bool) -> Verdict:
    """Say how the model stands to the baseline: clearly better only where their 95 % intervals do not overlap.

    Intervals that do not overlap are a stricter test than a paired difference, so "clearly" is not said lightly.
    """
    if metric not in test.metrics or metric not in baseline.metrics:
        return "not_clearly_better"
    sign = 1 if higher_is_better else -1
    model, floor = test.metrics[metric], baseline.metrics[metric]
    if sign * model <= sign * floor:
        return "worse"
    worst = min(sign * bound for bound in test.ci95.get(metric, (model, model)))
    best = max(sign * bound for bound in baseline.ci95.get(metric, (floor, floor)))
    return "clearly_better" if metric in test.ci95 and worst > best else "not_clearly_better"
