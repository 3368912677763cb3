"""The dialog that trains all methods of a comparison again with another set-up."""

from collections.abc import Sequence

import streamlit as st

from regdash.services.setups import describe_setup, find_deviations, seeds_of, setup_of
from regdash.services.variants import describe_again, plan_again
from regdash.settings.formatting import join_words
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs, race
from regdash.ui.composer import SetupDials
from regdash.ui.services import estimate

KIND = "change_setup"
_PREFIX = "change_"


def request(comparison_id: str, setup: RunSpec) -> None:
    """Open the dialog for a comparison at the next rerun, with its set-up."""
    SetupDials(_PREFIX, seeds=False).fill(setup)
    dialogs.request(KIND, [comparison_id])


def open_requested(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    setup = setup_of(comparison, runs)
    if setup is not None and comparison.id in dialogs.requested(KIND):
        _show(comparison, runs, setup)


@st.dialog("Change the set-up", width="medium", on_dismiss=dialogs.close)
def _show(comparison: Comparison, runs: Sequence[Run], setup: RunSpec) -> None:
    """Show all settings but the seeds, and the button that starts the runs."""
    st.caption(
        f"Now: {plain(describe_setup(setup, seeds_of(comparison, runs)))}. All methods are trained"
        " again with what you choose here, in a new comparison beside this one."
    )
    dials = SetupDials(_PREFIX, seeds=False)
    dials.show("training")
    with st.container(key="change_setup_settings", height=320, border=False):
        dials.show_rest(columns=2)
    try:
        chosen = dials.spec({})
        requests = plan_again(comparison, runs, chosen)
    except InputError as error:
        for sentence in error.sentences:
            st.error(plain(sentence), icon=":material/error:")
        _show_button()
        return
    changes = find_deviations(chosen, setup)
    pressed = _show_button()
    if not changes:
        st.caption("Nothing is changed yet.")
        return
    seconds = estimate(request.spec for request in requests)
    changed = join_words([change.text for change in changes])
    st.caption(plain(f"{changed}: {describe_again(requests, seconds)}."))
    if pressed:
        race.start_again_with(comparison, runs, chosen)
        dialogs.close()
        st.rerun()


def _show_button() -> bool:
    """Show the button; always enabled, so that a press right after typing counts."""
    return st.button(
        "Train all again with this",
        type="primary",
        icon=":material/play_arrow:",
        key="train_all_again",
    )
