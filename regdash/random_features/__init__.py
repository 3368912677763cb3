"""Least squares on random ReLU features, and what their number and ridge do to its errors."""
