"""Does beforehand what the first run of a process would have to wait for."""

from collections.abc import Callable, Iterable
from threading import Lock

from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

_LOCK = Lock()


def warm_up(specs: Iterable[RunSpec], go_on: Callable[[], bool]) -> None:
    """Load TensorFlow (seconds), and the images and programs of likely runs.

    Args:
        specs: What is likely to be trained first, without techniques that preprocess; the
            likeliest first. What is compiled already is left as it is.
        go_on: Asked before each: whether nothing better is to be done with the machine.
    """
    load_keras()
    from regdash.datasets.preparation import prepare
    from regdash.training.trainer import compile_ahead

    with _LOCK:
        for spec in specs:
            if go_on():
                compile_ahead(spec, prepare(spec.data))
