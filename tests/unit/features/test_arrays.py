from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from epicrisis.features.arrays import new_array, save_array


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("values", [np.arange(7), np.array(["depresión", "ñ"]), np.zeros((0,), np.float32)])
def test_what_is_saved_is_loaded(tmp_path: Path, values: np.ndarray) -> None:
    save_array(tmp_path / "a.npy", values)
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy", allow_pickle=False), values)


@pytest.mark.parametrize("length", [0, 5])
@pytest.mark.parametrize("can_allocate", [True, False])
def test_a_new_array_is_filled_through_its_map(
    tmp_path: Path, length: int, can_allocate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_allocate:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    made = new_array(tmp_path / "a.npy", np.int32, length)
    made[:] = 3
    del made
    assert np.load(tmp_path / "a.npy", mmap_mode="r").tolist() == [3] * length


@pytest.mark.parametrize("can_allocate", [True, False])
def test_a_disk_without_place_is_told_with_its_reason(
    tmp_path: Path, can_allocate: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_allocate:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    with no_file_larger_than(1000):
        with pytest.raises(OSError, match="too large") as saved:
            save_array(tmp_path / "a.npy", np.zeros(100_000))
        with pytest.raises(OSError, match="too large") as made:
            new_array(tmp_path / "b.npy", np.float64, 5_000_000)
    assert saved.value.errno == made.value.errno == errno.EFBIG
