"""What each run's curves say, and what to try next."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from regdash.analysis.diagnosis import diagnose
from regdash.analysis.methods import Method
from regdash.analysis.wording import count_of
from regdash.ui.judgement.marks import name_in_colour
from regdash.ui.plain import plain


def show_diagnosis(methods: Sequence[Method]) -> None:
    """Show one sentence a method: the commonest diagnosis of its seeds, at its first such run."""
    for method in methods:
        name, words = st.columns([2.4, 7], vertical_alignment="top")
        name.html(name_in_colour(method))
        begun = [run for run in method.runs if run.records]
        if not begun:
            words.caption("No epoch yet.")
            continue
        found = [diagnose(run) for run in begun]
        kind, times = Counter(diagnosis.kind for diagnosis in found).most_common(1)[0]
        index = next(i for i, diagnosis in enumerate(found) if diagnosis.kind == kind)
        words.markdown(f"{plain(found[index].sentence)} **{plain(found[index].advice)}**")
        if len(found) > 1:
            words.caption(
                f"Seed {begun[index].spec.seed}; {times} of {count_of(len(found), 'seed')} read"
                " alike."
            )
    st.caption("Read off the curves by fixed rules, in nats and without penalties.")
