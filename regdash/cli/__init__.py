"""The same runs without a browser: `python -m regdash` or `regdash`."""

from regdash.cli.main import main

__all__ = ["main"]
