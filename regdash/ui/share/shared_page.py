"""What the Compare page shows for a link to a comparison that is not here: what it would train."""

import streamlit as st

from regdash.services.shared_runs import SharedPlan, plan_shared
from regdash.services.sharing import SharedComparison
from regdash.settings.markdown import plain
from regdash.ui import link, race
from regdash.ui.services import estimate, run_service

_MOST_NAMES = 20


def show_shared(shared: SharedComparison) -> None:
    """Show a comparison from a link: its set-up, its methods, and a button that trains it."""
    plan = plan_shared(run_service(), shared)
    with st.container(key="shared", border=True, gap="small", width=760):
        st.caption("A comparison from a link, with its settings and without results")
        st.header(plain(shared.title), anchor=False)
        st.markdown(plain(plan.setup))
        st.markdown(_list_methods(plan))
        seconds = estimate(plan.to_train) if plan.to_train and not plan.problems else 0.0
        st.markdown(plain(plan.describe(seconds)))
        for problem in plan.problems:
            st.warning(plain(problem), icon=":material/image_not_supported:")
        with st.container(horizontal=True, gap="small"):
            _show_buttons(plan)


def _list_methods(plan: SharedPlan) -> str:
    names = plan.methods
    shown = [f":gray-badge[{plain(name)}]" for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return " ".join([*shown, f"and {more} more"] if more else shown)


def _show_buttons(plan: SharedPlan) -> None:
    if plan.here is not None:
        st.button(
            "Open comparison",
            icon=":material/stacked_line_chart:",
            type="primary",
            on_click=link.open_comparison,
            args=(plan.here,),
            key="open_shared",
            help="All its runs are in a comparison on this machine",
        )
    else:
        st.button(
            "Train this comparison" if plan.to_train else "Show this comparison",
            icon=":material/play_arrow:",
            type="primary",
            on_click=race.start_shared,
            args=(plan.shared,),
            disabled=bool(plan.problems),
            key="start_shared",
        )
    st.button(
        "Show all comparisons",
        on_click=link.open_comparison,
        args=(None,),
        key="leave_shared",
    )
