from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.features import encoder_engine
from epicrisis.features.encoder import FrozenEncoder, text_keys
from epicrisis.features.encoder_engine import MOST_CHARACTERS
from epicrisis.features.encoder_folder import open_encoder
from epicrisis.features.onnx_graph import require_plain_graph
from epicrisis.settings.learning import EncoderSettings

from ..tiny_encoder import INPUTS, WIDTH, WORDS, tiny_model, tiny_tokenizer, write_encoder


def opened(folder: Path, **changes: int) -> FrozenEncoder:
    return open_encoder(EncoderSettings(path=str(folder), **changes))


def by_hand(text: str, pooling: str = "mean") -> np.ndarray:
    """One window of a text, computed from the tables."""
    tables = {one.name: onnx.numpy_helper.to_array(one) for one in tiny_model().graph.initializer}
    ids = [WORDS.index(word) + 1 if word in WORDS else 0 for word in text.split()]
    states = np.tanh(tables["table"][ids] @ tables["mix"])
    pooled = {"mean": states.mean(axis=0), "cls": states[0], "max": states.max(axis=0)}[pooling]
    return pooled / np.linalg.norm(pooled)


@pytest.mark.parametrize(
    ("config", "pooling"), [("", "mean"), ("pooling_mode_mean_tokens", "mean"), ("pooling_mode_cls_token", "cls")]
)
def test_a_vector_is_the_pooled_window_of_length_one(tmp_path: Path, config: str, pooling: str) -> None:
    encoder = opened(write_encoder(tmp_path, pooling=config))
    text = "llanto niega ansiedad"
    np.testing.assert_allclose(encoder.encode([text])[0], by_hand(text, pooling), rtol=1e-5)


def test_a_model_that_gives_sentence_vectors_is_not_pooled_again(tmp_path: Path) -> None:
    encoder = opened(write_encoder(tmp_path, tiny_model(pooled=True), inside="onnx"))
    np.testing.assert_allclose(encoder.encode(["llanto sin"])[0], by_hand("llanto sin", "max"), rtol=1e-5)


def test_token_types_are_given_where_they_are_asked_for(tmp_path: Path) -> None:
    model = tiny_model(inputs=("input_ids", "token_type_ids", "attention_mask"))
    np.testing.assert_allclose(opened(write_encoder(tmp_path, model)).encode(["dolor"])[0], by_hand("dolor"), rtol=1e-5)


def test_a_long_text_is_the_mean_of_its_windows_weighted_by_their_tokens(tmp_path: Path) -> None:
    encoder = opened(write_encoder(tmp_path), max_length=8)
    first, rest = " ".join(WORDS[:8]), " ".join(WORDS[8:10])
    expected = (8 * by_hand(first) + 2 * by_hand(rest)) / 10
    np.testing.assert_allclose(encoder.encode([f"{first} {rest}"])[0], expected, rtol=1e-5, atol=1e-6)


def test_empty_texts_are_zeros_and_one_word_is_a_vector(tmp_path: Path) -> None:
    vectors = opened(write_encoder(tmp_path)).encode(["", " \n", "llanto", "🙂", "مريض"])
    assert not vectors[:2].any()
    assert np.linalg.norm(vectors[2:], axis=1) == pytest.approx(1)
    assert opened(tmp_path).encode([]).shape == (0, WIDTH)


def test_of_a_note_of_5_mb_the_ends_are_read(tmp_path: Path) -> None:
    encoder = opened(write_encoder(tmp_path))
    half = MOST_CHARACTERS // 2
    long = ("llanto " * half)[:half] + " ansiedad" * 560_000 + ("tristeza " * half)[:half]
    assert len(long) > 5_000_000
    short = long[:half] + " " + long[-half:]
    np.testing.assert_array_equal(encoder.encode([long]), encoder.encode([short]))


NOTES = st.lists(st.lists(st.sampled_from([*WORDS, "xyz"]), max_size=20).map(" ".join), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None)
@given(notes=NOTES, data=st.data())
def test_a_vector_depends_on_its_text_alone(notes: list[str], data: st.DataObject) -> None:
    encoder = FrozenEncoder(tiny_model().SerializeToString(), tiny_tokenizer(), max_length=8, threads=1)
    together = encoder.encode(notes)
    order = data.draw(st.permutations(range(len(notes))))
    np.testing.assert_array_equal(encoder.encode([notes[number] for number in order]), together[order])
    alone = np.concatenate([encoder.encode([note]) for note in notes])
    np.testing.assert_array_equal(alone, together)


