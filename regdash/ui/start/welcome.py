"""What a visitor sees first: ready-made races, each with a recording of it."""

from pathlib import Path

import streamlit as st

from regdash.content.presets import PRESETS, Preset
from regdash.content.recorded import find_recorded
from regdash.settings.formatting import count_of, format_seconds
from regdash.ui import race
from regdash.ui.live import preload_charts
from regdash.ui.replay import show_replay
from regdash.ui.services import estimate
from regdash.ui.start.comparisons import show_comparisons
from regdash.ui.terms import show_text

_STYLE = Path(__file__).with_name("start.css")

SENTENCE = (
    "Watch neural networks learn handwritten digits, and see what keeps them from just memorizing."
)


def show_style() -> None:
    """Let the cards of a start page look alike; they are in a container with the key `welcome`."""
    st.html(_STYLE)


def show_welcome() -> None:
    """Show the ready-made races and the list of comparisons."""
    show_style()
    with st.container(key="welcome", gap="small"):
        st.header(SENTENCE, anchor=False)
        for column, preset in zip(st.columns(len(PRESETS)), PRESETS, strict=True):
            with column.container(
                border=True, height="stretch", gap="xsmall", key=f"card_{preset.key}"
            ):
                _show_card(preset, first=preset is PRESETS[0])
        st.page_link(
            "../pages/studies.py",
            label="How strong should it be? Turn one dial in a study",
            icon=":material/timeline:",
        )
        st.page_link(
            "../pages/data.py",
            label="Look at the images first, or bring your own",
            icon=":material/image:",
        )
    show_comparisons()
    preload_charts()


def _show_card(preset: Preset, first: bool) -> None:
    """Show a race: its recording, what it is about, how long it takes, and a button to start it."""
    recorded = find_recorded(preset.key)
    if recorded is not None:
        show_replay(recorded, key=f"replay_{preset.key}")
    st.subheader(preset.title, anchor=False)
    specs = preset.lineup()
    time = format_seconds(estimate(specs)).replace(" ", "\N{NO-BREAK SPACE}")
    show_text(
        preset.line,
        f"{count_of(len(specs), 'run')} ({count_of(len(specs) // preset.seeds, 'network')},"
        f" {count_of(preset.seeds, 'seed')} each), about {time}.",
        key=f"about_{preset.key}",
    )
    st.button(
        "Start race",
        icon=":material/play_arrow:",
        type="primary" if first else "secondary",
        key=f"preset_{preset.key}",
        on_click=race.start_preset,
        args=(preset,),
    )
