"""What is known of a model on the test rows, from its answers alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from epicrisis.evaluation.facts import Assessment
from epicrisis.models.blend import BlendClassifier
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.training.assessment import Answers, answers_of, assess, evaluate

GENERATOR = np.random.default_rng(2)
CLASSES = ["a", "b", "c"]
TRUE = GENERATOR.integers(0, 3, 300)
ROWS = pl.DataFrame(GENERATOR.normal(size=(300, 3)) + 1.5 * np.eye(3)[TRUE], schema=["x", "y", "z"])
GROUPS = np.array([f"P{number // 3}" for number in range(300)])


def numbers(rows: pl.DataFrame) -> np.ndarray:
    return rows.to_numpy()


def fitted(estimator: Any, **calibration: Any) -> Any:
    given = {"scales": [1.0] * 3, "shifts": [0.0] * 3, "offsets": [0.0] * 3, **calibration}
    pipeline = make_pipeline(FunctionTransformer(numbers), CalibratedClassifier(estimator, **given))
    return pipeline.fit(ROWS, np.array(CLASSES)[TRUE])


@pytest.mark.parametrize("estimator", [LinearSVC(), LogisticRegression()], ids=["margins", "probabilities"])
def test_answers_are_the_pipeline_s_own_and_those_before_the_calibration_are_its_softmax(estimator: Any) -> None:
    pipeline = fitted(estimator, scales=[2.0] * 3, offsets=[3.0, 0.0, 0.0])
    answers = answers_of(pipeline, ROWS, CLASSES)
    assert np.allclose(answers.probabilities, pipeline.predict_proba(ROWS))
    assert (np.array(CLASSES)[answers.answered] == pipeline.predict(ROWS)).all()
    scores = pipeline[-1].raw_scores(numbers(ROWS))
    assert answers.uncalibrated is not None
    assert np.allclose(answers.uncalibrated, softmax(scores, axis=1))
    assert not np.allclose(answers.uncalibrated, answers.probabilities)


def test_a_blend_s_answers_before_its_calibration_are_the_average_of_its_members() -> None:
    member = make_pipeline(FunctionTransformer(numbers), LogisticRegression())
    blend = BlendClassifier([member, member], [0.3, 0.7])
    pipeline = make_pipeline(FunctionTransformer(), CalibratedClassifier(blend, [2.0] * 3, [0.0] * 3, [0.0] * 3)).fit(
        ROWS, np.array(CLASSES)[TRUE]
    )
    answers = answers_of(pipeline, ROWS, CLASSES)
    assert answers.uncalibrated is not None
    expected = pipeline[-1].estimator_.members_[0].predict_proba(ROWS)
    assert np.allclose(answers.uncalibrated, expected)


def test_a_class_that_the_model_does_not_know_has_a_probability_of_zero() -> None:
    pipeline = fitted(LogisticRegression())
    answers = answers_of(pipeline, ROWS, ["a", "aa", "b", "c"])
    assert (answers.probabilities[:, 1] == 0).all()
    assert set(answers.answered) == {0, 2, 3}
    plain = make_pipeline(FunctionTransformer(numbers), LogisticRegression()).fit(ROWS, np.array(CLASSES)[TRUE])
    assert answers_of(plain, ROWS, CLASSES).uncalibrated is None


def test_every_topic_of_the_test_rows_is_there_and_survives_json() -> None:
    found = assess(TRUE, answers_of(fitted(LogisticRegression()), ROWS, CLASSES), GROUPS, CLASSES)
    assert [len(topic) for topic in (found.curves, found.decision_curves, found.operating_points)] == [3, 3, 3]
    assert found.calibration is not None
    assert found.calibration.before is not None
    assert [one.label for one in found.calibration.by_class] == CLASSES
    assert Assessment.model_validate_json(found.model_dump_json()) == found


def test_an_overconfident_model_is_better_after_its_calibration() -> None:
    honest = softmax(2 * numbers(ROWS), axis=1)
    found = assess(TRUE, Answers(honest, honest.argmax(axis=1), softmax(9 * numbers(ROWS), axis=1)), GROUPS, CLASSES)
    assert found.calibration is not None
    assert found.calibration.before is not None
    assert found.calibration.before.ece > found.calibration.after.ece


@pytest.mark.parametrize("rows", [2, 300])
def test_constant_scores_and_an_absent_class_leave_out_what_does_not_exist(rows: int) -> None:
    true = np.minimum(TRUE[:rows], 1)
    constant = np.tile([0.6, 0.4, 0.0], (rows, 1))
    found = assess(true, Answers(constant, constant.argmax(axis=1)), GROUPS[:rows], CLASSES)
    assert found.calibration is not None
    assert found.calibration.before is None
    assert found.curves[2].roc is None
    assert all(one.slope is None for one in found.calibration.by_class)
    facts = SimpleNamespace(classes=CLASSES, split=SimpleNamespace(by="patient", classes_train={"a": 5}))
    evaluation = evaluate(true, constant, GROUPS[:rows], facts, seed=0)  # type: ignore[arg-type]
    assert evaluation.per_class[2].roc_auc is None
    assert evaluation.per_class[2].average_precision is None


@pytest.mark.slow
def test_two_hundred_classes_make_a_small_record() -> None:
    true = GENERATOR.integers(0, 200, 800)
    probabilities = GENERATOR.dirichlet(np.ones(200), 800)
    labels = [f"{number:03}" for number in range(200)]
    found = assess(true, Answers(probabilities, probabilities.argmax(axis=1)), np.arange(800) // 2, labels)
    assert max(len(one.roc.x) for one in found.curves if one.roc is not None) <= 20
    assert len(found.model_dump_json()) < 1_500_000
