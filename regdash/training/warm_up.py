"""Prepares a process for its first run: loads libraries and data, and compiles programs."""

from collections.abc import Callable, Iterable
from threading import Lock

from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

_LOCK = Lock()


def warm_up(specs: Iterable[RunSpec], go_on: Callable[[], bool]) -> None:
    """Load TensorFlow (takes seconds), and the images and programs of likely runs.

    Args:
        specs: Likely first runs, without techniques that preprocess, most likely first. Those that
            are already compiled are skipped.
        go_on: Called before each; returns whether the machine is still idle.
    """
    load_keras()
    from regdash.datasets.preparation import prepare
    from regdash.training.trainer import compile_ahead

    with _LOCK:
        for spec in specs:
            if go_on():
                compile_ahead(spec, prepare(spec.data))
