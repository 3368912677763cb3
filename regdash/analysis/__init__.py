"""Pure functions on histories and predictions."""
