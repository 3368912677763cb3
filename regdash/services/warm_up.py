"""Load TensorFlow and compile likely runs before the first one is started."""

import atexit
import threading
from collections.abc import Callable

from regdash.content.presets import find_preset, first_setup
from regdash.reports.pictures.files import load_matplotlib
from regdash.services.runs import RunService
from regdash.training.warm_up import warm_up

_DELAY = 0.5
"""Seconds; the first page is drawn first."""

_LONGEST_END = 20.0
"""Seconds to wait at the end of the program for what is being compiled."""


def begin_warm_up(
    service: RunService,
    first: Callable[[], None] = lambda: None,
    last: Callable[[], None] = lambda: None,
) -> None:
    """Warm up in a background thread after a short delay.

    It loads TensorFlow and compiles the runs of the first race and of the composer's first set-up, as
    long as no run is queued or running; then it loads what draws pictures.

    Args:
        service: Tells whether runs are queued or running.
        first: Called before all that.
        last: Called when the programs that give the first points have been compiled.
    """
    baseline, *others = find_preset("overfit").specs()
    ending = threading.Event()

    def may_continue() -> bool:
        return not ending.is_set() and service.is_idle()

    def work() -> None:
        if ending.wait(_DELAY):
            return
        steps = (
            first,
            lambda: warm_up([baseline, first_setup()], may_continue),
            last,
            lambda: warm_up(others, may_continue),
            load_matplotlib,
        )
        try:
            for step in steps:
                if not ending.is_set():
                    step()
        except RuntimeError:
            # What is imported while Python ends may find that it can no longer register for that.
            if threading.main_thread().is_alive():
                raise

    thread = threading.Thread(target=work, name="warm-up", daemon=True)
    thread.start()

    def end() -> None:
        ending.set()
        thread.join(_LONGEST_END)

    # Python would end the thread inside of TensorFlow, which aborts the process.
    atexit.register(end)
