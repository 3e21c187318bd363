"""Bootstrap intervals over patients: seconds for 2,000 resamples, three ways, in one run.

``python benchmarks/intervals.py`` makes answers of ``--rows`` rows and ``--classes`` classes, the rarest of which has
a twentieth of the commonest's rows, and measures all figures of 2,000 resamples: with scikit-learn on the drawn rows,
one resample after another; with weights of rows for many resamples at once, as an earlier version of epicrisis did;
and with sums by patient and one sparse product a class, as it does. The first two are timed on a few resamples and
their seconds multiplied, since they would take hours; the table says of how many.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable

import numpy as np
from measuring import say
from sklearn import metrics as sk

from epicrisis.evaluation.confusion import figures_of, ratio, tally
from epicrisis.evaluation.losses import row_log_losses
from epicrisis.evaluation.uncertainty import RESAMPLES, draw
from epicrisis.training.assessment import Answers as ModelAnswers
from epicrisis.training.assessment import assess
from epicrisis.training.memory import peak_rss_mb

Answers = tuple[np.ndarray, np.ndarray, np.ndarray]
NOTES_A_PATIENT = 3


def main() -> None:
    """Measure and print one Markdown table."""
    parser = argparse.ArgumentParser(description="Bootstrap intervals over patients: three ways.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=20)
    options = parser.parse_args()
    made = answers(options.rows, options.classes)
    print(f"{options.rows:,} rows, {options.classes} classes, {len(np.unique(made[2])):,} patients\n")
    print(
        f"| way | figures | resamples timed | seconds for {RESAMPLES:,} | peak memory (MiB) |\n|---|---|---:|---:|---:|"
    )
    ways: list[tuple[str, str, Callable[[Answers, int], None], int]] = [
        ("sums by patient, one sparse product a class", "15, and 5 a class", ours, RESAMPLES),
        ("curves, calibration, net benefit, operating points", "", topics, RESAMPLES),
        ("weights of rows, all resamples at once", "11", by_weights, 40),
        ("scikit-learn on the drawn rows", "15", by_scikit_learn, 2),
    ]
    for name, figures, measure, resamples in ways:
        say(name)
        started = time.perf_counter()
        measure(made, resamples)
        seconds = (time.perf_counter() - started) * RESAMPLES / resamples
        # The peak is the process's: the ways stand in the order of what they need.
        print(f"| {name} | {figures} | {resamples:,} | {seconds:,.1f} | {peak_rss_mb():,.0f} |", flush=True)


def answers(rows: int, classes: int) -> Answers:
    """Return true classes, probabilities and patients."""
    generator = np.random.default_rng(0)
    shares = 1 / np.arange(1, classes + 1)
    true = generator.choice(classes, rows, p=shares / shares.sum())
    scores = np.exp(generator.normal(size=(rows, classes)) + 2 * np.eye(classes)[true])
    return true, scores / scores.sum(axis=1, keepdims=True), np.arange(rows) // NOTES_A_PATIENT


def ours(made: Answers, resamples: int) -> None:
    """All figures of the table, and those of each class."""
    true, probabilities, patients = made
    draw(true, probabilities, patients, seed=0, resamples=resamples)


def topics(made: Answers, _: int) -> None:
    """What a training says beside its metrics, which takes no resamples."""
    true, probabilities, patients = made
    classes = [f"{number}" for number in range(probabilities.shape[1])]
    assess(true, ModelAnswers(probabilities, probabilities.argmax(axis=1), probabilities), patients, classes)


def by_weights(made: Answers, resamples: int) -> None:
    """Eleven figures from a dense table of weights, each class's columns sorted again for each chunk."""
    true, probabilities, patients = made
    generator, count = np.random.default_rng(0), int(patients.max()) + 1
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=resamples)
    weights = drawn[:, patients].astype(np.float64)
    figures_of(tally(true, probabilities.argmax(axis=1), probabilities.shape[1], weights))
    weights @ row_log_losses(true, probabilities) / weights.sum(axis=1)
    for number in range(probabilities.shape[1]):
        weighted_area(true == number, probabilities[:, number], weights)


def weighted_area(mine: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the area for each resample from the weights of positives and negatives at each distinct score."""
    values, position = np.unique(scores, return_inverse=True)
    order = np.argsort(position, kind="stable")
    starts = np.searchsorted(position[order], np.arange(len(values)))
    positive = np.add.reduceat((weights * mine)[:, order], starts, axis=1)
    negative = np.add.reduceat((weights * ~mine)[:, order], starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative / 2
    return ratio((positive * below).sum(axis=1), positive.sum(axis=1) * negative.sum(axis=1), missing=np.nan)


def by_scikit_learn(made: Answers, resamples: int) -> None:
    """One resample after another."""
    true, probabilities, patients = made
    generator, count = np.random.default_rng(0), int(patients.max()) + 1
    for _ in range(resamples):
        times = np.bincount(generator.integers(0, count, count), minlength=count)
        rows = np.repeat(np.arange(len(true)), times[patients])
        mine, shares = true[rows], probabilities[rows]
        given = shares.argmax(axis=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for score in (sk.accuracy_score, sk.balanced_accuracy_score, sk.matthews_corrcoef):
                score(mine, given)
            for average in ("macro", "weighted"):
                sk.precision_recall_fscore_support(mine, given, average=average)
            sk.roc_auc_score(mine, shares, multi_class="ovr")
            sk.average_precision_score(np.eye(shares.shape[1])[mine], shares)
            sk.log_loss(mine, shares)
            sk.brier_score_loss(mine, shares)


if __name__ == "__main__":
    main()
