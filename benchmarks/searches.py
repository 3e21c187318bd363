"""Simulated searches: fold scores of candidates in the order in which a search would try them, larger is better.

The unit is the deviation of one candidate's score on one fold about its own mean, the folds' common difficulty apart.
A scenario returns scores of shape (searches, candidates, folds).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Draw = Callable[[np.random.Generator, int, int, int], Array]
FOLD_EFFECT = 2.0
"""Deviation of the difficulty that all candidates share on a fold."""


def _around(means: Array | float, draw: np.random.Generator, shape: tuple[int, int, int], shared: bool = True) -> Array:
    searches, _, folds = shape
    common = draw.normal(0, FOLD_EFFECT, (searches, 1, folds)) if shared else 0.0
    return means + common + draw.normal(0, 1, shape)


def _spread(deviation: float, *, shared: bool = True) -> Draw:
    def draw_scores(draw: np.random.Generator, *shape: int) -> Array:
        means = draw.normal(0, deviation, (shape[0], shape[1], 1))
        return _around(means, draw, (shape[0], shape[1], shape[2]), shared)

    return draw_scores


def _clustered(draw: np.random.Generator, *shape: int) -> Array:
    return _around(-2 * draw.exponential(1, (shape[0], shape[1], 1)) ** 2, draw, (shape[0], shape[1], shape[2]))


def _heteroscedastic(draw: np.random.Generator, *shape: int) -> Array:
    searches, candidates, folds = shape
    means, common = draw.normal(0, 1, (searches, candidates, 1)), draw.normal(0, FOLD_EFFECT, (searches, 1, folds))
    return means + common + draw.normal(0, 1, shape) * np.exp(draw.normal(0, 0.7, (searches, candidates, 1)))


def _heavy_tailed(draw: np.random.Generator, *shape: int) -> Array:
    searches, candidates, folds = shape
    means, common = draw.normal(0, 1, (searches, candidates, 1)), draw.normal(0, FOLD_EFFECT, (searches, 1, folds))
    return means + common + draw.standard_t(3, shape)


def _landscape(narrowing: bool) -> Draw:
    """Return candidates of four parameters whose best place differs from fold to fold; near ones behave alike."""

    def draw_scores(draw: np.random.Generator, *shape: int) -> Array:
        searches, candidates, folds = shape
        reach = np.linspace(1.5, 0.15, candidates)[:, None] if narrowing else 1.0
        places = draw.normal(0, 1, (searches, candidates, 4)) * reach
        slopes = draw.normal(0, 0.6, (searches, 4, folds))
        means = -(places**2).sum(axis=-1, keepdims=True)
        common = draw.normal(0, FOLD_EFFECT, (searches, 1, folds))
        return means + places @ slopes + common + draw.normal(0, 0.3, shape)

    return draw_scores


def _improving(draw: np.random.Generator, *shape: int) -> Array:
    rise = np.linspace(-3, 0, shape[1])[:, None]
    return _around(rise + draw.normal(0, 1, (shape[0], shape[1], 1)), draw, (shape[0], shape[1], shape[2]))


def _weak_first(draw: np.random.Generator, *shape: int) -> Array:
    scores = _spread(1.0)(draw, *shape)
    scores[:, :6] -= 6
    return scores


def _alike_first(draw: np.random.Generator, *shape: int) -> Array:
    """Return eight candidates that differ little from one another, and then ones that vary three times as much."""
    scale = np.where(np.arange(shape[1]) < 8, 0.3, 1.0)[:, None]
    common = draw.normal(0, FOLD_EFFECT, (shape[0], 1, shape[2]))
    return draw.normal(0, 0.5, (shape[0], shape[1], 1)) + common + scale * draw.normal(0, 1, shape)


SCENARIOS: dict[str, Draw] = {
    "wide": _spread(3.0),
    "middle": _spread(1.0),
    "narrow": _spread(0.3),
    "no differences": _spread(0.0),
    "middle, no fold effect": _spread(1.0, shared=False),
    "clustered near the best": _clustered,
    "heteroscedastic": _heteroscedastic,
    "heavy-tailed (t3)": _heavy_tailed,
    "folds differ in their best": _landscape(narrowing=False),
    "the same, narrowing as TPE": _landscape(narrowing=True),
    "improving": _improving,
    "first incumbents weak": _weak_first,
    "first candidates alike": _alike_first,
}
