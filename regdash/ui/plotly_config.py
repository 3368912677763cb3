"""Configuration of the figures drawn with `st.plotly_chart`."""

from typing import Any


def still_figure() -> dict[str, Any]:
    """Return the configuration of a figure without a mode bar, and without a way to upload it."""
    return {"displaylogo": False, "displayModeBar": False, "showSendToCloud": False}
