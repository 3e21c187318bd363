"""Choice among candidates by more than one figure: who is not beaten, and who is as good and costs less.

The one-standard-error rule is that of Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees",
1984, section 3.4.3: among those within one standard error of the best, the simplest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

Direction = Literal["maximize", "minimize"]
FloatArray = npt.NDArray[np.floating]
_SIGNS: dict[Direction, float] = {"maximize": 1.0, "minimize": -1.0}


def pareto_front(values: FloatArray, directions: Sequence[Direction]) -> npt.NDArray[np.bool_]:
    """Return which candidates no other one beats: none is as good everywhere and better somewhere.

    Parameters
    ----------
    values : ndarray of shape (candidates, objectives)
        The figures. A candidate with a NaN is not in the choice.
    directions : sequence of {"maximize", "minimize"} of length objectives
        Which way is better.

    Returns
    -------
    ndarray of bool of shape (candidates,)
        Equal candidates are all in or all out.

    Raises
    ------
    ValueError
        Values and directions do not fit each other.
    """
    figures = np.asarray(values, dtype=np.float64)
    if figures.ndim != 2 or figures.shape[1] != len(directions):
        raise ValueError(f"values of shape {figures.shape} do not fit {len(directions)} directions")
    figures = figures * np.array([_SIGNS[direction] for direction in directions])
    complete: npt.NDArray[np.bool_] = ~np.isnan(figures).any(axis=1)
    front = complete.copy()
    for number in np.flatnonzero(complete):
        others = figures[complete]
        beats = (others >= figures[number]).all(axis=1) & (others > figures[number]).any(axis=1)
        front[number] = not beats.any()
    return front


def cheapest_within_one_se(first: FloatArray, standard_error: float, cost: FloatArray, direction: Direction) -> int:
    """Return the cheapest candidate whose first figure is within one standard error of the best.

    Parameters
    ----------
    first : ndarray of shape (candidates,)
        Mean of the first figure. A candidate with a NaN, here or in `cost`, is not in the choice.
    standard_error : float
        Standard error of the best candidate's mean, in the figure's unit.
    cost : ndarray of shape (candidates,)
        What is to be small: seconds, terms, bytes.
    direction : {"maximize", "minimize"}
        Which way the first figure is better.

    Returns
    -------
    int
        Position of the candidate. Of equally cheap ones the better, of equally good ones the first.

    Raises
    ------
    ValueError
        Figures and costs differ in number, no candidate has both, or the standard error is negative or NaN.
    """
    figures, costs = np.asarray(first, dtype=np.float64), np.asarray(cost, dtype=np.float64)
    if figures.ndim != 1 or figures.shape != costs.shape:
        raise ValueError(f"{figures.shape} figures and {costs.shape} costs are not one of each a candidate")
    if not standard_error >= 0:
        raise ValueError(f"a standard error of {standard_error} is not one")
    usable = np.flatnonzero(~np.isnan(figures) & ~np.isnan(costs))
    if not len(usable):
        raise ValueError("no candidate has both a figure and a cost")
    figures, costs = figures[usable] * _SIGNS[direction], costs[usable]
    near = np.flatnonzero(figures >= figures.max() - standard_error)
    chosen = near[np.lexsort((near, -figures[near], costs[near]))[0]]
    return int(usable[chosen])
