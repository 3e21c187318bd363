"""What may be done to a text before it is counted, one step a file; `epicrisis.features.steps` lists them."""