def test_known_texts_are_looked_up(tmp_path: Path) -> None:
    encoder = opened(write_encoder(tmp_path))
    keys = np.sort(text_keys(["llanto", "dolor"]))
    knowing = encoder.knowing(keys, np.arange(2 * WIDTH, dtype=np.float32).reshape(2, WIDTH))
    vectors = knowing.encode(["ansiedad", "llanto", "ansiedad"])
    place = int(np.searchsorted(keys, text_keys(["llanto"])[0]))
    np.testing.assert_array_equal(vectors[1], np.arange(WIDTH) + place * WIDTH)
    np.testing.assert_array_equal(vectors[[0, 2]], encoder.encode(["ansiedad", "ansiedad"]))


def test_windows_of_weights_quantised_on_the_fly_are_run_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = opened(write_encoder(tmp_path))
    assert [len(batch) for batch in encoder._engine._batches([[1], [2], [3, 4]])] == [2, 1]
    monkeypatch.setattr(encoder_engine, "require_plain_graph", lambda _: frozenset({"DynamicQuantizeLinear"}))
    again = opened(tmp_path)
    assert [len(batch) for batch in again._engine._batches([[1], [2], [3, 4]])] == [1, 1, 1]


def test_it_runs_on_this_processor_only_and_tells_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    called: list[str] = []
    monkeypatch.setattr(onnxruntime, "disable_telemetry_events", lambda: called.append("disabled"))
    assert opened(write_encoder(tmp_path))._engine.session.get_providers() == ["CPUExecutionProvider"]
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert called == ["disabled"]


def test_the_digest_tells_encoders_apart(tmp_path: Path) -> None:
    digests = {
        opened(write_encoder(tmp_path / "a")).digest,
        opened(tmp_path / "a", max_length=9).digest,
        opened(write_encoder(tmp_path / "b", pooling="pooling_mode_cls_token")).digest,
        opened(write_encoder(tmp_path / "c", tiny_model(pooled=True))).digest,
    }
    assert len(digests) == 4
    assert opened(tmp_path / "a", threads=1).digest in digests


def test_the_export_s_own_length_counts(tmp_path: Path) -> None:
    write_encoder(tmp_path)
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 16}')
    (tmp_path / "tokenizer_config.json").write_text('{"model_max_length": 1e30}')
    assert opened(tmp_path).max_length == 16
    assert opened(tmp_path, max_length=8).max_length == 8


@pytest.mark.parametrize("name", ["PlanTL-GOB-ES/bsc-bio-ehr-es", "no/such/folder"])
def test_nothing_is_downloaded(name: str) -> None:
    with pytest.raises(SettingsError, match=rf"^There is no folder {name} .*optimum-cli export onnx --model {name} "):
        open_encoder(EncoderSettings(path=name))


def test_without_a_folder_the_setting_and_the_extra_are_named() -> None:
    with pytest.raises(SettingsError, match=r"needs encoder\.path, .* 'epicrisis\[encoder\]' installed"):
        open_encoder(EncoderSettings())


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    (write_encoder(tmp_path) / file).unlink()
    with pytest.raises(SettingsError, match=rf"has no {file}\. `optimum-cli export onnx"):
        opened(tmp_path)


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_a_missing_package_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    write_encoder(tmp_path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SettingsError, match=rf"needs the package '{package}': pip install 'epicrisis\[encoder\]'"):
        opened(tmp_path)


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9])
def test_a_damaged_model_is_refused(tmp_path: Path, keep: float) -> None:
    file = write_encoder(tmp_path) / "model.onnx"
    content = file.read_bytes()
    file.write_bytes(content[: int(keep * len(content))])
    with pytest.raises(CorruptFile, match="is damaged, or is no ONNX file"):
        opened(tmp_path)


def test_a_graph_that_cannot_be_run_is_refused(tmp_path: Path) -> None:
    write_encoder(tmp_path, tiny_model(operator="NoSuchOperator"))
    with pytest.raises(CorruptFile, match="cannot be run"):
        opened(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100])
