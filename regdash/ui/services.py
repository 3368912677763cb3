"""What all pages of this process share."""

import threading
import time
from typing import NamedTuple

import numpy as np
import streamlit as st

from regdash.home import home_folder
from regdash.presets import find_preset
from regdash.runs.records import Run
from regdash.runs.scheduler import Scheduler
from regdash.spec import RunSpec
from regdash.training.warm_up import warm_up

_WARM_UP_DELAY = 0.5

_SIDE = 1024
"""Of the matrices whose product tells the machine's speed."""

_MOST_PRODUCTS = 20

_PRODUCTS_REST = 2.0
"""Seconds between two measurements."""


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
    known = _measured_products()
    # While the server starts, others have the processor: the fastest of many tells the machine.
    again = len(known) < _MOST_PRODUCTS and time.monotonic() > known[-1].at + _PRODUCTS_REST
    if again and scheduler().is_idle():
        known.append(_measure_product())
    return 2.0 * _SIDE**3 / min(product.seconds for product in known)


class _Product(NamedTuple):
    seconds: float
    at: float


@st.cache_resource(show_spinner=False)
def _measured_products() -> list[_Product]:
    return [_measure_product() for _ in range(3)]


def _measure_product() -> _Product:
    a = np.ones((_SIDE, _SIDE), np.float32)
    began = time.perf_counter()
    a @ a
    return _Product(time.perf_counter() - began, time.monotonic())
