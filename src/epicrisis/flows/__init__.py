"""Prefect flows, tasks and artifacts."""
