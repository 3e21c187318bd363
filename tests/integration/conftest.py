"""Fixtures that every integration test may use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The tests are no package: pytest imports each file by itself, and this folder must be found for it.
sys.path.insert(0, str(Path(__file__).parent))

from servers import fragile_postgres, mariadb_url, postgres_url
from templates import mlflow_store, nobody_at_home, prefect_home

HERE = Path(__file__).parent

# The files that take longest, the longest first: begun last, one of them would keep one worker busy and no other.
LONGEST = (
    "flows/test_failing_runs.py",
    "training/test_kills.py",
    "cli/test_demo.py",
    "flows/test_services.py",
    "flows/test_train_flow.py",
    "flows/test_door_script.py",
    "flows/test_up_in_browser.py",
    "flows/test_compare_flow.py",
    "cli/test_up_and_deploy.py",
    "tracking/test_servers.py",
    "examples/test_plugin.py",
    "tracking/test_sqlite_store.py",
    "training/test_processes.py",
    "sources/test_servers.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder starts something real, and so is slow; what takes longest comes first."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
    places = {HERE / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


__all__ = ["fragile_postgres", "mariadb_url", "mlflow_store", "nobody_at_home", "postgres_url", "prefect_home"]
