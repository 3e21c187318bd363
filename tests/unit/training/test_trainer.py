from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn import metrics as sk

from epicrisis.errors import DataError, SettingsError
from epicrisis.features.variants import variant_tokens
from epicrisis.i18n.catalogue import translate
from epicrisis.models.registry import MODELS
from epicrisis.progress import Advance, Notice
from epicrisis.settings.schema import PrivacySettings, Settings
from epicrisis.training.preparation import prepare_outer_fold
from epicrisis.training.result import TrainingResult
from epicrisis.training.trainer import Outcome, Trainer

from .conftest import WORDS, Bench, bench, clinic

pytestmark = pytest.mark.slow


def train(small: Bench, trials: int = 3, model: str = "logistic_regression", metric: str = "f1_macro") -> Outcome:
    trainer = Trainer(small.settings, small.workspace)
    return trainer.train(
        small.prepared, model=model, metric=metric, trials=trials, source=small.source, ledger=small.ledger
    )


def test_the_result_is_what_the_model_does_on_the_sealed_rows(small: Bench) -> None:
    outcome = train(small)
    result = outcome.result
    test = small.notes.read()[small.prepared.split.test]
    predicted = outcome.pipeline.predict(test)
    labels = test["grupo"].to_numpy().astype(str)
    assert result.test.metrics["f1_macro"] == pytest.approx(sk.f1_score(labels, predicted, average="macro"))
    assert result.test.confusion == sk.confusion_matrix(labels, predicted, labels=result.classes).tolist()
    assert sum(map(sum, result.test.confusion)) == result.split.rows_test == len(small.prepared.split.test)
    low, high = result.test.ci95["f1_macro"]
    assert low < result.test.metrics["f1_macro"] < high
    assert result.test.metrics["f1_macro"] > result.baseline.metrics["f1_macro"] + 0.3
    assert result.baseline.metrics["roc_auc"] == 0.5


def test_sets_and_abstention_are_those_of_the_saved_model_on_the_sealed_rows(small: Bench) -> None:
    outcome = train(small)
    told, classifier = outcome.result.assessment.abstention, outcome.pipeline[-1]
    assert told is not None
    test = small.notes.read()[small.prepared.split.test]
    sets = classifier.predict_sets(outcome.pipeline[0].transform(test))
    true = np.searchsorted(outcome.result.classes, test["grupo"].to_numpy().astype(str))
    assert told.achieved == sets[np.arange(len(true)), true].mean()
    assert told.single == (sets.sum(axis=1) == 1).mean()
    assert list(told.thresholds.values()) == list(classifier.thresholds)
    point = outcome.result.assessment.learning_curve[-1]
    assert point.rows == pytest.approx(outcome.result.split.rows_train * 2 / 3, abs=1)
    assert point.fitted is not None
    assert point.held_out < point.fitted


def test_the_result_survives_json(small: Bench) -> None:
    result = train(small, trials=1).result
    again = TrainingResult.model_validate_json(result.model_dump_json())
    assert again == result
    json.loads(result.model_dump_json())


@pytest.mark.slow
def test_the_winner_is_the_best_trial_and_its_scores_are_kept(small: Bench) -> None:
    result = train(small, trials=4).result
    best = max(result.trials, key=lambda trial: trial.value or 0)
    assert result.best_params == best.params
    assert result.cv.mean == pytest.approx(best.value)
    assert result.cv.folds == best.folds
    assert len(result.cv.folds) == 3
    assert result.cv_metrics["log_loss"].mean > 0
    assert result.search.complete == 4


def test_a_metric_to_minimise_is_minimised(small: Bench) -> None:
    result = train(small, trials=4, metric="log_loss").result
    best = min((trial for trial in result.trials if trial.value is not None), key=lambda trial: trial.value or 0.0)
    assert result.best_params == best.params
    assert result.search.direction == "minimize"


