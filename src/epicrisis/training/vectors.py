"""The workspace's shelf of sentence vectors: each note of the training rows goes through an encoder once.

The encoder is frozen, so that a vector is the same in every fold; only the standardisation is learned, on each fold's
fitting rows. A folder is named by the notes and by the encoder's digest. Its parts are written one by one, in the
order of the texts' hashes: a run that is killed goes on with the next part.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from epicrisis.errors import CorruptFile
from epicrisis.features.arrays import save_array
from epicrisis.features.columns import text_column, wrapped
from epicrisis.features.encoded import whole_texts
from epicrisis.features.encoder import FrozenEncoder, KeyArray, text_keys
from epicrisis.features.encoder_engine import FloatArray
from epicrisis.features.encoder_folder import open_encoder, require_folder
from epicrisis.models.registry import get_model
from epicrisis.progress import Advance, Listener, silent
from epicrisis.settings.schema import Settings
from epicrisis.training.journal import owned
from epicrisis.training.preparation import Prepared
from epicrisis.workspace import content_id, translate_os_errors, whole_folder

VECTORS_VERSION = 1
"""Raised when the same notes would be read differently."""
PART_TEXTS = 256
"""Texts between two signs of life; a run that is killed does at most so many again."""


@dataclass(frozen=True)
class VectorShelf:
    """The vectors of some training rows by one encoder.

    Parameters
    ----------
    folder : Path
        Where they are.
    """

    folder: Path

    @property
    def there(self) -> bool:
        """Whether they have been made."""
        return self.folder.is_dir()

    def texts(self) -> tuple[KeyArray, FloatArray]:
        """Map the distinct texts' keys, in ascending order, and their vectors of shape (texts, width).

        Raises
        ------
        CorruptFile
            They are missing or damaged.
        """
        keys, vectors = self._array("keys"), self._array("vectors")
        if vectors.ndim != 2 or len(keys) != len(vectors):
            raise self._damaged()
        return keys, vectors

    def rows(self, numbers: npt.NDArray[np.int64]) -> FloatArray:
        """Return the vectors of training rows, of shape (rows, width).

        Raises
        ------
        CorruptFile
            They are missing or damaged.
        """
        _, vectors = self.texts()
        places = self._array("rows")
        try:
            return np.asarray(vectors[places[numbers]], dtype=np.float32)
        except IndexError as error:
            raise self._damaged() from error

    def _array(self, name: str) -> npt.NDArray[Any]:
        try:
            found: npt.NDArray[Any] = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise self._damaged() from error
        return found

    def _damaged(self) -> CorruptFile:
        return CorruptFile(
            "The prepared features {folder} are damaged or missing. Delete that folder and run the command again.",
            folder=self.folder,
        )


def ready_encoder(
    prepared: Prepared, settings: Settings, *, listener: Listener = silent
) -> tuple[FrozenEncoder, VectorShelf]:
    """Return the encoder of the settings, and the training rows' vectors, which are made unless they are there.

    Parameters
    ----------
    prepared : Prepared
        Split and notes.
    settings : Settings
        Which encoder.
    listener : callable
        Hears of progress.

    Returns
    -------
    (FrozenEncoder, VectorShelf)
        The encoder knows the training rows' vectors.

    Raises
    ------
    SettingsError, CorruptFile
        See `epicrisis.features.encoder_folder.open_encoder`.
    WorkspaceUnusable
        The disk is full, or another process is making them.
    """
    encoder = open_encoder(settings.encoder)
    facts = prepared.facts
    name = content_id([VECTORS_VERSION, facts.notes, facts.columns.text, facts.split.sha256])
    shelf = VectorShelf(prepared.folder.parent / "counts" / f"{name}-encoder-{encoder.digest[:16]}")
    if not shelf.there:
        with owned(shelf.folder.with_name(f"{shelf.folder.name}.journal")):
            _make(encoder, prepared, shelf, listener)
    with translate_os_errors(shelf.folder):
        os.utime(shelf.folder)  # others give way before it
    return encoder.knowing(*shelf.texts()), shelf


def require_ready(model: str, settings: Settings) -> None:
    """Refuse a model whose encoder is not there, before anything is read.

    Parameters
    ----------
    model : str
        Name of the model.
    settings : Settings
        Where its encoder would be.

    Raises
    ------
    SettingsError
        No folder is named, or it is not there.
    """
    if get_model(model).encodes:
        require_folder(settings.encoder)


def _make(encoder: FrozenEncoder, prepared: Prepared, shelf: VectorShelf, listener: Listener) -> None:
    train = wrapped(prepared.notes.read()[prepared.split.train])
    texts = whole_texts([text_column(train, name) for name in prepared.facts.columns.text])
    keys, first, rows = np.unique(text_keys(texts), return_index=True, return_inverse=True)
    parts = shelf.folder.with_name(f".{shelf.folder.name}.parts")
    with translate_os_errors(shelf.folder):
        parts.mkdir(parents=True, exist_ok=True)
        listener(Advance("features", 0, len(keys)))
        for start in range(0, len(keys), PART_TEXTS):
            _part(encoder, parts / f"{start}.npy", [texts[number] for number in first[start : start + PART_TEXTS]])
            listener(Advance("features", min(start + PART_TEXTS, len(keys)), len(keys)))
        with whole_folder(shelf.folder) as folder:
            save_array(folder / "keys.npy", keys)
            save_array(folder / "rows.npy", rows.ravel().astype(np.int64))
            found = [np.load(parts / f"{start}.npy", mmap_mode="r") for start in range(0, len(keys), PART_TEXTS)]
            save_array(folder / "vectors.npy", np.concatenate(found))
            del found  # Windows deletes no file that is mapped
        _delete(parts)


def _part(encoder: FrozenEncoder, file: Path, texts: list[str]) -> None:
    if file.is_file():
        return
    beside = file.with_suffix(".part")
    save_array(beside, encoder.encode(texts))
    beside.replace(file)


def _delete(parts: Path) -> None:
    for file in parts.iterdir():
        file.unlink(missing_ok=True)
    parts.rmdir()
