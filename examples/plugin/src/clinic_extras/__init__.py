"""A model, a text step, a metric and a source for epicrisis, one module each."""
