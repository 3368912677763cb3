"""Load TensorFlow and compile likely runs before the first one is started."""

import threading

from regdash.content.presets import find_preset, first_setup
from regdash.reports.pictures.files import load_matplotlib
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.training.warm_up import warm_up

_DELAY = 0.5
"""Seconds; the first page is drawn first."""


def begin_warm_up(service: RunService) -> None:
    """Warm up in a background thread after a short delay.

    It loads TensorFlow, then compiles the runs of the first race and of the composer's first set-up,
    as long as no run is queued or running; then it loads what draws pictures.
    """
    baseline, *others = find_preset("overfit").specs()
    # First what gives the first points of both.
    specs = [baseline, first_setup(), *others]
    timer = threading.Timer(_DELAY, _warm_up, args=(service, specs))
    timer.daemon = True
    timer.start()


def _warm_up(service: RunService, specs: list[RunSpec]) -> None:
    warm_up(specs, service.is_idle)
    load_matplotlib()
