"""Spec and data in, one small event an epoch out. Importing this package loads no Keras."""
