"""Nested cross-validation: what the whole way of choosing promises, and not only the one that was chosen.

The best of many candidates looks better on the folds that it was chosen by than it is (Varma and Simon 2006,
doi:10.1186/1471-2105-7-91). Here the search is repeated from the beginning without each fold in turn: the fold stands
in the place of the test rows, whose words, counts and labels nothing of its search has seen, and its winner is fitted
and measured on it like any model on the sealed rows. These themselves are not opened.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from epicrisis.evaluation.facts import Nested
from epicrisis.evaluation.metrics import added_metrics, measure_all
from epicrisis.progress import notice
from epicrisis.training.assessment import answers_of, fitted
from epicrisis.training.learning import Learned, Learner
from epicrisis.training.preparation import Prepared, prepare_outer_fold


def nested_validation(learner: Learner, prepared: Prepared, *, model: str, metric: str, trials: int) -> Nested:
    """Repeat a search without each fold of the training rows, and measure its winners on these folds.

    Each search has a study of its own, so that one that was cut short goes on where it stopped.

    Parameters
    ----------
    learner : Learner
        What is repeated, with the same settings and time limit.
    prepared : Prepared
        Split and counts.
    model, metric : str
        What is searched, and by which figure.
    trials : int
        Candidates of each search.

    Raises
    ------
    EpicrisisError
        A search failed, see `epicrisis.training.search.search`.
    """
    outer, inner, params = [], [], []
    for fold in range(prepared.facts.split.folds):
        notice(
            learner.listener,
            "Outer fold {number} of {folds}: the search without its rows.",
            number=fold + 1,
            folds=prepared.facts.split.folds,
        )
        place = prepare_outer_fold(prepared, fold, learner.settings, learner.workspace)
        learned = replace(learner, known={}, apart=True).learn(place, model, metric, trials)
        figures = _measured(learned, place, learner.settings.columns.label, metric)
        if metric in figures:
            outer.append(figures[metric])
            inner.append(learned.settled.metrics[metric].mean)
            params.append(learned.params)
    return Nested(metric=metric, outer=outer, inner=inner, params=params)


def _measured(learned: Learned, place: Prepared, label: str, metric: str) -> dict[str, float]:
    notes, classes = place.notes.read(), place.facts.classes
    rows = notes[place.split.test]
    pipeline, _ = fitted(learned.pipeline, notes[place.split.train], label)
    answers = answers_of(pipeline, rows, classes)
    true = np.searchsorted(classes, rows[label].to_numpy().astype(np.str_))
    return measure_all(true, answers.probabilities, answers.answered, added_metrics([metric]))
