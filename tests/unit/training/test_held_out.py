"""What a model says of rows held out is kept whole, and a damaged file is told of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from epicrisis.errors import CorruptFile
from epicrisis.evaluation.comparison import HeldOut
from epicrisis.training.held_out import read_held_out, save_held_out


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    numbers = np.arange(6)
    kept = HeldOut(numbers % 2, numbers % 2, np.full((6, 2), 0.5), numbers % 3, numbers // 2)
    save_held_out(kept, tmp_path / "held_out.npz")
    again = read_held_out(tmp_path / "held_out.npz")
    assert again is not None
    for name in ("true", "answered", "probabilities", "folds", "groups"):
        assert np.array_equal(getattr(again, name), getattr(kept, name))


def test_a_run_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    assert read_held_out(tmp_path / "held_out.npz") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_told_of(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "held_out.npz").write_bytes(content)
    with pytest.raises(CorruptFile, match="is damaged"):
        read_held_out(tmp_path / "held_out.npz")
