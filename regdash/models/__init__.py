"""Kinds of network: building them, and what they cost."""
