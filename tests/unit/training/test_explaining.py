"""Explanations of linear models: exact to the last digit, in place in the text, and nothing for other models."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier, SGDClassifier
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from epicrisis.errors import SchemaMismatch, UsageError
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.models.calibrated import CalibratedClassifier
from epicrisis.models.linear import LinearParts, linear_parts
from epicrisis.training.explaining import Explanation, explain_note, note_texts
from epicrisis.training.explanations import class_terms
from epicrisis.training.placing import place_contributions

NOTES = [
    ("Ansiedad y palpitaciones. Niega tristeza.", "Temblor, HTA", "F", 30.0, "ansiedad"),
    ("Tristeza, llanto y anhedonia", "Niega ideación suicida", "M", 41.0, "depresión"),
    ("Insomnio desde hace 3 meses; palpitaciones", "Sin temblor", "F", None, "insomnio"),
    ("Llanto fácil, tristeza. No palpitaciones", "", "M", 63.0, "depresión"),
    ("Palpitaciones, temblor, ansiedad intensa", "Ansiedad", "F", 52.0, "ansiedad"),
    ("No duerme: insomnio de conciliación", "Temblor leve", "M", 25.0, "insomnio"),
]
FRAME = pl.DataFrame(NOTES * 4, schema=["subjetivo", "objetivo", "sexo", "edad", "grupo"], orient="row")
WORDS = [
    "ansiedad",
    "Palpitaciones",
    "tristeza",
    "niega",
    "no",
    "insomnio",
    "HTA",
    "temblor",
    "zubizarreta",
    ".",
    "3",
    "DNI 12345678Z",
]


def fitted(classifier: Any, *, classes: int = 3, numbers: bool = True, **params: Any) -> Pipeline:
    frame = FRAME if classes == 3 else FRAME.filter(pl.col("grupo") != "insomnio")
    features = ClinicalFeatures(
        ["subjetivo", "objetivo"], ["sexo"], ["edad"] if numbers else [], min_patients=2, **params
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Pipeline([("features", features), ("classifier", classifier)]).fit(frame, frame["grupo"].to_numpy())


RICH = {"char_ngrams": True, "section_terms": True, "steps": ("negation", "folded"), "mask": True}
LINEAR = {
    "logistic": fitted(LogisticRegression(C=10), **RICH),
    "logistic of two classes": fitted(LogisticRegression(C=10), classes=2, **RICH),
    "svm": fitted(LinearSVC(), **RICH),
    "ridge": fitted(RidgeClassifier(), word_ngram_max=3),
    "sgd": fitted(SGDClassifier(random_state=0)),
}
BAYES = {
    "complement": fitted(ComplementNB(), numbers=False, **RICH),
    "multinomial": fitted(MultinomialNB(), numbers=False),
}
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
ROWS = st.fixed_dictionaries(
    {"subjetivo": TEXTS, "objetivo": TEXTS, "sexo": st.sampled_from(["F", "M", "X", None]), "edad": st.floats(18, 90)}
)


def total(explanation: Explanation) -> float:
    return explanation.intercept + sum(term.contribution for term in explanation.terms)


def placed(explanation: Explanation) -> float:
    marks = [mark.contribution for marks in explanation.marks.values() for mark in marks]
    columns = [term.contribution for term in explanation.terms if term.kind == "column"]
    return explanation.intercept + sum(marks) + sum(columns) + explanation.unplaced


def decisions(pipeline: Pipeline, row: dict[str, Any]) -> np.ndarray:
    """Decision values by scikit-learn's own code, in double precision."""
    classifier = pipeline.named_steps["classifier"]
    matrix = pipeline.named_steps["features"].transform(pl.DataFrame([row])).astype(np.float64)
    if isinstance(classifier, ComplementNB | MultinomialNB):
        joint = classifier.predict_joint_log_proba(matrix)[0]
        return joint - joint.mean()
    values = np.atleast_2d(classifier.decision_function(matrix))[0]
    return np.array([-values[0], values[0]]) if len(values) == 1 else values


@pytest.mark.slow
@pytest.mark.parametrize("name", [*LINEAR, *BAYES])
@given(row=ROWS)
@settings(max_examples=6, deadline=None)
def test_the_contributions_and_the_intercept_are_the_decision_value(name: str, row: dict[str, Any]) -> None:
    pipeline = {**LINEAR, **BAYES}[name]
    expected = decisions(pipeline, row)
    for number, label in enumerate(pipeline.classes_):
        explanation = explain_note(pipeline, row, label)
        assert explanation.decision == pytest.approx(expected[number], abs=1e-9)
        assert total(explanation) == pytest.approx(expected[number], abs=1e-9)
        assert placed(explanation) == pytest.approx(expected[number], abs=1e-9)


