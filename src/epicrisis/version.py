"""The version, in the one place that every floor may read."""

from __future__ import annotations

VERSION = "0.1.0"
