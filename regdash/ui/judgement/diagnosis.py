"""Diagnosis of each method's curves, and what to try next."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.diagnosis import RULES
from regdash.judging.methods import Method
from regdash.services.advice import MethodDiagnosis, diagnose_method
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.store.records import Comparison, Run
from regdash.ui.judgement.marks import name_in_color
from regdash.ui.judgement.offers import show_offers


def show_diagnosis(comparison: Comparison, runs: Sequence[Run], methods: Sequence[Method]) -> None:
    """Show one sentence per method: the most common diagnosis of its seeds, for the first of them.

    Below it are buttons that start what the diagnosis advises.
    """
    for method in methods:
        name, words = st.columns([2.4, 7], vertical_alignment="top")
        name.html(name_in_color(method))
        found = diagnose_method(method)
        if found is None:
            words.caption("No epoch yet.")
            continue
        with words:
            _show(found)
            show_offers(comparison, runs, method, found, "diagnosis")
    st.caption("Derived from the curves by fixed rules. Losses are in nats, without penalties.")
    _show_rules()


def _show(found: MethodDiagnosis) -> None:
    first = found.diagnosis
    st.markdown(f"{plain(first.sentence)} **{plain(first.advice)}**")
    seeds = ""
    if found.diagnosed > 1:
        seeds = (
            f" Seed {found.run.spec.seed}; {found.times} of {count_of(found.diagnosed, 'seed')} have"
            " this diagnosis."
        )
    st.caption(f"{first.code}, {plain(first.title)}.{seeds}")


def _show_rules() -> None:
    with st.expander("How runs are diagnosed", icon=":material/rule:"):
        st.markdown("The first rule that applies gives the diagnosis. The kept network is judged.")
        rows = [{"Code": r.code, "Title": r.title, "Applies when": r.threshold} for r in RULES]
        st.table(pd.DataFrame(rows).set_index("Code"), border="horizontal")
