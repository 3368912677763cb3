"""What all pages of this process share."""

import threading
import time

import numpy as np
import streamlit as st

from regdash.home import home_folder
from regdash.presets import find_preset
from regdash.runs.records import Run
from regdash.runs.scheduler import Scheduler
from regdash.spec import RunSpec
from regdash.training.warm_up import warm_up

_WARM_UP_DELAY = 0.5

_MOST_PRODUCTS = 30


@st.cache_resource(show_spinner=False)
def scheduler() -> Scheduler:
    """The one scheduler of this server; runs go on when every browser closes."""
    return Scheduler(home_folder())


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
    """Float32 matrix products of this machine, floating-point operations per second."""
    known = _product_seconds()
    # While the server starts, others have the processor: the fastest of many tells the machine.
    if len(known) < 3 or (len(known) < _MOST_PRODUCTS and scheduler().is_idle()):
        a = np.ones((1024, 1024), np.float32)
        known += [_time_product(a) for _ in range(3)]
    return 2.0 * 1024**3 / min(known)


@st.cache_resource(show_spinner=False)
def _product_seconds() -> list[float]:
    return []


def _time_product(a: np.ndarray) -> float:
    began = time.perf_counter()
    a @ a
    return time.perf_counter() - began
