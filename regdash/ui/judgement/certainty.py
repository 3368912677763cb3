"""The statistics behind the verdicts."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.methods import Method
from regdash.judging.tables import (
    ACCURACIES_EXPLAINED,
    DIFFERENCES_EXPLAINED,
    Row,
    list_accuracies,
    list_differences,
)
from regdash.judging.verdict import Verdict
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.settings.markdown import plain


def show_certainty(
    baseline: Method, judged: Sequence[tuple[Method, Verdict]], on: EvaluationSet, at: EpochChoice
) -> None:
    """Show accuracies with spread and intervals, and differences with their tests."""
    st.markdown(f"**Accuracy on {on} images**")
    _table(list_accuracies([baseline, *(method for method, _ in judged)], on, at))
    st.caption(ACCURACIES_EXPLAINED)
    if not judged:
        return
    st.markdown(f"**Difference from {plain(baseline.name)}, percentage points**")
    _table(list_differences(baseline, judged, at))
    st.caption(DIFFERENCES_EXPLAINED)


def _table(rows: Sequence[Row]) -> None:
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
