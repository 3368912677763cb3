"""Diagnosis of each method's curves, and what to try next."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from regdash.judging.diagnosis import RULES, diagnose
from regdash.judging.methods import Method
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.ui.judgement.marks import name_in_color


def show_diagnosis(methods: Sequence[Method]) -> None:
    """Show one sentence per method: the most common diagnosis of its seeds, for the first of them."""
    for method in methods:
        name, words = st.columns([2.4, 7], vertical_alignment="top")
        name.html(name_in_color(method))
        begun = [run for run in method.runs if run.records]
        if not begun:
            words.caption("No epoch yet.")
            continue
        found = [diagnose(run) for run in begun]
        code, times = Counter(diagnosis.code for diagnosis in found).most_common(1)[0]
        index = next(i for i, diagnosis in enumerate(found) if diagnosis.code == code)
        first = found[index]
        words.markdown(f"{plain(first.sentence)} **{plain(first.advice)}**")
        seeds = ""
        if len(found) > 1:
            seeds = (
                f" Seed {begun[index].spec.seed}; {times} of {count_of(len(found), 'seed')} have this"
                " diagnosis."
            )
        words.caption(f"{code}, {plain(first.title)}.{seeds}")
    st.caption("Derived from the curves by fixed rules. Losses are in nats, without penalties.")
    _show_rules()


def _show_rules() -> None:
    with st.expander("How runs are diagnosed", icon=":material/rule:"):
        st.markdown("The first rule that applies gives the diagnosis. The kept network is judged.")
        rows = [{"Code": r.code, "Title": r.title, "Applies when": r.threshold} for r in RULES]
        st.table(pd.DataFrame(rows).set_index("Code"), border="horizontal")
