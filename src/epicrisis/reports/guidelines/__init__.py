"""Reporting guidelines filled from a run: TRIPOD+AI, PROBAST+AI and the CHAI Applied Model Card."""