@given(row=ROWS)
@settings(max_examples=6, deadline=None)
def test_only_terms_of_the_vocabulary_are_told(row: dict[str, Any]) -> None:
    pipeline = LINEAR["logistic"]
    features = pipeline.named_steps["features"]
    known = {
        *((block, term) for block, terms in features.terms_.items() for term in terms.tolist()),
        *(("column", name) for name in features.tabular_.names(features.categorical, features.numeric)),
    }
    explanation = explain_note(pipeline, row)
    assert {(term.kind, term.term) for term in explanation.terms} <= known
    # Numbers and names apart, nothing in it is text: what the note says cannot be in it.
    assert "zubizarreta" not in explanation.model_dump_json()


def test_marks_stand_on_the_words_of_the_raw_text() -> None:
    pipeline = LINEAR["logistic"]
    row = {"subjetivo": "Niega TRISTEZA;  palpitaciones", "objetivo": "temblor", "sexo": "F", "edad": 40}
    explanation = explain_note(pipeline, row, "ansiedad")
    texts = note_texts(pipeline.named_steps["features"], pl.DataFrame([row]))
    marked = {
        column: [texts[column][mark.start : mark.stop] for mark in marks] for column, marks in explanation.marks.items()
    }
    assert marked == {"subjetivo": ["Niega", "TRISTEZA", "palpitaciones"], "objetivo": ["temblor"]}
    by_word = dict(zip(marked["subjetivo"], explanation.marks["subjetivo"], strict=True))
    assert by_word["palpitaciones"].contribution > 0


def test_what_is_masked_is_marked_where_it_stands_and_not_named() -> None:
    masked = FRAME.with_columns(pl.col("subjetivo") + ", DNI 12345678Z")
    features = ClinicalFeatures(["subjetivo", "objetivo"], [], [], min_patients=2, mask=True)
    pipeline = Pipeline([("features", features), ("classifier", LogisticRegression(C=10))])
    pipeline.fit(masked, FRAME["grupo"].to_numpy())
    explanation = explain_note(pipeline, {"subjetivo": "Paciente con DNI 87654321X.", "objetivo": ""})
    assert "[id]" in [term.term for term in explanation.terms]
    assert "87654321" not in explanation.model_dump_json()
    assert (17, 26) in [(mark.start, mark.stop) for mark in explanation.marks["subjetivo"]]


def test_letters_inside_a_word_are_put_on_that_word() -> None:
    """A word that the vocabulary lacks is marked by the n-grams that it shares with others."""
    features = ClinicalFeatures(["subjetivo", "objetivo"], [], [], min_patients=2, char_ngrams=True)
    pipeline = Pipeline([("features", features), ("classifier", LogisticRegression(C=10))])
    pipeline.fit(FRAME, FRAME["grupo"].to_numpy())
    explanation = explain_note(pipeline, {"subjetivo": "tristezas", "objetivo": ""}, "depresión")
    assert {term.kind for term in explanation.terms} == {"char"}
    (mark,) = explanation.marks["subjetivo"]
    assert (mark.start, mark.stop) == (0, 9)
    assert mark.contribution == pytest.approx(sum(term.contribution for term in explanation.terms))


def test_an_abbreviation_that_is_written_out_is_one_mark_and_what_was_put_in_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    located = [("ansiedad", 0, 1), ("palpitaciones", 0, 1), ("temblor", 3, 3), ("tristeza", 2, 9)]
    monkeypatch.setattr("epicrisis.training.placing.located_tokens", lambda text, _, __: located if text else [])
    features = LINEAR["sgd"].named_steps["features"]
    given_to = {("word", "ansiedad"): 1.0, ("word", "ansiedad palpitaciones"): 0.5, ("word", "tristeza"): -2.0}
    marks, unplaced = place_contributions(
        features,
        {"subjetivo": "x", "objetivo": ""},
        {**given_to, ("word", "temblor"): 4.0, ("word", "nowhere"): 8.0, ("column", "edad"): 16.0},
    )
    assert [(mark.start, mark.stop, mark.contribution) for mark in marks["subjetivo"]] == [(0, 1, 1.5), (2, 9, -2.0)]
    assert unplaced == 12.0


