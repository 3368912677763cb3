"""Every figure of every method, and its difference from the baseline."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.deltas import Delta, compare_figures
from regdash.judging.methods import Method
from regdash.metrics import METRICS
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import NOTHING, Quantity
from regdash.settings.markdown import plain


def show_figures(
    methods: Sequence[Method], baseline: Method, at: EpochChoice, *, revealed: bool
) -> None:
    """Show values, each with its difference from the baseline in parentheses."""
    rows = []
    for method in methods:
        deltas = compare_figures(method, baseline, at)
        row = {"Method": method.name}
        for metric in METRICS.figures:
            hidden = metric.from_test and not revealed
            cell = _cell(deltas.get(metric.key), metric.quantity)
            row[metric.title] = "hidden" if hidden else cell
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    notes = " ".join(f"{m.title}: {m.note}." for m in METRICS.figures if m.note)
    st.caption(
        f"Means over the seeds; in parentheses, the difference from {plain(baseline.name)} (accuracies"
        f" and shares in percentage points, losses and gap in nats). {notes}"
    )


def _cell(delta: Delta | None, quantity: Quantity) -> str:
    if delta is None:
        return NOTHING
    text = quantity.text(delta.value.mean)
    if delta.reference is None:
        return text
    return f"{text} ({quantity.change(delta.value.mean, delta.reference.mean)})"
