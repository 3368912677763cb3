"""The commands that work without a browser."""

from regdash.cli.main import main

__all__ = ["main"]
