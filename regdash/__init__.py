"""RegDash: see regularization work, on real Keras networks, live in the browser."""

__version__ = "0.1.0"
