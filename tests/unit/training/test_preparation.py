from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from epicrisis.errors import CorruptFile
from epicrisis.etl.store import open_notes
from epicrisis.features.pipeline import make_features
from epicrisis.features.weighting import TextParams
from epicrisis.progress import Notice
from epicrisis.settings.schema import Settings
from epicrisis.training.folds import Candidate, fold_matrices
from epicrisis.training.preparation import open_prepared, open_rows, prepare

from .conftest import Bench, bench, clinic


def test_nothing_of_the_test_rows_is_counted(tmp_path: Path, small_settings: Settings) -> None:
    frame = clinic()
    first = bench(tmp_path / "a", frame, small_settings)
    sealed = first.notes.read()["row_number"].gather(first.prepared.split.test)
    marked = frame.with_row_index("n").with_columns(
        subjetivo=pl.when(pl.col("n").is_in(sealed.implode()))
        .then(pl.col("subjetivo") + " canario")
        .otherwise("subjetivo")
    )
    second = bench(tmp_path / "b", marked.drop("n"), small_settings)
    assert second.prepared.split.sha256 == first.prepared.split.sha256
    rows = open_rows(second.prepared.folder, second.prepared.facts.classes)
    assert not [term for term in rows.counts["word"].terms.tolist() if "canario" in term]
    assert not [term for term in rows.counts["char"].terms.tolist() if "canar" in term]


@pytest.mark.parametrize("char", [False, True])
def test_a_fold_from_stored_counts_equals_a_freshly_fitted_pipeline(small: Bench, char: bool) -> None:
    params = TextParams(char_ngrams=char, section_terms=True, min_df=3, max_df=0.8)
    rows = open_rows(small.prepared.folder, small.prepared.facts.classes)
    train = small.notes.read()[small.prepared.split.train]
    for fold in range(3):
        fitted, applied = fold_matrices(rows, Candidate("dummy", params, {}, 2, 0), fold)
        step = make_features(small.settings, params)
        expected = step.fit_transform(train.filter(pl.Series(rows.folds != fold)))
        np.testing.assert_allclose(fitted.toarray(), expected.toarray(), rtol=0, atol=1e-12)
        fresh = step.transform(train.filter(pl.Series(rows.folds == fold)))
        np.testing.assert_allclose(applied.toarray(), fresh.toarray(), rtol=0, atol=1e-12)


def test_what_was_prepared_is_used_again_and_said(small: Bench) -> None:
    heard: list[object] = []
    again = prepare(small.notes, small.settings, small.workspace, listener=heard.append)
    assert again.facts == small.prepared.facts
    assert [event.template for event in heard if isinstance(event, Notice)] == [
        "Split and n-gram counts {name} are there already."
    ]


def test_another_seed_prepares_another_folder(small: Bench) -> None:
    other = small.settings.model_copy(update={"split": small.settings.split.model_copy(update={"seed": 7})})
    assert prepare(small.notes, other, small.workspace).folder != small.prepared.folder


def test_a_prepared_folder_opens_in_another_process_with_the_same_split(small: Bench) -> None:
    opened = open_prepared(small.prepared.folder, small.workspace)
    assert opened.split.sha256 == small.prepared.facts.split.sha256
    assert opened.notes.folder == open_notes(small.notes.folder).folder


@pytest.mark.parametrize("name", ["word.data.npy", "rows.npz", "word.terms.npy", "char.indptr.npy"])
def test_a_damaged_file_is_refused(small: Bench, name: str) -> None:
    path = small.prepared.folder / name
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(CorruptFile, match=r"are damaged or missing\. Delete that folder"):
        open_rows(small.prepared.folder, small.prepared.facts.classes)


def test_a_damaged_manifest_is_refused(small: Bench) -> None:
    (small.prepared.folder / "manifest.json").write_text('{"half":')
    with pytest.raises(CorruptFile, match="are damaged or missing"):
        open_prepared(small.prepared.folder, small.workspace)
