"""Every figure of every method, and its difference from the baseline."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.methods import Method
from regdash.judging.tables import explain_figures, list_figures
from regdash.settings.choices import EpochChoice
from regdash.settings.markdown import plain


def show_figures(
    methods: Sequence[Method], baseline: Method, at: EpochChoice, *, revealed: bool
) -> None:
    """Show values, each with its difference from the baseline in parentheses."""
    rows = list_figures(methods, baseline, at, revealed=revealed)
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    st.caption(explain_figures(plain(baseline.name)))
