"""Every topic of a report filled with seeded numbers: what a test of pages has in the place of a training."""

from __future__ import annotations

import numpy as np

from epicrisis.evaluation.facts import (
    Abstention,
    Assessment,
    CalibrationOnTest,
    ClassCurves,
    Curve,
    DecisionCurve,
    LearningPoint,
    Nested,
    OperatingPoint,
    Optimism,
    Reliability,
    Subgroup,
)
from epicrisis.training.result import Characteristic, LevelCount, TrainingResult

GRID = np.linspace(0, 1, 60)


def curve(x: np.ndarray, y: np.ndarray) -> Curve:
    return Curve(x=np.round(x, 4).tolist(), y=np.round(y, 4).tolist())


def curves_of(label: str, share: float, power: float, rows: int) -> ClassCurves:
    edges = np.linspace(0, 1, 21)
    others = np.round(rows * (1 - share) * np.diff(edges ** (1 / 3))).astype(int)
    own = np.round(rows * share * np.diff(edges**2)).astype(int)
    return ClassCurves(
        label=label,
        roc=curve(GRID, GRID**power),
        precision_recall=curve(GRID, np.clip(1 - (1 - share) * GRID ** (1 / power), share, 1)),
        bins=edges.tolist(),
        of_class=own.tolist(),
        of_others=others.tolist(),
    )


def reliability(label: str | None, bend: float) -> Reliability:
    said = np.linspace(0.25, 0.95, 8)
    true = np.clip(said + bend * (said - 0.5), 0, 1)
    return Reliability(
        label=label,
        predicted=said.round(3).tolist(),
        observed=true.round(3).tolist(),
        low=np.clip(true - 0.04, 0, 1).round(3).tolist(),
        high=np.clip(true + 0.04, 0, 1).round(3).tolist(),
        rows=[350] * 8,
        ece=round(abs(bend) / 5, 3),
        slope=1 + bend,
        intercept=-bend / 3,
        slope_ci95=(0.9 + bend, 1.1 + bend),
        intercept_ci95=(-bend / 3 - 0.1, -bend / 3 + 0.1),
    )


def decision_curve(label: str, share: float) -> DecisionCurve:
    thresholds = np.linspace(0.01, 0.9, 50)
    odds = thresholds / (1 - thresholds)
    return DecisionCurve(
        label=label,
        thresholds=thresholds.round(3).tolist(),
        model=np.maximum(0.8 * share - 0.02 * odds, -0.05).round(4).tolist(),
        everyone=(share - (1 - share) * odds).round(4).tolist(),
        low=np.maximum(0.75 * share - 0.03 * odds, -0.07).round(4).tolist(),
        high=np.maximum(0.85 * share - 0.01 * odds, -0.03).round(4).tolist(),
    )


def abstention(labels: list[str]) -> Abstention:
    return Abstention(
        coverage=0.9,
        method="lac",
        achieved=0.904,
        achieved_ci95=(0.89, 0.918),
        set_sizes={0: 12, 1: 1690, 2: 810, 3: 287},
        single=0.6,
        single_accuracy=0.91,
        achieved_by_class=dict.fromkeys(labels, 0.9),
        single_by_class=dict.fromkeys(labels, 0.6),
        curve=curve(GRID[1:], 0.97 - 0.23 * GRID[1:] ** 2),
        achieved_by_class_ci95=dict.fromkeys(labels, (0.86, 0.94)),
        single_accuracy_by_answer=dict.fromkeys(labels, 0.9),
        curve_by_answer={label: curve(GRID[1:], 0.95 - 0.2 * GRID[1:] ** 2) for label in labels},
        thresholds=dict.fromkeys(labels, 0.31),
        pooled=labels[-2:],
    )


def subgroups() -> list[Subgroup]:
    def one(attribute: str, value: str, patients: int, score: float, gap: float) -> Subgroup:
        flagged = ["f1_macro"] if abs(gap) > 0.05 else []
        return Subgroup(
            attribute=attribute,
            value=value,
            rows=3 * patients,
            patients=patients,
            metrics={"f1_macro": score},
            ci95={"f1_macro": (score - 0.04, score + 0.04)},
            gaps={"f1_macro": (gap, gap - 0.05, gap + 0.05)},
            flagged=flagged,
        )

    return [
        one("sexo", "F", 540, 0.716, 0.016),
        one("sexo", "M", 398, 0.7, -0.016),
        one("edad", "18–39", 430, 0.72, 0.02),
        one("edad", "40–64", 350, 0.71, 0.001),
        one("edad", "65+", 158, 0.612, -0.114),
        Subgroup(attribute="edad", value="0–17", rows=None, patients=None),
    ]


def assess(result: TrainingResult) -> TrainingResult:
    """Return a result with every topic filled."""
    rows = max(result.split.rows_test, 1)
    tried = {one.label: one for one in result.test.per_class if one.rows_test}
    share = {label: one.rows_test / rows for label, one in tried.items()}
    assessment = Assessment(
        curves=[curves_of(label, share[label], 0.1 + 0.3 * (1 - one.recall), rows) for label, one in tried.items()],
        calibration=CalibrationOnTest(
            before=reliability(None, -0.3),
            after=reliability(None, -0.03),
            by_class=[reliability(label, 0.1 * index % 0.4 - 0.2) for index, label in enumerate(tried)],
        ),
        decision_curves=[decision_curve(label, share[label]) for label in tried],
        operating_points=[
            OperatingPoint(
                label=label,
                alerts_per_100=100 * share[label],
                figures={"sensitivity": one.recall, "specificity": 0.93, "ppv": one.precision, "npv": 0.96},
                ci95={"sensitivity": (one.recall - 0.03, one.recall + 0.03)},
            )
            for label, one in tried.items()
        ],
        abstention=abstention(list(tried)),
        subgroups=subgroups(),
        optimism=Optimism(metric="f1_macro", by_patient=[0.69, 0.70, 0.71], by_row=[0.75, 0.76, 0.78]),
        nested=Nested(metric="f1_macro", outer=[0.68, 0.7, 0.72], params=[{"C": 1.0}, {"C": 2.0}, {"C": 0.5}]),
        learning_curve=[
            LearningPoint(rows=size, held_out=0.72 - 30 / size**0.8, held_out_std=0.012, fitted=0.99 - size / 1e5)
            for size in (500, 1000, 2000, 4000, 6532)
        ],
    )
    characteristics = [
        Characteristic(column="", kind="length", train=(31, 58, 96), test=(30, 57, 94)),
        Characteristic(column="edad", kind="number", train=(27, 39, 55), test=(28, 40, 54)),
        Characteristic(
            column="sexo",
            kind="category",
            levels=[
                LevelCount(value="F", train=3807, test=1610),
                LevelCount(value="M", train=2701, test=1190),
                LevelCount(value=None, train=24, test=None),
            ],
        ),
    ]
    search = result.search.model_copy(update={"importance": {"C": 0.71, "word_ngram_max": 0.2, "class_weight": 0.09}})
    return result.model_copy(update={"assessment": assessment, "characteristics": characteristics, "search": search})