@pytest.mark.slow
def test_a_search_cut_short_goes_on_as_if_it_had_not_been(small: Bench) -> None:
    class Stop(Exception):
        pass

    def stop_at_two(event: object) -> None:
        if isinstance(event, Advance) and event.stage == "search" and event.done == 2:
            raise Stop

    whole = train(small, trials=5).result
    for journal in small.workspace.studies.iterdir():
        journal.unlink()
    with pytest.raises(Stop):
        Trainer(small.settings, small.workspace, listener=stop_at_two).train(
            small.prepared,
            model="logistic_regression",
            metric="f1_macro",
            trials=5,
            source=small.source,
            ledger=small.ledger,
        )
    heard: list[object] = []
    resumed = (
        Trainer(small.settings, small.workspace, listener=heard.append)
        .train(
            small.prepared,
            model="logistic_regression",
            metric="f1_macro",
            trials=5,
            source=small.source,
            ledger=small.ledger,
        )
        .result
    )
    assert resumed.search.resumed == 2
    told = [event for event in heard if isinstance(event, Notice)]
    found = next(
        one for one in told if one.template == "Study {name}: {found} of {trials} trials are finished already."
    )
    assert found.fields["found"] == 2
    assert [trial.params for trial in resumed.trials] == [trial.params for trial in whole.trials]
    assert [trial.value for trial in resumed.trials] == [trial.value for trial in whole.trials]
    assert resumed.test == whole.test


@pytest.mark.slow
def test_a_finished_search_is_not_repeated(small: Bench) -> None:
    first = train(small, trials=2).result
    second = train(small, trials=2).result
    assert second.search.resumed == 2
    assert second.test == first.test


@pytest.mark.slow
@pytest.mark.parametrize("model", [name for name, spec in MODELS.items() if not spec.encodes])
def test_every_model_trains(small: Bench, model: str) -> None:
    outcome = train(small, trials=1, model=model)
    assert outcome.result.model == model
    probabilities = outcome.pipeline.predict_proba(small.notes.read().head(5))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, rtol=1e-5)
    assert outcome.pipeline.classes_.tolist() == outcome.result.classes


@pytest.mark.slow
def test_a_blend_is_made_of_the_winners_of_its_members(small: Bench) -> None:
    models = ["ridge", "complement_nb", "dummy", "blend"]
    search = small.settings.search.model_copy(update={"models": models})
    bench = replace(small, settings=small.settings.model_copy(update={"search": search}))
    outcome = train(bench, trials=2, model="blend")
    result = outcome.result
    assert result.model == "blend"
    assert {one.model for one in result.members} <= {"ridge", "complement_nb"}
    assert sum(one.weight for one in result.members) == pytest.approx(1)
    assert result.search.complete == 4
    assert result.cv.mean >= max(one.cv.mean for one in result.members) - 1e-9
    assert outcome.pipeline.predict_proba(small.notes.read().head(5)).sum(axis=1) == pytest.approx(1)


def test_terms_of_a_class_are_its_words_and_no_patients_own(small: Bench) -> None:
    terms = {entry.label: [term for term, _ in entry.terms] for entry in train(small, trials=1).result.terms}
    assert set(terms) == set(WORDS)
    assert "depresión" in terms["T. Depresivos"]


def test_no_text_of_a_note_is_in_the_result(small: Bench) -> None:
    record = train(small, trials=2).result.model_dump_json()
    for text in small.notes.read()["subjetivo"]:
        assert text not in record


def test_candidates_that_all_fail_are_told_with_the_reason(tmp_path: Path, small_settings: Settings) -> None:
    strict = small_settings.model_copy(
        update={
            "privacy": PrivacySettings(min_patients_per_term=10_000),
            "columns": small_settings.columns.model_copy(update={"categorical": [], "numeric": []}),
        }
    )
    message = r"^No candidate of logistic_regression could be scored \(tried: 2\)\. The last one failed: No term"
    with pytest.raises(DataError, match=message) as caught:
        train(bench(tmp_path, clinic(), strict), trials=2)
    told = translate(caught.value.template, "es", **caught.value.fields)
    assert told.startswith("Ningún candidato de logistic_regression se pudo puntuar (probados: 2). El último falló: ")
    assert "El último falló: Ningún término lo tienen 10000 pacientes" in told


