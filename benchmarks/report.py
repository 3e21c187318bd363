"""The report of a large trial: figures with intervals, checks and page, in seconds and bytes.

``python benchmarks/report.py`` makes up probabilities of ``--rows`` test rows in ``--classes`` classes, several rows a
patient, and takes the time of what a training does after its model has answered: metrics with intervals of a bootstrap
over patients (the model's and the baseline's), curves, calibration, decision curves, operating points and groups of
patients, the gathered report with its checks, and the pages in both languages. Nothing is trained. The targets stand
beside.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from epicrisis.evaluation.subgroups import SealedRows, measure_subgroups
from epicrisis.reports.files import render_html, render_markdown
from epicrisis.reports.report import RunReference, gather
from epicrisis.settings.data import ColumnSettings
from epicrisis.training.assessment import Answers, assess, baseline_probabilities, evaluate
from epicrisis.training.preparation import PreparedFacts
from epicrisis.training.result import TrainingResult

RESULT = Path(__file__).resolve().parents[1] / "tests" / "unit" / "tracking" / "result.json"
TARGET_S, TARGET_MB = 60.0, 5.0
ROWS_A_PATIENT = 3
SHARPNESS = 2.0

T = TypeVar("T")
IntArray = npt.NDArray[np.int64]


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description="Seconds and bytes of the report of a large trial.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{options.rows:,} test rows, {options.classes} classes, seed {options.seed}\n")
    print("| step | seconds | of the processor |\n|---|---|---|")
    true, answers, groups = made_up(options.rows, options.classes, np.random.default_rng(options.seed))
    facts = prepared_facts(true, groups, options.classes)
    floor = baseline_probabilities(true, options.rows, options.classes)
    spent: list[float] = []
    probabilities = answers.probabilities
    test = timed(
        "metrics and intervals of the model", spent, lambda: evaluate(true, probabilities, groups, facts, seed=1)
    )
    baseline = timed(
        "metrics and intervals of the baseline", spent, lambda: evaluate(true, floor, groups, facts, seed=1)
    )
    found = timed("curves and calibration", spent, lambda: assess(true, answers, groups, facts.classes))
    sealed = SealedRows(true, answers.answered, probabilities, groups)
    attributes = made_up_attributes(groups, np.random.default_rng(options.seed))
    subgroups = timed("groups of patients", spent, lambda: measure_subgroups(sealed, attributes, seed=1))
    found = found.model_copy(update={"subgroups": subgroups})
    result = TrainingResult.model_validate_json(RESULT.read_bytes()).model_copy(
        update={
            "test": test,
            "baseline": baseline,
            "assessment": found,
            "classes": facts.classes,
            "split": facts.split,
        }
    )
    report = timed("gathering, checks", spent, lambda: gather(result, RunReference()))
    pages = timed("pages, es and en", spent, lambda: [render_html(report, language) for language in ("es", "en")])
    timed("Markdown", spent, lambda: render_markdown(report, "es"))
    size = max(len(page.encode()) for page in pages) / 1e6
    print(f"\n{sum(spent):.1f} s in all (target: below {TARGET_S:g} s on two cores): {met(sum(spent) < TARGET_S)}")
    print(f"page of {size:.2f} MB (target: below {TARGET_MB:g} MB): {met(size < TARGET_MB)}")
    print(f"report.json of {len(report.model_dump_json().encode()) / 1e6:.2f} MB")


def made_up(rows: int, classes: int, random: np.random.Generator) -> tuple[IntArray, Answers, IntArray]:
    """Return true classes, answers that are better than chance, and patients whose rows are alike."""
    groups = random.integers(0, rows // ROWS_A_PATIENT, rows)
    shares = random.dirichlet(np.full(classes, 2.0))
    true = random.choice(classes, rows, p=shares)
    scores = random.normal(size=(rows, classes)) + 0.3 * random.normal(size=(rows // ROWS_A_PATIENT, classes))[groups]
    scores[np.arange(rows), true] += SHARPNESS
    scores += np.log(shares)
    probabilities = softmax(scores, axis=1)
    return true, Answers(probabilities, probabilities.argmax(axis=1), softmax(2 * scores, axis=1)), groups


def made_up_attributes(groups: IntArray, random: np.random.Generator) -> dict[str, list[str | None]]:
    """Return two sexes and five bands of age, each patient's own."""
    patients = int(groups.max()) + 1
    values = {"sex": ["F", "M"], "age": ["0–17", "18–39", "40–64", "65–79", "80+"]}
    return {name: random.choice(kinds, patients)[groups].tolist() for name, kinds in values.items()}


def prepared_facts(true: IntArray, groups: IntArray, classes: int) -> PreparedFacts:
    """Return classes and split of the made-up rows."""
    names = [f"class {number:03d}" for number in range(classes)]
    counts = dict(zip(names, np.bincount(true, minlength=classes).tolist(), strict=True))
    split = TrainingResult.model_validate_json(RESULT.read_bytes()).split
    sizes = {
        "rows_test": len(true),
        "patients_test": len(np.unique(groups)),
        "classes_train": counts,
        "classes_test": counts,
        "rows_train": len(true),
    }
    return PreparedFacts(
        prepared_id="",
        notes="",
        columns=ColumnSettings(),
        classes=names,
        split=split.model_copy(update=sizes),
    )


def timed(name: str, spent: list[float], work: Callable[[], T]) -> T:
    """Do something, print its seconds and those of the processor, which others on the machine do not lengthen."""
    started, busy = time.perf_counter(), time.process_time()
    done = work()
    spent.append(time.perf_counter() - started)
    print(f"| {name} | {spent[-1]:.1f} | {time.process_time() - busy:.1f} |", flush=True)
    return done


def met(reached: bool) -> str:
    """Return how a target stands."""
    return "met" if reached else "MISSED"


if __name__ == "__main__":
    main()
