"""Numbered checks: what may be wrong with a training, found in its result."""
