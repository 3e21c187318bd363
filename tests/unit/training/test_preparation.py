from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from epicrisis.errors import CorruptFile, WorkspaceUnusable
from epicrisis.etl.store import open_notes
from epicrisis.features.pipeline import make_features
from epicrisis.features.variants import PLAIN
from epicrisis.features.weighting import TextParams
from epicrisis.progress import Notice
from epicrisis.settings.schema import Settings
from epicrisis.training.folds import Candidate, fold_matrices
from epicrisis.training.preparation import TrainingRows, open_prepared, open_rows, prepare

from .conftest import Bench, bench, clinic


def rows_of(bench: Bench) -> TrainingRows:
    return open_rows(bench.prepared.folder, bench.prepared.facts.classes, bench.prepared.shelf(2))


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
    rows = rows_of(second)
    assert not [term for term in rows.counts.open(PLAIN, "word").terms.tolist() if "canario" in term]
    assert not [term for term in rows.counts.open(PLAIN, "char").terms.tolist() if "canar" in term]


@pytest.mark.parametrize("char", [False, True])
def test_a_fold_from_stored_counts_equals_a_freshly_fitted_pipeline(small: Bench, char: bool) -> None:
    params = TextParams(char_ngrams=char, section_terms=True, min_df=3, max_df=0.8)
    rows = rows_of(small)
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


def test_damaged_rows_are_refused(small: Bench) -> None:
    path = small.prepared.folder / "rows.npz"
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(CorruptFile, match=r"are damaged or missing\. Delete that folder"):
        rows_of(small)


@pytest.mark.parametrize("name", ["word.data.npy", "word.terms.npy", "char.indptr.npy"])
def test_counts_that_are_cut_off_are_refused_and_made_anew(small: Bench, name: str) -> None:
    path = small.prepared.shelf(2).folder(PLAIN) / name
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    with pytest.raises(CorruptFile, match=r"are damaged or missing\. Delete that folder"):
        small.prepared.shelf(2).open(PLAIN, "char" if name.startswith("char") else "word")
    prepare(small.notes, small.settings, small.workspace)
    assert path.read_bytes() == whole


def test_a_damaged_manifest_is_refused(small: Bench) -> None:
    (small.prepared.folder / "manifest.json").write_text('{"half":')
    with pytest.raises(CorruptFile, match="are damaged or missing"):
        open_prepared(small.prepared.folder, small.workspace)


def test_a_disk_that_is_full_while_counting_is_told_and_leaves_nothing_behind(
    tmp_path: Path, small_settings: Settings
) -> None:
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    made = bench(tmp_path, clinic(), small_settings)
    counts = made.workspace.features / "counts"
    shutil.rmtree(counts)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, before[1]))
    try:
        with pytest.raises(WorkspaceUnusable, match=r"^The disk is full: "):
            prepare(made.notes, made.settings, made.workspace)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(counts.iterdir()) == []
    prepare(made.notes, made.settings, made.workspace)
    assert rows_of(made).counts.open(PLAIN, "word").terms.size > 0


def test_a_shelf_travels_without_what_it_has_mapped(small: Bench) -> None:
    shelf = small.prepared.shelf(2)
    shelf.open(PLAIN, "word")
    sent = pickle.dumps(shelf)
    assert len(sent) < 1000
    assert pickle.loads(sent).open(PLAIN, "word").terms.tolist() == shelf.open(PLAIN, "word").terms.tolist()
