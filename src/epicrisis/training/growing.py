"""The learning curve: would more patients help? The winner's candidate on growing parts of each fold's patients."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from epicrisis.errors import DataError
from epicrisis.evaluation.facts import LearningPoint
from epicrisis.training.folds import CANDIDATES_OWN, Candidate, fit_candidate, metric_of
from epicrisis.training.pool import FoldPool
from epicrisis.training.preparation import TrainingRows
from epicrisis.training.result import CrossValidation, TrialRecord

PARTS = (0.125, 0.25, 0.5)
MOST_OF_SEARCH = 0.2
"""Of the search's seconds, that the curve may take."""


@dataclass(frozen=True)
class Grown:
    """What a candidate that was fitted on a part of a fold's patients came to."""

    rows: int
    held_out: float | None
    fitted: float | None


def learning_curve(
    pool: FoldPool,
    candidate: Candidate,
    metric: str,
    folds: int,
    whole: LearningPoint,
    winner: TrialRecord,
    trials: Sequence[TrialRecord],
) -> list[LearningPoint]:
    """Return the points of the curve, the last of them `whole`; that one alone where the others would take too long.

    Parameters
    ----------
    pool : FoldPool
        The workers.
    candidate : Candidate
        The winner's.
    metric : str
        What was searched.
    folds : int
        Number of folds.
    whole : LearningPoint
        What all patients of the folds gave.
    winner, trials :
        What the winner and all candidates cost.
    """
    if sum(PARTS) * winner.seconds > MOST_OF_SEARCH * sum(trial.seconds for trial in trials):
        return [whole]
    work = partial(grow, candidate=candidate, metric=metric, folds=folds)
    grown = pool.on_rows(work, range(len(PARTS) * folds))
    points = [_point(grown[start : start + folds]) for start in range(0, len(grown), folds)]
    return [*(point for point in points if point is not None), whole]


def whole_point(rows: int, folds: int, held_out: CrossValidation, fitted: Sequence[float | None]) -> LearningPoint:
    """Return the point of all patients of the folds, whose scores are known."""
    there = [value for value in fitted if value is not None]
    return LearningPoint(
        rows=round(rows * (1 - 1 / folds)),
        held_out=held_out.mean,
        held_out_std=held_out.std,
        fitted=float(np.mean(there)) if there else None,
    )


def grow(rows: TrainingRows, number: int, *, candidate: Candidate, metric: str, folds: int) -> Grown | None:
    """Fit a candidate on a part of the patients of one fold and score it on the rows that the fold holds out.

    A larger part contains the smaller ones of the same fold.

    Parameters
    ----------
    rows : TrainingRows
        The training rows.
    number : int
        Which part and fold: ``part * folds + fold``.
    candidate : Candidate
        What is fitted.
    metric : str
        What is measured.
    folds : int
        Number of folds.

    Returns
    -------
    Grown or None
        None where the candidate cannot be fitted on so few patients.
    """
    part, fold = divmod(number, folds)
    held_out = np.flatnonzero(rows.folds == fold)
    fitting = np.flatnonzero(rows.folds != fold)
    patients = np.unique(rows.patients[fitting])
    drawn = np.random.default_rng([candidate.seed, fold]).permutation(patients)
    some = drawn[: int(np.ceil(PARTS[part] * len(patients)))]
    fitting = fitting[np.isin(rows.patients[fitting], some)]
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fitted = fit_candidate(rows, candidate, fitting)
            held = metric_of(rows, fitted.classifier, fitted.apply(held_out), held_out, metric)
            own = metric_of(rows, fitted.classifier, fitted.matrix, fitting, metric)
        except (DataError, *CANDIDATES_OWN):
            return None
    return Grown(len(fitting), held, own)


def _point(grown: Sequence[Grown | None]) -> LearningPoint | None:
    """Return the mean over the folds; None unless every fold could be fitted and measured."""
    there = [one for one in grown if one is not None and one.held_out is not None]
    if len(there) < len(grown):
        return None
    values = [one.held_out for one in there if one.held_out is not None]
    fitted = [one.fitted for one in there if one.fitted is not None]
    return LearningPoint(
        rows=round(float(np.mean([one.rows for one in there]))),
        held_out=float(np.mean(values)),
        held_out_std=float(np.std(values)),
        fitted=float(np.mean(fitted)) if fitted else None,
    )
