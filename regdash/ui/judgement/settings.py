"""Table of the settings of all methods."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.differences import compare_settings
from regdash.judging.methods import Method


def show_settings(methods: Sequence[Method]) -> None:
    """Show what differs between the methods, or everything."""
    everything = st.toggle("Show equal settings too", key="all_settings")
    rows = [
        {"Setting": row.title, **dict(zip(_headings(methods), row.values, strict=True))}
        for row in compare_settings([[run.spec for run in method.runs] for method in methods])
        if everything or row.differs
    ]
    if not rows:
        st.info("Nothing differs between these runs.")
        return
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        column_config={"Setting": st.column_config.TextColumn(width="medium", pinned=True)},
    )


def _headings(methods: Sequence[Method]) -> list[str]:
    """Return names as column headings, which must be unique."""
    names = [method.name for method in methods]
    return [
        name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names, 1)
    ]
