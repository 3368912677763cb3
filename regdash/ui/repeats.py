"""Train methods with more seeds, to compare methods instead of single networks."""

from collections.abc import Sequence

import streamlit as st

from regdash.datasets.checks import data_problems
from regdash.judging.verdict import Verdict
from regdash.services.methods import name_methods
from regdash.services.repeats import USUAL_SEEDS, request_repeats, suggest_repeats
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.markdown import plain
from regdash.store.records import Run
from regdash.ui import race
from regdash.ui.services import estimate

CHOICES = (3, 5, 10)


def show_repeats(comparison_id: str, runs: list[Run]) -> None:
    """Show the button that opens the choice of methods and seeds."""
    usable = [run for run in runs if run.active or run.complete]
    names = name_methods(usable)
    methods = list(names)
    with st.popover(
        "Repeat with seeds",
        icon=":material/repeat:",
        disabled=not methods,
        key=f"repeats_{comparison_id}",
    ):
        st.markdown(
            "Seeds matter as much as most techniques. Several seeds per method show how much is chance."
        )
        chosen = st.multiselect(
            "Methods",
            methods,
            default=methods,
            format_func=lambda method: names[method],
            key=f"repeat_methods_{comparison_id}_{len(methods)}",
        )
        seeds = st.segmented_control(
            "Seeds per method", CHOICES, default=USUAL_SEEDS, required=True, key="repeat_seeds"
        )
        vary_split = st.checkbox(
            "Also change the split with each new seed",
            key="repeat_split",
            help="Off: seeds change initial weights, order of images, dropout and augmentation. On:"
            " each new seed also changes the training and validation images.",
        )
        requests = request_repeats(runs, chosen, seeds, vary_split=vary_split)
        problems = data_problems(request.spec for request in requests)
        if problems:
            requests = []
            st.caption(plain(" ".join(problems)))
        elif requests:
            seconds = estimate(request.spec for request in requests)
            st.caption(f"About {format_seconds(seconds)} on this machine.")
        elif chosen:
            st.caption("All methods already have that many seeds.")
        st.button(
            f"Start {count_of(len(requests), 'run')}" if requests else "Nothing to start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not requests,
            on_click=race.start_repeats,
            args=(comparison_id, requests),
            key="start_repeats",
        )


def offer_repeats(comparison_id: str, runs: list[Run], verdicts: Sequence[Verdict]) -> None:
    """Show a button for the seeds that would settle open verdicts, if any would."""
    suggestion = suggest_repeats(runs, verdicts)
    if suggestion is None:
        return
    seeds, requests = suggestion
    if data_problems(request.spec for request in requests):
        return
    seconds = estimate(request.spec for request in requests)
    st.button(
        f"Repeat with {seeds} seeds: {count_of(len(requests), 'more run')}, about"
        f" {format_seconds(seconds)}",
        icon=":material/repeat:",
        on_click=race.start_repeats,
        args=(comparison_id, requests),
        key="offer_repeats",
    )
