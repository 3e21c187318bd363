from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from epicrisis.audit.vocabulary import feature_steps
from epicrisis.errors import CorruptFile, OutsideError, SettingsError, UsageError, WorkspaceUnusable
from epicrisis.features.encoded import EncodedFeatures
from epicrisis.features.encoder import FrozenEncoder
from epicrisis.features.encoder_engine import Engine
from epicrisis.features.pipeline import make_features, make_pipeline
from epicrisis.features.weighting import TextParams
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance
from epicrisis.reports.tables import feature_rows
from epicrisis.settings.learning import EncoderSettings
from epicrisis.settings.schema import Settings
from epicrisis.tracking.model_folder import requirements
from epicrisis.tracking.model_io import load_pipeline, save_pipeline
from epicrisis.training.explaining import explain_note
from epicrisis.training.explanations import class_terms
from epicrisis.training.folds import Candidate, fold_matrices, score_fold
from epicrisis.training.journal import owned
from epicrisis.training.memory import needed_mb
from epicrisis.training.preparation import open_rows
from epicrisis.training.trainer import Outcome, Trainer
from epicrisis.training.vectors import ready_encoder, require_ready

from ..tiny_encoder import WIDTH, tiny_model, write_encoder
from .conftest import Bench

pytestmark = pytest.mark.slow  # trains


@pytest.fixture
def encoded(small: Bench, tmp_path: Path) -> Bench:
    folder = write_encoder(tmp_path / "models" / "tiny")
    settings = small.settings.model_copy(update={"encoder": EncoderSettings(path=str(folder), threads=1)})
    return replace(small, settings=settings)


def train(bench: Bench, trials: int = 2, model: str = "encoder", **learner: object) -> Outcome:
    trainer = Trainer(bench.settings, bench.workspace, **learner)  # type: ignore[arg-type]
    return trainer.train(
        bench.prepared, model=model, metric="f1_macro", trials=trials, source=bench.source, ledger=bench.ledger
    )


def test_it_learns_what_the_notes_say(encoded: Bench) -> None:
    result = train(encoded, trials=1).result
    assert result.model == "encoder"
    assert result.test.metrics["f1_macro"] > result.baseline.metrics["f1_macro"] + 0.3
    assert result.features.vector_columns == WIDTH
    assert {"onnxruntime", "tokenizers"} <= {one.partition("==")[0] for one in requirements([result.model])}
    assert "Columnas del codificador" in str(feature_rows(result.features, "es"))
    assert str(Path(encoded.settings.encoder.path).parent) not in result.model_dump_json()


@pytest.mark.parametrize("words", [False, True])
def test_a_fold_s_matrix_is_that_of_the_pipeline_that_is_saved(encoded: Bench, words: bool) -> None:
    encoder, shelf = ready_encoder(encoded.prepared, encoded.settings)
    counts = replace(encoded.prepared.shelf(2), vectors=shelf.folder)
    rows = open_rows(encoded.prepared.folder, encoded.prepared.facts.classes, counts)
    text = TextParams(word_ngram_max=2 if words else 0, tabular_weight=0.3)
    candidate = Candidate("encoder", text, {}, 2, 42)
    fitted, held_out = fold_matrices(rows, candidate, 1)
    train_rows = encoded.notes.read()[encoded.prepared.split.train]
    fresh = EncodedFeatures(make_features(encoded.settings, text), FrozenEncoder(**_given(encoder)))
    expected = fresh.fit_transform(train_rows.filter(rows.folds != 1))
    others = fresh.transform(train_rows.filter(rows.folds == 1))
    assert fitted.shape[1] == len(fresh.get_feature_names_out())
    for ours, theirs in ((fitted, expected), (held_out, others)):
        np.testing.assert_allclose(_dense(ours), _dense(theirs), rtol=0, atol=1e-5)
    score = score_fold(rows, candidate, 1)
    classifier = get_model("encoder").build({}, 42).fit(expected, rows.labels[rows.folds != 1])
    accuracy = (classifier.predict(others) == rows.labels[rows.folds == 1]).mean()
    assert score.metrics["accuracy"] == pytest.approx(accuracy)


def _given(encoder: FrozenEncoder) -> dict[str, object]:
    return {name: value for name, value in encoder.__getstate__().items() if name != "digest"}


def _dense(matrix: object) -> np.ndarray:
    return matrix if isinstance(matrix, np.ndarray) else matrix.toarray()  # type: ignore[attr-defined]


