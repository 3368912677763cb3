"""Every figure of every method, and its difference from the baseline."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.deltas import Delta, compare_figures
from regdash.judging.methods import Method
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import (
    ACCURACY,
    GAP,
    LOSS,
    NORM,
    NOTHING,
    PACE,
    SHARE,
    WEIGHTS,
    Quantity,
)
from regdash.ui.plain import plain

_COLUMNS: dict[str, tuple[str, Quantity]] = {
    "val_accuracy": ("Val. accuracy", ACCURACY),
    "val_loss": ("Val. loss", LOSS),
    "test_accuracy": ("Test accuracy", ACCURACY),
    "test_loss": ("Test loss", LOSS),
    "gap": ("Gap", GAP),
    "seconds": ("s/epoch", PACE),
    "parameters": ("Weights", WEIGHTS),
    "near_zero": ("Near zero", SHARE),
    "weight_norm": ("Weight norm", NORM),
}
"""Figure -> heading, how it reads."""


def show_figures(
    methods: Sequence[Method], baseline: Method, at: EpochChoice, *, revealed: bool
) -> None:
    """Show values, each with its difference from the baseline in parentheses."""
    rows = []
    for method in methods:
        deltas = compare_figures(method, baseline, at)
        row = {"Method": method.name}
        for figure, (heading, quantity) in _COLUMNS.items():
            hidden = figure.startswith("test") and not revealed
            row[heading] = "hidden" if hidden else _cell(deltas.get(figure), quantity)
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    st.caption(
        f"Means over the seeds; in brackets the difference to {plain(baseline.name)} (accuracies and"
        " shares in percentage points, losses and gap in nats). Near zero: share of the weights closer to"
        " zero than 0.001. Weight norm: Euclidean norm of all kernels."
    )


def _cell(delta: Delta | None, quantity: Quantity) -> str:
    if delta is None:
        return NOTHING
    text = quantity.text(delta.value.mean)
    if delta.reference is None:
        return text
    return f"{text} ({quantity.change(delta.value.mean, delta.reference.mean)})"