def test_without_a_class_the_predicted_one_is_explained_and_pandas_is_taken_too() -> None:
    row = {"subjetivo": "insomnio", "objetivo": None, "sexo": None, "edad": None}
    for given_row in (row, pd.DataFrame([row]), pl.DataFrame([row])):
        explanation = explain_note(LINEAR["svm"], given_row)
        assert explanation.label == explanation.predicted == "insomnio"


def test_a_model_that_is_not_linear_gets_no_explanation() -> None:
    pipeline = fitted(RandomForestClassifier(3, random_state=0))
    with pytest.raises(UsageError, match=r"RandomForestClassifier are no sum over terms"):
        explain_note(pipeline, FRAME[0])
    assert class_terms(pipeline) == []


class Wrapper:
    def __init__(self, parts: LinearParts | None) -> None:
        self.parts = parts

    def linear_parts(self) -> LinearParts | None:
        return self.parts


def test_a_wrapper_gives_its_linear_part_itself() -> None:
    parts = LinearParts(np.zeros((2, 3)), np.zeros(2), np.array(["a", "b"]))
    assert linear_parts(Wrapper(parts)) is parts
    assert linear_parts(Wrapper(None)) is None


@pytest.mark.slow
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize(
    "inner",
    [LogisticRegression(C=10), LinearSVC(), RidgeClassifier(), ComplementNB()],
    ids=lambda one: type(one).__name__,
)
def test_a_calibrated_model_is_explained_by_what_it_ranks_the_classes_by(inner: Any, classes: int) -> None:
    offsets, shifts = [0.0, 1.3, 0.4][:classes], [0.2, -0.4, 0.1][:classes]
    calibrated = CalibratedClassifier(inner, 1.7, shifts, offsets)
    pipeline = fitted(calibrated, classes=classes, numbers=False)
    for number in range(6):
        row = FRAME[number]
        decisions = [explain_note(pipeline, row, label).decision for label in pipeline.classes_]
        ranked = np.log(pipeline.predict_proba(row)[0]) + offsets
        assert np.diff(decisions) == pytest.approx(np.diff(ranked), abs=1e-5)
        assert pipeline.classes_[np.argmax(decisions)] == pipeline.predict(row)[0]


def test_probabilities_of_one_class_against_the_rest_are_no_sum_but_rank_the_terms() -> None:
    calibrated = CalibratedClassifier(SGDClassifier(loss="log_loss", random_state=0), 1.0, [0.0] * 3, [0.0] * 3)
    pipeline = fitted(calibrated)
    with pytest.raises(UsageError, match="SGDClassifier"):
        explain_note(pipeline, FRAME[0])
    assert [one.label for one in class_terms(pipeline)] == ["ansiedad", "depresión", "insomnio"]


def test_curves_leave_the_terms_as_the_scores_have_them() -> None:
    knots = np.array([[[-5.0, 5.0]] * 3, [[0.01, 0.99]] * 3])
    bent = fitted(CalibratedClassifier(LogisticRegression(), [1.0] * 3, [0.0] * 3, [0.0] * 3, knots=knots))
    plain = fitted(CalibratedClassifier(LogisticRegression(), [1.0] * 3, [0.0] * 3, [0.0] * 3))
    terms = [[one.terms for one in explained] for explained in (_explained(bent), _explained(plain))]
    assert terms[0] == terms[1]


def _explained(pipeline: Pipeline) -> list[Explanation]:
    return [explain_note(pipeline, FRAME[0], label) for label in pipeline.classes_]


def test_wrong_calls_are_told() -> None:
    pipeline = LINEAR["svm"]
    with pytest.raises(UsageError, match=r"no class 'gripe'\. It has: ansiedad, depresión, insomnio"):
        explain_note(pipeline, FRAME[0], "gripe")
    with pytest.raises(UsageError, match="there are 2"):
        explain_note(pipeline, FRAME[:2])
    with pytest.raises(SchemaMismatch):
        explain_note(pipeline, {"subjetivo": "x"})


def test_terms_for_and_against_a_class() -> None:
    found = {one.label: one for one in class_terms(LINEAR["logistic"])}
    anxiety = found["ansiedad"]
    assert "ansiedad" in [term for term, _ in anxiety.terms]
    assert any("tristeza" in term or "insomnio" in term for term, _ in anxiety.against)
    assert all(weight > 0 for _, weight in anxiety.terms)
    assert all(weight < 0 for _, weight in anxiety.against)
    first, second = class_terms(LINEAR["logistic of two classes"])
    assert [term for term, _ in first.terms] == [term for term, _ in second.against]
