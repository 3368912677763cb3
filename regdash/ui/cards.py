"""The start page: ready-made races and earlier comparisons."""

import streamlit as st

from regdash.content.presets import PRESETS
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.markdown import plain
from regdash.store.records import Run
from regdash.ui import link, race
from regdash.ui.live import preload_charts
from regdash.ui.services import estimate, run_service


def show_welcome() -> None:
    """Show the race cards and the earlier comparisons."""
    st.header("See regularization work", anchor=False)
    st.markdown(
        "Train real networks on handwritten digits, side by side, and watch which ones"
        " still classify new images correctly. Start a race, or compose a run of your own."
    )
    for column, preset in zip(st.columns(len(PRESETS)), PRESETS, strict=True):
        with column.container(border=True, height="stretch"):
            st.subheader(preset.title, anchor=False)
            st.markdown(preset.line)
            specs = preset.lineup()
            seconds = format_seconds(estimate(specs))
            methods = len(specs) // preset.seeds
            st.caption(
                f"{methods} networks with {preset.seeds} seeds each: {len(specs)} runs, about"
                f" {seconds} on this machine."
            )
            st.button(
                "Start race",
                icon=":material/play_arrow:",
                type="primary",
                key=f"preset_{preset.key}",
                on_click=race.start_preset,
                args=(preset,),
            )
    st.page_link(
        "../pages/data.py",
        label="Look at the images first, or bring your own",
        icon=":material/image:",
    )
    _show_earlier()
    preload_charts()


def _show_earlier() -> None:
    earlier = run_service().store.recent_comparisons()
    if not earlier:
        return
    st.subheader("Earlier comparisons", anchor=False)
    for comparison, runs in earlier:
        name, state, button = st.columns([5, 3, 1], vertical_alignment="center")
        name.markdown(f"**{plain(comparison.title)}**")
        state.caption(f"{comparison.created:%Y-%m-%d %H:%M} UTC · {_summary(comparison.id, runs)}")
        button.button(
            "Open",
            key=f"open_{comparison.id}",
            on_click=link.open_comparison,
            args=(comparison.id,),
        )


def _summary(comparison_id: str, runs: list[Run]) -> str:
    active = sum(run.active for run in runs)
    unreadable = len(run_service().store.unreadable_runs(comparison_id))
    facts = [count_of(len(runs), "run")] if runs or not unreadable else []
    facts += [f"{active} in progress"] if active else []
    facts += [f"{count_of(unreadable, 'run')} cannot be shown"] if unreadable else []
    return ", ".join(facts)
