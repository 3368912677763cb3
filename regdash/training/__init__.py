"""Trains a spec on data, with one event per epoch. Importing this package does not load Keras."""
