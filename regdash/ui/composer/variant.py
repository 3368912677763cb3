"""A new variant of the open comparison."""

from collections.abc import Sequence

import streamlit as st

from regdash.services.setups import (
    Deviation,
    Pair,
    describe_seeds,
    describe_setup,
    seeds_of,
    setup_of,
    with_pair,
)
from regdash.services.variants import VariantPlan, plan_variant
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import Setting
from regdash.store.records import Comparison, Run
from regdash.ui import link, race
from regdash.ui.composer import footer, state
from regdash.ui.composer.setup_dials import SetupDials
from regdash.ui.composer.technique_dials import show_techniques
from regdash.ui.services import estimate


def compose_variant(page: str, comparison: Comparison, runs: Sequence[Run]) -> RunSpec | None:
    """Show the composer for a variant of a comparison that has a set-up.

    Args:
        page: Key of the page; `data` shows the data set first.
        comparison: The open comparison.
        runs: Its runs.

    Returns:
        The variant with the first of its seeds; None while a setting is invalid.
    """
    setup = setup_of(comparison, runs)
    assert setup is not None
    copied = state.copied_name()
    st.subheader(plain(f"Copy of {copied}") if copied else "New variant", anchor=False)
    dials = SetupDials(state.PREFIX, seeds=False)
    if page == "data":
        dials.show("data")
    techniques = show_techniques()
    pairs = _choose_seeds(seeds_of(comparison, runs))
    chips = st.container(gap="xxsmall")
    with st.expander("Deviate from the set-up", icon=":material/tune:", key="composer_setup"):
        st.caption(f"The set-up: {plain(describe_setup(setup, seeds_of(comparison, runs)))}")
        dials.show_rest()
    try:
        spec = with_pair(dials.spec(techniques), pairs[0])
    except InputError as error:
        parts = footer.footer()
        with parts.message:
            footer.show_problems(error)
        with parts.buttons:
            footer.show_start(disabled=True)
        return None
    link.write_composer(spec, setup)
    plan = plan_variant(comparison, runs, spec, pairs)
    for deviation in plan.deviations:
        with chips:
            _show_chip(dials, deviation, setup, differs=deviation in plan.differences)
    footer.show_cautions(spec)
    _show_footer(comparison, plan)
    return spec


def _choose_seeds(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Show the choice between all seeds of the baseline and the first; return the chosen ones."""
    if len(pairs) == 1:
        return pairs
    words = {"all": f"All {len(pairs)} seeds", "first": "First seed only"}
    choice = st.segmented_control(
        "Seeds",
        list(words),
        format_func=lambda key: words[key],
        default="all",
        required=True,
        key="variant_seeds",
        help=f"The baseline has {describe_seeds(pairs)}. With the same seeds, differences are paired.",
    )
    return pairs[:1] if choice == "first" else pairs


def _show_chip(dials: SetupDials, deviation: Deviation, setup: RunSpec, *, differs: bool) -> None:
    """Show a deviation, what it means for the verdict, and that a press removes it.

    Args:
        dials: The composer's settings.
        deviation: From the set-up.
        setup: What the press restores.
        differs: Whether the baseline has another value, too.
    """
    meaning = ": cannot be compared" if deviation.blocks else ": with a caution"
    st.button(
        plain(f"{deviation.text}{meaning if differs else ', like the baseline'}"),
        icon=":material/close:",
        key=f"deviation_{deviation.setting.name}",
        help="Back to the set-up",
        on_click=_undo,
        args=(dials, deviation.setting, setup),
    )


def _undo(dials: SetupDials, setting: Setting, setup: RunSpec) -> None:
    dials.reset(setting, setup)


def _show_footer(comparison: Comparison, plan: VariantPlan) -> None:
    """Show what Start will do, and Start; equal runs are not trained twice."""
    requests = plan.requests or ((plan.following,) if plan.following else ())
    seconds = estimate(request.spec for request in requests)
    parts = footer.footer()
    with parts.message:
        st.markdown(f"**{plain(plan.spec.name)}**")
        st.caption(plain(plan.describe(seconds)))
    with parts.buttons:
        if plan.following is None:
            pressed = footer.show_start()
        else:
            pressed = footer.show_next_seed(plan.following.spec.seed)
    if pressed and (started := race.start(requests, comparison.id)):
        state.keep_for(started)
        st.rerun()
