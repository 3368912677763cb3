"""The commands of the terminal that do without a browser."""

from regdash.cli.main import main

__all__ = ["main"]
