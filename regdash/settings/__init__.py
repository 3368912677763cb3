"""Declarations of settings, their limits, and messages about them."""
