"""The composer of a page: a variant of the open comparison, or a new comparison."""

from typing import NamedTuple

import streamlit as st

from regdash.services.setups import setup_of
from regdash.settings.markdown import plain
from regdash.spec import RunSpec
from regdash.ui import link, race
from regdash.ui.composer.new_comparison import compose_comparison
from regdash.ui.composer.state import fill_composer, link_problems
from regdash.ui.composer.variant import compose_variant
from regdash.ui.dials import restore_all
from regdash.ui.services import run_service, runs_of


class Composed(NamedTuple):
    """The current state of the composer."""

    spec: RunSpec | None
    """None while the settings are invalid."""
    started: bool
    """Whether Start was just pressed."""


def show_composer(page: str) -> Composed:
    """Show the composer on a page.

    With an open comparison it composes variants of that: techniques, and settings that deviate from
    its set-up. Without one it composes a set-up and one or several variants.

    Args:
        page: Key of the page; `data` shows the data set first.
    """
    restore_all(page)
    comparison_id = link.open_comparison_id()
    comparison = run_service().store.comparison(comparison_id) if comparison_id else None
    if comparison is not None and comparison.deleted is not None:
        comparison = None
    runs = [] if comparison is None else runs_of(comparison.id)
    setup = None if comparison is None else setup_of(comparison, runs)
    fill_composer(None if comparison is None else comparison.id, setup)
    for problem in link_problems():
        st.warning(f"From the link: {plain(problem)}", icon=":material/link_off:")
    if comparison is None or setup is None:
        spec = compose_comparison(page)
    else:
        spec = compose_variant(page, comparison, runs)
    return Composed(spec, race.was_started())
