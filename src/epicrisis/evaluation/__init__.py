"""Splits, metrics and their intervals."""