def test_training_notes_go_through_the_encoder_once(encoded: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    whole = Engine.vectors
    monkeypatch.setattr(Engine, "vectors", lambda self, texts: (seen.extend(texts), whole(self, texts))[1])
    heard: list[object] = []
    train(encoded, trials=1, listener=heard.append)
    assert len(seen) == len(set(seen))
    told = [event.done for event in heard if isinstance(event, Advance) and event.stage == "features"]
    assert told == [0, len(encoded.prepared.split.train)]
    seen.clear()
    train(encoded, trials=1)
    test_notes = len(encoded.prepared.split.test)
    assert len(seen) <= test_notes  # those of the sealed rows, which are on no shelf


def test_vectors_that_were_cut_short_go_on(encoded: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epicrisis.training.vectors.PART_TEXTS", 50)
    calls: list[int] = []
    whole = FrozenEncoder.encode

    def until_the_third(self: FrozenEncoder, texts: list[str]) -> np.ndarray:
        calls.append(len(texts))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(self, texts)

    monkeypatch.setattr(FrozenEncoder, "encode", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        ready_encoder(encoded.prepared, encoded.settings)
    counts = encoded.prepared.folder.parent / "counts"
    (parts,) = counts.glob("*.parts")
    with (
        owned(counts / f"{parts.name[1:].removesuffix('.parts')}.journal"),
        pytest.raises(WorkspaceUnusable, match="Another run searches here"),
    ):
        ready_encoder(encoded.prepared, encoded.settings)
    encoder, shelf = ready_encoder(encoded.prepared, encoded.settings)
    assert calls[:3] == [50, 50, 50]
    keys, vectors = shelf.texts()
    assert sum(calls) - 50 == len(keys) == len(vectors)
    assert not [place for place in shelf.folder.parent.iterdir() if place.name.startswith(".")]
    del keys, vectors, encoder


@pytest.mark.slow
def test_another_encoder_is_another_search(encoded: Bench, tmp_path: Path) -> None:
    first = train(encoded, trials=1).result
    other = write_encoder(tmp_path / "other", tiny_model(pooled=True))
    settings = encoded.settings.model_copy(update={"encoder": EncoderSettings(path=str(other))})
    second = train(replace(encoded, settings=settings), trials=1).result
    assert second.search.resumed == 0
    assert second.search.study != first.search.study


def test_its_decisions_are_not_explained_and_its_words_are_audited(encoded: Bench) -> None:
    encoder, _ = ready_encoder(encoded.prepared, encoded.settings)
    notes = encoded.notes.read()
    labels = notes["grupo"].to_numpy()
    features = EncodedFeatures(make_features(encoded.settings, TextParams()), encoder)
    pipeline = make_pipeline(features, get_model("encoder").build({}, 0)).fit(notes, labels)
    with pytest.raises(UsageError, match="The decisions of encoder are no sum over terms"):
        explain_note(pipeline, notes.head(1))
    assert [step.terms_.keys() for step in feature_steps(pipeline)] == [{"word": 0}.keys()]
    assert class_terms(pipeline)[0].terms
    bare = EncodedFeatures(make_features(encoded.settings, TextParams(word_ngram_max=0)), encoder)
    assert class_terms(make_pipeline(bare, get_model("encoder").build({}, 0)).fit(notes, labels)) == []


@pytest.mark.slow
def test_it_is_a_member_of_a_blend(encoded: Bench) -> None:
    search = encoded.settings.search.model_copy(update={"models": ["encoder", "complement_nb", "blend"]})
    bench = replace(encoded, settings=encoded.settings.model_copy(update={"search": search}))
    outcome = train(bench, trials=1, model="blend")
    assert outcome.pipeline.predict_proba(bench.notes.read().head(5)).sum(axis=1) == pytest.approx(1)


def test_damaged_vectors_are_told(encoded: Bench) -> None:
    _, shelf = ready_encoder(encoded.prepared, encoded.settings)
    (shelf.folder / "vectors.npy").write_bytes(b"")
    with pytest.raises(CorruptFile, match=r"are damaged or missing\. Delete that folder"):
        train(encoded)


def test_memory_counts_the_vectors(encoded: Bench) -> None:
    _, shelf = ready_encoder(encoded.prepared, encoded.settings)
    bare = encoded.prepared.shelf(2)
    variant = TextParams().variant("es")
    assert needed_mb(replace(bare, vectors=shelf.folder), variant, [], 2) > needed_mb(bare, variant, [], 2)
    tight = encoded.settings.search.model_copy(update={"memory_mb": 1})
    with pytest.raises(OutsideError, match="The search would need about"):
        train(replace(encoded, settings=encoded.settings.model_copy(update={"search": tight})))


def test_without_an_encoder_the_setting_is_named_before_the_search(small: Bench) -> None:
    with pytest.raises(SettingsError, match=r"^The model 'encoder' needs encoder\.path"):
        train(small)
    assert not small.workspace.studies.exists()


def test_a_model_that_is_not_ready_is_refused_before_anything_is_read() -> None:
    with pytest.raises(SettingsError, match=r"encoder\.path"):
        require_ready("encoder", Settings())
    require_ready("logistic_regression", Settings())


@pytest.mark.slow
def test_the_saved_model_predicts_in_another_process_without_the_folder(encoded: Bench, tmp_path: Path) -> None:
    pipeline = train(encoded, trials=1).pipeline
    notes = encoded.notes.read().head(30)
    save_pipeline(pipeline, tmp_path / "pipeline.skops")
    notes.write_parquet(tmp_path / "notes.parquet")
    for file in sorted(Path(encoded.settings.encoder.path).rglob("*"), reverse=True):
        file.unlink()
    program = (
        "import sys, json, polars as pl; from pathlib import Path\n"
        "from epicrisis.tracking.model_io import load_pipeline\n"
        "folder = Path(sys.argv[1]); notes = pl.read_parquet(folder / 'notes.parquet')\n"
        "print(json.dumps(load_pipeline(folder / 'pipeline.skops').predict_proba(notes).tolist()))"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    np.testing.assert_allclose(json.loads(done.stdout), pipeline.predict_proba(notes), rtol=1e-6)


def test_a_saved_encoder_that_was_changed_is_refused(encoded: Bench, tmp_path: Path) -> None:
    encoder, _ = ready_encoder(encoded.prepared, encoded.settings)
    features = EncodedFeatures(make_features(encoded.settings, TextParams(word_ngram_max=0)), encoder)
    notes = encoded.notes.read()
    pipeline = make_pipeline(features, get_model("encoder").build({}, 0)).fit(notes, notes["grupo"].to_numpy())
    for change in ({"weights": tiny_model(pooled=True).SerializeToString()}, {"pooling": "max"}, {"threads": "2"}):
        encoder.__dict__.update(change)
        save_pipeline(pipeline, tmp_path / "pipeline.skops")
        loaded = load_pipeline(tmp_path / "pipeline.skops")
        with pytest.raises(CorruptFile, match="The encoder inside the model is damaged"):
            loaded.predict(notes.head(2))
