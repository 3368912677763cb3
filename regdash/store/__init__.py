"""Runs and their epochs on disk."""
