"""Models are told apart only by what patients' noise cannot explain, on made-up answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from epicrisis.evaluation.comparison import HeldOut, Standing, resampled_means, standings
from epicrisis.evaluation.metrics import get_metric


def models(seed: int, *strengths: float, patients: int = 90, notes: int = 2, folds: int = 3) -> list[HeldOut]:
    """Models that are right more often the stronger they are, and err alike within a patient."""
    generator = np.random.default_rng(seed)
    groups = np.repeat(np.arange(patients), notes)
    true = generator.integers(0, 3, patients)[groups]
    shared = generator.normal(size=(patients, 3))[groups]
    found = []
    for strength in strengths:
        own = generator.normal(size=(len(true), 3)) + generator.normal(size=(patients, 3))[groups]
        scores = np.exp(strength * np.eye(3)[true] + shared + own)
        probabilities = scores / scores.sum(axis=1, keepdims=True)
        found.append(HeldOut(true, probabilities.argmax(axis=1), probabilities, groups % folds, groups))
    return found


def means(several: list[HeldOut], metric: str) -> np.ndarray:
    parts = [[one.part(fold) for fold in np.unique(one.folds)] for one in several]
    measure = get_metric(metric).measure
    return np.array([np.mean([measure(p.true, p.answered, p.probabilities) for p in fold]) for fold in parts])


def compared(several: list[HeldOut], metric: str = "accuracy", *, seed: int = 0, draws: int = 200) -> list[Standing]:
    sign = 1 if get_metric(metric).direction == "maximize" else -1
    figures = sign * means(several, metric)
    found = standings(figures, sign * resampled_means(several, metric, seed=seed, resamples=draws))
    assert found is not None
    return found


def detected(seed: int, *strengths: float) -> bool:
    several = models(seed, *strengths)
    right = np.array([np.mean(one.true == one.answered) for one in several])  # folds are of one size
    found = standings(right, resampled_means(several, "accuracy", seed=seed, resamples=200))
    assert found is not None
    return any(one.detectable for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 4])
def test_equal_models_are_told_apart_in_a_twentieth_of_the_samples(number: int) -> None:
    found = sum(detected(seed, *[1.5] * number) for seed in range(80))
    assert found <= 10  # 4 are expected; more than 10 of a binomial of 5 % happen once in 500 times


def test_a_clearly_better_model_is_detected() -> None:
    assert all(detected(seed, 3.0, 1.0) for seed in range(20))


def test_intervals_are_wider_the_more_models_are_compared() -> None:
    two, six = models(1, 2.8, 1.5), models(1, 2.8, 1.5, 1.6, 1.4, 1.5, 1.3)
    alone, among = compared(two, draws=2000)[1], compared(six, draws=2000)[1]
    assert alone.interval == pytest.approx(alone.unadjusted)
    assert among.interval[0] < among.unadjusted[0]
    assert among.unadjusted[1] < among.interval[1]
    assert among.unadjusted == pytest.approx(alone.unadjusted)


def test_models_that_answer_alike_share_the_first_place() -> None:
    (one, other) = models(2, 2.0, 1.0)
    first, twin, behind = compared([one, one, other])
    assert first.first == twin.first == pytest.approx(0.5, abs=0.1)
    assert twin.interval == (0, 0)
    assert not twin.detectable
    assert first.ranks == twin.ranks
    assert behind.ranks[1] == 3
    assert sum(one.first for one in (first, twin, behind)) == pytest.approx(1)


def test_one_patient_with_a_thousand_notes_decides_nothing() -> None:
    better, worse = models(3, 1.5, 1.5)
    many = np.repeat([0], 1000)
    right, wrong = (
        HeldOut(
            np.concatenate([one.true, many]),
            np.concatenate([one.answered, many if rightly else many + 1]),
            np.concatenate([one.probabilities, np.full((1000, 3), 1 / 3)]),
            np.concatenate([one.folds, many]),
            np.concatenate([one.groups, many]),
        )
        for one, rightly in ((better, True), (worse, False))
    )
    first, second = compared([right, wrong])
    assert second.difference < first.difference - 0.2
    assert not second.detectable


@pytest.mark.parametrize("metric", ["f1_macro", "mcc", "log_loss", "roc_auc"])
def test_every_metric_is_resampled_around_its_mean_over_the_folds(metric: str) -> None:
    several = models(4, 2.0, 1.0, patients=240)
    drawn = resampled_means(several, metric, seed=0, resamples=300)
    assert drawn.shape == (300, 2)
    assert drawn.mean(axis=0) == pytest.approx(means(several, metric), abs=0.02)
    assert np.array_equal(drawn, resampled_means(several, metric, seed=0, resamples=300))
    assert compared(several, metric)[1].detectable


def test_a_metric_that_does_not_exist_on_most_resamples_tells_nothing() -> None:
    draws = np.full((10, 2), np.nan)
    draws[:4] = 0.5
    assert standings(np.array([0.5, 0.4]), draws) is None


def test_a_class_that_one_patient_has_is_left_out_where_it_is_not_drawn() -> None:
    several = [replace(one, true=np.where(one.groups == 0, 2, one.true % 2)) for one in models(6, 2.0, 1.0)]
    assert not np.isnan(resampled_means(several, "balanced_accuracy", seed=0, resamples=100)).any()
