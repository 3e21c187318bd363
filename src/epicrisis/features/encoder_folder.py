"""Read an encoder from a folder: what ``optimum-cli export onnx`` and sentence-transformers leave there.

Nothing is downloaded, whatever the folder is called.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.features.encoder import FrozenEncoder
from epicrisis.features.encoder_engine import Pooling
from epicrisis.settings.learning import EncoderSettings
from epicrisis.workspace import translate_os_errors

_MODEL_FILES = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"
_POOLINGS: dict[str, Pooling] = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "mean": "mean",
    "cls": "cls",
}
_MODE = "pooling_mode_"
# Where an export says how many tokens its model reads, and the largest figure that is meant so.
_LENGTHS = (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length"))
_LONGEST = 100_000


def open_encoder(settings: EncoderSettings) -> FrozenEncoder:
    """Read the encoder that the settings name, and run it once.

    Parameters
    ----------
    settings : EncoderSettings
        The folder, the largest number of tokens and of threads.

    Raises
    ------
    SettingsError
        No folder is named, it is not there, it lacks a file, or a package is not installed.
    CorruptFile
        A file cannot be used.
    """
    folder = require_folder(settings)
    model = next((folder / name for name in _MODEL_FILES if (folder / name).is_file()), None)
    tokenizer = folder / _TOKENIZER
    if model is None or not tokenizer.is_file():
        raise SettingsError(
            "The folder {folder} (encoder.path) has no {missing}. `optimum-cli export onnx --model NAME FOLDER` writes "
            "what is needed.",
            folder=folder,
            missing=_TOKENIZER if model else _MODEL_FILES[0],
        )
    with translate_os_errors(folder):
        weights, text = model.read_bytes(), tokenizer.read_bytes()
    encoder = FrozenEncoder(
        weights=weights,
        tokenizer=_decoded(text, tokenizer),
        pooling=_pooling(folder),
        max_length=min([settings.max_length, *_own_lengths(folder)]),
        threads=settings.threads,
    )
    _ = encoder.width  # a file that cannot be used is told now
    return encoder


def require_folder(settings: EncoderSettings) -> Path:
    """Return the folder that the settings name.

    Raises
    ------
    SettingsError
        None is named, or it is not there.
    """
    if not settings.path:
        raise SettingsError(
            "The model {model!r} needs encoder.path, the folder of an encoder in ONNX, and {extra!r} installed.",
            model="encoder",
            extra="epicrisis[encoder]",
        )
    folder = Path(settings.path)
    if not folder.is_dir():
        raise SettingsError(
            "There is no folder {path} (encoder.path). Nothing is ever downloaded: if this is a model's name on a hub, "
            "export it where there is internet with `optimum-cli export onnx --model {path} FOLDER`, copy that folder "
            "here, and set encoder.path to it.",
            path=settings.path,
        )
    return folder


def _pooling(folder: Path) -> Pooling:
    file = folder / "1_Pooling" / "config.json"
    if not file.is_file():
        return "mean"
    config = _json(file)
    named = config.get("pooling_mode")  # newer exports say it in one word
    chosen = [named] if named else [name for name, value in config.items() if name.startswith(_MODE) and value is True]
    if len(chosen) != 1 or str(chosen[0]) not in _POOLINGS:
        raise SettingsError(
            "{file} asks for another pooling ({given}) than the mean or the first token.",
            file=file,
            given=", ".join(map(str, chosen)) or "-",
        )
    return _POOLINGS[str(chosen[0])]


def _own_lengths(folder: Path) -> list[int]:
    found = [_json(folder / file).get(key) for file, key in _LENGTHS if (folder / file).is_file()]
    return [int(value) for value in found if isinstance(value, int | float) and 2 < value < _LONGEST]


def _json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(_decoded(file.read_bytes(), file))
    except ValueError as error:
        raise CorruptFile("{file} is damaged: it is no JSON.", file=file) from error
    return content if isinstance(content, dict) else {}


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorruptFile("{file} is damaged: it is no JSON.", file=file) from error
