"""The judgement below the charts."""

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.selection import Selection
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.store.records import Comparison, Run
from regdash.ui import link
from regdash.ui.choice import show_choice
from regdash.ui.dials import restore_value, save_value
from regdash.ui.judgement.certainty import show_certainty
from regdash.ui.judgement.diagnosis import show_diagnosis
from regdash.ui.judgement.figures import show_figures
from regdash.ui.judgement.reveal import show_reveal
from regdash.ui.judgement.settings import show_settings
from regdash.ui.judgement.verdicts import show_verdicts
from regdash.ui.services import run_service

AT_WORDS: dict[EpochChoice, str] = {
    "kept": "Kept weights",
    "best": "Best validation epoch",
}

ON_WORDS: dict[EvaluationSet, str] = {"test": "Test images", "validation": "Validation images"}


def show_judgement(comparison: Comparison, runs: list[Run]) -> None:
    """Show how the methods of a comparison compare with its baseline."""
    judgement = judge_comparison(run_service().store, Selection(comparison, runs))
    st.subheader("What helped?", anchor=False)
    _show_choices(comparison, judgement)
    at, on = judgement.at, judgement.on
    methods, baseline = judgement.methods, judgement.baseline
    show_reveal(comparison, runs)
    judged = judgement.judged
    revealed = judgement.revealed
    _show_chosen(
        {
            "Verdict": lambda: show_verdicts(judgement, runs),
            "Certainty": lambda: show_certainty(baseline, judged, on, at),
            "Figures": lambda: show_figures(methods, baseline, at, revealed=revealed),
            "Diagnosis": lambda: show_diagnosis(comparison, runs, methods),
            "Settings": lambda: show_settings(methods),
        },
        key=f"judged_{comparison.id}",
    )


@st.fragment
def _show_chosen(contents: Mapping[str, Callable[[], None]], key: str) -> None:
    """Draw only the chosen content: with many methods, all five take the browser a second.

    No `st.tabs`: of two quick changes, the answer to the first one undoes the second.
    """
    names = list(contents)
    restore_value(key, link.open_part(names))
    chosen = st.segmented_control(
        "Judgement",
        names,
        default=st.session_state[key],
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    shown = chosen or names[0]  # never None; its type does not say so
    save_value(key, shown)
    link.keep_part(shown, names)
    contents[shown]()


def _show_epoch_choice(place: DeltaGenerator, comparison: Comparison) -> None:
    """Show the choice of the epoch for table, markers, and verdicts; it is stored."""
    key = f"at_{comparison.id}"
    # Another browser tab may have changed it.
    st.session_state[key] = comparison.at
    place.segmented_control(
        "Epoch",
        list(AT_WORDS),
        format_func=lambda word: AT_WORDS[word],
        key=key,
        required=True,
        on_change=lambda: run_service().store.set_epoch(comparison.id, st.session_state[key]),
        help="Kept: the weights a run ended with. Best: the epoch with the highest validation"
        " accuracy. Applies to table, markers, and verdicts.",
    )


def _show_images_choice(place: DeltaGenerator, comparison: Comparison) -> None:
    """Show the choice of the images that verdicts are based on; it is stored."""
    key = f"on_{comparison.id}"
    st.session_state[key] = comparison.on
    place.segmented_control(
        "On",
        list(ON_WORDS),
        format_func=lambda word: ON_WORDS[word],
        key=key,
        required=True,
        on_change=lambda: run_service().store.set_images(comparison.id, st.session_state[key]),
        help="Validation images choose epochs and settings; test images only report.",
    )


def _show_choices(comparison: Comparison, judgement: Judgement) -> None:
    names = {method.key: method.name for method in judgement.methods}
    left, middle, right = st.columns([2, 3, 2], vertical_alignment="bottom")
    with left:
        show_choice(
            "Baseline",
            names,
            judgement.baseline.key,
            lambda method: run_service().store.set_baseline(comparison.id, method),
            key=f"baseline_{comparison.id}",
            help="Every other method is compared with this one.",
        )
    _show_epoch_choice(middle, comparison)
    if judgement.revealed:
        _show_images_choice(right, comparison)
