"""The live element: charts and table that keep their DOM nodes while runs grow."""

from regdash.ui.live.element import live_element, preload_charts

__all__ = ["live_element", "preload_charts"]
