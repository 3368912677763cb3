"""What all pages of this process share."""

import threading

import streamlit as st

from regdash.content.presets import find_preset
from regdash.services.cost import speed_of
from regdash.services.runs import RunService
from regdash.services.speed import measured_speed
from regdash.settings.home import home_folder
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.training.warm_up import warm_up

_WARM_UP_DELAY = 0.5

_LATEST = 20
"""Runs whose times tell how fast the next ones will be."""

_REMEMBERED = 30.0
"""Seconds."""


@st.cache_resource(show_spinner=False)
def scheduler() -> RunService:
    """The one run service of this server; runs go on when every browser closes."""
    return RunService(home_folder())


def runs_of(comparison_id: str) -> list[Run]:
    """The runs as they stand; those of a terminal that was closed do not stay `running`."""
    runs = scheduler().store.runs(comparison_id)
    if any(run.active and scheduler().progress(run.id) is None for run in runs):
        scheduler().mark_interrupted()
        runs = scheduler().store.runs(comparison_id)
    return runs


@st.cache_resource(show_spinner=False)
def begin_warm_up() -> None:
    """Load TensorFlow in the background, a moment after the first page was drawn.

    Then compile what the first race and the composer's first Start train, unless a run is going.
    """
    shapes = [*find_preset("overfit").specs(), RunSpec.from_dict({})]
    idle = scheduler().is_idle
    timer = threading.Timer(_WARM_UP_DELAY, warm_up, args=(shapes, idle))
    timer.daemon = True
    timer.start()


def machine_speed() -> float:
    """Float32 matrix products of this machine, floating-point operations per second.

    Timed on matrices, and read off the latest runs: whatever else was going on made either look
    slower, never faster.
    """
    return max(measured_speed(idle=scheduler().is_idle()), _trained_speed())


@st.cache_data(ttl=_REMEMBERED, show_spinner=False)
def _trained_speed() -> float:
    efforts = scheduler().store.recent_efforts(_LATEST)
    return max((speed_of(spec, seconds) for spec, seconds in efforts), default=0.0)
