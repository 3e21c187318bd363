"""Pruning in simulated searches: ours beside Optuna's Wilcoxon rule at its defaults, and none.

``python benchmarks/pruning.py`` prints, for every scenario of ``searches.py``, the share of fold fits saved, the
searches in which the best candidate (by its mean over all folds) was given up, and how far below it the chosen one is
on average, in units of the noise of one fold. Ours is `epicrisis.training.curtailment`, called as the search calls it,
but for many searches at a time; a test holds both equal.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import wilcoxon
from searches import SCENARIOS, Array

from epicrisis.training.curtailment import Curtailment, chance_of_passing, pooled_variance

SIZES = ((5, 20), (5, 60), (10, 20), (10, 60))


@dataclass(frozen=True)
class Look:
    """What a rule sees of each search after some folds of a candidate; arrays of shape (searches,) but for the first.

    Parameters
    ----------
    differences : ndarray of shape (searches, scored)
        Candidate less incumbent, in the order of scoring.
    folds : int
        Number of all folds.
    variance, pairs : ndarray
        What `pooled_variance` says of the complete candidates.
    ahead : ndarray of bool
        Whether the mean of the scored folds is not below the incumbent's mean of all.
    """

    differences: Array
    folds: int
    variance: Array
    pairs: np.ndarray
    ahead: np.ndarray


Rule = Callable[[Look], np.ndarray]


@dataclass(frozen=True)
class Outcome:
    """What pruning did over many searches: share of fits saved, share of searches that lost the best, mean regret."""

    saved: float
    lost: float
    regret: float


def ours(look: Look) -> np.ndarray:
    rule = Curtailment()
    enough = look.pairs >= rule.least_pairs
    chance = chance_of_passing(look.differences, look.folds, np.where(enough, look.variance, 1.0), rule.prior_df)
    return enough & (chance < rule.threshold)


def optuna_wilcoxon(look: Look) -> np.ndarray:
    """``WilcoxonPruner(p_threshold=0.1, n_startup_steps=2)``, its safety for a mean that is ahead included."""
    scored = look.differences.shape[1]
    # The smallest p that so few pairs can give; SciPy need not be asked.
    if 0.5**scored >= 0.1:
        return no_rule(look)
    p = wilcoxon(look.differences, axis=1, alternative="less", zero_method="zsplit").pvalue
    return np.asarray((p < 0.1) & ~look.ahead)


def no_rule(look: Look) -> np.ndarray:
    return np.zeros(len(look.differences), dtype=bool)


RULES: dict[str, Rule] = {"ours": ours, "Wilcoxon": optuna_wilcoxon, "none": no_rule}


def play(scores: Array, rule: Rule, seed: int) -> Outcome:
    """Run searches over given candidates, each scored in a shuffled order of its own and stopped by the rule."""
    searches, candidates, folds = scores.shape
    draw, every = np.random.default_rng(seed), np.arange(searches)
    fits, best = np.full(searches, folds), np.zeros(searches, dtype=np.int64)
    complete = np.zeros((searches, candidates), dtype=bool)
    complete[:, 0] = True
    for number in range(1, candidates):
        order = draw.random((searches, folds)).argsort(axis=1)
        used = _folds_used(scores, number, best, complete, order, rule)
        fits += np.where(used == 0, folds, used)
        complete[:, number] = used == 0
        better = complete[:, number] & (scores[:, number].mean(axis=1) > scores[every, best].mean(axis=1))
        best = np.where(better, number, best)
    means = scores.mean(axis=2)
    regret = means.max(axis=1) - means[every, best]
    return Outcome(1 - float(fits.sum()) / scores.size, float((regret > 1e-12).mean()), float(regret.mean()))


def _folds_used(scores: Array, number: int, best: Array, complete: Array, order: Array, rule: Rule) -> np.ndarray:
    """Return after how many folds each search gives the candidate up, and 0 where it does not."""
    incumbents = scores[np.arange(len(scores)), best]
    given_up = ~complete[:, :number, None]
    variance, pairs = pooled_variance(np.where(given_up, np.nan, scores[:, :number] - incumbents[:, None]))
    shuffled = np.take_along_axis(scores[:, number] - incumbents, order, axis=1)
    mine = np.take_along_axis(scores[:, number], order, axis=1)
    used = np.zeros(len(scores), dtype=np.int64)
    for scored in range(1, scores.shape[2]):
        ahead = mine[:, :scored].mean(axis=1) >= incumbents.mean(axis=1)
        stop = rule(Look(shuffled[:, :scored], scores.shape[2], variance, pairs, ahead))
        used[stop & (used == 0)] = scored
    return used


def main() -> None:
    """Print the Markdown table."""
    parser = argparse.ArgumentParser(description="Pruning rules on simulated searches.")
    parser.add_argument("--searches", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{options.searches} searches a line\n")
    print("| scenario | folds | candidates | rule | fold fits saved | searches that lost the best | mean regret |")
    print("|---|---:|---:|---|---:|---:|---:|")
    for scenario, draw_scores in SCENARIOS.items():
        for folds, candidates in SIZES:
            scores = draw_scores(np.random.default_rng(options.seed), options.searches, candidates, folds)
            for name, rule in RULES.items():
                found = play(scores, rule, options.seed)
                cells = [scenario, f"{folds}", f"{candidates}", name]
                cells += [f"{found.saved:.0%}", f"{found.lost:.1%}", f"{found.regret:.3f}"]
                print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
