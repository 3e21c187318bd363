"""The runtime's side of a frozen encoder: tokens, windows, batches, and the session that runs them.

The vector of a text depends on that text alone. Windows of tokens are run together only if they are equally long, so
that nothing is padded; one by one where the weights are quantised on the fly, since such a model takes its scale from
all that it is given at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.features.onnx_graph import require_plain_graph

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FloatArray = npt.NDArray[np.float32]
Pooling = Literal["mean", "cls"]

MOST_CHARACTERS = 100_000
"""Of a longer text, its first and its last half of so many characters are read."""
_TOKENS_AT_ONCE = 4096
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_WHOLE = "sentence_embedding"
_EXTRA = "epicrisis[encoder]"


class Engine:
    """The runtime's side of an encoder; made when it is first needed, never saved.

    Parameters
    ----------
    weights, tokenizer, pooling, max_length, threads :
        As of `epicrisis.features.encoder.FrozenEncoder`.

    Attributes
    ----------
    width : int
        Length of a vector.

    Raises
    ------
    SettingsError
        A package is not installed.
    CorruptFile
        The weights or the tokenizer cannot be used.
    """

    def __init__(self, weights: bytes, tokenizer: str, pooling: Pooling, max_length: int, threads: int) -> None:
        operators = require_plain_graph(weights)
        self.one_by_one = any(name.startswith("DynamicQuantize") for name in operators)
        self.pooling = pooling
        self.session = _session(weights, threads)
        self.tokenizer = _tokenizer(tokenizer, max_length)
        self.inputs = _inputs(self.session)
        self.output, self.whole = _output(self.session)
        self.width = 0
        # The longest window there can be: a model that reads fewer tokens fails now, not in the tenth hour.
        self.width = self._run(np.zeros((1, max_length), dtype=np.int64)).shape[1]

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors of texts, of shape (texts, width); of a text without a letter, zeros."""
        windows, owners = self._windows(texts)
        sums = np.zeros((len(texts), self.width), dtype=np.float64)
        weights = np.zeros(len(texts))
        found = np.empty((len(windows), self.width), dtype=np.float64)
        for batch in self._batches(windows):
            found[batch] = self._run(np.array([windows[number] for number in batch], dtype=np.int64))
        for number, owner in enumerate(owners):  # in the text's order, so that the sum is always the same
            sums[owner] += len(windows[number]) * found[number]
            weights[owner] += len(windows[number])
        return np.asarray(sums / np.maximum(weights, 1)[:, None], dtype=np.float32)

    def _windows(self, texts: Sequence[str]) -> tuple[list[list[int]], list[int]]:
        windows: list[list[int]] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            if not text.strip():
                continue
            # One at a time: encode_batch has threads of its own, which a later fork would meet.
            encoding = self.tokenizer.encode(_readable(text))
            for part in (encoding, *encoding.overflowing):
                if part.ids:
                    windows.append(part.ids)
                    owners.append(owner)
        return windows, owners

    def _batches(self, windows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """Yield the numbers of windows of one length, as many as may be run at once."""
        order = sorted(range(len(windows)), key=lambda number: len(windows[number]))
        batch: list[int] = []
        for number in order:
            length = len(windows[number])
            full = 1 if self.one_by_one else max(_TOKENS_AT_ONCE // length, 1)
            if batch and (len(windows[batch[0]]) != length or len(batch) >= full):
                yield batch
                batch = []
            batch.append(number)
        if batch:
            yield batch

    def _run(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Return the vectors, of length one, of windows of shape (windows, tokens)."""
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        answer = _guarded(lambda: self.session.run([self.output], {name: given[name] for name in self.inputs}))[0]
        states = np.asarray(answer, dtype=np.float64)
        width = self.width or states.size // (len(ids) if self.whole else ids.size)
        if states.shape != ((len(ids), width) if self.whole else (*ids.shape, width)) or not np.isfinite(states).all():
            raise CorruptFile(
                "The encoder's model gives {shape} for {windows} windows of {tokens} tokens, or numbers without an "
                "end: it is no encoder of sentences.",
                shape=states.shape,
                windows=ids.shape[0],
                tokens=ids.shape[1],
            )
        pooled = states if self.whole else states[:, 0] if self.pooling == "cls" else states.mean(axis=1)
        return np.asarray(pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12))


def _readable(text: str) -> str:
    half = MOST_CHARACTERS // 2
    return text if len(text) <= MOST_CHARACTERS else f"{text[:half]} {text[-half:]}"


def _guarded(work: Callable[[], Any]) -> Any:
    """Do something with the runtime; tell its failures, which have no common type, without quoting them."""
    try:
        return work()
    except MemoryError:
        raise
    except Exception as error:
        raise CorruptFile(
            "The encoder's model cannot be run ({reason}). Is it a whole export, and encoder.max_length within what it "
            "reads?",
            reason=type(error).__name__,
        ) from error


def _session(weights: bytes, threads: int) -> InferenceSession:
    # The first is for releases that have an uploader, the second for events of Windows; see decision 16.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError as error:
        raise missing_package("onnxruntime") from error
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    # Threads that wait actively would take the cores from others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.load_model_format", "ONNX")
    # No other provider: one of them sends what it is given to a service.
    return _guarded(
        lambda: onnxruntime.InferenceSession(weights, sess_options=options, providers=["CPUExecutionProvider"])
    )


def _tokenizer(content: str, max_length: int) -> Tokenizer:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise missing_package("tokenizers") from error
    try:
        tokenizer = Tokenizer.from_str(content)
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length)
    except Exception as error:
        raise CorruptFile(
            "The encoder's tokenizer.json is damaged, or made for another version of tokenizers."
        ) from error
    return tokenizer


def missing_package(package: str) -> SettingsError:
    """Return the error that tells of a package that is not installed."""
    return SettingsError(
        "The model {model!r} needs the package {package!r}: pip install {extra!r}.",
        model="encoder",
        package=package,
        extra=_EXTRA,
    )


def _inputs(session: InferenceSession) -> list[str]:
    given = {one.name: one.type for one in session.get_inputs()}
    if "input_ids" not in given or set(given) - set(_INPUTS) or set(given.values()) != {"tensor(int64)"}:
        raise CorruptFile(
            "The encoder's model asks for {given}; an encoder of sentences asks for whole numbers named {known}.",
            given=", ".join(f"{name}: {kind}" for name, kind in given.items()),
            known=", ".join(_INPUTS),
        )
    return list(given)


def _output(session: InferenceSession) -> tuple[str, bool]:
    """Return the output to read, and whether it is one vector a window already."""
    outputs = session.get_outputs()
    names = [one.name for one in outputs]
    if _WHOLE in names:
        return _WHOLE, True
    return next((one.name for one in outputs if len(one.shape) == 3), names[0]), False
