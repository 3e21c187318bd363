"""A frozen sentence encoder: from texts to vectors, by ONNX weights and a tokenizer that are held in memory.

Nothing is learned here and nothing is fetched: the weights come from a folder of the user, see
`epicrisis.features.encoder_folder`, and travel inside the saved model.

How it computes is `epicrisis.features.encoder_engine`'s affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b, sha256
from typing import Self

import numpy as np
import numpy.typing as npt

from epicrisis.errors import CorruptFile
from epicrisis.features.encoder_engine import Engine, FloatArray, Pooling

KeyArray = npt.NDArray[np.bytes_]

ENCODING_VERSION = 1
"""Raised when the same weights would give other vectors."""
_TEXTS_AT_ONCE = 512
_KEY = "S32"


class FrozenEncoder:
    """Weights, tokenizer and how a text becomes one vector. Saved with the model that uses it.

    Parameters
    ----------
    weights : bytes
        An ONNX model, whole.
    tokenizer : str
        The content of a ``tokenizer.json``.
    pooling : {"mean", "cls"}
        Whether a window's vector is the mean of its tokens' or the first one's. Not used where the model gives a
        ``sentence_embedding`` itself.
    max_length : int
        Tokens of a window, those that mark its ends included. A longer text is cut into windows, and its vector is
        their mean, weighted by their tokens; each window's vector is scaled to length one before.
    threads : int
        Threads that compute; 0 takes one a core.

    Attributes
    ----------
    digest : str
        SHA-256 of all of it but the threads.
    """

    _known: tuple[KeyArray, FloatArray] | None = None

    def __init__(
        self, weights: bytes, tokenizer: str, pooling: Pooling = "mean", max_length: int = 256, threads: int = 0
    ) -> None:
        self.weights = weights
        self.tokenizer = tokenizer
        self.pooling = pooling
        self.max_length = max_length
        self.threads = threads
        self.digest = _digest(weights, tokenizer, pooling, max_length)

    def __getstate__(self) -> dict[str, object]:
        kept = ("weights", "tokenizer", "pooling", "max_length", "threads", "digest")
        return {name: self.__dict__[name] for name in kept}

    def __deepcopy__(self, _: object) -> Self:
        # scikit-learn copies what it clones; this never changes, and is large.
        return self

    def knowing(self, keys: KeyArray, vectors: FloatArray) -> FrozenEncoder:
        """Return the same encoder, which looks these texts' vectors up instead of computing them.

        Parameters
        ----------
        keys : ndarray of bytes of shape (texts,)
            See `text_keys`; in ascending order.
        vectors : ndarray of float32 of shape (texts, width)
            What `encode` gave for them; may be mapped.
        """
        other = FrozenEncoder.__new__(FrozenEncoder)
        other.__dict__.update(self.__dict__)
        other._known = (keys, vectors)
        return other

    @property
    def width(self) -> int:
        """Length of a vector."""
        return self._engine.width

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Return the vectors of texts, of shape (texts, width); of a text without a letter, zeros.

        Raises
        ------
        SettingsError
            A package is not installed.
        CorruptFile
            The weights or the tokenizer cannot be used.
        """
        vectors = np.zeros((len(texts), self.width), dtype=np.float32)
        if not len(texts):
            return vectors
        keys, first, place = np.unique(text_keys(texts), return_index=True, return_inverse=True)
        known, rows = self._looked_up(keys)
        distinct = np.zeros((len(keys), self.width), dtype=np.float32)
        distinct[known] = rows
        unknown = np.flatnonzero(~known)
        for start in range(0, len(unknown), _TEXTS_AT_ONCE):
            part = unknown[start : start + _TEXTS_AT_ONCE]
            distinct[part] = self._engine.vectors([texts[number] for number in first[part]])
        return np.asarray(distinct[place.ravel()])

    def _looked_up(self, keys: KeyArray) -> tuple[npt.NDArray[np.bool_], FloatArray]:
        if self._known is None or not len(self._known[0]):
            return np.zeros(len(keys), dtype=bool), np.empty((0, self.width), dtype=np.float32)
        stored, vectors = self._known
        places = np.minimum(np.searchsorted(stored, keys), len(stored) - 1)
        known = np.asarray(stored[places] == keys)
        return known, np.asarray(vectors[places[known]])

    @cached_property
    def _engine(self) -> Engine:
        fits = (
            isinstance(self.weights, bytes)
            and isinstance(self.tokenizer, str)
            and self.pooling in ("mean", "cls")
            and isinstance(self.max_length, int)
            and isinstance(self.threads, int)
        )
        if not fits or self.digest != _digest(self.weights, self.tokenizer, self.pooling, self.max_length):
            raise CorruptFile("The encoder inside the model is damaged. Fetch the model again, or train again.")
        return Engine(self.weights, self.tokenizer, self.pooling, self.max_length, self.threads)


def text_keys(texts: Sequence[str]) -> KeyArray:
    """Return a name for each text, by its content."""
    return np.array([blake2b(text.encode(), digest_size=16).hexdigest() for text in texts], dtype=_KEY)


def _digest(weights: bytes, tokenizer: str, pooling: str, max_length: int) -> str:
    rest = f"{ENCODING_VERSION}\n{pooling}\n{max_length}\n{tokenizer}"
    return sha256(sha256(weights).digest() + rest.encode()).hexdigest()
