"""From notes to a matrix, as one scikit-learn transformer."""
