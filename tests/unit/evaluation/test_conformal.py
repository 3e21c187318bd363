from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from epicrisis.evaluation.conformal import SetRule, learn_sets, prediction_sets

COVERAGE = 0.9


def _patients(generator: np.random.Generator, count: int, sizes: str) -> np.ndarray:
    """Return the patient of each row: one note each, four each, or from one to eight."""
    notes = {
        "one": np.ones(count, dtype=int),
        "four": np.full(count, 4),
        "uneven": np.minimum(generator.geometric(0.4, count), 8),
    }[sizes]
    return np.repeat(np.arange(count), notes)


def _drawn(generator: np.random.Generator, count: int, sizes: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return probabilities, true classes and patients; notes of a patient are alike, those of busy patients harder."""
    patients = _patients(generator, count, sizes)
    notes = np.bincount(patients)
    usual = generator.choice(3, count, p=[0.7, 0.2, 0.1])
    true = np.where(generator.random(len(patients)) < 0.9, usual[patients], generator.integers(0, 3, len(patients)))
    clearness = 2 + generator.normal(0, 1, count) - 0.5 * np.log(notes)
    logits = generator.normal(0, 1, (len(patients), 3)) + clearness[patients, None] * np.eye(3)[true]
    logits += np.log([0.7, 0.2, 0.1])
    return softmax(logits, axis=1), true, patients


@pytest.mark.parametrize("sizes", ["one", "four", "uneven"])
def test_new_notes_are_covered_as_often_as_was_asked_in_every_class(sizes: str) -> None:
    generator = np.random.default_rng(5)
    covered, rows = np.zeros(3), np.zeros(3)
    for _ in range(100):
        rule = learn_sets(*_drawn(generator, 600, sizes), COVERAGE)
        assert rule.pooled == ()
        probabilities, true, _ = _drawn(generator, 400, sizes)
        # No class is answered here that its threshold lets out: the thresholds alone must cover.
        inside = probabilities[np.arange(len(true)), true] >= np.asarray(rule.thresholds)[true]
        covered += np.bincount(true, inside, 3)
        rows += np.bincount(true, minlength=3)
    # Of so many repeats the share is known to a hundredth, and it is not much above what was asked either.
    assert (covered / rows > COVERAGE - 0.01).all()
    assert (covered / rows < COVERAGE + 0.04).all()


def test_with_one_note_a_patient_the_rank_is_the_usual_one() -> None:
    probabilities = np.stack([np.linspace(0.01, 0.99, 99), 1 - np.linspace(0.01, 0.99, 99)], axis=1)
    rule = learn_sets(probabilities, np.zeros(99, dtype=int), np.arange(99), COVERAGE)
    assert rule.thresholds[0] == pytest.approx(0.10)  # 90 of 99 + 1 rows reach it
    assert rule.thresholds[1] == rule.thresholds[0]
    assert rule.pooled == (0, 1)  # nobody has the other class, so that it takes what the first has


def test_classes_of_few_patients_share_a_threshold() -> None:
    generator = np.random.default_rng(0)
    true = np.repeat([0, 1, 2], [500, 20, 20])
    probabilities = softmax(generator.normal(size=(540, 3)) + 2 * np.eye(3)[true], axis=1)
    rule = learn_sets(probabilities, true, np.arange(540), COVERAGE)
    assert rule.pooled == (1, 2)
    assert rule.thresholds[1] == rule.thresholds[2] != rule.thresholds[0]
    rare = probabilities[true > 0, true[true > 0]]
    assert (rare >= rule.thresholds[1]).sum() == np.ceil(COVERAGE * 41)


def test_a_small_class_alone_is_pooled_with_the_next_larger_one() -> None:
    generator = np.random.default_rng(0)
    true = np.repeat([0, 1, 2], [500, 12, 60])
    probabilities = softmax(generator.normal(size=(572, 3)) + 2 * np.eye(3)[true], axis=1)
    rule = learn_sets(probabilities, true, np.arange(572), COVERAGE)
    assert rule.pooled == (1, 2)
    assert rule.thresholds[0] == learn_sets(probabilities[:500], true[:500], np.arange(500), COVERAGE).thresholds[0]


def test_a_patient_with_most_of_the_notes_is_told_from_many_patients() -> None:
    probabilities = softmax(np.random.default_rng(0).normal(size=(200, 2)), axis=1)
    true = np.zeros(200, dtype=int)
    many = learn_sets(probabilities, true, np.arange(200), COVERAGE)
    one = learn_sets(probabilities, true, np.where(np.arange(200) < 150, 0, np.arange(200)), COVERAGE)
    assert many.thresholds[0] > 0
    assert one == SetRule(COVERAGE, (0.0, 0.0), (0, 1))  # nothing can be promised: every class is in every set


def test_too_few_rows_for_any_threshold_put_every_class_into_every_set() -> None:
    rule = learn_sets(np.full((8, 2), 0.5), np.arange(8) % 2, np.arange(8), COVERAGE)
    assert rule.thresholds == (0.0, 0.0)
    assert prediction_sets(np.array([[1.0, 0.0]]), rule.thresholds, np.array([0])).all()


def test_probabilities_without_any_sense_and_of_exactly_0_and_1_are_taken() -> None:
    true = np.arange(200) % 2
    assert learn_sets(np.full((200, 2), 0.5), true, np.arange(200), COVERAGE).thresholds == (0.5, 0.5)
    assert learn_sets(np.eye(2)[true], true, np.arange(200), COVERAGE).thresholds == (1.0, 1.0)
    assert learn_sets(np.eye(2)[1 - true], true, np.arange(200), COVERAGE).thresholds == (0.0, 0.0)


@given(
    seed=st.integers(0, 10_000),
    classes=st.integers(2, 6),
    coverage=st.floats(0.5, 0.99),
)
def test_the_answer_is_in_its_set_and_more_coverage_never_makes_a_set_smaller(
    seed: int, classes: int, coverage: float
) -> None:
    generator = np.random.default_rng(seed)
    probabilities = softmax(generator.normal(size=(60, classes)), axis=1)
    true, patients = generator.integers(0, classes, 60), generator.integers(0, 30, 60)
    answered = generator.integers(0, classes, 60)
    rule = learn_sets(probabilities, true, patients, coverage)
    sets = prediction_sets(probabilities, rule.thresholds, answered)
    assert sets[np.arange(60), answered].all()
    own = [number for number in range(classes) if number not in rule.pooled]
    more = learn_sets(probabilities, true, patients, (1 + coverage) / 2)
    still = [number for number in own if number not in more.pooled]
    assert all(more.thresholds[number] <= rule.thresholds[number] for number in still)


def test_a_class_that_the_model_does_not_know_is_in_no_set() -> None:
    rule = SetRule(COVERAGE, (0.2, 0.0), (1,)).among(np.array([0, 2]), 3)
    assert rule == SetRule(COVERAGE, (0.2, 1.0, 0.0), (2,))


@pytest.mark.slow
def test_for_all_rows_together_mapie_finds_the_same_threshold() -> None:
    mapie = pytest.importorskip("mapie.classification")
    from sklearn.linear_model import LogisticRegression

    generator = np.random.default_rng(0)
    true = np.arange(300) % 2
    X = generator.normal(size=(300, 2)) + true[:, None]
    model = LogisticRegression().fit(X[:100], true[:100])
    split = mapie.SplitConformalClassifier(model, COVERAGE, conformity_score="lac", prefit=True)
    theirs = split.conformalize(X[100:], true[100:]).predict_set(X)[1][:, :, 0]
    # MAPIE has one threshold for all classes: as if all rows had one class.
    given = model.predict_proba(X[100:])[np.arange(200), true[100:]]
    rule = learn_sets(given[:, None], np.zeros(200, dtype=int), np.arange(200), COVERAGE)
    assert np.array_equal(theirs, model.predict_proba(X) >= rule.thresholds[0])
