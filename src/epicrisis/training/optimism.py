"""What a careless split would have promised: the winner once more, on folds that do not keep patients together."""

from __future__ import annotations

from functools import partial

import numpy as np

from epicrisis.evaluation.facts import Optimism
from epicrisis.training.findings import Found
from epicrisis.training.folds import score_careless_fold
from epicrisis.training.pool import FoldPool
from epicrisis.training.preparation import Prepared


def row_split_optimism(prepared: Prepared, pool: FoldPool, found: Found, metric: str) -> Optimism | None:
    """Score a search's winner on folds of rows, beside the folds of patients; the cost is one more candidate.

    Both are scores of the search, before calibration. The counts serve both: they only say which terms stand where.

    Parameters
    ----------
    prepared : Prepared
        Split and counts.
    pool : FoldPool
        The search's workers.
    found : Found
        Its winner.
    metric : str
        The searched metric.

    Returns
    -------
    Optimism or None
        None where rows were split without patients, or no patient has two rows and no near-duplicates are kept
        together: nothing could leak.
    """
    groups = prepared.groups[prepared.split.train]
    if prepared.facts.split.by == "row" or len(np.unique(groups)) == len(groups):
        return None
    folds = prepared.facts.split.folds
    scores = pool.on_rows(partial(score_careless_fold, candidate=found.candidate, folds=folds), range(folds))
    by_row = [score.metrics[metric] for score in scores if metric in score.metrics]
    by_patient = found.scores[metric].folds if metric in found.scores else []
    return Optimism(metric=metric, by_patient=by_patient, by_row=by_row) if by_row and by_patient else None
