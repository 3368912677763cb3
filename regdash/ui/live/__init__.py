"""The live element: charts and table that keep their DOM nodes while runs grow."""

from regdash.ui.live.element import (
    keep_history,
    live_element,
    peak_element,
    preload_charts,
    study_element,
)

__all__ = ["keep_history", "live_element", "peak_element", "preload_charts", "study_element"]
