"""The one look at the sealed rows: everything that is measured of a finished model there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.pipeline import Pipeline

from epicrisis.evaluation.abstaining import abstention
from epicrisis.evaluation.conformal import SetRule
from epicrisis.evaluation.facts import Assessment
from epicrisis.evaluation.subgroups import SealedRows, measure_subgroups
from epicrisis.settings.schema import Settings
from epicrisis.training.assessment import answers_of, assess, baseline_probabilities, evaluate, patient_attributes
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import Evaluation


@dataclass(frozen=True)
class Opened:
    """What the sealed rows said.

    Parameters
    ----------
    test, baseline : Evaluation
        Figures of the model, and of always answering the most frequent class of the training rows.
    assessment : Assessment
        Curves, calibration, sets of classes and groups of patients.
    predict_ms : float
        Milliseconds that the model took for a note, from raw columns to its answer.
    """

    test: Evaluation
    baseline: Evaluation
    assessment: Assessment
    predict_ms: float


def open_sealed(
    pipeline: Pipeline,
    prepared: Prepared,
    notes: pl.DataFrame,
    settings: Settings,
    sets: SetRule,
    also: Sequence[str],
) -> Opened:
    """Let a fitted model answer the sealed rows once, and measure it.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted on the training rows.
    prepared : Prepared
        The split.
    notes : polars.DataFrame
        All notes; the sealed ones are taken out of them here.
    settings : Settings
        Columns and seed.
    sets : SetRule
        From probabilities to sets of classes.
    also : sequence of str
        Other packages' metrics that are measured too.
    """
    split, facts, seed = prepared.split, prepared.facts, settings.split.seed
    test = notes[split.test]
    labels = np.searchsorted(facts.classes, notes[settings.columns.label].to_numpy().astype(np.str_))
    groups, true = prepared.groups[split.test], labels[split.test]
    started = time.perf_counter()
    answers = answers_of(pipeline, test, facts.classes)
    predict_ms = 1000 * (time.perf_counter() - started) / max(test.height, 1)
    probabilities, answered = answers.probabilities, answers.answered
    floor = baseline_probabilities(labels[split.train], test.height, len(facts.classes))
    rule = sets.among(np.searchsorted(facts.classes, pipeline.classes_), len(facts.classes))
    sealed = SealedRows(true, answered, probabilities, prepared.patients[split.test])
    topics = {
        "abstention": abstention(rule, probabilities, answered, true, groups, facts.classes),
        "subgroups": measure_subgroups(sealed, patient_attributes(test, settings), seed=seed),
    }
    return Opened(
        test=evaluate(true, probabilities, groups, facts, seed=seed, answers=answered, also=also),
        baseline=evaluate(true, floor, groups, facts, seed=seed, also=also),
        assessment=assess(true, answers, groups, facts.classes).model_copy(update=topics),
        predict_ms=predict_ms,
    )
