"""Fixtures that every integration test may use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The tests are no package: pytest imports each file by itself, and this folder must be found for it.
sys.path.insert(0, str(Path(__file__).parent))

from servers import fragile_postgres, mariadb_url, postgres_url

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder starts something real, and so is slow."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


__all__ = ["fragile_postgres", "mariadb_url", "postgres_url"]
