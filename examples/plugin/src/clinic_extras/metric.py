"""A metric: the recall of the class that is found worst. One class that is never found costs everything."""

from __future__ import annotations

import numpy as np

from epicrisis.evaluation.metrics import FloatArray, IntArray, Metric


def worst_recall(true: IntArray, predicted: IntArray, probabilities: FloatArray) -> float:
    return min(float((predicted[true == number] == number).mean()) for number in np.unique(true))


METRIC = Metric(
    name="worst_recall",
    title="Recall of the class found worst",
    direction="maximize",
    response="class",
    measure=worst_recall,
)
