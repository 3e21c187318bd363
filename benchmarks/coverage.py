"""How often the 95 % intervals contain the truth, by simulation.

``python benchmarks/coverage.py`` makes up patients with several notes each, who share their class more often than not
and are alike in how well they are recognised, and a model whose probabilities are not quite right. The truth of each
figure is its value on ``--population`` patients. Then it draws ``--repeats`` samples of 50 to 800 patients, computes
the intervals of each as a training does, and prints how many contain the truth. Half the width of the simulation's own
95 % interval at 200 repeats is three hundredths.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from measuring import say
from scipy.special import softmax

from epicrisis.evaluation.metrics import measure_all
from epicrisis.evaluation.operating import operating_points
from epicrisis.evaluation.reliability import reliability
from epicrisis.evaluation.uncertainty import draw, percentiles

CLASSES = ("common", "frequent", "rare")
SHARES = np.array([0.6, 0.32, 0.08])
NOTES = 4.0
STAYS = 0.8
SURE = 1.4
SHOWN = ("accuracy", "f1_macro", "mcc", "roc_auc", "average_precision", "log_loss", "brier", "scaled_brier", "ece")


class Sample(NamedTuple):
    """Notes of some patients."""

    true: np.ndarray
    probabilities: np.ndarray
    patients: np.ndarray


def main() -> None:
    """Simulate and print one Markdown table."""
    parser = argparse.ArgumentParser(description="Coverage of the 95 % intervals, by simulation.")
    parser.add_argument("--repeats", type=int, default=200)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--population", type=int, default=300_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 800])
    options = parser.parse_args()
    truth = true_values(simulate(options.population, np.random.default_rng(0)))
    found = {size: coverage(size, options.repeats, options.resamples, truth) for size in options.sizes}
    print(
        "| figure | truth |" + "".join(f" {size} patients |" for size in found) + "\n|---|---:|" + "---:|" * len(found)
    )
    for name, value in truth.items():
        cells = "".join(f" {100 * found[size].get(name, np.nan):.1f} % |" for size in found)
        print(f"| {name} | {value:.3f} |{cells}")


def simulate(patients: int, generator: np.random.Generator) -> Sample:
    """Return the notes of so many patients: one and a Poisson number of further ones each."""
    held = 1 + generator.poisson(NOTES - 1, patients)
    owner = np.repeat(np.arange(patients), held)
    usual = generator.choice(len(CLASSES), patients, p=SHARES)[owner]
    own = generator.choice(len(CLASSES), len(owner), p=SHARES)
    true = np.where(generator.random(len(owner)) < STAYS, usual, own)
    # Log-odds of a patient's notes share half of their noise: some patients are hard for every model.
    noise = generator.normal(size=(patients, len(CLASSES)))[owner] + generator.normal(size=(len(owner), len(CLASSES)))
    logits = 1.5 * np.eye(len(CLASSES))[true] + noise / np.sqrt(2) + np.log(SHARES)
    return Sample(true, softmax(SURE * logits, axis=1), owner)


def true_values(population: Sample) -> dict[str, float]:
    """Return each figure's value on a population."""
    true, probabilities, patients = population
    answered = probabilities.argmax(axis=1)
    figures = {name: value for name, value in measure_all(true, probabilities).items() if name in SHOWN}
    for point in operating_points(CLASSES, true, answered, patients):
        figures |= {f"{name}, {point.label} class": value for name, value in point.figures.items()}
    for number, label in enumerate(CLASSES):
        curve = reliability(label, probabilities[:, number], true == number, patients)
        figures[f"calibration slope, {label} class"] = float(curve.slope or np.nan)
        figures[f"calibration intercept, {label} class"] = float(curve.intercept or np.nan)
    compared = {f"{name}, {CLASSES[-1]} class" for name in ("sensitivity", "ppv")}
    return figures | {f"{name}, by bootstrap": figures[name] for name in figures if name in compared}


def coverage(size: int, repeats: int, resamples: int, truth: dict[str, float]) -> dict[str, float]:
    """Return by figure the share of samples whose interval contains the truth; none counts as one that does not."""
    say(f"{size} patients, {repeats} samples")
    hits = dict.fromkeys(truth, 0)
    for number in range(repeats):
        sample = simulate(size, np.random.default_rng([size, number]))
        for name, (low, high) in of_sample(sample, number, resamples):
            hits[name] += low <= truth[name] <= high
    return {name: count / repeats for name, count in hits.items()}


def of_sample(sample: Sample, seed: int, resamples: int) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the intervals of one sample by figure."""
    true, probabilities, patients = sample
    drawn = draw(true, probabilities, patients, seed=seed, resamples=resamples)
    found = drawn.intervals()
    yield from ((name, found[name]) for name in SHOWN if name in found)
    for point in operating_points(CLASSES, true, probabilities.argmax(axis=1), patients):
        yield from ((f"{name}, {point.label} class", interval) for name, interval in point.ci95.items())
    hits, held, given = (table[:, -1] for table in drawn.tallies)
    with np.errstate(invalid="ignore"):
        for name, values in (("ppv", hits / given), ("sensitivity", hits / held)):
            key, by_bootstrap = f"{name}, {CLASSES[-1]} class, by bootstrap", percentiles(values)
            if by_bootstrap is not None:
                yield key, by_bootstrap
    for number, label in enumerate(CLASSES):
        mine = true == number
        if not mine.any():
            continue
        curve = reliability(label, probabilities[:, number], mine, patients)
        for name, interval in (("slope", curve.slope_ci95), ("intercept", curve.intercept_ci95)):
            if interval is not None:
                yield f"calibration {name}, {label} class", interval


if __name__ == "__main__":
    main()
