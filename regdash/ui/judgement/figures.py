"""Every figure of every method, and how it differs from the baseline."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from regdash.analysis.deltas import Delta, compare_figures
from regdash.analysis.methods import At, Method
from regdash.analysis.wording import (
    NOTHING,
    format_accuracy,
    format_loss,
    format_points,
    format_signed,
)
from regdash.ui.plain import plain

_Write = Callable[[float], str]


def _signed(digits: int) -> _Write:
    return lambda value: format_signed(value, digits)


_COLUMNS: dict[str, tuple[str, _Write, _Write]] = {
    "val_accuracy": ("Val. accuracy", format_accuracy, format_points),
    "val_loss": ("Val. loss", format_loss, _signed(3)),
    "test_accuracy": ("Test accuracy", format_accuracy, format_points),
    "test_loss": ("Test loss", format_loss, _signed(3)),
    "gap": ("Gap", _signed(3), _signed(3)),
    "seconds": ("s/epoch", lambda v: f"{v:.2f}", _signed(2)),
    "parameters": ("Weights", lambda v: f"{v:,.0f}", _signed(0)),
    "near_zero": ("Near zero", lambda v: f"{100 * v:.1f} %", format_points),
    "weight_norm": ("Weight norm", lambda v: f"{v:.1f}", _signed(1)),
}
"""Figure -> heading, how a value reads, how a difference reads."""


def show_figures(methods: Sequence[Method], baseline: Method, at: At, *, revealed: bool) -> None:
    """Show values, each with its difference to the baseline in brackets."""
    rows = []
    for method in methods:
        deltas = compare_figures(method, baseline, at)
        row = {"Method": method.name}
        for figure, (heading, write, write_change) in _COLUMNS.items():
            hidden = figure.startswith("test") and not revealed
            row[heading] = "hidden" if hidden else _cell(deltas.get(figure), write, write_change)
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    st.caption(
        f"Means over the seeds; in brackets the difference to {plain(baseline.name)} (accuracies and"
        " shares in percentage points, losses and gap in nats). Near zero: share of the weights closer to"
        " zero than 0.001. Weight norm: Euclidean norm of all kernels."
    )


def _cell(delta: Delta | None, write: _Write, write_change: _Write) -> str:
    if delta is None:
        return NOTHING
    text = write(delta.value.mean)
    return text if delta.difference is None else f"{text} ({write_change(delta.difference)})"
