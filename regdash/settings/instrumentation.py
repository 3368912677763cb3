"""Measurements from inside a running process, for benchmarks and tests.

Nothing is measured without observers; there are none by default. Kinds of measurement:

- `epoch` (`run`, `epoch`, `seconds`): an epoch was measured and is about to be stored.
- `message` (`bytes`, `seconds`, `cpu`): a message for a page was composed; `bytes` is 0 if nothing
  was new, `seconds` is its wall time and `cpu` the thread's CPU time.

All times are in seconds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Observer = Callable[[str, dict[str, Any]], object]
"""Takes the kind of measurement and its values; called in the measuring thread, so it must be fast
and must not raise."""

P = ParamSpec("P")
T = TypeVar("T")

_observers: tuple[Observer, ...] = ()


@contextmanager
def observed_by(observer: Observer) -> Iterator[None]:
    """Pass all measurements of this process to an observer until the end of the block."""
    global _observers
    _observers = (*_observers, observer)
    try:
        yield
    finally:
        _observers = tuple(other for other in _observers if other is not observer)


def emit(kind: str, **values: Any) -> None:
    """Pass a measurement to all observers."""
    for observer in _observers:
        observer(kind, values)


def timed(
    kind: str, describe: Callable[[Any], dict[str, Any]]
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a function so that every call that returns is measured.

    Args:
        kind: Kind of measurement.
        describe: Returns the values for a returned value, in addition to `seconds` and `cpu`.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            if not _observers:
                return function(*args, **kwargs)
            wall, cpu = time.perf_counter(), time.thread_time()
            value = function(*args, **kwargs)
            spent = {"seconds": time.perf_counter() - wall, "cpu": time.thread_time() - cpu}
            emit(kind, **describe(value), **spent)
            return value

        return call

    return decorate