def test_an_unknown_model_is_refused_before_the_search(small: Bench) -> None:
    with pytest.raises(SettingsError, match="Unknown model 'svn'"):
        train(small, model="svn")
    assert not small.workspace.studies.exists()


@pytest.mark.slow
def test_the_canary_of_the_test_rows_is_not_in_the_model(small: Bench) -> None:
    pipeline = train(small, trials=2).pipeline
    features = pipeline.named_steps["features"]
    rows = small.notes.read()[small.prepared.split.train]
    texts = [*rows["subjetivo"], *rows["objetivo"]]
    train_words = {word for text in texts for word in variant_tokens(text, features.variant)}
    for term in features.terms_["word"].tolist():
        assert set(term.split()) <= train_words


@pytest.mark.slow
def test_polars_and_pandas_rows_score_alike(small: Bench) -> None:
    pipeline = train(small, trials=1).pipeline
    rows = small.notes.read().head(20)
    np.testing.assert_array_equal(pipeline.predict_proba(rows), pipeline.predict_proba(rows.to_pandas()))
    assert isinstance(rows, pl.DataFrame)


def test_nested_validation_repeats_the_search_apart_from_each_fold_and_goes_on_after_a_stop(small: Bench) -> None:
    told: list[Notice] = []

    def run() -> TrainingResult:
        trainer = Trainer(
            small.settings, small.workspace, listener=lambda e: told.append(e) if isinstance(e, Notice) else None
        )
        return trainer.train(
            small.prepared,
            model="logistic_regression",
            metric="f1_macro",
            trials=1,
            source=small.source,
            ledger=small.ledger,
            nested=True,
        ).result

    first = run()
    nested, optimism = first.assessment.nested, first.assessment.optimism
    assert nested is not None
    assert len(nested.outer) == len(nested.inner) == len(nested.params) == small.settings.split.folds
    assert all(0.5 < value <= 1 for value in nested.outer)
    assert optimism is not None
    assert optimism.by_patient == first.trials[0].folds
    assert len(optimism.by_row) == small.settings.split.folds
    assert any(event.template.startswith("Nested cross-validation: the whole search is repeated") for event in told)
    # One search for the model, and one for each outer fold, which leave no winner for one another.
    assert len(list(small.workspace.studies.glob("*.journal"))) == 1 + small.settings.split.folds
    assert len(list(small.workspace.studies.glob("*.winner.json"))) == 1
    again = run().assessment.nested
    assert again == nested
    resumed = [event for event in told if event.template.startswith("Study")]
    assert len(resumed) == 1 + small.settings.split.folds


def test_no_word_of_the_outer_fold_or_of_the_sealed_rows_is_counted_without_it(small: Bench) -> None:
    outer = prepare_outer_fold(small.prepared, 0, small.settings, small.workspace)
    whole = small.prepared.split
    assert np.array_equal(outer.split.test, np.flatnonzero(whole.assignment == 0))
    assert not set(outer.split.train) & (set(whole.test) | set(outer.split.test))
    again = prepare_outer_fold(small.prepared, 0, small.settings, small.workspace)
    assert again.facts == outer.facts
    assert outer.facts.prepared_id != small.prepared.facts.prepared_id


def test_where_no_patient_has_two_notes_a_split_by_rows_promises_nothing_else(
    tmp_path: Path, small_settings: Settings
) -> None:
    frame = clinic().with_columns(paciente_id=pl.Series([f"P{number}" for number in range(240)]))
    result = train(bench(tmp_path, frame, small_settings), trials=1).result
    assert result.assessment.optimism is None
