from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from epicrisis.training.memory import peak_rss_mb

CODE = "from epicrisis.training.memory import peak_rss_mb; print(peak_rss_mb())"


def test_the_peak_stays_when_the_memory_is_given_back() -> None:
    before = peak_rss_mb()
    held = np.ones(40_000_000)
    assert held.sum() > 0
    during = peak_rss_mb()
    del held
    # The kernel adds its counters up in its own time.
    assert peak_rss_mb() > during - 5 > before
    assert during > 305


@pytest.mark.slow
def test_a_child_does_not_inherit_its_parents_peak() -> None:
    held = np.ones(130_000_000)
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert held.nbytes / 2**20 > 900
    assert 20 < float(done.stdout) < 900
