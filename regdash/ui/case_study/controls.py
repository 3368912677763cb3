"""Choose size and seeds and train the case study, or open an earlier one."""

import streamlit as st

from regdash.content import case_study
from regdash.services.comparisons import start_case_study
from regdash.services.repeats import USUAL_SEEDS
from regdash.settings.formatting import count_of, format_seconds
from regdash.store.records import Comparison
from regdash.ui import link
from regdash.ui.choice import show_choice
from regdash.ui.services import estimate, run_service

SIZE_WORDS: dict[case_study.Size, str] = {
    "quick": "Quick look: 2,000 images",
    "full": "Full size: 34,300 images",
}

SEEDS = (3, 5, 10)


def find_open() -> Comparison | None:
    """Return the case study named by the link, or else the newest one."""
    wanted = link.open_study_id()
    comparison = run_service().store.comparison(wanted) if wanted else None
    if comparison is not None and comparison.kind == case_study.KIND:
        return comparison
    newest = run_service().store.comparisons(limit=1, kind=case_study.KIND)
    return newest[0] if newest else None


def show_controls(shown: Comparison | None) -> None:
    """Show the choice of size and seeds, the button that trains, and earlier case studies."""
    left, middle, right = st.columns([3.2, 1.6, 2], vertical_alignment="bottom")
    size = left.segmented_control(
        "Size",
        list(SIZE_WORDS),
        format_func=lambda word: SIZE_WORDS[word],
        default="quick",
        required=True,
        key="study_size",
        help="Full size is the article's. The quick look has the same steps, with more overfitting.",
    )
    seeds = middle.segmented_control(
        "Seeds",
        SEEDS,
        default=USUAL_SEEDS,
        required=True,
        key="study_seeds",
        help="Seeds per network. More seeds can detect smaller differences.",
    )
    lineup = case_study.lineup(size, seeds)
    right.button(
        "Train all of it",
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        on_click=_start,
        args=(size, seeds),
        key="train_study",
    )
    seconds = estimate([spec for _, spec in lineup])
    st.caption(
        f"{len(case_study.METHODS)} networks with {count_of(seeds, 'seed')} each:"
        f" {len(lineup)} runs, about {format_seconds(seconds)} on this machine. They continue if you"
        " close this page."
    )
    _show_earlier(shown)


def _start(size: case_study.Size, seeds: int) -> None:
    link.open_study(start_case_study(run_service(), size, seeds).comparison_id)


def _show_earlier(shown: Comparison | None) -> None:
    earlier = run_service().store.comparisons(kind=case_study.KIND)
    if shown is None or len(earlier) < 2:
        return
    words = {c.id: f"{c.title}, {c.created:%Y-%m-%d %H:%M} UTC" for c in (shown, *earlier)}
    show_choice("Shown below", words, shown.id, link.open_study, key="study_shown")
