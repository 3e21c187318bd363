"""Sentences in Spanish and English."""
