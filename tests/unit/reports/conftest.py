"""A training result out of seeded numbers, shaped like the artificial clinic, as large or as odd as a test wants."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.training.result import (
    ClassFigures,
    ClassTerms,
    CrossValidation,
    Environment,
    Evaluation,
    FeatureFacts,
    SearchFacts,
    SourceFacts,
    SplitFacts,
    TrainingResult,
    TrialRecord,
)

CLINIC = {
    "T. de Ansiedad": 902,
    "T. Depresivos": 619,
    "Otros Trastornos": 509,
    "T. Personalidad": 353,
    "T. Externalizantes": 277,
    "T. de Adaptación": 139,
}
VALUES = {
    "accuracy": 0.742,
    "balanced_accuracy": 0.703,
    "precision": 0.744,
    "precision_macro": 0.718,
    "recall": 0.742,
    "recall_macro": 0.703,
    "f1": 0.741,
    "f1_macro": 0.709,
    "roc_auc": 0.921,
    "log_loss": 0.803,
    "mcc": 0.668,
}
FLOOR = {
    "accuracy": 0.322,
    "balanced_accuracy": 0.167,
    "precision": 0.104,
    "precision_macro": 0.054,
    "recall": 0.322,
    "recall_macro": 0.167,
    "f1": 0.157,
    "f1_macro": 0.081,
    "roc_auc": 0.5,
    "log_loss": 1.642,
    "mcc": 0.0,
}


def around(values: dict[str, float], reach: float) -> dict[str, tuple[float, float]]:
    return {name: (round(value - reach, 4), round(value + reach, 4)) for name, value in values.items()}


def confusion_of(support: dict[str, int], dice: random.Random) -> list[list[int]]:
    matrix = []
    for row, rows in enumerate(support.values()):
        wrong = [0] * len(support)
        for _ in range(round(rows * dice.uniform(0.15, 0.45))):
            wrong[dice.randrange(len(support))] += 1
        wrong[row] += rows - sum(wrong)
        matrix.append(wrong)
    return matrix


def figures_of(support: dict[str, int], matrix: list[list[int]]) -> list[ClassFigures]:
    figures = []
    for index, (label, rows) in enumerate(support.items()):
        hits, given = matrix[index][index], sum(row[index] for row in matrix)
        precision, recall = hits / (given or 1), hits / (rows or 1)
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        area = min(0.99, 0.6 + recall / 2.5) if rows else None
        figures.append(
            ClassFigures(
                label=label,
                rows_train=2 * rows + 30,
                rows_test=rows,
                precision=precision,
                recall=recall,
                f1=f1,
                roc_auc=area,
            )
        )
    return figures


def trials_of(number: int, dice: random.Random) -> list[TrialRecord]:
    trials = []
    for index in range(number):
        state = "failed" if index == 7 else "pruned" if index % 6 == 5 else "complete"
        value = round(0.70 - 0.22 * dice.random() ** 2 * (1 - index / (2 * number)), 4) if state == "complete" else None
        params = {"C": 10 ** dice.uniform(-2, 2), "word_ngram_max": dice.choice([1, 2]), "class_weight": "balanced"}
        folds = [value - 0.01, value, value + 0.01] if value is not None else []
        trials.append(
            TrialRecord(
                number=index,
                state=state,
                params=params,
                value=value,
                std=0.012 if folds else None,
                folds=folds,
                seconds=3.4,
            )
        )
    return trials


def make(support: dict[str, int] | None = None, trials: int = 20, seed: int = 7, **changes: Any) -> TrainingResult:
    dice = random.Random(seed)
    support = support or CLINIC
    matrix = confusion_of(support, dice)
    test_rows = sum(support.values())
    searched = trials_of(trials, dice)
    states = [trial.state for trial in searched]
    cv = CrossValidation(mean=0.701, std=0.014, folds=[0.688, 0.694, 0.699, 0.703, 0.721])
    test = Evaluation(
        metrics=VALUES,
        ci95=around(VALUES, 0.021),
        resamples=2000,
        unit="patient",
        classes=list(support),
        confusion=matrix,
        per_class=figures_of(support, matrix),
    )
    floor = test.model_copy(update={"metrics": FLOOR, "ci95": around(FLOOR, 0.011) | {"roc_auc": (0.5, 0.5)}})
    mapping = {label: {label: 40, label.upper(): 7, f"{label} ": 3} for label in support}
    kept = test_rows + 6532
    facts: dict[str, Any] = {
        "model": "logistic_regression",
        "metric": "f1_macro",
        "best_params": {
            "C": 3.1622776,
            "word_ngram_max": 2,
            "char_ngrams": True,
            "min_df": 3,
            "class_weight": "balanced",
        },
        "model_params": {
            "C": 3.1622776,
            "max_iter": 1000,
            "solver": "lbfgs",
            "class_weight": "balanced",
            "random_state": 42,
        },
        "cv": cv,
        "cv_metrics": {
            name: CrossValidation(
                mean=value, std=0.015, folds=[value + shift for shift in (-0.02, -0.01, 0.0, 0.01, 0.02)]
            )
            for name, value in VALUES.items()
        },
        "trials": searched,
        "search": SearchFacts(
            study="3f9c0c1a2b7d4e55",
            sampler="TPESampler",
            metric="f1_macro",
            direction="maximize",
            requested=trials,
            complete=states.count("complete"),
            pruned=states.count("pruned"),
            failed=states.count("failed"),
            resumed=4,
            stopped_by="trials",
            workers=2,
        ),
        "test": test,
        "baseline": floor,
        "classes": list(support),
        "columns": {
            "text": ["subjetivo", "objetivo"],
            "categorical": ["sexo"],
            "numeric": ["edad"],
            "label": ["grupo"],
        },
        "ledger": Ledger(
            read=kept + 669,
            kept=kept,
            dropped={Reason.EMPTY_TEXT: 191, Reason.EMPTY_LABEL: 38, Reason.IMPOSSIBLE_AGE: 224, Reason.DUPLICATE: 216},
            label_mapping=mapping,
            repaired={"nul_bytes": 3, "mojibake": 41},
            classes={label: 3 * rows for label, rows in support.items()},
            patients=3127,
        ),
        "source": SourceFacts(
            snapshot_id="9b1c2d3e4f506172",
            description="postgresql://analista:***@db.hospital.local/historias",
            query_sha256="4e" * 32,
            params={"medico": "PSICOLOGÍA"},
            rows=kept + 669,
            window=("2023-01-01", "2025-05-04"),
            taken_at="2026-11-22T10:15:31Z",
            sha256="7a" * 32,
        ),
        "split": SplitFacts(
            by="patient",
            seed=42,
            folds=5,
            sha256="c3" * 32,
            rows_train=6532,
            rows_test=test_rows,
            patients_train=2189,
            patients_test=938,
            classes_train={label: 2 * rows + 30 for label, rows in support.items()},
            classes_test=support,
        ),
        "features": FeatureFacts(
            documents=6532,
            word_terms=18342,
            char_terms=40211,
            section_terms=0,
            categories=3,
            numbers=1,
            min_patients_per_term=5,
            mean_tokens=64.31,
        ),
        "terms": [
            ClassTerms(label=label, terms=[("ansiedad", 2.1), ("niega insomnio", 1.7), ("palpitaciones", 1.2)])
            for label in support
        ],
        "environment": Environment(
            epicrisis="0.1.0",
            python="3.11.9",
            platform="Windows-11-10.0.26100",
            packages={"scikit-learn": "1.9.0", "optuna": "5.0.0", "polars": "2.1.0"},
            git_commit="3a83032b9d0c4c1b",
        ),
        "settings": {
            "language": "es",
            "source": {"url": "postgresql://analista:***@db.hospital.local/historias", "rows": 0},
            "search": {"models": ["logistic_regression"], "metric": "f1_macro", "trials": trials},
        },
        "timings": {
            "extract_s": 1.92,
            "etl_s": 0.84,
            "features_s": 6.31,
            "search_s": 131.4,
            "refit_s": 3.2,
            "evaluate_s": 1.1,
            "total_s": 148.9,
        },
        "peak_rss_mb": 812.4,
        "created_at": "2026-11-22T10:18:05Z",
    }
    return TrainingResult(**(facts | changes))


@pytest.fixture
def make_result() -> Callable[..., TrainingResult]:
    return make
