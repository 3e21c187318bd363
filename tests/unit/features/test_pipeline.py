from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from epicrisis.errors import DataError, SchemaMismatch
from epicrisis.features.pipeline import ClinicalFeatures, make_features, make_pipeline
from epicrisis.features.variants import TextVariant
from epicrisis.features.weighting import TextParams
from epicrisis.settings.schema import Settings


def features(**changes: object) -> ClinicalFeatures:
    given: dict[str, object] = {
        "text": ["subjetivo", "objetivo"],
        "categorical": ["sexo"],
        "numeric": ["edad"],
        "patient": "paciente_id",
        "min_patients": 2,
        "min_df": 1,
    }
    return ClinicalFeatures(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def notes() -> pl.DataFrame:
    rows = 24
    return pl.DataFrame(
        {
            "paciente_id": [f"p{i // 2}" for i in range(rows)],
            "subjetivo": [
                "refiere depresión y llanto" if i % 2 else "refiere ansiedad, palpitaciones" for i in range(rows)
            ],
            "objetivo": ["hipotímico" if i % 2 else "inquieta" for i in range(rows)],
            "sexo": ["F", "M", None, "F"] * (rows // 4),
            "edad": [20.0 + i if i % 5 else None for i in range(rows)],
            "grupo": ["T. Depresivos" if i % 2 else "T. de Ansiedad" for i in range(rows)],
        }
    )


def test_an_accented_word_is_in_the_vocabulary(notes: pl.DataFrame) -> None:
    fitted = features().fit(notes)
    assert "depresión" in fitted.terms_["word"].tolist()
    assert "depresi" not in " ".join(fitted.terms_["word"].tolist()).split()


def test_a_raw_frame_gives_class_names_and_probabilities(notes: pl.DataFrame) -> None:
    model = make_pipeline(features(char_ngrams=True, section_terms=True), LogisticRegression())
    model.fit(notes, notes["grupo"].to_numpy().astype(str))
    new = pl.DataFrame({"SUBJETIVO": ["mucha depresión"], " Objetivo ": [None], "Sexo": ["?"], "EDAD": [None]})
    assert model.predict(new).tolist() == ["T. Depresivos"]
    probabilities = model.predict_proba(new)
    assert probabilities.shape == (1, 2)
    assert probabilities.sum() == pytest.approx(1.0)


def test_pandas_and_polars_give_the_same_matrix(notes: pl.DataFrame) -> None:
    fitted = features(char_ngrams=True).fit(notes)
    frame = notes.to_pandas()
    frame.loc[0, "sexo"] = np.nan
    frame.loc[2, "subjetivo"] = pd.NA
    same = pl.from_pandas(frame)
    assert abs(fitted.transform(frame) - fitted.transform(same)).max() == 0
    assert abs(fitted.transform(notes) - features(char_ngrams=True).fit_transform(notes)).max() == 0


def test_a_term_of_too_few_patients_is_no_feature(notes: pl.DataFrame) -> None:
    secret = notes.with_columns(
        subjetivo=pl.when(pl.col("paciente_id") == "p3").then(pl.lit("Zutanito Pérez")).otherwise("subjetivo"),
        sexo=pl.when(pl.col("paciente_id") == "p3").then(pl.lit("unico")).otherwise("sexo"),
    )
    names = " ".join(features(char_ngrams=True, section_terms=True, min_patients=2).fit(secret).get_feature_names_out())
    assert "zutanito" not in names
    assert "unico" not in names
    kept = " ".join(features(min_patients=1).fit(secret).get_feature_names_out())
    assert "zutanito" in kept
    assert "unico" in kept


def test_without_a_patient_column_each_row_is_a_patient(notes: pl.DataFrame) -> None:
    without = notes.drop("paciente_id")
    assert features(min_patients=12).fit(without).terms_["word"].size > 0


def test_a_missing_column_is_named_with_those_found(notes: pl.DataFrame) -> None:
    fitted = features().fit(notes)
    with pytest.raises(
        SchemaMismatch, match=r"^The frame lacks the columns objetivo, edad\. Found: subjetivo, sexo\.$"
    ):
        fitted.transform(notes.select("subjetivo", "sexo"))


def test_nothing_to_learn_from_is_said() -> None:
    frame = pl.DataFrame({"subjetivo": ["uno", "dos"], "objetivo": ["tres", "cuatro"], "paciente_id": ["a", "b"]})
    with pytest.raises(DataError, match="No term is held by 5 patients"):
        features(categorical=[], numeric=[], min_patients=5).fit(frame)


def test_the_step_is_a_scikit_learn_estimator() -> None:
    step = features(max_features=7, steps=("lemmas",), language="en")
    copy = clone(step)
    assert copy.get_params() == step.get_params()
    assert copy is not step


def test_the_text_is_read_alike_when_fitting_and_after(notes: pl.DataFrame) -> None:
    fitted = features(steps=["folded", "lemmas", "negation"], char_ngrams=True, section_terms=True).fit(notes)
    assert {"depresion", "referir"} <= set(fitted.terms_["word"].tolist())
    same = notes.with_columns(subjetivo=pl.col("subjetivo").str.replace("depresión", "depresiones"))
    assert abs(fitted.transform(notes) - fitted.transform(same)).max() == 0
    denied = notes.with_columns(subjetivo=pl.lit("niega depresión"))
    affirmed = notes.with_columns(subjetivo=pl.lit("depresión"))
    assert abs(fitted.transform(denied) - fitted.transform(affirmed)).max() > 0


def test_the_settings_language_is_the_step_s() -> None:
    params = TextParams(steps=("lemmas", "negation"))
    step = make_features(Settings(language="en"), params)
    assert (step.language, step.steps) == ("en", ("lemmas", "negation"))
    assert params.variant(step.language) == TextVariant(("negation", "lemmas"), "en")


def test_max_features_keeps_the_most_frequent_terms(notes: pl.DataFrame) -> None:
    fitted = features(max_features=1, word_ngram_max=1).fit(notes)
    assert fitted.terms_["word"].tolist() == ["refiere"]


def test_feature_names_match_the_matrix(notes: pl.DataFrame) -> None:
    step = features(char_ngrams=True, section_terms=True)
    matrix = step.fit_transform(notes)
    names = step.get_feature_names_out()
    assert matrix.shape == (24, len(names))
    assert names[-2:].tolist() == ["edad", "edad?"]


def test_a_note_of_five_megabytes_passes(notes: pl.DataFrame) -> None:
    fitted = features(char_ngrams=True).fit(notes)
    long = pl.DataFrame({"subjetivo": ["depresión " * 500_000], "objetivo": ["x" * 100], "sexo": ["F"], "edad": [30.0]})
    assert fitted.transform(long).nnz > 0


def test_a_model_mends_what_the_cleaning_mends(notes: pl.DataFrame) -> None:
    fitted = features().fit(notes)
    damaged = pl.DataFrame({"subjetivo": ["depresiÃ³n"], "objetivo": [""], "sexo": ["F"], "edad": [30]})
    whole = damaged.with_columns(subjetivo=pl.lit("depresión"))
    assert abs(fitted.transform(damaged) - fitted.transform(whole)).max() == 0


def test_codes_and_booleans_are_the_categories_that_the_cleaning_writes(notes: pl.DataFrame) -> None:
    coded = notes.with_columns(sexo=pl.Series(["1", "2", "true", ""] * 6))
    fitted = features().fit(coded)
    frame = coded.to_pandas()
    for raw in ([1.0, 2.0, True, None] * 6, [1, 2, np.True_, float("nan")] * 6, [" 1", "2 ", "true", pd.NA] * 6):
        frame["sexo"] = pd.Series(raw, dtype=object)
        assert abs(fitted.transform(frame) - fitted.transform(coded)).max() == 0
