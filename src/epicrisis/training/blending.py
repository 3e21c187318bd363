"""Which models are averaged, and whether the average is better than its best member beyond noise.

Members are chosen one by one, with replacement, each time the one that lowers the average's log loss most on rows held
out (Caruana et al. 2004, doi:10.1145/1015330.1015432). The log loss decides because it is smooth: a choice by the
metric itself overfits to its jumps. The metric has the last word on whether the average is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from epicrisis.evaluation.decisions import decide
from epicrisis.evaluation.losses import row_log_losses
from epicrisis.evaluation.metrics import get_metric
from epicrisis.evaluation.uncertainty import paired_differences
from epicrisis.training.settling import Settled, settle

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
MOST_DRAWS = 12
_LEAST_GAIN = 1e-4
_LEAST = np.finfo(np.float64).tiny


@dataclass(frozen=True)
class Blend:
    """A weighted average of models.

    Parameters
    ----------
    weights : dict of str to float
        By model, the heaviest first; they add up to one. One model alone where the average was no better.
    settled : Settled
        Calibration and decision of the average.
    scores : ndarray of shape (rows, classes)
        Logarithms of the averaged probabilities of the training rows.
    gain : tuple of (float, float)
        95 % interval of the metric's difference to the best member on the training rows held out, above zero where the
        average is better.
    kept : bool
        Whether several models are averaged.
    """

    weights: dict[str, float]
    settled: Settled
    scores: FloatArray
    gain: tuple[float, float]
    kept: bool


def blend(
    members: Mapping[str, Settled],
    true: IntArray,
    folds: IntArray,
    patients: IntArray,
    metric: str,
    *,
    seed: int,
    also: Sequence[str] = (),
) -> Blend:
    """Choose weights, and keep the average only if it beats its best member beyond noise.

    Noise is what a bootstrap over patients shows: the average is kept if the 95 % interval of its difference to the
    best member lies above zero, in the metric; or in the log loss while the metric is no worse.

    Parameters
    ----------
    members : mapping of str to Settled
        The models' calibrated probabilities on rows held out.
    true, folds, patients : ndarray of int of shape (rows,)
        Class number, fold and patient of each training row.
    metric : str
        The metric that is wanted.
    seed : int
        Seed of the bootstrap.
    also : sequence of str
        Other packages' metrics that are measured too.
    """
    sign = 1.0 if get_metric(metric).direction == "maximize" else -1.0
    best = max(members, key=lambda name: sign * members[name].metrics[metric].mean)
    drawn = Counter(_draws({name: one.probabilities for name, one in members.items()}, true))
    weights = {name: count / drawn.total() for name, count in drawn.most_common()}
    scores = _scores(members, weights)
    settled = settle(scores, true, folds, metric, also)
    gains = paired_differences(
        true,
        (settled.probabilities, decide(settled.probabilities, settled.decision.offsets)),
        (members[best].probabilities, decide(members[best].probabilities, members[best].decision.offsets)),
        patients,
        seed=seed,
    )
    losses = np.quantile(-gains["log_loss"], [0.025, 0.975])
    gain = np.quantile(sign * gains[metric], [0.025, 0.975]) if metric in gains else losses
    no_worse = sign * (settled.metrics[metric].mean - members[best].metrics[metric].mean) >= 0
    kept = len(weights) > 1 and bool(gain[0] > 0 or (losses[0] > 0 and no_worse))
    if kept:
        return Blend(weights, settled, scores, (float(gain[0]), float(gain[1])), kept=True)
    alone = {best: 1.0}
    return Blend(alone, members[best], _scores(members, alone), (float(gain[0]), float(gain[1])), kept=False)


def _scores(members: Mapping[str, Settled], weights: Mapping[str, float]) -> FloatArray:
    average = sum(weight * members[name].probabilities for name, weight in weights.items())
    return np.asarray(np.log(np.maximum(np.asarray(average, dtype=np.float64), _LEAST)))


def _draws(probabilities: Mapping[str, FloatArray], true: IntArray) -> Sequence[str]:
    """Return the models in the order in which they were drawn."""
    drawn: list[str] = []
    total, reached = np.zeros_like(next(iter(probabilities.values()))), np.inf
    while len(drawn) < MOST_DRAWS:
        losses = {
            name: float(row_log_losses(true, (total + more) / (len(drawn) + 1)).mean())
            for name, more in probabilities.items()
        }
        name = min(losses, key=losses.__getitem__)
        if losses[name] > reached - _LEAST_GAIN:
            break
        drawn.append(name)
        total, reached = total + probabilities[name], losses[name]
    return drawn
