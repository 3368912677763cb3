"""Train methods with more seeds, so that methods and not single networks are compared."""

from collections.abc import Sequence

import streamlit as st

from regdash.datasets.checks import data_problems
from regdash.judging.verdict import Verdict
from regdash.services.methods import name_methods
from regdash.services.repeats import USUAL_SEEDS, request_repeats, suggest_repeats
from regdash.settings.formatting import count_of, format_seconds
from regdash.store.records import Run
from regdash.ui import race
from regdash.ui.plain import plain
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
        width="stretch",
        disabled=not methods,
        key=f"repeats_{comparison_id}",
    ):
        st.markdown(
            "Seeds matter as much as most techniques. Several seeds of each show how much is chance."
        )
        chosen = st.multiselect(
            "Methods",
            methods,
            default=methods,
            format_func=lambda method: names[method],
            key=f"repeat_methods_{comparison_id}_{len(methods)}",
        )
        seeds = st.segmented_control(
            "Seeds of each", CHOICES, default=USUAL_SEEDS, required=True, key="repeat_seeds"
        )
        vary_split = st.checkbox(
            "Another split for each new seed too",
            key="repeat_split",
            help="Off: seeds change first weights, order of images, dropout and augmentation. On:"
            " each also brings other training and validation images.",
        )
        orders = request_repeats(runs, chosen, seeds, vary_split=vary_split)
        problems = data_problems(order.spec for order in orders)
        if problems:
            orders = []
            st.caption(plain(" ".join(problems)))
        elif orders:
            seconds = estimate(order.spec for order in orders)
            st.caption(f"About {format_seconds(seconds)} on this machine.")
        elif chosen:
            st.caption("All of them have that many seeds already.")
        st.button(
            f"Start {count_of(len(orders), 'run')}" if orders else "Nothing to start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not orders,
            on_click=race.start_repeats,
            args=(comparison_id, orders),
            key="start_repeats",
        )


def offer_repeats(comparison_id: str, runs: list[Run], verdicts: Sequence[Verdict]) -> None:
    """Show a button for the seeds that would turn what is open into words, if any would."""
    suggestion = suggest_repeats(runs, verdicts)
    if suggestion is None:
        return
    seeds, orders = suggestion
    if data_problems(order.spec for order in orders):
        return
    seconds = estimate(order.spec for order in orders)
    st.button(
        f"Train {seeds} seeds of each: {count_of(len(orders), 'more run')}, about"
        f" {format_seconds(seconds)}",
        icon=":material/repeat:",
        on_click=race.start_repeats,
        args=(comparison_id, orders),
        key="offer_repeats",
    )
