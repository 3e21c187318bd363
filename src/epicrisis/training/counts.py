"""The workspace's shelf of n-gram counts: each way of reading the training rows is counted once and kept.

A folder is named by what was counted: the training rows, their text columns, the least patients a term, and the way of
reading. Every model of a comparison and every later run on the same rows finds it again; the oldest give way when the
shelf grows beyond its limit.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from epicrisis.errors import CorruptFile
from epicrisis.features.counting import Run, count_notes, open_counts
from epicrisis.features.ngrams import Counts
from epicrisis.features.variants import TextVariant
from epicrisis.features.weighting import Block
from epicrisis.workspace import translate_os_errors, write_whole

COUNTS_VERSION = 2
"""Raised when the same notes would be counted differently."""


@dataclass(frozen=True)
class CountShelf:
    """The counts of some training rows, by way of reading and kind of term.

    Parameters
    ----------
    root : Path
        The folder of all counts of the workspace.
    rows_id : str
        Content name of the training rows.
    vectors : Path or None
        Where the rows' sentence vectors are, see `epicrisis.training.vectors`; None unless the model has an encoder.
    """

    root: Path
    rows_id: str
    vectors: Path | None = None
    _opened: dict[tuple[TextVariant, Block], Counts] = field(default_factory=dict, compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        # A worker maps the files itself; pickled maps would travel as copies of their whole content.
        return (CountShelf, (self.root, self.rows_id, self.vectors))

    def folder(self, variant: TextVariant) -> Path:
        """Return the folder of one way of reading."""
        return self.root / f"{self.rows_id}-{variant.name}"

    def missing(self, variant: TextVariant, blocks: Sequence[Block]) -> list[Block]:
        """Return the kinds of terms that have not been counted."""
        return [block for block in blocks if self._account(variant, block) is None]

    def tokens(self, variant: TextVariant, block: Block) -> int:
        """Return the number of tokens of all rows; 0 if they have not been counted."""
        account = self._account(variant, block)
        return 0 if account is None else int(account["tokens"])

    def open(self, variant: TextVariant, block: Block) -> Counts:
        """Map counts into memory; a process maps each once.

        Raises
        ------
        CorruptFile
            They are missing or damaged.
        """
        if (variant, block) not in self._opened:
            try:
                self._opened[variant, block] = open_counts(self.folder(variant), block)
            except (OSError, ValueError, EOFError) as error:
                raise CorruptFile(
                    "The prepared features {folder} are damaged or missing. Delete that folder and run the command "
                    "again.",
                    folder=self.folder(variant),
                ) from error
        return self._opened[variant, block]

    def add(
        self,
        variant: TextVariant,
        blocks: Sequence[Block],
        texts: pl.DataFrame,
        patients: npt.NDArray[np.int64],
        *,
        min_patients: int,
        run: Run = map,
    ) -> None:
        """Count kinds of terms and put them on the shelf; what was there before is replaced.

        Parameters
        ----------
        variant : TextVariant
            The way of reading.
        blocks : sequence of str
            The kinds of terms.
        texts : polars.DataFrame
            The text columns of the training rows.
        patients : ndarray of int of shape (rows,)
            Whose row each is.
        min_patients : int
            Terms of fewer patients are left out.
        run : callable
            See `epicrisis.features.counting.Run`.

        Raises
        ------
        WorkspaceUnusable
            The disk is full.
        """
        folder = self.folder(variant)
        beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
        try:
            with translate_os_errors(folder):
                beside.mkdir(parents=True)
                tokens = count_notes(
                    texts, patients, blocks, beside, variant=variant, min_patients=min_patients, run=run
                )
                folder.mkdir(exist_ok=True)
                for block in blocks:
                    self._place(beside, folder, block, tokens)
                    self._opened.pop((variant, block), None)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def touch(self, variant: TextVariant) -> None:
        """Mark a way of reading as used now, so that others give way before it."""
        with suppress(OSError):
            os.utime(self.folder(variant))

    def evict(self, limit_bytes: int) -> int:
        """Delete the counts that were used longest ago until the shelf keeps to its limit; those of these rows stay.

        Returns
        -------
        int
            Number of folders deleted.
        """
        folders = sorted((place for place in self.root.glob("*") if place.is_dir()), key=lambda place: _used(place))
        sizes = {place: sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) for place in folders}
        total, deleted = sum(sizes.values()), 0
        for place in folders:
            if total <= limit_bytes:
                break
            if place.name.startswith(self.rows_id):
                continue
            # Another run may hold it mapped, which Windows does not let go of.
            shutil.rmtree(place, ignore_errors=True)
            total -= sizes[place]
            deleted += 1
        return deleted

    def _place(self, beside: Path, folder: Path, block: Block, tokens: int) -> None:
        account = folder / f"{block}.json"
        account.unlink(missing_ok=True)
        sizes = {}
        for file in sorted(beside.glob(f"{block}.*.npy")):
            sizes[file.name] = file.stat().st_size
            file.replace(folder / file.name)
        write_whole(account, json.dumps({"tokens": tokens, "sizes": sizes}))

    def _account(self, variant: TextVariant, block: Block) -> Mapping[str, int] | None:
        folder = self.folder(variant)
        try:
            account = json.loads((folder / f"{block}.json").read_bytes())
            whole = all((folder / name).stat().st_size == size for name, size in account["sizes"].items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return account if whole else None


def _used(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except OSError:
        return 0.0
