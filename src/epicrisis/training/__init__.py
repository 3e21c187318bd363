"""Search on training rows, refit, and one look at the test rows."""
