"""Where the seconds go."""

from __future__ import annotations

import time


class Clock:
    """Adds up the seconds between its stops, under names.

    Attributes
    ----------
    seconds : dict of str to float
        By name.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, name: str) -> float:
        """Give the seconds since the last stop to a name, and return them."""
        now = time.perf_counter()
        spent, self._last = now - self._last, now
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        return spent