def test_a_damaged_tokenizer_is_refused(tmp_path: Path, content: bytes) -> None:
    (write_encoder(tmp_path) / "tokenizer.json").write_bytes(content)
    with pytest.raises(CorruptFile, match=r"tokenizer\.json is damaged"):
        opened(tmp_path)


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (tiny_model(inputs=("pixel_values", "attention_mask")), r"pixel_values: tensor\(int64\)"),
        (tiny_model(inputs=("input_ids", "bbox")), r"bbox: tensor\(int64\)"),
        (tiny_model(id_type=TensorProto.INT32), r"input_ids: tensor\(int32\)"),
    ],
)
def test_other_inputs_are_refused(tmp_path: Path, model: onnx.ModelProto, given: str) -> None:
    write_encoder(tmp_path, model)
    with pytest.raises(CorruptFile, match=rf"asks for .*{given}.*named input_ids, attention_mask, token_type_ids"):
        opened(tmp_path)


def test_an_output_that_is_no_vector_a_token_is_refused(tmp_path: Path) -> None:
    model = tiny_model()
    model.graph.output[0].CopyFrom(helper.make_tensor_value_info("ones", TensorProto.FLOAT, ["a", "b"]))
    write_encoder(tmp_path, model)
    with pytest.raises(CorruptFile, match=r"gives \(1, 256\) for 1 windows of 256 tokens"):
        opened(tmp_path)


def test_a_sentence_vector_whose_length_varies_is_refused(tmp_path: Path) -> None:
    model = tiny_model()
    model.graph.node[3].output[0] = model.graph.node[4].input[0] = "sentence_embedding"
    model.graph.output[0].CopyFrom(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["a", "b"]))
    encoder = opened(write_encoder(tmp_path, model))
    assert encoder.width == 256  # as long as the first window
    with pytest.raises(CorruptFile, match=r"gives \(1, 1\) for 1 windows of 1 tokens"):
        encoder.encode(["llanto"])


@pytest.mark.parametrize("config", ["pooling_mode_max_tokens", "pooling_mode_weightedmean_tokens"])
def test_another_pooling_is_refused(tmp_path: Path, config: str) -> None:
    write_encoder(tmp_path, pooling="pooling_mode_cls_token")
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({config: True}))
    with pytest.raises(SettingsError, match=rf"asks for another pooling \({config}\)"):
        opened(tmp_path)
    (tmp_path / "1_Pooling" / "config.json").write_text("{")
    with pytest.raises(CorruptFile, match=r"config\.json is damaged: it is no JSON"):
        opened(tmp_path)


def test_weights_in_other_files_are_refused(tmp_path: Path) -> None:
    model = tiny_model()
    model.graph.initializer[0].data_location = TensorProto.EXTERNAL
    entry = model.graph.initializer[0].external_data.add()
    entry.key, entry.value = "location", "../../etc/passwd"
    write_encoder(tmp_path, model)
    with pytest.raises(CorruptFile, match="keeps its weights in other files"):
        opened(tmp_path)


def test_weights_in_other_files_are_found_wherever_a_tensor_may_be() -> None:
    def external() -> TensorProto:
        tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="other.bin")
        return tensor

    inner = helper.make_graph([helper.make_node("Constant", [], ["y"], value=external())], "inner", [], [])
    branch = helper.make_node("If", ["x"], ["z"], then_branch=inner, else_branch=inner)
    sparse = onnx.SparseTensorProto(values=external(), dims=[4])
    function = onnx.FunctionProto(name="f", domain="", node=[branch])
    hidden = [
        onnx.ModelProto(graph=helper.make_graph([branch], "g", [], [])),
        onnx.ModelProto(graph=onnx.GraphProto(sparse_initializer=[sparse])),
        onnx.ModelProto(functions=[function]),
        onnx.ModelProto(training_info=[onnx.TrainingInfoProto(algorithm=inner)]),
    ]
    for model in hidden:
        with pytest.raises(CorruptFile, match="in other files"):
            require_plain_graph(model.SerializeToString())


def test_operators_of_other_libraries_are_refused(tmp_path: Path) -> None:
    write_encoder(tmp_path, tiny_model(domain="evil.library"))
    with pytest.raises(CorruptFile, match=r"operators of other libraries \(evil\.library\)"):
        opened(tmp_path)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(CorruptFile):
        require_plain_graph(content)


def test_the_operators_are_told() -> None:
    found = require_plain_graph(tiny_model(inputs=INPUTS).SerializeToString())
    assert found == {"Gather", "MatMul", "Tanh", "Cast", "Unsqueeze", "Mul"}
