"""The parts of the page Compare around charts and table."""

from regdash.ui.compare.header import show_header

__all__ = ["show_header"]
