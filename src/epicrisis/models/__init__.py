"""The classifiers that a search may choose from."""
