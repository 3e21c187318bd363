"""A sentence encoder of a few hundred numbers, as files like those of a real export."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

WORDS = ["palpitaciones", "ansiedad", "temblor", "angustia", "depresión", "llanto", "anhedonia", "tristeza"]
WORDS += ["insomnio", "ideas", "rituales", "dolor", "refiere", "niega", "sin", "desde", "hace", "meses", "50", "mg"]
WIDTH = 12
INPUTS = ("input_ids", "attention_mask")


def tiny_tokenizer() -> str:
    vocabulary = {"[UNK]": 0} | {word: number for number, word in enumerate(WORDS, start=1)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    return str(tokenizer.to_str())


def tiny_model(
    *,
    inputs: Sequence[str] = INPUTS,
    pooled: bool = False,
    id_type: int = TensorProto.INT64,
    domain: str = "",
    operator: str = "Tanh",
) -> onnx.ModelProto:
    """A table of random vectors, mixed and squashed, times the mask; or one sentence vector if `pooled`."""
    generator = np.random.default_rng(7)
    tables = {
        "table": generator.normal(size=(len(WORDS) + 1, WIDTH)).astype(np.float32),
        "mix": generator.normal(size=(WIDTH, WIDTH)).astype(np.float32),
        "last": np.array([-1], dtype=np.int64),
    }
    nodes = [
        helper.make_node("Gather", ["table", inputs[0]], ["looked_up"]),
        helper.make_node("MatMul", ["looked_up", "mix"], ["mixed"]),
        helper.make_node(operator, ["mixed"], ["squashed"], domain=domain),
        helper.make_node("Cast", [inputs[-1]], ["ones"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["ones", "last"], ["column"]),
        helper.make_node("Mul", ["squashed", "column"], ["last_hidden_state"]),
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["rows", "tokens", WIDTH])]
    if pooled:
        nodes.append(helper.make_node("ReduceMax", ["last_hidden_state"], ["sentence_embedding"], axes=[1], keepdims=0))
        outputs.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["rows", WIDTH]))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, id_type, ["rows", "tokens"]) for name in inputs],
        outputs,
        [numpy_helper.from_array(values, name) for name, values in tables.items()],
    )
    imports = [helper.make_opsetid("", 17), *([helper.make_opsetid(domain, 1)] if domain else [])]
    return helper.make_model(graph, opset_imports=imports, ir_version=8)


def write_encoder(folder: Path, model: onnx.ModelProto | None = None, pooling: str = "", inside: str = "") -> Path:
    """Write a folder like an export's and return it."""
    place = folder / inside
    place.mkdir(parents=True, exist_ok=True)
    (place / "model.onnx").write_bytes((model or tiny_model()).SerializeToString())
    (folder / "tokenizer.json").write_text(tiny_tokenizer(), encoding="utf-8")
    if pooling:
        (folder / "1_Pooling").mkdir(exist_ok=True)
        config = {"word_embedding_dimension": WIDTH, pooling: True, "pooling_mode_max_tokens": False}
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder
