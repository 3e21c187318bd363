"""The main job the plain way: what `main_job.py` compares `epicrisis train` with.

This is the script that analysts write today, with the faults that come with it: one train/test split of random rows,
tuned and reported on the same test rows; frames handed from task to task; autologging on; Optuna's `MLflowCallback`;
the vectoriser refitted in every trial and absent from the saved model. What it searches is what ours searches, without
the character n-grams, and the trials' scores are of one split where ours are of five folds: it has far less to compute.
Only what today's versions refuse was mended: pandas' Arrow-backed strings are turned into objects, and the limit within
which Prefect's server must start, 20 s by default, is raised, because on a busy machine the script would die of it.

``python benchmarks/plain_way.py --database clinic.db --trials 20 --workdir folder`` prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import unicodedata
from pathlib import Path

import mlflow
import mlflow.sklearn
import numpy as np
import optuna
import pandas as pd
import psutil
from optuna_integration import MLflowCallback
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.settings import PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS, temporary_settings
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report, f1_score
from sklearn.model_selection import train_test_split
from sqlalchemy import create_engine

SEED = 42
IMPORTED = time.perf_counter()
TIMINGS = {"import_s": time.time() - psutil.Process().create_time()}


def timed(name: str, started: float) -> None:
    TIMINGS[name] = time.perf_counter() - started


def plain_letters(label: str) -> str:
    letters = unicodedata.normalize("NFKD", " ".join(label.lower().split()))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@task
def read_notes(database: str) -> pd.DataFrame:
    started = time.perf_counter()
    frame = pd.read_sql("SELECT * FROM historias_clinicas", create_engine(f"sqlite:///{database}"))
    timed("extract_s", started)
    return frame


@task
def clean_notes(frame: pd.DataFrame) -> pd.DataFrame:
    started = time.perf_counter()
    frame = frame.dropna(subset=["subjetivo", "objetivo"], how="all").drop_duplicates(
        subset=["paciente_id", "subjetivo", "objetivo"]
    )
    text = frame["subjetivo"].fillna("") + " " + frame["objetivo"].fillna("")
    frame = frame.assign(
        texto=text.str.lower().str.replace(r"[^a-záéíóúüñ\s]", " ", regex=True), clase=frame["grupo"].map(plain_letters)
    )
    timed("etl_s", started)
    return frame


@task
def split_rows(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    train, test = train_test_split(frame, test_size=0.3, random_state=SEED, stratify=frame["clase"])
    return train, test


def vectorise(params: dict[str, object], train: pd.DataFrame, test: pd.DataFrame) -> tuple[csr_matrix, csr_matrix]:
    vectoriser = TfidfVectorizer(
        ngram_range=(1, params["word_ngram_max"]),
        min_df=params["min_df"],
        max_df=params["max_df"],
        sublinear_tf=params["sublinear_tf"],
    )
    X_train = vectoriser.fit_transform(train["texto"].to_numpy(dtype=object))
    return X_train, vectoriser.transform(test["texto"].to_numpy(dtype=object))


def fit(params: dict[str, object], X: csr_matrix, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=params["C"], class_weight=params["class_weight"], max_iter=1000).fit(X, y)


@task
def train_with_optuna(train: pd.DataFrame, test: pd.DataFrame, trials: int, tracking_uri: str) -> dict[str, object]:
    started = time.perf_counter()
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.autolog()
    callback = MLflowCallback(tracking_uri=tracking_uri, metric_name="f1_macro")
    y_train, y_test = train["clase"].to_numpy(dtype=object), test["clase"].to_numpy(dtype=object)

    @callback.track_in_mlflow()
    def objective(trial: optuna.Trial) -> float:
        params = {
            "word_ngram_max": trial.suggest_int("word_ngram_max", 1, 2),
            "min_df": trial.suggest_int("min_df", 1, 10, log=True),
            "max_df": trial.suggest_float("max_df", 0.4, 1.0),
            "sublinear_tf": trial.suggest_categorical("sublinear_tf", [True, False]),
            "C": trial.suggest_float("C", 0.1, 30.0, log=True),
            "class_weight": trial.suggest_categorical("class_weight", [None, "balanced"]),
        }
        X_train, X_test = vectorise(params, train, test)
        return float(f1_score(y_test, fit(params, X_train, y_train).predict(X_test), average="macro"))

    study = optuna.create_study(
        study_name="historias", direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED)
    )
    study.optimize(objective, n_trials=trials, callbacks=[callback])
    timed("search_s", started)
    return study.best_params


@task
def save_best(params: dict[str, object], train: pd.DataFrame, test: pd.DataFrame) -> dict[str, float]:
    started = time.perf_counter()
    y_test = test["clase"].to_numpy(dtype=object)
    with mlflow.start_run(run_name="best"):
        X_train, X_test = vectorise(params, train, test)
        model = fit(params, X_train, train["clase"].to_numpy(dtype=object))
        predicted = model.predict(X_test)
        scores = {
            "accuracy": float(accuracy_score(y_test, predicted)),
            "f1_macro": float(f1_score(y_test, predicted, average="macro")),
        }
        mlflow.log_metrics(scores)
        mlflow.sklearn.log_model(model, name="model")
    create_markdown_artifact(f"```\n{classification_report(y_test, predicted)}\n```", key="report")
    timed("refit_and_save_s", started)
    return scores


@flow
def train_flow(database: str, trials: int, tracking_uri: str) -> dict[str, float]:
    timed("server_s", IMPORTED)
    train, test = split_rows(clean_notes(read_notes(database)))
    best = train_with_optuna(train, test, trials, tracking_uri)
    return save_best(best, train, test)


def main() -> None:
    parser = argparse.ArgumentParser(description="The main job the plain way; prints its timings as JSON.")
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--workdir", type=Path, required=True)
    options = parser.parse_args()
    database = options.database.resolve()
    options.workdir.mkdir(parents=True, exist_ok=True)
    os.chdir(options.workdir)
    with temporary_settings({PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: 300}):
        scores = train_flow(str(database), options.trials, "sqlite:///mlflow.db")
    TIMINGS["total_s"] = time.time() - psutil.Process().create_time()
    print(json.dumps({"trials": options.trials, "scores": scores, "timings": TIMINGS}))


if __name__ == "__main__":
    main()
