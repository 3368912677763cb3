"""Advice as buttons: one press starts what is advised."""

from collections.abc import Sequence

import streamlit as st

from regdash.datasets.checks import data_problems
from regdash.judging.methods import Method
from regdash.services.advice import MethodDiagnosis, Offer, find_offers
from regdash.settings.markdown import plain
from regdash.store.records import Comparison, Run
from regdash.ui import race
from regdash.ui.services import estimate, runs_of


def show_offers(
    comparison: Comparison,
    runs: Sequence[Run],
    method: Method,
    found: MethodDiagnosis | None,
    place: str,
) -> None:
    """Show a button for each advice of a method's diagnosis; nothing while it is being trained.

    Args:
        comparison: The comparison.
        runs: Its runs.
        method: The diagnosed method.
        found: Its diagnosis, if it has one.
        place: Where on the page; each place shows a method once.
    """
    if found is None or method.active:
        return
    offers = find_offers(comparison, runs, found.run.spec, found.diagnosis)
    if not offers or data_problems(r.spec for offer in offers for r in offer.requests):
        return
    with st.container(horizontal=True, gap="xsmall"):
        for offer in offers:
            # Named by what it starts: a second press must not start what took its place.
            key = f"offer_{place}_{comparison.id}_{method.key}_{offer.label}"
            if _show_offer(offer, key):
                _start(comparison, found, offer.label)
                st.rerun()


def _show_offer(offer: Offer, key: str) -> bool:
    """Show the button of an offer; return whether it was pressed."""
    seconds = estimate(request.spec for request in offer.requests)
    return st.button(
        plain(offer.label),
        icon=":material/play_arrow:",
        key=key,
        help=plain(offer.describe(seconds)),
    )


def _start(comparison: Comparison, found: MethodDiagnosis, label: str) -> None:
    """Start an offer, planned anew: an earlier press may have started it already."""
    runs = runs_of(comparison.id)
    for offer in find_offers(comparison, runs, found.run.spec, found.diagnosis):
        if offer.label != label:
            continue
        if offer.setup is not None:
            race.start_again_with(comparison, runs, offer.setup)
        else:
            race.start(offer.requests, comparison.id)
