"""What a visitor sees first: ready-made races, each with a recording of it."""

import streamlit as st

from regdash.content.presets import PRESETS, Preset
from regdash.content.recorded import read_recorded
from regdash.settings.formatting import count_of, format_seconds
from regdash.ui import race
from regdash.ui.live import preload_charts
from regdash.ui.replay import show_replay
from regdash.ui.services import estimate
from regdash.ui.start.comparisons import show_comparisons
from regdash.ui.terms import show_text

SENTENCE = (
    "Watch small neural networks learn to read handwritten digits, and see what keeps them from"
    " merely memorizing."
)


def show_welcome() -> None:
    """Show the ready-made races and the list of comparisons."""
    # Streamlit's own title is too large for a sentence.
    st.html(f'<h1 style="font-size: 1.75rem; padding: 0; margin: 0">{SENTENCE}</h1>')
    for column, preset in zip(st.columns(len(PRESETS)), PRESETS, strict=True):
        with column.container(border=True, height="stretch", gap="small"):
            _show_card(preset, first=preset is PRESETS[0])
    st.page_link(
        "../pages/data.py",
        label="Look at the images first, or bring your own",
        icon=":material/image:",
    )
    show_comparisons()
    preload_charts()


def _show_card(preset: Preset, first: bool) -> None:
    """Show a race: its recording, what it is about, how long it takes, and a button to start it."""
    show_replay(read_recorded(preset.key), key=f"replay_{preset.key}")
    st.subheader(preset.title, anchor=False)
    show_text(preset.line, f"line_{preset.key}")
    specs = preset.lineup()
    networks = count_of(len(specs) // preset.seeds, "network")
    show_text(
        f"{networks} with {count_of(preset.seeds, 'seed')} each: {count_of(len(specs), 'run')},"
        f" about {format_seconds(estimate(specs))} on this machine.",
        f"effort_{preset.key}",
    )
    st.button(
        "Start race",
        icon=":material/play_arrow:",
        type="primary" if first else "secondary",
        key=f"preset_{preset.key}",
        on_click=race.start_preset,
        args=(preset,),
    )
