"""Advice as buttons: one press starts what is advised."""

from collections.abc import Sequence

import streamlit as st

from regdash.datasets.checks import data_problems
from regdash.judging.methods import Method
from regdash.services.advice import Offer, diagnose_method, find_offers
from regdash.settings.markdown import plain
from regdash.store.records import Comparison, Run
from regdash.ui import race
from regdash.ui.services import estimate


def show_offers(comparison: Comparison, runs: Sequence[Run], method: Method, place: str) -> None:
    """Show a button for each advice of a method's diagnosis; nothing while it is being trained.

    Args:
        comparison: The comparison.
        runs: Its runs.
        method: The diagnosed method.
        place: Where on the page; each place shows a method once.
    """
    found = diagnose_method(method)
    if found is None or method.active:
        return
    offers = find_offers(comparison, runs, found.run.spec, found.diagnosis)
    if not offers or data_problems(r.spec for offer in offers for r in offer.requests):
        return
    with st.container(horizontal=True, gap="xsmall"):
        for number, offer in enumerate(offers):
            _show_offer(comparison, runs, offer, f"{place}_{method.key}_{number}")


def _show_offer(comparison: Comparison, runs: Sequence[Run], offer: Offer, key: str) -> None:
    seconds = estimate(request.spec for request in offer.requests)
    pressed = st.button(
        plain(offer.label),
        icon=":material/play_arrow:",
        key=f"offer_{key}",
        help=plain(offer.describe(seconds)),
    )
    if not pressed:
        return
    if offer.setup is not None:
        race.start_again_with(comparison, runs, offer.setup)
    else:
        race.start(offer.requests, comparison.id)
    st.rerun()
