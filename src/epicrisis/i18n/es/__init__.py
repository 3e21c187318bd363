"""The Spanish of each room's sentences."""
