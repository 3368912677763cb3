"""Does in advance what the first run of a process would have to wait for."""

from collections.abc import Callable, Iterable
from threading import Lock

from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

_LOCK = Lock()


def warm_up(specs: Iterable[RunSpec], may_continue: Callable[[], bool]) -> None:
    """Load TensorFlow (seconds), and the images and programs of likely runs.

    Args:
        specs: Specs that are likely to be trained first, without techniques that preprocess;
            the likeliest first. What is already compiled is not compiled again.
        may_continue: Called before each spec; False skips it, because the machine is needed.
    """
    load_keras()
    from regdash.datasets.preparation import prepare
    from regdash.training.trainer import compile_ahead

    with _LOCK:
        for spec in specs:
            if may_continue():
                compile_ahead(spec, prepare(spec.data))
